"""Puts log-in and till over a counter's window, in the language the window speaks now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.presentation.login import LoginPresenter, TillDesk
from podium_desk.presentation.till import TillPresenter
from podium_desk.ui.kit.overlay import add_training_band
from podium_desk.ui.kit.page_look import Theme
from podium_desk.ui.screens.till.login import LoginPage
from podium_desk.ui.screens.till.page import TillPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from podium_desk.application.jobs import Jobs
    from podium_desk.ui.shell.status import Below


class TillRoom:
    """The two pages of the till on one window, and who stands at it."""

    def __init__(
        self,
        window: QWidget,
        desk: Callable[[], TillDesk],
        jobs: Jobs,
        below: Below,
        theme: Theme | None = None,
    ) -> None:
        """`desk` is asked on the lane, once the counter's own desk is open."""
        self.login = LoginPresenter(desk, jobs, lambda: below.words, below.failed)
        self.till = TillPresenter(desk, jobs, self.login, below.failed)
        self.page = TillPage(window, self.till, theme)
        # Made last, so that it lies over the till's page too.
        self.login_page = LoginPage(window, self.login, theme)

    def look(self) -> None:
        """See who works here; the log-in comes up where somebody has to."""
        self.login.look()

    def lock(self) -> None:
        """Ctrl+L."""
        self.login.lock()

    def open_page(self) -> None:
        """Ctrl+E: count the drawer where a shift is open, else open one."""
        self.page.open_page(wants_count=False)

    def show_training(self, text: str) -> None:
        """The yellow band on both pages."""
        for page in (self.page, self.login_page):
            add_training_band(page, text)
