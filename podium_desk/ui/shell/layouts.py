"""The window of layouts over a counter, for a manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.login import LoginView
    from podium_desk.ui.screens.counter.window import CounterWindow
    from podium_desk.ui.shell.layout_window import LayoutWindow
    from podium_desk.ui.shell.till import TillRoom

FIRST_SHOWN = "ticket-80mm"


class CounterOfLayouts(Protocol):
    """The counter's shell."""

    window: CounterWindow
    """Its window, with which this closes."""

    @property
    def words(self) -> Words:
        """The language now."""
        ...

    @property
    def room(self) -> TillRoom | None:
        """Who may do what; None for a counter without a till."""
        ...


class LayoutsRoom(QObject):
    """Opens one window of layouts, and closes it with its counter, and when that is locked: what a
    house changed stands in its file."""

    def __init__(self, counter: CounterOfLayouts, folder: Path) -> None:
        """`folder` has the layouts of the house."""
        super().__init__(counter.window)
        self._counter, self._folder = counter, folder
        self.window: LayoutWindow | None = None
        counter.window.closed.connect(self.close)
        if counter.room is not None:
            counter.room.login.listen(self._see_who_stands_here)

    def ask(self) -> None:
        """Open it, once a manager stands there."""
        room = self._counter.room
        allow: Callable[[Callable[[], None]], None] = (
            _at_once if room is None else room.login.for_manager
        )
        allow(self._open)

    def close(self) -> None:
        """Nothing of it stays open."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def _see_who_stands_here(self, view: LoginView) -> None:
        if view.is_shown:
            self.close()

    def _open(self) -> None:
        # It draws papers: loaded by whoever looks at them.
        from podium_desk.ui.shell.layout_window import LayoutWindow

        room = self._counter.room
        if room is not None and room.login.view.is_shown:
            return
        self.close()
        self.window = LayoutWindow(self._folder, FIRST_SHOWN, self._counter.words)
        self.window.show()


def _at_once(wanted: Callable[[], None]) -> None:
    wanted()
