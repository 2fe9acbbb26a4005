"""Puts the page of customers over a counter, in the language the counter speaks now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from podium_desk.presentation.customers import Below, CustomersPresenter
from podium_desk.ui.screens.counter.customers_page import CustomersPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from podium_desk.application.jobs import Jobs
    from podium_desk.application.late_customers import LateCustomers
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.customers import Counter


class Shell(Protocol):
    """The counter that the page lies over."""

    @property
    def words(self) -> Words:
        """The language of its window now."""
        ...

    def failed(self, error: BaseException, /) -> None:
        """Keeps an unexpected error."""


@dataclass(frozen=True, slots=True)
class CustomersRoom:
    """The page and its presenter."""

    presenter: CustomersPresenter
    page: CustomersPage


def open_customers(
    shell: Shell, window: QWidget, counter: Counter, customers: LateCustomers, jobs: Jobs
) -> CustomersRoom:
    """The page over a counter's window, closed; `toggle` opens it."""
    below = Below(counter, lambda: shell.words, shell.failed, customers.give_data)
    presenter = CustomersPresenter(customers.desk, jobs, below)
    return CustomersRoom(presenter, CustomersPage(window, presenter))
