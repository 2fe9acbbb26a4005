"""A key that was pressed by a scanner is taken back, as if nobody had pressed it.

Whether a person or a scanner typed a key is known some tens of milliseconds after it. What a key
does to the basket, or to the amount that is counted, is done at once and undone when it began a
scan; every other key waits until it is known.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.presentation.basket import restore
from podium_desk.presentation.pay_state import PayPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.basket import Basket
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.filling import Change
    from podium_desk.presentation.filling_state import Group
    from podium_desk.presentation.turns import Turns

    TakeBack = Callable[[], None]

_COUNTED = (PayPage.CASH, PayPage.SPLIT)


class TakingBack:
    """Remembers how things stood before a key."""

    def __init__(
        self, turns: Turns, state: CounterState, change: Change, show: Callable[[], None]
    ) -> None:
        self._turns = turns
        self._state = state
        self._change = change
        self._show = show

    def before_key(self) -> TakeBack | None:
        """How the next key is taken back; None when it cannot be, and has to wait.

        The next key is one that changes the basket, or in a payment panel a digit.
        """
        if not self._turns.is_idle:
            return None
        if self._state.pay.page in _COUNTED:
            return self._before_digit()
        return self._before_change() if self._is_plain else None

    @property
    def _is_plain(self) -> bool:
        """Whether the basket as it is can be brought back whole, with nothing lost of it."""
        state = self._state
        has_pass = any(line.reduction is not None for line in state.basket.lines)
        is_midway = state.has_panel or state.swap is not None or state.is_let_go
        return not has_pass and not is_midway

    def _before_digit(self) -> TakeBack:
        pay = self._state.pay
        page, bill, entry, typed = pay.page, pay.bill, pay.entry, pay.typed

        def take_back() -> None:
            if (pay.page, pay.bill) == (page, bill):
                pay.entry, pay.typed = entry, typed
                self._show()

        return partial(self._turns.take, take_back)

    def _before_change(self) -> TakeBack:
        state = self._state
        basket, steps, best = state.basket, list(state.steps), state.best
        return partial(self._turns.take, partial(self._bring_back, basket, steps, best))

    def _bring_back(self, basket: Basket, steps: list[Basket], best: Group | None) -> None:
        state = self._state
        state.steps, state.best, state.refusal = steps, best, None
        if state.basket == basket:
            self._show()
        else:
            self._change(partial(restore, wanted=basket), is_step_back=True)
