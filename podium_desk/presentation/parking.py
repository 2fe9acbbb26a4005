"""Baskets that are put aside, on the screen: on a name, and back by a number of the list."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.basket_shelf import Beside, ParkWish
from podium_desk.domain.customers import Customer
from podium_desk.domain.refusals import Refusal
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.basket import Basket, place_of, retake
from podium_desk.presentation.basket_goods import goods_again
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.filling_state import Question, Topic
from podium_desk.presentation.parked_words import kept_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.basket_shelf import BasketShelf, ParkedSeen
    from podium_desk.application.counter import CounterDesk, HallView
    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.domain.ids import FactId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.filling import Change, Filling
    from podium_desk.presentation.turns import Turns

_ROW = re.compile(r"([0-9]{1,3}) ?(x?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is kept, and the halls that its places are in."""

    kept: tuple[ParkedSeen, ...]
    halls: tuple[HallView, ...]


class ParkingSide:
    """Puts the basket aside and takes one back, in turn with what else a clerk asks."""

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        filling: tuple[Change, Filling],
        surround: tuple[Callable[[], None], Callable[[], Words]],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now."""
        self._desk = desk
        self._turns, self._state = screen
        self._change, self._filling = filling
        self._show, self._words = surround

    def begin(self) -> None:
        """Ask for a name; with an empty basket, which one comes back. To be called in turn."""
        state = self._state
        if state.has_panel or state.orders.exchange is not None:
            return
        known = state.basket.customer
        if state.basket.lines and known is not None:
            self.park(known.name)
        elif state.basket.lines:
            self._open(Topic.PARK)
        elif state.basket.goods:
            state.toast = Toast(self._words()("counter.parked_no_goods"), is_good=False)
            self._show()
        else:
            self._turns.run(self._look, self._seen)

    def park(self, name: str) -> None:
        """The basket is put aside on this name; its places stay held."""
        if name:
            self._state.close_panel()
            self._filling.awake(partial(self._put_aside, name))

    def unpark(self, text: str) -> None:
        """The basket with this number comes back; with an x behind it, it is let go."""
        typed, parked = _ROW.fullmatch(text), self._state.parked
        if typed is None or not 0 < int(typed[1]) <= len(parked):
            return
        chosen = parked[int(typed[1]) - 1]
        self._state.close_panel()
        if typed[2]:
            self._turns.run(partial(self._desk.baskets.let_go, chosen.id), self._was_let_go)
        else:
            take = partial(take_back, shelf=self._desk.baskets, basket=chosen.id)
            self._change(take, is_step_back=True)

    def _look(self) -> _Shelf:
        kept = self._desk.baskets.kept()
        numbers = dict.fromkeys(line.performance for one in kept for line in one.lines)
        return _Shelf(kept, tuple(self._desk.hall(number) for number in numbers))

    def _seen(self, shelf: _Shelf) -> None:
        state = self._state
        state.parked = list(shelf.kept)
        for hall in shelf.halls:
            state.keep_hall(hall)
        if shelf.kept and not state.has_panel and not state.basket.lines:
            self._open(Topic.UNPARK)
        elif not shelf.kept:
            state.toast = Toast(self._words()("counter.parked_none"), is_good=False)
            self._show()

    def _open(self, topic: Topic) -> None:
        state = self._state
        state.refusal = state.toast = None
        state.question = Question(topic)
        self._show()

    def _put_aside(self, name: str) -> None:
        basket = self._state.basket
        if basket.lines:
            series = "" if basket.series is None else basket.series.code
            wish = ParkWish(
                basket.lines, basket.codes, Customer(name), known=basket.terms.customer,
                beside=Beside(basket.terms.goods, basket.language, series),
            )  # fmt: skip
            self._turns.run(lambda: self._desk.baskets.park(wish), self._parked)

    def _parked(self, outcome: ParkedSeen | Refusal) -> None:
        state = self._state
        if isinstance(outcome, Refusal):
            state.refusal = outcome
        else:
            state.basket = Basket()
            state.best, state.token = None, None
            self._filling.forget_steps()
            until = kept_until(outcome, state.halls, self._words())
            said = self._words()("counter.parked", name=outcome.customer.name, time=until)
            state.toast = Toast(said, is_good=False)
        self._show()

    def _was_let_go(self, refusal: Refusal | None) -> None:
        state = self._state
        state.refusal = refusal
        if refusal is None:
            state.toast = Toast(self._words()("counter.parked_let_go"), is_good=False)
        self._show()


def take_back(
    desk: CounterDesk, _now: Basket, shelf: BasketShelf, basket: FactId
) -> Basket | Refusal:
    """The basket as it was put aside; what it costs now, and what of it is gone, is told."""
    taken = shelf.take_up(basket)
    if isinstance(taken, Refusal):
        return taken
    quotes = [(line, desk.quote((line,))) for line in taken.lines]
    # What cannot be sold any more, of a performance that is off, is told as gone.
    good = [(line, told[0]) for line, told in quotes if not isinstance(told, Refusal)]
    lines, cents = tuple(line for line, _ in good), tuple(price for _, price in good)
    beside = taken.beside
    series = next((one for one in desk.series() if one.code == beside.series), None)
    kept = Basket(
        lines, cents, full_cents=cents, codes=taken.codes, language=beside.language,
        goods=goods_again(desk, beside.goods), customer=taken.known, series=series,
    )  # fmt: skip
    outcome = retake(desk, kept)
    if isinstance(outcome, Refusal):
        return outcome
    gone = tuple(place_of(line) for line in taken.lines if line not in lines)
    return replace(outcome, lost=outcome.lost + gone)
