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
from podium_desk.presentation.asking import Asking
from podium_desk.presentation.basket import Basket, Place, speak_next
from podium_desk.presentation.cancelled_lines import CancelledLines
from podium_desk.presentation.counter_list import PerformanceList, next_performance
from podium_desk.presentation.counter_state import CounterState, with_state
from podium_desk.presentation.counter_view import CounterView
from podium_desk.presentation.customer_display import CustomerView, customer_view
from podium_desk.presentation.devices_seen import DevicesSeen
from podium_desk.presentation.filling import Filling
from podium_desk.presentation.hold_timer import HoldTimer
from podium_desk.presentation.last_sale_desk import LastSaleDesk
from podium_desk.presentation.memory_question import MemoryQuestion
from podium_desk.presentation.money_side import MoneySide
from podium_desk.presentation.order_state import OrderAsk
from podium_desk.presentation.parking import ParkingSide
from podium_desk.presentation.passes import PassPlaces
from podium_desk.presentation.sale_customer import SaleCustomer
from podium_desk.presentation.series_filling import in_whole_series
from podium_desk.presentation.shelf import ShelfSide
from podium_desk.presentation.taking_back import TakingBack
from podium_desk.presentation.turns import Turns
from podium_desk.presentation.waiting_watch import WaitingWatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from podium_desk.application.jobs import Changes, Jobs
    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.domain.ids import PerformanceId, TariffId, Unit
    from podium_desk.domain.money import PaymentMeans
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.cash import CashEntry
    from podium_desk.presentation.counter_surroundings import Surroundings


class CounterPresenter(MoneySide):
    """The state of one counter screen and its intents; `view` is always whole."""

    def __init__(
        self, desk: OrderCounter, jobs: Jobs, words: Words, surroundings: Surroundings
    ) -> None:
        self._desk = desk
        self._words = words
        self._world = surroundings
        self._turns = Turns(jobs, self._fail)
        self._list = PerformanceList(desk, jobs, self._show, self._fail, self._now_and_words)
        self._state = CounterState(has_terminal=surroundings.has_terminal)
        self._last_sale = LastSaleDesk(desk, self._turns, self._state, self._show)
        surround = (self._show, lambda: self._words)
        self.memory = MemoryQuestion(desk, self._turns, self._state, surround)
        screen = (self._turns, self._state)
        super().__init__(desk, screen, surroundings, surround, self._sold)
        self.passes = PassPlaces(self._turns, self._state, self._change, self._show)
        self.filling = Filling(self._turns, self._state, self._change, surround)
        parking = ParkingSide(desk, screen, (self._change, self.filling), surround)
        self.asking = Asking(screen, self._change, (self.filling, parking), surround)
        self.taking_back = TakingBack(self._turns, self._state, self._change, self._show)
        self._timer = HoldTimer(self._turns, self._state, self._change, surroundings.clock)
        self.sale_customer = SaleCustomer(screen, self._show, lambda of: self.orders.page.look(of))
        self.shelf = ShelfSide(desk, screen, self._change, surround, self._choose)
        self._waiting = WaitingWatch(desk, screen, surround)
        self._cancelled = CancelledLines(desk, screen, self._change, surround)
        self.devices = DevicesSeen(self._state, self._show)
        self._listeners: list[Callable[[CounterView], None]] = []
        self._is_rest_looked_at = False
        self.view = self._view()

    def listen(self, listener: Callable[[CounterView], None]) -> None:
        """Tell `listener` every new view, on the screen's thread."""
        self._listeners.append(listener)

    def customer_view(self, words: Words) -> CustomerView:
        """The same for the customer's display, in the language of `words`."""
        return customer_view(self._state, words)

    def start(self, *, rest_waits: bool = False) -> None:
        """Load the list and choose the next performance; called when the window stands. With
        `rest_waits` nothing else is looked at before `look_around`: a first key waits less."""
        self._is_rest_looked_at = rest_waits
        warm = partial(amounts.warm_up, self._words.language)
        self._turns.look("warm up", warm, lambda _: None)
        self._list.load(self._listed)

    def look_around(self) -> None:
        """How things stand, and which payments may be open; a line may have told already."""
        self._is_rest_looked_at = True
        if self._state.status is None:
            self._look_at_status()
        self.paying.unfinished.look()

    def read_on(self) -> None:
        """Read the rest of a long season, once what is on first is painted."""
        self._list.read_on()

    def tick(self) -> None:
        """A second has gone by: look how things stand, and let an old offer go."""
        self._look_at_status()
        self._list.tick()
        self._look_at_hall()
        self.paying.card.tick()
        self.filling.tick()
        self._timer.tick()
        self._show()

    def changed(self, changes: Changes) -> None:
        """A commit touched these: look again at what is on the screen."""
        if changes.connection or changes.printing:
            self._look_at_status(is_news=True)
        if changes.catalogue or changes.performances:
            self._list.load()
            self._waiting.look()
        if changes.catalogue:
            self._cancelled.look()
        if changes.catalogue or self._state.selected in changes.performances:
            self._look_at_hall(is_news=True)

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
        self.filling.take_best(count)

    def next_best(self) -> None:
        """Propose the next best places of the same number."""
        self.filling.next_best()

    def toggle_seat(self, unit: Unit) -> None:
        """Take this place of the hall shown, or let it go."""
        self.filling.toggle_seat(unit)

    def drop(self, place: Place) -> None:
        """Let one place of the basket go."""
        self.filling.drop(place)

    def choose_tariff(self, tariff: TariffId, place: Place | None = None) -> None:
        """Give one place this tariff, or every place when `place` is None."""
        self.filling.choose_tariff(tariff, place)

    def next_tariff(self) -> None:
        """Give every place the next tariff that all of them can have."""
        self.filling.next_tariff()

    def next_customer_language(self) -> None:
        """Give this customer's papers the next language, apart from that of the screen."""
        change = partial(speak_next, screen=self._words.language)
        self._turns.take(partial(self._change, change))

    def pay(self, means: PaymentMeans | None) -> None:
        """Pay by this means: the open order that is looked at, the next part, or the basket, once
        nothing is to be written down or put right first. With None the list of more means."""
        self._turns.take(partial(self._pay, means))

    def reserve(self) -> None:
        """Open the panel that reserves the basket, once nothing is to be put right first."""
        self._turns.take(lambda: self.asking.before_paying(self.orders.open_reserving))

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
        """Take the newest part of a payment or an approval back, or else a step in the basket."""
        self._turns.take(self._undo)

    def look_at_last_sale(self) -> None:
        """Show the newest sale of this desk, to print it again."""
        self._turns.take(lambda: self._last_sale.look(self._words))

    @property
    def is_under_way(self) -> bool:
        """Whether what is asked now waits its turn, in which it is judged what can be done."""
        return self._turns.is_under_way

    def _look_at_status(self, *, is_news: bool = False) -> None:
        self._turns.look("status", self._desk.status, self._status_came, is_news=is_news)

    def _look_at_hall(self, *, is_news: bool = False) -> None:
        selected = self._state.selected
        if selected is not None:
            look = partial(self._desk.hall, selected)
            self._turns.look(f"hall {selected}", look, self._hall_came, is_news=is_news)

    def _status_came(self, status: DeskStatus) -> None:
        before, self._state.status = self._state.status, status
        self._show()
        if before is not None and before.connection is not status.connection:
            self._list.load()

    def _hall_came(self, hall: HallView) -> None:
        self._state.keep_hall(hall)
        self._show()
        if not self._is_rest_looked_at:
            self.look_around()

    def _basket_came(self, former: Basket, is_step_back: bool, outcome: Basket | Refusal) -> None:
        state = self._state
        state.fault = ""
        if isinstance(outcome, Refusal):
            state.refusal = outcome
            state.best = None
            self._turns.forget_waiting()
        else:
            state.basket = outcome
            state.token = None
            self.filling.changed(former, is_step_back)
            self._timer.touched()
        self._show()
        self._look_at_hall()

    def _fail(self, error: Exception) -> None:
        self._state.fault = self._words("counter.fault")
        self._world.report_fault(error)
        self._show()
        # A hall that cannot be read keeps nobody from hearing of money that may have been taken.
        if not self._is_rest_looked_at:
            self.look_around()

    # Choosing

    def _listed(self, rows: tuple[PerformanceRow, ...]) -> None:
        """The list has come: its hall is read and shown before what a clerk can wait for."""
        soonest = next_performance(rows, self._world.clock())
        if soonest is not None and self._state.selected is None:
            self._choose(soonest)
        if self._state.selected is None:
            self.look_around()

    def _choose(self, performance: PerformanceId) -> None:
        state = self._state
        if state.has_panel:
            return
        state.selected = performance
        state.best = state.refusal = None
        self._turns.run(partial(self._desk.hall, performance), self._hall_came)
        self._show()

    def _change(
        self,
        change: Callable[[CounterDesk, Basket], Basket | Refusal],
        *,
        is_step_back: bool = False,
    ) -> None:
        """Change the basket on the lane; wishes wait for its outcome."""
        self._state.refusal = None
        basket = self._state.basket
        came = partial(self._basket_came, basket, is_step_back)
        if not is_step_back:
            change = in_whole_series(change, dict(self._state.halls))
        self._turns.run(lambda: change(self._desk, basket), came)
        self._show()

    def _digit(self, digit: int) -> None:
        if self._state.orders.has_panel:
            self.orders.page.toggle_number(digit)
        elif self._state.shelf is not None:
            self.shelf.add(digit - 1)
        elif self._state.has_panel:
            self.paying.digit(digit)
        elif digit:
            self.filling.take_best(digit)

    # Paying

    def _pay(self, means: PaymentMeans | None) -> None:
        if self._state.pay.page is not None:
            self.paying.pay_by(means)
        elif self._state.orders.page is not None:
            self.orders.page.pay(means)
        elif self._state.is_choosing and not (self._state.basket.is_empty and means is not None):
            is_more = means is None
            self.asking.before_paying(partial(self.paying.open, means, is_more=is_more))

    def _decline(self) -> None:
        if self._state.orders.page is not None:
            self.orders.page.ask(OrderAsk.REFUND)
        else:
            self.paying.no()

    def _confirm(self) -> None:
        if self._state.last_sale is not None:
            self._last_sale.print_again(self._words)
        elif self._state.shelf is not None:
            self._state.close_panel()
            self._show()
        elif self._state.has_panel:
            self.paying.confirm()
        elif self._state.orders.exchange is not None and not self._state.is_let_go:
            self.asking.before_paying(self.paying.confirm)
        else:
            self.filling.awake(self._timer.touched)
            self._show()

    def _sold(self) -> None:
        """A sale was tried: its places are somebody's now, or free again."""
        self.filling.sold()
        if self._state.refusal is None and self._state.basket.is_empty and self._list.text:
            # What one customer looked for is not what the next one wants.
            self._list.search("")
        self._look_at_hall()
        self._list.load()

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
        elif state.refusal is not None or state.swap is not None:
            state.refusal = state.swap = None
        elif not state.basket.is_empty:
            self.filling.empty()
        else:
            self.filling.forget_steps()
        self._show()

    def _undo(self) -> None:
        if self._state.pay.page is not None:
            self.paying.undo()
        elif not self.orders.page.undo():
            self.filling.undo()

    def _show(self) -> None:
        view = self._view()
        if view != self.view:
            self.view = view
            for listener in self._listeners:
                listener(view)

    def _now_and_words(self) -> tuple[datetime, Words]:
        return self._world.clock(), self._words

    def _view(self) -> CounterView:
        now, words = self._now_and_words()
        surround = CounterView(
            language=words.language,
            groups=self._list.groups(now, is_online=self._state.is_online, words=words),
            list_hint=self._list.hint(words),
            search=self._list.text,
            is_selling=self._turns.is_booking,
        )
        return with_state(surround, self._state, now, words)
