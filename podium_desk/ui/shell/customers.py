"""Puts the page of customers over a counter, in the language the counter speaks now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from podium_desk.presentation.customers import Below, CustomersPresenter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from podium_desk.application.jobs import Jobs
    from podium_desk.application.late_customers import LateCustomers
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.customers import Counter
    from podium_desk.ui.screens.counter.customers_page import CustomersPage


class Shell(Protocol):
    """The counter that the page lies over."""

    @property
    def words(self) -> Words:
        """The language of its window now."""
        ...

    def failed(self, error: BaseException, /) -> None:
        """Keeps an unexpected error."""


class CustomersRoom:
    """The page and its presenter; the customers are read ahead, a short turn after the other."""

    def __init__(
        self,
        shell: Shell,
        window: QWidget,
        counter: Counter,
        customers: LateCustomers,
        jobs: Jobs,
    ) -> None:
        """`jobs` runs on the lane of the desk, which is open."""
        self._failed, self._window, self._jobs = shell.failed, window, jobs
        self._customers = customers
        below = Below(counter, lambda: shell.words, shell.failed, customers.give_data)
        self.presenter = CustomersPresenter(customers.desk, jobs, below)
        self._page: CustomersPage | None = None
        self._read_ahead(there_is_more=True)

    @property
    def page(self) -> CustomersPage:
        """The page, made when it is first wanted."""
        if self._page is None:
            from podium_desk.ui.screens.counter.customers_page import CustomersPage

            self._page = CustomersPage(self._window, self.presenter)
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether somebody is at the page."""
        return self._page is not None and self._page.is_open

    def _read_ahead(self, there_is_more: bool) -> None:
        if there_is_more:
            work = self._customers.desk
            self._jobs.submit(lambda: work().read_ahead(), self._read_ahead, self._failed)
