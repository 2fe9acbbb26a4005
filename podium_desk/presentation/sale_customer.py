"""What the page of customers may know of a counter, and the one thing that it may do to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.customer_found import CustomerFound
    from podium_desk.domain.ids import OrderId
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns


class SaleCustomer:
    """Whom a counter's basket is for, and the order that it looks at."""

    def __init__(
        self,
        screen: tuple[Turns, CounterState],
        show: Callable[[], None],
        look: Callable[[OrderId], None],
    ) -> None:
        """`show` shows the counter anew; `look` opens an order's page."""
        self._turns, self._state = screen
        self._show = show
        self._look = look

    def can_choose(self) -> bool:
        """Not while money is taken or something is asked, nor in the middle of an exchange."""
        state = self._state
        is_order = state.orders.page is not None and state.orders.ask is None
        return is_order or state.orders.is_finding or not state.has_panel

    def order_shown(self) -> OrderId | None:
        """The order whose page is open."""
        page = self._state.orders.page
        return None if page is None else page.order

    def customer(self) -> CustomerFound | None:
        """Whom the basket is for."""
        return self._state.basket.customer

    def take(self, customer: CustomerFound | None) -> None:
        """The basket is for this customer, in turn with what else a clerk asks."""
        self._turns.take(lambda: self._take(customer))

    def look_at(self, order: OrderId) -> None:
        """Open an order's page."""
        self._turns.take(lambda: self._look(order))

    def _take(self, customer: CustomerFound | None) -> None:
        self._state.basket = replace(self._state.basket, customer=customer)
        self._show()
