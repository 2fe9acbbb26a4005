"""What a counter sells beside single places, on one panel: goods, passes and subscriptions.

A digit, a click or a tap adds one; the newest goes again by Backspace. A subscription that is
chosen closes the panel: a fixed one shows its first hall, where the place is picked once for all
evenings.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.domain.goods import COUNT_MAX
from podium_desk.domain.house_passes import HousePass, read_pass_number
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.series import SeriesKind
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.basket import say_codes, with_goods
from podium_desk.presentation.basket_goods import BasketGoods
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.pass_codes import with_pass
from podium_desk.presentation.shelf_state import Shelf
from podium_desk.presentation.shelf_words import pass_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import CounterDesk, HallView
    from podium_desk.domain.goods import Goods
    from podium_desk.domain.ids import PerformanceId
    from podium_desk.domain.series import Series
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.filling import Change
    from podium_desk.presentation.turns import Turns


@dataclass(frozen=True, slots=True)
class _Opened:
    """The halls of a subscription's performances that can be shown."""

    series: Series
    halls: tuple[HallView, ...]


class ShelfSide:
    """The panel, and the passes that are shown at the counter; all calls on the screen's thread."""

    def __init__(
        self,
        desk: CounterDesk,
        screen: tuple[Turns, CounterState],
        change: Change,
        surround: tuple[Callable[[], None], Callable[[], Words]],
        choose: Callable[[PerformanceId], None],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now; `choose` shows
        the hall of a performance."""
        self._desk = desk
        self._turns, self._state = screen
        self._change = change
        self._show, self._words = surround
        self._choose = choose

    def open(self) -> None:
        """Show what is sold; the same key again closes it."""
        self._turns.take(self._open)

    def add(self, place: int) -> None:
        """One more of the tile at this place, from 0; a subscription is begun."""
        self._turns.take(partial(self._add, place))

    def take_off(self, place: int) -> None:
        """One less of the goods at this place."""
        self._turns.take(partial(self._take_off, place))

    def drop(self, code: str) -> None:
        """Let all of these goods in the basket go."""
        self._turns.take(partial(self._drop, code))

    def erase(self) -> None:
        """The newest of the goods goes. To be called in turn."""
        goods = self._state.basket.goods
        if goods:
            self._put(goods[-1].goods, goods[-1].count - 1)

    def scan(self, text: str) -> bool:
        """A pass was scanned or typed: say what it holds, and let it take off. False when it is
        no pass. To be called in turn."""
        number = read_pass_number(text)
        if number is None or self._state.pay.page is not None:
            return False
        self._turns.run(partial(self._desk.house_pass, number), self._pass_came)
        return True

    def _open(self) -> None:
        state = self._state
        if state.shelf is not None:
            state.close_panel()
            self._show()
        elif not state.has_panel:
            state.refusal = state.toast = None
            self._turns.run(self._look, self._came)

    def _look(self) -> Shelf:
        return Shelf(self._desk.goods(), self._desk.series())

    def _came(self, shelf: Shelf) -> None:
        if shelf.goods or shelf.series:
            self._state.shelf = shelf
        else:
            words = self._words()
            detail = words("passes.nothing_hint")
            self._state.toast = Toast(words("passes.nothing"), detail, is_good=False)
        self._show()

    def _add(self, place: int) -> None:
        shelf = self._state.shelf
        if shelf is None or place < 0:
            return
        if place < len(shelf.goods):
            goods = shelf.goods[place]
            self._put(goods, self._count(goods) + 1)
        elif place < len(shelf.goods) + len(shelf.series):
            self._begin(shelf.series[place - len(shelf.goods)])

    def _take_off(self, place: int) -> None:
        shelf = self._state.shelf
        if shelf is not None and 0 <= place < len(shelf.goods):
            goods = shelf.goods[place]
            self._put(goods, self._count(goods) - 1)

    def _drop(self, code: str) -> None:
        found = next((one for one in self._state.basket.goods if one.goods.code == code), None)
        if found is not None and (not self._state.has_panel or self._state.shelf is not None):
            self._put(found.goods, 0)

    def _count(self, goods: Goods) -> int:
        counts = {one.goods.code: one.count for one in self._state.basket.goods}
        return counts.get(goods.code, 0)

    def _put(self, goods: Goods, count: int) -> None:
        """So many of these in the basket; those whose number changed stand last."""
        if not 0 <= count <= COUNT_MAX:
            return
        kept = tuple(one for one in self._state.basket.goods if one.goods.code != goods.code)
        new = (BasketGoods(goods, count),) if count else ()
        self._change(partial(with_goods, goods=(*kept, *new)))

    def _begin(self, series: Series) -> None:
        """A subscription: its price is said of the basket, and its halls are read."""
        self._state.close_panel()

        def read() -> _Opened:
            rows = {row.id for row in self._desk.performances()}
            known = (number for number in series.performances if number in rows)
            return _Opened(series, tuple(self._desk.hall(number) for number in known))

        self._turns.run(read, self._begun)

    def _begun(self, opened: _Opened) -> None:
        state, series = self._state, opened.series
        for hall in opened.halls:
            state.keep_hall(hall)
        codes = tuple(dict.fromkeys((*state.basket.codes, series.code)))
        state.basket = replace(state.basket, codes=codes, series=series)
        first = next((hall.performance.id for hall in opened.halls), None)
        if series.kind is SeriesKind.FIXED and first is not None:
            self._choose(first)
        self._show()

    def _pass_came(self, outcome: HousePass | Refusal) -> None:
        state = self._state
        if isinstance(outcome, Refusal):
            state.refusal = outcome
            self._show()
            return
        words = self._words()
        name = outcome.name.in_language(words.language)
        state.toast = Toast(name, pass_sentence(outcome, words), is_good=False)
        self._show()
        codes = with_pass(state.basket.codes, outcome.number)
        if state.basket.lines and not state.has_panel:
            self._change(partial(say_codes, codes=codes))
        elif not state.has_panel:
            # What is chosen next gets what the pass allows.
            state.basket = replace(state.basket, codes=codes)
