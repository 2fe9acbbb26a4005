"""Keeps a customer's pole display as the counter is, on a thread of its own."""

from __future__ import annotations

from threading import Condition, Thread
from typing import TYPE_CHECKING

from hardware.signals.port import SignalFault
from podium_desk.i18n.words import Words
from podium_desk.presentation.pole_lines import pole_lines

if TYPE_CHECKING:
    from hardware.signals.port import PoleDisplay
    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.presentation.counter_view import CounterView

AGAIN_AFTER_S = 2.0
JOIN_S = 2.0


class Pole:
    """Shows the newest two lines; one that is away is tried again, and nothing waits for it."""

    def __init__(self, display: PoleDisplay, presenter: CounterPresenter, language: str) -> None:
        self._display = display
        self._presenter = presenter
        self._words = Words(language)
        self._news = Condition()
        self._wanted = self._shown = ("", "")
        self._is_closing = False
        self.fault = ""
        """Why it shows nothing; empty while it does."""
        self._thread = Thread(target=self._run, name=f"pole {display.name}", daemon=True)

    def start(self) -> None:
        """Begin with what stands on the screen."""
        self._presenter.listen(self._show)
        self._show(None)
        self._thread.start()

    def close(self) -> bool:
        """Show nothing more; False when it did not let go within 2 s."""
        with self._news:
            self._is_closing = True
            self._news.notify()
        self._thread.join(JOIN_S)
        return not self._thread.is_alive()

    def _show(self, _: CounterView | None) -> None:
        lines = pole_lines(self._presenter.customer_view(self._words))
        with self._news:
            self._wanted = lines
            self._news.notify()

    def _run(self) -> None:
        while (lines := self._next()) is not None:
            try:
                self._display.show(*lines)
            except SignalFault as fault:
                self.fault = str(fault)
                with self._news:
                    if not self._is_closing:
                        self._news.wait(AGAIN_AFTER_S)
            else:
                self.fault, self._shown = "", lines
        self._display.close()

    def _next(self) -> tuple[str, str] | None:
        with self._news:
            while not self._is_closing and self._wanted == self._shown:
                self._news.wait()
            return None if self._is_closing else self._wanted
