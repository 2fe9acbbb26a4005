"""Filling the customer's basket: places, tariffs, codes and companions, each with its way back.

Every wish changes the basket as one piece of work on the replica's lane, in turn with what else a
clerk asks. What a change replaced is kept until the basket is paid or given up, so that Z goes
back step by step.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from podium_desk.domain.ids import Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.presentation import amounts
from podium_desk.presentation.basket import (
    Basket,
    BestRequest,
    Place,
    change_lines,
    drop_all,
    drop_places,
    place_of,
    restore,
    retake,
    swap_place,
    take_best,
    take_seat,
    take_units,
)
from podium_desk.presentation.companions import companion_offer, take_companion
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.counter_words import common_tariffs
from podium_desk.presentation.filling_state import Group
from podium_desk.presentation.hall import SeatLook, looks_of
from podium_desk.presentation.quick_keys import quick_letters
from podium_desk.presentation.rooms import change_tariffs, is_room

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import CounterDesk, HallView
    from podium_desk.domain.ids import TariffId
    from podium_desk.domain.programme import Tariff
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns

    Work = Callable[[CounterDesk, Basket], Basket | Refusal]

UNDO_TICKS = 10
"""The offer to undo an emptied basket stands for so many seconds (ux.md section 0)."""
_STEPS_MAX = 30


class Change(Protocol):
    """Changes the basket on the lane; a step back leaves no way back to what it left."""

    def __call__(self, change: Work, *, is_step_back: bool = False) -> None:
        """Run `change` with the basket there is."""


class Filling:
    """What a clerk asks of the basket, short of paying it."""

    def __init__(
        self,
        turns: Turns,
        state: CounterState,
        change: Change,
        surround: tuple[Callable[[], None], Callable[[], Words]],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now."""
        self._turns = turns
        self._state = state
        self._change = change
        self._show, self._words = surround
        self._undo_ticks = 0

    def take_best(self, count: int) -> None:
        """Put the `count` best places in the basket, instead of those proposed before."""
        self._turn(partial(self._take_number, count))

    def letter(self, letter: str) -> bool:
        """Give the number that was just typed the tariff of this letter; False when it has none.

        What stood before that number stays: ``2`` ``1J`` are three places that sit together. Of
        the same tariff it is the new number: ``1J`` ``2J`` are two.
        """
        hall = self._state.hall
        number = None if hall is None else quick_letters(hall.tariffs).get(letter)
        tariff = next((one for one in hall.tariffs if one.id == number), None) if hall else None
        if tariff is None:
            return False
        self._turn(partial(self._take_letter, tariff))
        return True

    def next_best(self) -> None:
        """Propose the next best places of the same number."""
        self._turn(self._take_next_best)

    def toggle_seat(self, unit: Unit) -> None:
        """Take this place of the hall shown, or let it go."""
        self._turn(partial(self._toggle_seat, unit))

    def take_from_section(self, name: str, count: int) -> None:
        """Put so many places of an unnumbered section in the basket, instead of those proposed."""
        self._turn(partial(self._take_from_section, name, count))

    def drop(self, place: Place) -> None:
        """Let one place of the basket go."""
        self._turn(partial(self._drop, frozenset((place,))))

    def choose_tariff(self, tariff: TariffId, place: Place | None) -> None:
        """Give one place this tariff, or every place when `place` is None."""
        self._turn(partial(self._choose_tariff, tariff, place))

    def next_tariff(self) -> None:
        """Give every place the next tariff that all of them can have."""
        self._turn(self._next_tariff)

    def take_companion(self) -> None:
        """Take the companion that is offered."""
        self._turn(self._take_companion)

    def undo(self) -> None:
        """Go one step back."""
        self._turn(self._undo)

    def begin_swap(self, place: Place | None) -> None:
        """The next place that is chosen comes instead of this one, or of the newest one."""
        self._turn(partial(self._begin_swap, place))

    def awake(self, wish: Callable[[], None]) -> None:
        """Do this, in turn, once the places of the basket are held again."""
        if self._state.is_let_go:
            self._state.is_let_go = False
            self._change(retake, is_step_back=True)
            self._turns.take_next(wish)
        else:
            wish()

    # Told by the counter

    def tick(self) -> None:
        """A second has gone by: let an old offer go."""
        if self._undo_ticks:
            self._undo_ticks -= 1
            if not self._undo_ticks:
                self.forget_steps()
                self._show()

    def changed(self, former: Basket, is_step_back: bool) -> None:
        """The basket changed: keep the way back to what it was."""
        state = self._state
        if not state.basket.is_empty and self._undo_ticks:
            self._end_offer()
        state.swap = None
        if former.is_empty and not state.basket.is_empty and _is_of_last_sale(state.toast):
            # The next customer's turn.
            state.toast = None
        if not is_step_back and former != state.basket:
            state.steps = [*state.steps[1 - _STEPS_MAX :], former]

    def sold(self) -> None:
        """A sale was tried: there is no way back from one, and a price may have changed."""
        state = self._state
        state.swap = None
        if state.basket.is_empty:
            self.forget_steps()
        elif state.refusal is not None and state.refusal.reason is RefusalReason.WRONG_AMOUNT:
            self._price_again(state.basket)

    def empty(self) -> None:
        """Empty the basket; it can be brought back for a while."""
        self._change(drop_all)
        self._state.best = None
        self._state.toast = Toast(self._words()("counter.emptied"), is_good=False, can_undo=True)
        self._undo_ticks = UNDO_TICKS

    def forget_steps(self) -> None:
        """There is no way back any more."""
        self._state.steps = []
        self._end_offer()

    # In turn

    def _turn(self, wish: Callable[[], None]) -> None:
        self._turns.take(partial(self.awake, wish))

    def _take_number(self, count: int) -> None:
        former = self._state.best
        before = () if former is None else former.parts
        self._take(Group(((None, count),), before=before))

    def _take_letter(self, tariff: Tariff) -> None:
        former = self._state.best
        if former is not None and former.parts[-1][0] is None:
            same = (tariff.id, None) if tariff.is_base else (tariff.id,)
            others = tuple(part for part in former.before if part[0] not in same)
            self._take(Group((*others, (tariff.id, former.parts[-1][1]))))

    def _take_next_best(self) -> None:
        former = self._state.best
        if former is None:
            self._take(Group(((None, 1),)))
        else:
            self._take(replace(former, skip=former.skip + 1))

    def _take(self, group: Group) -> None:
        hall = self._free_hall()
        if hall is not None:
            self._state.best = group
            wanted = BestRequest(hall, group.count, group.skip, group.tariffs)
            self._change(partial(take_best, wanted=wanted))

    def _toggle_seat(self, unit: Unit) -> None:
        hall = self._free_hall()
        if hall is None:
            return
        performance = hall.performance.id
        is_own = unit in self._state.basket.units(performance)
        if self._state.swap is not None and self._state.swap[0] == performance:
            self._swap(hall, unit, is_own=is_own)
        elif is_own:
            self._drop(frozenset(((performance, unit),)))
        else:
            self._change(partial(take_seat, hall=hall, unit=unit))

    def _begin_swap(self, place: Place | None) -> None:
        hall = self._free_hall()
        if hall is not None:
            number = hall.performance.id
            units = [one.unit for one in self._state.basket.lines if one.performance == number]
            newest = (number, units[-1]) if units else None
            self._state.swap = place if place is not None and place[0] == number else newest
            self._show()

    def _swap(self, hall: HallView, unit: Unit, *, is_own: bool) -> None:
        """A place of the basket is the one to go instead; any other one comes for it."""
        swap = self._state.swap
        if swap is None or is_own:
            self._state.swap = (hall.performance.id, unit)
            self._show()
        else:
            self._change(partial(swap_place, hall=hall, swap=(swap[1], unit)))

    def _take_from_section(self, name: str, count: int) -> None:
        hall = self._free_hall()
        section = None
        if hall is not None:
            section = next((one for one in hall.plan.sections if one.name == name), None)
        if hall is None or section is None:
            return
        # The places proposed before come free with it, so they may be taken again.
        basket, performance = self._state.basket, hall.performance.id
        kept = basket.units(performance) - set(basket.proposed_units(performance))
        looks = looks_of(hall.states, kept, is_online=self._state.is_online)
        own = set(basket.proposed_units(performance))
        places = range(section.first_unit, section.first_unit + section.capacity)
        free = [unit for unit in places if looks[unit] == SeatLook.FREE or unit in own]
        if len(free) < count:
            left: dict[str, str | int] = {"wanted": count, "free": len(free)}
            self._state.refusal = Refusal(RefusalReason.SOLD_OUT, left)
            self._show()
            return
        units = tuple(Unit(unit) for unit in free[:count])
        self._state.best = None
        self._change(partial(take_units, hall=hall, units=units))

    def _drop(self, places: frozenset[Place]) -> None:
        if not self._state.has_panel:
            self._change(partial(drop_places, places=places))

    def _choose_tariff(self, tariff: TariffId, place: Place | None) -> None:
        if self._state.has_panel:
            return
        halls = self._state.halls
        lines = [line for line in self._state.basket.lines if not is_room(line, halls)]
        wanted = {each: tariff for each in map(place_of, lines) if place in (None, each)}
        self._change(partial(change_tariffs, tariffs=wanted, halls=halls))

    def _next_tariff(self) -> None:
        ids = [tariff.id for tariff in common_tariffs(self._state.basket, self._state.halls)]
        if len(ids) > 1:
            current = self._state.basket.lines[0].tariff
            here = ids.index(current) if current in ids else -1
            self._choose_tariff(ids[(here + 1) % len(ids)], None)

    def _take_companion(self) -> None:
        offer = companion_offer(self._state.basket, self._state.halls)
        if offer is not None and not self._state.has_panel:
            self._change(partial(take_companion, offer=offer))

    def _undo(self) -> None:
        state = self._state
        if state.steps and not state.has_panel:
            wanted = state.steps.pop()
            state.best = None
            self._end_offer()
            self._change(partial(restore, wanted=wanted), is_step_back=True)

    def _price_again(self, former: Basket) -> None:
        """Say what changed: the basket with what it costs now."""

        self._change(partial(change_lines, lines=former.lines), is_step_back=True)
        self._turns.take_next(partial(self._tell_new_price, former.total_cents))

    def _tell_new_price(self, was_cents: int) -> None:
        words, total_cents = self._words(), self._state.basket.total_cents
        if total_cents != was_cents:
            was = amounts.money(was_cents, words.language)
            now = amounts.money(total_cents, words.language)
            text = words("counter.price_changed", was=was, now=now)
            self._state.toast = Toast(text, is_good=False)
            self._show()

    def _free_hall(self) -> HallView | None:
        """The hall shown, while no panel stands in its place."""
        return None if self._state.has_panel else self._state.hall

    def _end_offer(self) -> None:
        if self._state.toast is not None and self._state.toast.can_undo:
            self._state.toast = None
        self._undo_ticks = 0


def _is_of_last_sale(toast: Toast | None) -> bool:
    return toast is not None and toast.is_good and not toast.can_undo
