"""What a clerk asks of the payment panel besides its means; each waits its turn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.asking import Asking
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.orders import CounterOrders
    from podium_desk.presentation.paying import Paying
    from podium_desk.presentation.turns import Turns


class PayKeys:
    """The keys of a counter that only paying knows."""

    def __init__(
        self,
        screen: tuple[Turns, CounterState],
        asking: Asking,
        paying: Paying,
        orders: CounterOrders,
    ) -> None:
        self._turns, self._state = screen
        self._asking = asking
        self._paying = paying
        self._orders = orders
        self.erase_goods: Callable[[], None] = lambda: None
        """Takes the newest of the goods off."""

    def split(self) -> None:
        """Pay the basket, or the open order that is looked at, by several means, part by part."""
        self._turns.take(self._split)

    def erase(self) -> None:
        """The last key of an amount or a number goes."""
        is_shelf = self._state.shelf is not None
        self._turns.take(self.erase_goods if is_shelf else self._paying.erase)

    def paid_by_hand(self) -> None:
        """Nobody but the clerk knows that the card was paid: it stands on the terminal."""
        self._turns.take(self._paying.card.paid_by_hand)

    def _split(self) -> None:
        if self._state.pay.takes_part:
            self._paying.pay_by(None)
        elif self._state.orders.page is not None:
            self._orders.page.pay(None)
        elif self._state.is_choosing and not self._state.basket.is_empty:
            self._asking.before_paying(partial(self._paying.open, None))
