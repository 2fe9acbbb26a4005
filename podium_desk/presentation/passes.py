"""What the UiTPAS panel may know of a basket, and the one thing that it may do to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.uitpas import UitpasPlace
from podium_desk.presentation.basket import Basket, reduce_places
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.uitpas_points import Attended

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import CounterDesk
    from podium_desk.application.uitpas import Reductions
    from podium_desk.domain.refusals import Refusal
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns

    Change = Callable[[Callable[[CounterDesk, Basket], Basket | Refusal]], None]


class PassPlaces:
    """The places of a counter's basket that a pass may still be used for."""

    def __init__(
        self, turns: Turns, state: CounterState, change: Change, show: Callable[[], None]
    ) -> None:
        """`change` changes the basket on the lane; `show` shows the counter anew."""
        self._turns = turns
        self._state = state
        self._change = change
        self._show = show

    def places(self) -> tuple[UitpasPlace, ...]:
        """The places of one performance at their usual price: of the one shown, else the first.

        No code has gone off it: a pass and a code do not go together on one ticket.
        """
        basket = self._state.basket
        usual = [
            UitpasPlace(line.performance, line.unit, cents)
            for line, cents in zip(basket.lines, basket.full_cents, strict=True)
            if line.reduction is None and cents > 0
        ]
        shown = [place for place in usual if place.performance == self._state.selected]
        several = shown or usual
        return tuple(one for one in several if one.performance == several[0].performance)

    def attended(self) -> Attended | None:
        """The performance that is shown."""
        hall = self._state.hall
        if hall is None:
            return None
        return Attended(hall.performance.id, hall.performance.title)

    def reduce(self, reductions: Reductions) -> None:
        """Let these take off, in turn with what else a clerk asks."""
        change = partial(reduce_places, reductions=reductions)
        self._turns.take(lambda: self._change(change))

    def tell(self, text: str) -> None:
        """Say something beside the basket."""
        self._state.toast = Toast(text, is_good=False)
        self._show()
