"""What `podium-desk bench scanning paying` does at a counter's window: a clerk with a hand scanner.

The window is the shipped one with all its pages, on a device at work. Everything is done while its
heart beats (`heartbeat`), by keys; the scanner's come one by one, at a scanner's pace.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from podium_desk.presentation.counter_view import CardPanel, CashPanel
from podium_desk.presentation.order_view import OrderPanel
from podium_desk.presentation.pay_state import CardStage
from podium_desk.ui.shell.application import the_application
from podium_desk.ui.shell.counter import CounterSetting, CounterShell
from podium_desk.ui.shell.counter_bench import activate
from podium_desk.ui.shell.hand_scanner import SCANS_MAX, HandScanner
from podium_desk.ui.shell.heartbeat import Heartbeat

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.lane import ReplicaLane
    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.domain.ids import PerformanceId
    from podium_desk.presentation.counter_view import CounterView, Panel
    from podium_desk.ui.shell.counter_setting import DeviceAtWork

A_BREATH_S = 0.13
"""Between two keys of a person; keys that come faster are a scanner's."""
A_WHILE_S = 3.0
A_LOOK_S = 0.8
"""What a person looks at before the next wish; what comes behind a sale comes in it."""


class ClerkAtWork:
    """One window and whoever works at it; `heart` has the turns."""

    def __init__(
        self,
        device: DeviceAtWork,
        counter: tuple[OrderCounter, ReplicaLane],
        setting: CounterSetting,
        hall: PerformanceId,
    ) -> None:
        self._application = the_application()
        self.heart = Heartbeat()
        self._shell = CounterShell(*counter, setting)
        device.listen(self._shell.notify)
        self._scanner = HandScanner(self._shell.window)
        self._shell.open()
        self._until(lambda view: view.hall is not None)
        self._shell.presenter.choose_performance(hall)
        self._until(lambda view: view.hall is not None and view.hall.performance.id == hall)
        self.heart.beat_until(lambda: self._shell.has_begun_all)
        activate(self._shell.window)
        self.rest(2 * A_LOOK_S)
        self.heart.take()

    def scan(self, text: str) -> None:
        """A code is scanned, with Enter behind it; what comes of it is not waited for."""
        self.heart.beat_until(
            lambda: self._scanner.is_done, lambda: self._scanner.type(f"{text}\r")
        )

    def scan_ticket(self, code: str) -> None:
        """Scan one until an order's page stands; again where the machine was so busy that the code
        came in halves."""
        for _ in range(SCANS_MAX):
            self.scan(code)
            self.heart.beat_until(partial(_is_over, time.monotonic() + A_WHILE_S, self._is_order))
            if self._is_order():
                return
        raise AssertionError("a scanned ticket opens its order")

    def step_back(self) -> None:
        """Esc, until the hall stands again."""
        while self._view.panel is not None:
            self._key(Qt.Key.Key_Escape)
            self.rest(A_BREATH_S)

    def hold(self, count: int) -> None:
        """A digit: so many best places."""
        self._key(Qt.Key(Qt.Key.Key_0.value + count))
        self._until(lambda view: len(view.basket.lines) == count)
        self.rest(A_BREATH_S)

    def empty_basket(self) -> None:
        """Esc at the hall."""
        self._key(Qt.Key.Key_Escape)
        self._until(lambda view: not view.basket.lines)

    def pay_cash(self, tendered: str) -> None:
        """F11, what was handed over, Enter; the next customer."""
        self._key(Qt.Key.Key_F11)
        self._until_panel(CashPanel)
        for digit in tendered:
            self._key(Qt.Key(ord(digit)))
            self.rest(A_BREATH_S)
        self._key(Qt.Key.Key_Return)
        self._until_sold()

    def pay_card(self) -> None:
        """F12; where the clerk confirms, Enter after a look; the next customer."""
        self._key(Qt.Key.Key_F12)
        self._until_panel(CardPanel)
        self._until(lambda view: _is_asked(view.panel))
        if _is_by_clerk(self._view.panel):
            self.rest(A_LOOK_S)
            self._key(Qt.Key.Key_Return)
        self._until_sold()

    def look_at_last_sale(self) -> None:
        """F4, and back."""
        self._key(Qt.Key.Key_F4)
        self._until(lambda view: view.panel is not None)
        self.rest(A_LOOK_S)
        self.step_back()

    def rest(self, seconds: float) -> None:
        """Nothing is done; the heart beats on."""
        self.heart.beat_for(seconds)

    def close(self) -> None:
        """End the window."""
        self._shell.window.close()
        self._shell.close()
        self._shell.destroy()

    @property
    def _view(self) -> CounterView:
        return self._shell.presenter.view

    def _is_order(self) -> bool:
        return isinstance(self._view.panel, OrderPanel)

    def _key(self, key: Qt.Key) -> None:
        done: list[bool] = []

        def strike() -> None:
            QTest.keyClick(QApplication.focusWidget() or self._shell.window, key)
            done.append(True)

        self.heart.beat_until(lambda: bool(done), strike)

    def _until(self, holds: Callable[[CounterView], bool]) -> None:
        self.heart.beat_until(lambda: holds(self._view))

    def _until_panel(self, kind: type[CashPanel | CardPanel]) -> None:
        self._until(lambda view: isinstance(view.panel, kind))
        self.rest(A_BREATH_S)

    def _until_sold(self) -> None:
        self._until(lambda view: not view.basket.lines and view.panel is None)
        assert not self._view.refusal, self._view.refusal
        self.rest(A_LOOK_S)


def _is_over(ends_s: float, holds: Callable[[], bool]) -> bool:
    return holds() or time.monotonic() > ends_s


def _is_asked(panel: Panel | None) -> bool:
    """Whether the customer is asked, by the terminal or by the clerk, or has paid already."""
    return not isinstance(panel, CardPanel) or panel.stage is not CardStage.BEGINNING


def _is_by_clerk(panel: Panel | None) -> bool:
    return isinstance(panel, CardPanel) and panel.stage is CardStage.CLERK
