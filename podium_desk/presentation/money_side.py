"""Paying and the orders of before: the side of a counter that no first hall needs.

It is as much to load as the rest of the presenter, so it is made when it is first asked for, or
behind the first hall (`ui.shell.loading`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.asking import Asking
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.counter_surroundings import Surroundings
    from podium_desk.presentation.orders import CounterOrders
    from podium_desk.presentation.pay_keys import PayKeys
    from podium_desk.presentation.paying import Paying
    from podium_desk.presentation.shelf import ShelfSide
    from podium_desk.presentation.turns import Turns


class MoneySide:
    """Payments, orders, and the keys of both, each of which knows the others."""

    asking: Asking
    shelf: ShelfSide

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        world: Surroundings,
        surround: tuple[Callable[[], None], Callable[[], Words]],
        sold: Callable[[], None],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now; `sold` is told
        after each sale that was decided."""
        self._of_money = desk, screen, world, surround, sold

    @property
    def paying(self) -> Paying:
        """The payments of this counter."""
        return self._money[0]

    @property
    def orders(self) -> CounterOrders:
        """What was sold and reserved before."""
        return self._money[1]

    @property
    def pay_keys(self) -> PayKeys:
        """The keys of both."""
        return self._money[2]

    @cached_property
    def _money(self) -> tuple[Paying, CounterOrders, PayKeys]:
        # All three or none: a payment knows who approves, and which order it is of.
        from podium_desk.presentation.orders import CounterOrders
        from podium_desk.presentation.pay_keys import PayKeys
        from podium_desk.presentation.paying import Paying

        desk, screen, world, surround, sold = self._of_money
        paying = Paying(desk, screen, world, surround, sold)
        orders = CounterOrders(desk, screen, world, surround, (paying, sold))
        if world.ask_manager is not None:
            orders.ask_manager_by(world.ask_manager)
        orders.scan_opened_nothing = world.scan_opened_nothing
        keys = PayKeys(screen, self.asking, paying, orders)
        orders.scan_pass, keys.erase_goods = self.shelf.scan, self.shelf.erase
        return paying, orders, keys
