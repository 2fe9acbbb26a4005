"""What a clerk asks of papers and lists over a counter, each loaded when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from podium_desk.application.jobs import Jobs
    from podium_desk.domain.ids import PerformanceId
    from podium_desk.ui.screens.lists.page import ListsPage
    from podium_desk.ui.shell.counter_setting import CounterSetting
    from podium_desk.ui.shell.layouts import CounterOfLayouts, LayoutsRoom
    from podium_desk.ui.shell.status import Below

    class CounterOfPapers(CounterOfLayouts, Below, Protocol):
        """The counter's shell."""

        @property
        def jobs(self) -> Jobs:
            """Runs work on the lane."""
            ...

        def ask_manager(self, approved: Callable[[], None], /) -> None:
            """Ask a manager's PIN; `approved` goes on."""
            ...


class PapersAsked(QObject):
    """The lists of a performance, the layouts of papers, and where files are kept."""

    def __init__(self, counter: CounterOfPapers, setting: CounterSetting) -> None:
        super().__init__(counter.window)
        self._counter, self._setting = counter, setting
        self._lists: ListsPage | None = None
        self._layouts: LayoutsRoom | None = None
        counter.window.lists_wanted.connect(self.show_lists)
        counter.window.layouts_wanted.connect(self.show_layouts)

    @property
    def pages(self) -> list[QWidget]:
        """The pages over the counter that were made."""
        return [] if self._lists is None else [self._lists]

    @Slot(object, str)
    def show_lists(self, performance: PerformanceId, tab: str) -> None:
        """Open the lists of a performance, or this one of them."""
        desk = self._setting.lists_desk
        if desk is None:
            return
        if self._lists is None:
            from podium_desk.ui.shell.lists import lists_page

            counter = self._counter
            ask = None if self._setting.till_desk is None else counter.ask_manager
            self._lists = lists_page(counter.window, desk, counter.jobs, counter, ask)
        self._lists.open_page(performance, tab)

    @Slot()
    def show_layouts(self) -> None:
        """Show a manager how papers look."""
        folder = self._setting.layouts
        if folder is None:
            return
        if self._layouts is None:
            from podium_desk.ui.shell.layouts import LayoutsRoom

            self._layouts = LayoutsRoom(self._counter, folder)
        self._layouts.ask()

    def keep_file(self, name: str, content: bytes) -> str:
        """Keep a file where a person wants it; what it is called there, empty for nowhere."""
        from podium_desk.ui.shell.kept_files import keep_file

        return keep_file(self._counter.window, name, content)
