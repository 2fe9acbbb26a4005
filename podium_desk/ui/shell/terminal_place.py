"""The card terminal of one counter: its lane, and the window of one that is only simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.lane import ReplicaLane
from podium_desk.ui.kit.jobs import QtJobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.terminals.port import Terminal
    from podium_desk.application.jobs import Jobs
    from podium_desk.i18n.words import Words
    from podium_desk.ui.shell.counter_setting import CounterSetting
    from podium_desk.ui.shell.terminal_window import TerminalWindow

_SIMULATED = "sim://"


class TerminalPlace:
    """Opens it with the first payment; a simulated one as soon as the counter stands, since a
    person has to see its window."""

    def __init__(self, setting: CounterSetting, words: Words) -> None:
        self._setting = setting
        self._words = words
        self._lane = ReplicaLane("terminal")
        self.jobs = QtJobs(self._lane)
        self._terminal: Terminal | None = None
        self.window: TerminalWindow | None = None

    def opened(self) -> Terminal:
        """The terminal, opened once; on the screen's thread."""
        if self._terminal is None:
            from podium_desk.presentation.counter_surroundings import terminal_at

            setting = self._setting
            self._terminal = (setting.open_terminal or terminal_at(setting.terminal))()
            self._show_window(self._terminal)
        return self._terminal

    @property
    def connected(self) -> tuple[Callable[[], Terminal], Jobs] | None:
        """The terminal and its lane, for a counter that has one on a line."""
        return (self.opened, self.jobs) if self._setting.has_terminal else None

    def look(self) -> None:
        """The counter stands."""
        if self._setting.terminal.startswith(_SIMULATED):
            self.opened()

    def close(self) -> None:
        """Hang up; the lane has ended before, so nobody else is on the line."""
        self.jobs.close()
        self._lane.close()
        if self._terminal is not None:
            self._terminal.close()
        if self.window is not None:
            self.window.end()

    def destroy(self) -> None:
        """End Qt's objects now."""
        self.jobs.deleteLater()
        if self.window is not None:
            self.window.deleteLater()

    def _show_window(self, terminal: Terminal) -> None:
        from hardware.terminals.port import ButtonTerminal

        if isinstance(terminal, ButtonTerminal) and terminal.has_buttons:
            from podium_desk.ui.shell.terminal_window import TerminalWindow

            self.window = TerminalWindow(terminal, self._words)
            self.window.show()
