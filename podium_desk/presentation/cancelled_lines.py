"""A performance that is cancelled while places of it are in the basket: told at once, taken out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.domain.programme import PerformanceStatus
from podium_desk.presentation.basket import drop_places, place_of
from podium_desk.presentation.counter_view import Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import CounterDesk, HallView
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.filling import Change
    from podium_desk.presentation.turns import Turns


class CancelledLines:
    """Looks at the performances of the basket once the catalogue changed."""

    def __init__(
        self,
        desk: CounterDesk,
        screen: tuple[Turns, CounterState],
        change: Change,
        surround: tuple[Callable[[], None], Callable[[], Words]],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now."""
        self._desk = desk
        self._turns, self._state = screen
        self._change = change
        self._show, self._words = surround

    def look(self) -> None:
        """Something of the programme changed: does all that is in the basket go on?"""
        for number in {line.performance for line in self._state.basket.lines}:
            look = partial(self._desk.hall, number)
            self._turns.look(f"basket {number}", look, self._came, is_news=True)

    def _came(self, hall: HallView) -> None:
        if hall.performance.status is PerformanceStatus.CANCELLED:
            self._turns.take(partial(self._take_out, hall))

    def _take_out(self, hall: HallView) -> None:
        """Not while money for it was taken: the sale is refused then, and says what to do."""
        state, number = self._state, hall.performance.id
        gone = frozenset(p for p in map(place_of, state.basket.lines) if p[0] == number)
        if not gone or state.pay.parts or state.pay.card is not None:
            return
        state.close_panel()
        state.steps = []
        self._change(partial(drop_places, places=gone), is_step_back=True)
        title = hall.performance.title.in_language(self._words().language)
        said = self._words()("counter.cancelled_in_basket", title=title, n=len(gone))
        self._turns.take_next(partial(self._tell, said))

    def _tell(self, said: str) -> None:
        self._state.toast = Toast(said, is_good=False)
        self._show()
