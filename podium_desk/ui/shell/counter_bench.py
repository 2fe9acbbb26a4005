"""What `podium-desk bench counter` does at a counter's window: a key, and the paint that follows.

The window is the shipped one on a device at work. A key counts from being pressed until what it
asked for stands in the view and the window has painted it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from podium_desk.presentation.hall import SeatLook
from podium_desk.ui.shell.application import the_application
from podium_desk.ui.shell.counter import CounterSetting, CounterShell

if TYPE_CHECKING:
    from podium_desk.application.jobs import Changes
    from podium_desk.application.lane import ReplicaLane
    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.domain.ids import PerformanceId, Unit

PATIENCE_S = 20.0
"""After so long something is wrong with the counter, and the measurement ends."""
A_BREATH_MS = 130
"""Between two keys of a person; keys that come faster are a scanner's."""


class Paints(QObject):
    """Counts how often a window painted what was to be painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.count = 0
        # Qt asks the one or the other, by platform.
        for asked in (window, window.windowHandle()):
            asked.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt paints all of a window that is out of date in one event."""
        if event.type() is QEvent.Type.UpdateRequest:
            self.count += 1
        return False


class CounterAtWork:
    """The counter's window with its hall, and hands that press its keys."""

    def __init__(
        self, desk: OrderCounter, lane: ReplicaLane, setting: CounterSetting, hall: PerformanceId
    ) -> None:
        self._application = the_application()
        self._shell = CounterShell(desk, lane, setting)
        self._shell.open()
        self._presenter = self._shell.presenter
        wait(lambda: self._presenter.view.hall is not None)
        self._presenter.choose_performance(hall)
        wait(lambda: self._is_shown(hall))
        self._paints = Paints(self._shell.window)
        self._is_there: Callable[[], bool] | None = None
        self._paints_before = self._listed_at = 0
        self._groups = self._presenter.view.groups
        self._presenter.listen(lambda _view: self._look())

    def notify(self, changes: Changes) -> None:
        """A commit touched these; from any thread."""
        self._shell.notify(changes)

    def settle(self) -> None:
        """Wait until also all that stands there that no clerk waits for."""
        wait(lambda: self._shell.has_begun_all)

    def front(self) -> None:
        """Give its window the keyboard."""
        activate(self._shell.window)

    def press_best(self, count: int) -> None:
        """A digit: so many best places held, and painted."""
        self._until_painted(
            lambda: self._key(Qt.Key(Qt.Key.Key_0.value + count)),
            lambda: len(self._presenter.view.basket.lines) == count,
        )

    def press_tariff(self) -> None:
        """T: the next tariff for every place, and its price painted."""
        before = self._presenter.view.basket.total
        self._until_painted(
            lambda: self._key(Qt.Key.Key_T), lambda: self._presenter.view.basket.total != before
        )

    def toggle(self, unit: Unit) -> None:
        """Space on a seat: it is in the basket, or is no longer, and painted so."""
        lines = len(self._presenter.view.basket.lines)
        seat_map = self._shell.window.hall_pane.seat_map
        seat_map.setFocus()
        seat_map.setCurrentIndex(seat_map.model().index(unit, 0))
        self._until_painted(
            lambda: QTest.keyClick(seat_map, Qt.Key.Key_Space),
            lambda: len(self._presenter.view.basket.lines) != lines,
        )

    def see_sold(self, sell: Callable[[], None], unit: Unit) -> None:
        """Somebody else sells a place of the hall shown: until it is painted as sold here."""
        self._until_painted(sell, lambda: self._look_of(unit) == SeatLook.SOLD)

    def type_in_search(self, letter: str) -> None:
        """One more letter in the search: what it finds is read, listed and painted.

        Where it finds what was listed already, only the letter is to be painted.
        """
        self._listed_at = self._paints.count
        QTest.keyClicks(self._shell.window.search, letter)
        wait(lambda: self._is_found() and self._paints.count > self._listed_at)

    def leave_search(self) -> None:
        """Esc, and the whole list again."""
        self._shell.window.search.setFocus()
        self._key(Qt.Key.Key_Escape)
        wait(self._is_found)

    def start_search(self) -> None:
        """F2."""
        self._key(Qt.Key.Key_F2)

    def empty_basket(self) -> None:
        """Esc."""
        self._key(Qt.Key.Key_Escape)
        wait(lambda: not self._presenter.view.basket.lines)

    def close(self) -> None:
        """End the window."""
        self._shell.window.close()
        self._shell.close()
        self._shell.destroy()

    def _is_found(self) -> bool:
        """Whether the list holds what stands in the search."""
        found: list[bool] = []
        self._presenter.when_found(lambda: found.append(True))
        return bool(found) and self._presenter.view.search == self._shell.window.search.text()

    def _look_of(self, unit: Unit) -> int | None:
        picture = self._presenter.view.hall
        return None if picture is None else picture.looks[unit]

    def _is_shown(self, hall: PerformanceId) -> bool:
        picture = self._presenter.view.hall
        return picture is not None and picture.performance.id == hall

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._shell.window, key)

    def _look(self) -> None:
        """Whether what was asked for has just come into the view: the next paint shows it."""
        groups = self._presenter.view.groups
        if groups is not self._groups:
            self._groups, self._listed_at = groups, self._paints.count
        if self._is_there is not None and self._is_there():
            self._is_there = None
            self._paints_before = self._paints.count

    def _until_painted(self, press: Callable[[], None], is_there: Callable[[], bool]) -> None:
        self._is_there = is_there
        press()
        wait(lambda: self._is_there is None and self._paints.count > self._paints_before)


class BareField:
    """The baseline: a window with one field; a key, and its paint."""

    def __init__(self) -> None:
        self._application = the_application()
        self._window = QWidget()
        self._field = QLineEdit()
        QVBoxLayout(self._window).addWidget(self._field)
        self._window.resize(1366, 768)
        self._window.show()
        self._application.processEvents()
        self._paints = Paints(self._window)

    def front(self) -> None:
        """Give its window the keyboard."""
        activate(self._window)
        self._field.setFocus()

    def press(self) -> None:
        """One key into the field, until it is painted."""
        before = self._paints.count
        QTest.keyClick(self._field, Qt.Key.Key_A)
        wait(lambda: self._paints.count > before)

    def show_text(self, text: str) -> None:
        """This in the field, painted."""
        before = self._paints.count
        self._field.setText(text)
        wait(lambda: self._paints.count > before)

    def close(self) -> None:
        """End the window."""
        self._window.close()
        self._window.deleteLater()


def activate(window: QWidget) -> None:
    """Give a window the keyboard."""
    window.activateWindow()
    wait(window.isActiveWindow)


def breathe() -> None:
    """A person's time between two keys; what happens in it is not measured."""
    QTest.qWait(A_BREATH_MS)


def wait(is_true: Callable[[], bool]) -> None:
    """Let the windows live until it is; between events this thread sleeps, as a window's does."""
    ends = time.monotonic() + PATIENCE_S
    waking = QTimer()
    waking.start(1000)
    while not is_true():
        assert time.monotonic() < ends, "the window answers"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    waking.stop()
