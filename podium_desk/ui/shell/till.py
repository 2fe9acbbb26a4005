"""Puts log-in and till over a counter's window, in the language the window speaks now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from podium_desk.presentation.login import LoginPresenter, TillDesk
from podium_desk.ui.kit.overlay import add_training_band
from podium_desk.ui.screens.till.login import LoginPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hardware.terminals.port import Terminal
    from podium_desk.application.jobs import Jobs
    from podium_desk.presentation.till import TillPresenter
    from podium_desk.ui.kit.page_look import Theme
    from podium_desk.ui.screens.till.page import TillPage
    from podium_desk.ui.shell.status import Below


LOCK_KEY = "Ctrl+L"


class TillRoom:
    """The two pages of the till on one window, and who stands at it.

    The log-in is made at once, since nothing goes before it; the till when it is first wanted.
    """

    def __init__(
        self,
        window: QWidget,
        desk: Callable[[], TillDesk],
        jobs: Jobs,
        below: Below,
        theme: Theme | None = None,
    ) -> None:
        """`desk` is asked on the lane, once the counter's own desk is open."""
        self.terminal: tuple[Callable[[], Terminal], Jobs] | None = None
        """The card terminal and its lane, where one is connected."""
        self._window, self._desk, self._jobs, self._below = window, desk, jobs, below
        self._theme = theme
        self._training = ""
        self._page: TillPage | None = None
        self._till: TillPresenter | None = None
        self.login = LoginPresenter(desk, jobs, lambda: below.words, below.failed)
        self.login_page = LoginPage(window, self.login, theme)
        # A page over the counter keeps its keys to itself: the counter is locked from any of them.
        QShortcut(QKeySequence(LOCK_KEY), window).activated.connect(self.lock)

    @property
    def till(self) -> TillPresenter:
        """The till's presenter."""
        if self._till is None:
            # The till is loaded when it is first wanted.
            from podium_desk.presentation.till import TillPresenter

            self._till = TillPresenter(self._desk, self._jobs, self.login, self._below.failed)
            if self.terminal is not None:
                self._till.connect(*self.terminal)
        return self._till

    @property
    def page(self) -> TillPage:
        """The till's page, below the log-in."""
        if self._page is None:
            from podium_desk.ui.screens.till.page import TillPage

            self._page = TillPage(self._window, self.till, self._theme)
            if self._training:
                add_training_band(self._page, self._training)
            self.login_page.raise_()
        return self._page

    @property
    def pages(self) -> list[QWidget]:
        """Those that were made."""
        return [self.login_page] if self._page is None else [self._page, self.login_page]

    def look(self) -> None:
        """See who works here; the log-in comes up where somebody has to."""
        self.login.look()

    def lock(self) -> None:
        """Ctrl+L, whatever lies over the counter; the till's page goes, any other stays below."""
        if self._page is not None:
            self._page.close_page()
        self.login.lock()

    def open_page(self) -> None:
        """Ctrl+E: count the drawer where a shift is open, else open one."""
        self.page.open_page(wants_count=False)

    def show_training(self, text: str) -> None:
        """The yellow band on both pages."""
        self._training = text
        for page in self.pages:
            add_training_band(page, text)
