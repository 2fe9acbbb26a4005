"""Reserving the basket: until when, for whom, and whether a transfer will pay it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.order_desk import OrderSeen, Reservation
from podium_desk.domain.communication import printed_communication
from podium_desk.domain.customers import Customer
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.reservations import reservation_choices
from podium_desk.presentation import amounts
from podium_desk.presentation.basket import Basket
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.order_state import ReserveDraft

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.counter_surroundings import Surroundings
    from podium_desk.presentation.turns import Turns


class Reserving:
    """Reserves a basket once, however often it is tried."""

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        world: Surroundings,
        surround: tuple[Callable[[], None], Callable[[], Words]],
        reserved: Callable[[], None],
    ) -> None:
        """`reserved` is told after each try that was decided."""
        self._desk = desk
        self._turns, self._state = screen
        self._world = world
        self._show, self._words = surround
        self._reserved = reserved

    def open(self) -> None:
        """Open the panel for a basket that holds something; not in the middle of an exchange."""
        state = self._state
        if not state.basket.lines or state.has_panel or state.orders.exchange is not None:
            return
        if state.basket.goods:
            state.refusal = Refusal(RefusalReason.GOODS_NOT_RESERVED)
            self._show()
            return
        starts = [state.halls[line.performance].performance.start for line in state.basket.lines]
        now_ms = int(self._world.clock().timestamp() * 1000)
        ends = reservation_choices(now_ms, int(min(starts).timestamp() * 1000))
        state.token = state.token or self._world.new_token()
        state.refusal = state.toast = None
        state.orders.draft = ReserveDraft(ends, state.token)
        self._show()

    def reserve(
        self, end: int, customer: Customer | None, *, is_by_transfer: bool, needs_approval: bool
    ) -> None:
        """Reserve until the `end`-th of the ends shown."""
        draft, basket = self._state.orders.draft, self._state.basket
        if draft is None:
            return
        known = basket.terms.customer
        wish = Reservation(
            draft.ends_ms[end], customer, is_by_transfer, basket.codes, known, needs_approval
        )
        language = basket.papers_language(self._words().language)

        def work() -> OrderSeen | Refusal:
            orders = self._desk.orders
            done = orders.reserve(basket.lines, wish, draft.token, language)
            return done if isinstance(done, Refusal) else orders.look(done.order)

        self._turns.book(work, self._came, self._failed)
        self._show()

    def _came(self, outcome: OrderSeen | Refusal) -> None:
        state = self._state
        state.fault = ""
        state.close_panel()
        if isinstance(outcome, Refusal):
            state.refusal = outcome
        else:
            state.basket = Basket()
            state.best = state.token = None
            state.toast, state.thanked = self._toast(outcome), None
            state.orders.reserved = outcome.transfer
        self._show()
        self._reserved()

    def _toast(self, page: OrderSeen) -> Toast:
        words = self._words()
        parts = []
        if page.pay_before is not None:
            when = amounts.day_and_time(page.pay_before, words.language)
            rest = amounts.money(page.rest_cents, words.language)
            parts.append(words("orders.reserved_detail", rest=rest, when=when))
        if page.communication:
            parts.append(printed_communication(page.communication))
        return Toast(words("orders.reserved", order=str(page.order)), " ".join(parts))

    def _failed(self, error: Exception) -> None:
        """Whether it was booked is not known; its token makes another try harmless."""
        self._world.report_fault(error)
        self._state.fault = self._words()("counter.fault_sale")
        self._show()
