"""What a clerk asks of the last sale: to look at it, and to print it again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.last_sale import LastSale, read_last_sale

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import CounterDesk
    from podium_desk.domain.refusals import Refusal
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns


class LastSaleDesk:
    """Looks at the newest sale and prints it again, in turn with what else a clerk asks."""

    def __init__(
        self, desk: CounterDesk, turns: Turns, state: CounterState, show: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._turns = turns
        self._state = state
        self._show = show

    def look(self, words: Words) -> None:
        """Open the panel, also from an order's page, or say that there is no sale yet."""

        def came(last: LastSale | None) -> None:
            if last is not None:
                self._state.close_panel()
            self._state.last_sale = last
            self._state.toast = None if last else _toast(words, "counter.no_last_sale")
            self._show()

        orders = self._state.orders
        if not self._state.has_panel or (orders.has_panel and orders.ask is None):
            self._turns.run(partial(read_last_sale, self._desk), came)

    def print_again(self, words: Words) -> None:
        """Print the sale that is looked at as a duplicate, and close the panel."""
        last = self._state.last_sale
        if last is None:
            return

        def printed(refusal: Refusal | None) -> None:
            self._state.close_panel()
            self._state.refusal = refusal
            self._state.toast = _toast(words, "counter.printed_again") if refusal is None else None
            self._show()

        self._turns.run(partial(self._desk.reprint, last.sale.order), printed)


def _toast(words: Words, key: str) -> Toast:
    return Toast(words(key), is_good=False)
