"""The counter screen without its widgets: what it shows, and what a person can ask of it.

Every wish runs on the replica's lane, in turn (`turns`), so that ``2`` ``F11`` ``50`` ``Enter``
may be typed faster than the places are found.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.counter import (
    CounterDesk,
    DeskStatus,
    HallView,
    PerformanceRow,
)
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation import amounts
from podium_desk.presentation.basket import (
    Basket,
    BestRequest,
    Place,
    change_tariffs,
    drop_places,
    place_of,
    restore,
    speak_next,
    take_best,
    take_seat,
)
from podium_desk.presentation.counter_list import PerformanceList, next_performance
from podium_desk.presentation.counter_state import CounterState, with_state
from podium_desk.presentation.counter_view import CounterView, Toast
from podium_desk.presentation.counter_words import common_tariffs
from podium_desk.presentation.customer_display import CustomerView, customer_view
from podium_desk.presentation.last_sale_desk import LastSaleDesk
from podium_desk.presentation.memory_question import MemoryQuestion
from podium_desk.presentation.order_state import OrderAsk
from podium_desk.presentation.orders import CounterOrders
from podium_desk.presentation.passes import PassPlaces
from podium_desk.presentation.pay_keys import PayKeys
from podium_desk.presentation.paying import Paying
from podium_desk.presentation.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.jobs import Changes, Jobs
    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.domain.ids import PerformanceId, TariffId, Unit
    from podium_desk.domain.money import PaymentMeans
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.cash import CashEntry
    from podium_desk.presentation.counter_surroundings import Surroundings

UNDO_TICKS = 10
"""The offer to undo stands for so many seconds (ux.md section 0)."""


class CounterPresenter:
    """The state of one counter screen and its intents; `view` is always whole."""

    def __init__(
        self, desk: OrderCounter, jobs: Jobs, words: Words, surroundings: Surroundings
    ) -> None:
        self._desk = desk
        self._words = words
        self._world = surroundings
        self._turns = Turns(jobs, self._fail)
        self._list = PerformanceList(desk, jobs, self._show, self._fail)
        self._state = CounterState(has_terminal=surroundings.has_terminal)
        self._last_sale = LastSaleDesk(desk, self._turns, self._state, self._show)
        surround = (self._show, lambda: self._words)
        self.memory = MemoryQuestion(desk, self._turns, self._state, surround)
        self.paying = Paying(desk, (self._turns, self._state), surroundings, surround, self._sold)
        self.passes = PassPlaces(self._turns, self._state, self._change, self._show)
        parts = ((self._turns, self._state), surroundings, surround, (self.paying, self._sold))
        self.orders = CounterOrders(desk, *parts)
        self.pay_keys = PayKeys((self._turns, self._state), self.paying, self.orders)
        self._undo_ticks = 0
        self._listeners: list[Callable[[CounterView], None]] = []
        self.view = self._view()

    def listen(self, listener: Callable[[CounterView], None]) -> None:
        """Tell `listener` every new view, on the screen's thread."""
        self._listeners.append(listener)

    def customer_view(self, words: Words) -> CustomerView:
        """The same for the customer's display, in the language of `words`."""
        return customer_view(self._state, words)

    def start(self) -> None:
        """Load the list and choose the next performance; called when the window stands."""
        warm = partial(amounts.warm_up, self._words.language)
        self._turns.look("warm up", warm, lambda _: None)
        self._look_at_status()
        self._list.load(self._choose_first)
        self.paying.unfinished.look()

    def tick(self) -> None:
        """A second has gone by: look how things stand, and let an old offer go."""
        self._look_at_status()
        self._list.tick()
        self._look_at_hall()
        self.paying.card.tick()
        if self._undo_ticks:
            self._undo_ticks -= 1
            if not self._undo_ticks:
                self._forget_emptied()
                self._show()

    def changed(self, changes: Changes) -> None:
        """A commit touched these: look again at what is on the screen."""
        if changes.connection or changes.printing:
            self._look_at_status()
        if changes.catalogue or changes.performances:
            self._list.load()
        if changes.catalogue or self._state.selected in changes.performances:
            self._look_at_hall()

    def speak(self, words: Words) -> None:
        """Show everything in the language of `words` from now on."""
        self._words = words
        self._show()

    def search(self, text: str) -> None:
        """Show the performances that match what is typed."""
        self._list.search(text)

    def when_found(self, then: Callable[[], None]) -> None:
        """Call `then` once the list holds what was typed last."""
        self._list.when_found(then)

    def choose_performance(self, performance: PerformanceId) -> None:
        """Show this hall; the basket stays, it may hold several performances."""
        self._turns.take(partial(self._choose, performance))

    def take_best(self, count: int) -> None:
        """Put the `count` best places in the basket, instead of those proposed before."""
        self._turns.take(partial(self._take_best, count, 0))

    def next_best(self) -> None:
        """Propose the next best places of the same number."""
        self._turns.take(self._take_next_best)

    def toggle_seat(self, unit: Unit) -> None:
        """Take this place of the hall shown, or let it go."""
        self._turns.take(partial(self._toggle_seat, unit))

    def drop(self, place: Place) -> None:
        """Let one place of the basket go."""
        self._turns.take(partial(self._drop, frozenset((place,))))

    def choose_tariff(self, tariff: TariffId, place: Place | None = None) -> None:
        """Give one place this tariff, or every place when `place` is None."""
        self._turns.take(partial(self._choose_tariff, tariff, place))

    def next_tariff(self) -> None:
        """Give every place the next tariff that all of them can have."""
        self._turns.take(self._next_tariff)

    def next_customer_language(self) -> None:
        """Give this customer's papers the next language, apart from that of the screen."""
        change = partial(speak_next, screen=self._words.language)
        self._turns.take(partial(self._change, change))

    def pay(self, means: PaymentMeans | None) -> None:
        """Pay by this means: the open order that is looked at, the basket, or the next part. With
        None the list of more means."""
        self._turns.take(partial(self._pay, means))

    def digit(self, digit: int) -> None:
        """A digit key: part of the amount in the cash panel, else so many best places."""
        self._turns.take(partial(self._digit, digit))

    def edit_cash(self, edit: Callable[[CashEntry], CashEntry]) -> None:
        """Change the amount that was handed over (`CashEntry` has the edits)."""
        self._turns.take(partial(self.paying.edit, edit))

    def confirm(self) -> None:
        """Enter: the cash is counted, or the terminal said yes."""
        self._turns.take(self._confirm)

    def declined(self) -> None:
        """The terminal said no: back to the basket, which stays as it is. On an order's page the
        same key asks to take the chosen tickets back."""
        self._turns.take(self._decline)

    def cancel(self) -> None:
        """Esc: one step back; from the basket, empty it (which can be undone)."""
        self._turns.take(self._cancel)

    def undo(self) -> None:
        """Bring the emptied basket back."""
        self._turns.take(self._undo)

    def look_at_last_sale(self) -> None:
        """Show the newest sale of this desk, to print it again."""
        self._turns.take(lambda: self._last_sale.look(self._words))

    # What the desk tells

    def _look_at_status(self) -> None:
        self._turns.look("status", self._desk.status, self._status_came)

    def _look_at_hall(self) -> None:
        selected = self._state.selected
        if selected is not None:
            look = partial(self._desk.hall, selected)
            self._turns.look(f"hall {selected}", look, self._hall_came)

    def _status_came(self, status: DeskStatus) -> None:
        before, self._state.status = self._state.status, status
        self._show()
        if before is not None and before.connection is not status.connection:
            self._list.load()

    def _hall_came(self, hall: HallView) -> None:
        self._state.keep_hall(hall)
        self._show()

    def _basket_came(self, outcome: Basket | Refusal) -> None:
        state = self._state
        state.fault = ""
        if isinstance(outcome, Refusal):
            state.refusal = outcome
            state.best = None
            self._turns.forget_waiting()
        else:
            state.basket = outcome
            state.token = None
            if outcome.lines:
                self._forget_emptied()
        self._show()
        self._look_at_hall()

    def _fail(self, error: Exception) -> None:
        self._state.fault = self._words("counter.fault")
        self._world.report_fault(error)
        self._show()

    # Choosing

    def _choose_first(self, rows: tuple[PerformanceRow, ...]) -> None:
        soonest = next_performance(rows, self._world.clock())
        if soonest is not None and self._state.selected is None:
            self._choose(soonest)

    def _choose(self, performance: PerformanceId) -> None:
        state = self._state
        if state.has_panel:
            return
        state.selected = performance
        state.best = state.refusal = None
        self._turns.run(partial(self._desk.hall, performance), self._hall_came)
        self._show()

    def _change(self, change: Callable[[CounterDesk, Basket], Basket | Refusal]) -> None:
        """Change the basket on the lane; wishes wait for its outcome."""
        self._state.refusal = None
        basket = self._state.basket
        self._turns.run(lambda: change(self._desk, basket), self._basket_came)
        self._show()

    def _take_best(self, count: int, skip: int) -> None:
        hall = self._state.hall
        if hall is None or self._state.has_panel:
            return
        self._state.best = (count, skip)
        self._change(partial(take_best, wanted=BestRequest(hall, count, skip)))

    def _take_next_best(self) -> None:
        count, skip = self._state.best or (1, -1)
        self._take_best(count, skip + 1)

    def _toggle_seat(self, unit: Unit) -> None:
        hall = self._state.hall
        if hall is None or self._state.has_panel:
            return
        performance = hall.performance.id
        if unit in self._state.basket.units(performance):
            self._drop(frozenset(((performance, unit),)))
        else:
            self._change(partial(take_seat, hall=hall, unit=unit))

    def _drop(self, places: frozenset[Place]) -> None:
        if not self._state.has_panel:
            self._change(partial(drop_places, places=places))

    def _choose_tariff(self, tariff: TariffId, place: Place | None) -> None:
        if self._state.has_panel:
            return
        places = map(place_of, self._state.basket.lines)
        wanted = {each: tariff for each in places if place in (None, each)}
        self._change(partial(change_tariffs, tariffs=wanted))

    def _next_tariff(self) -> None:
        ids = [tariff.id for tariff in common_tariffs(self._state.basket, self._state.halls)]
        if len(ids) > 1:
            current = self._state.basket.lines[0].tariff
            here = ids.index(current) if current in ids else -1
            self._choose_tariff(ids[(here + 1) % len(ids)], None)

    def _digit(self, digit: int) -> None:
        if self._state.orders.has_panel:
            self.orders.page.toggle_number(digit)
        elif self._state.has_panel:
            self.paying.digit(digit)
        elif digit:
            self._take_best(digit, 0)

    # Paying

    def _pay(self, means: PaymentMeans | None) -> None:
        if self._state.pay.page is not None:
            self.paying.pay_by(means)
        elif self._state.orders.page is not None:
            self.orders.page.pay(means)
        elif not self._state.has_panel:
            self.paying.open(means, is_more=means is None)

    def _decline(self) -> None:
        if self._state.orders.page is not None:
            self.orders.page.ask(OrderAsk.REFUND)
        else:
            self.paying.no()

    def _confirm(self) -> None:
        if self._state.last_sale is not None:
            self._last_sale.print_again(self._words)
        else:
            self.paying.confirm()

    def _sold(self) -> None:
        """A sale was tried: its places are somebody's now, or free again."""
        self._look_at_hall()
        self._list.load()

    # Stepping back

    def _cancel(self) -> None:
        state = self._state
        if state.refusal is not None and state.orders.has_panel:
            state.refusal = None
        elif state.pay.page is not None:
            self.paying.back()
        elif self.orders.step_back():
            state.toast = None
        elif state.has_panel:
            state.close_panel()
        elif state.refusal is not None:
            state.refusal = None
        elif state.basket.lines:
            self._empty()
        else:
            self._forget_emptied()
        self._show()

    def _empty(self) -> None:
        emptied = self._state.basket
        self._drop(frozenset(map(place_of, emptied.lines)))
        self._state.best, self._state.emptied = None, emptied
        self._state.toast = Toast(self._words("counter.emptied"), is_good=False, can_undo=True)
        self._undo_ticks = UNDO_TICKS

    def _undo(self) -> None:
        if self._state.pay.page is not None:
            self.paying.undo()
            return
        emptied = self._state.emptied
        if emptied is not None and not self._state.basket.lines:
            self._forget_emptied()
            self._change(lambda desk, _: restore(desk, emptied))

    def _forget_emptied(self) -> None:
        self._state.emptied = self._state.toast = None
        self._undo_ticks = 0

    # The view

    def _show(self) -> None:
        view = self._view()
        if view != self.view:
            self.view = view
            for listener in self._listeners:
                listener(view)

    def _view(self) -> CounterView:
        words, now = self._words, self._world.clock()
        surround = CounterView(
            language=words.language,
            groups=self._list.groups(now, is_online=self._state.is_online, words=words),
            list_hint=self._list.hint(words),
            search=self._list.text,
            is_selling=self._turns.is_booking,
        )
        return with_state(surround, self._state, now, words)
