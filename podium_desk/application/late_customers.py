"""The customers of a counter that opens after its window stands (packaging.md section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.customer_desk import CustomerDesk
    from podium_desk.application.customer_files import CustomerFiles
    from podium_desk.domain.ids import CustomerId
    from podium_desk.domain.refusals import Refusal


class LateCustomers:
    """Customers of a counter whose device opens after its window stands; used on the lane."""

    def __init__(self, opened: Callable[[], tuple[CustomerDesk, CustomerFiles]]) -> None:
        """`opened` gives what an open device has."""
        self._opened = opened

    def desk(self) -> CustomerDesk:
        """The customers of the house."""
        return self._opened()[0]

    def give_data(self, customer: CustomerId, language: str) -> str | Refusal:
        """Write a customer's own data in files; the path of the first."""
        return self._opened()[1].give(customer, language)
