"""Tells the counter that places came free which somebody waits for; once, until it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.presentation.counter_view import Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.order_desk import Due, OrderCounter
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns


class WaitingWatch:
    """Looks when places changed hands."""

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        surround: tuple[Callable[[], None], Callable[[], Words]],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now."""
        self._desk = desk
        self._turns, self._state = screen
        self._show, self._words = surround
        self._told: tuple[Due, ...] = ()

    def look(self) -> None:
        """Somebody sold, paid back or let go."""
        self._turns.look("waiting lists", self._desk.waiting_due, self._came, is_news=True)

    def _came(self, due: tuple[Due, ...]) -> None:
        if self._turns.is_booking or self._state.toast is not None:
            # What is to be handed over goes first; the next change of a hall looks again.
            return
        told, self._told = self._told, due
        new = [one for one in due if one not in told]
        if not new:
            return
        one, words = new[0], self._words()
        title = one.title.in_language(words.language)
        said = words("counter.waiting_due", title=title, n=one.free, waiting=one.waiting)
        self._state.toast = Toast(said, is_good=False)
        self._show()
