"""How long a basket that nobody touches keeps its places from others.

A place in a basket is this counter's by right and goes to nobody by itself. So that a forgotten
basket does not keep a full hall empty, its places are let go after ten minutes; the basket stays,
and takes them back with the next key, those that are still free (ux.md 3.1).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from podium_desk.presentation.basket import let_places_go

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.filling import Change
    from podium_desk.presentation.turns import Turns

HELD = timedelta(minutes=10)


class HoldTimer:
    """Counts down for one counter screen; told of each change, and of each second."""

    def __init__(
        self, turns: Turns, state: CounterState, change: Change, clock: Callable[[], datetime]
    ) -> None:
        self._turns = turns
        self._state = state
        self._change = change
        self._clock = clock

    def touched(self) -> None:
        """The clerk is at it: the ten minutes begin anew."""
        state = self._state
        if not state.is_let_go:
            state.held_until = self._clock() + HELD if state.basket.lines else None

    def tick(self) -> None:
        """A second has gone by. While money is taken nothing is let go."""
        state = self._state
        if not state.basket.lines:
            state.held_until, state.is_let_go = None, False
        elif state.has_panel or self._turns.is_booking:
            self.touched()
        elif state.held_until is not None and self._clock() >= state.held_until:
            self._turns.take(self._let_go)

    def _let_go(self) -> None:
        state = self._state
        if state.basket.lines and not state.is_let_go:
            state.is_let_go, state.held_until = True, None
            self._change(let_places_go, is_step_back=True)
