"""The search for an order: what was typed last is what the list shows and what Enter opens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.order_desk import OrderCounter, OrderFound
    from podium_desk.domain.ids import OrderId
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns


class OrderSearch:
    """Looks for orders in turn with what else a clerk asks."""

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        show: Callable[[], None],
        open_order: Callable[[OrderId], None],
    ) -> None:
        self._desk = desk
        self._turns, self._state = screen
        self._show = show
        self._open_order = open_order

    def open(self) -> None:
        """Begin a search, also from the page of an order or the last sale; not while paying."""
        state = self._state
        if state.has_panel and not state.orders.has_panel and state.last_sale is None:
            return
        state.close_panel()
        state.refusal = state.toast = None
        state.orders.is_finding = True
        state.orders.text, state.orders.found_for, state.orders.found = "", None, ()
        self._show()

    def search(self, text: str) -> None:
        """Look for this text; keys that came meanwhile are looked for once."""
        self._state.orders.text = text
        self._turns.take(self._look)

    def choose(self, row: int) -> None:
        """Open this order of the list, once the list holds what was typed last."""
        self._turns.take(partial(self._choose, row))

    def _look(self) -> None:
        orders = self._state.orders
        if not orders.is_finding or orders.text == orders.found_for:
            return

        def came(text: str, found: tuple[OrderFound, ...]) -> None:
            orders.found, orders.found_for = found, text
            self._show()

        self._turns.find(lambda: orders.text, self._desk.orders.find, came)

    def _choose(self, row: int) -> None:
        found = self._state.orders.found
        if self._state.orders.is_finding and 0 <= row < len(found):
            self._open_order(found[row].order)
