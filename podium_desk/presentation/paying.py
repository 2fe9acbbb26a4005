"""Taking the money for a basket, an open order or an exchange, in cash or by card terminal.

The one thing at a counter that must not happen twice. Each sale has a token, kept until its outcome
is known, so that pressing Enter again after a fault books nothing twice.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.counter import Payment, SaleDone
from podium_desk.application.order_desk import OrderCounter
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation.basket import Basket
from podium_desk.presentation.cash import CashEntry
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.order_deeds import deed_of, done_toast, is_above_limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.counter_surroundings import Surroundings
    from podium_desk.presentation.order_state import MoneyDue
    from podium_desk.presentation.turns import Turns


class Paying:
    """The payment panel of one counter screen; called in turn with what else a clerk asks."""

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        world: Surroundings,
        surround: tuple[Callable[[], None], Callable[[], Words]],
        sold: Callable[[], None],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now; `sold` is told
        after each sale that was decided, also when the answer was no."""
        self._desk = desk
        self._turns, self._state = screen
        self._world = world
        self._show, self._words = surround
        self._sold = sold
        self.ask_manager: Callable[[Callable[[], None]], None] | None = None
        """Asks a manager's PIN, then goes on; None where nobody logs in."""

    def open(self, means: PaymentMeans, due: MoneyDue | None = None) -> None:
        """Open the panel for an open order, or else for a basket that holds something.

        An exchange of which nothing is to be paid needs no panel.
        """
        state = self._state
        if due is None and not state.basket.lines:
            return
        state.close_panel()
        state.refusal = state.toast = None
        state.orders.due = due
        if self._is_even:
            self._sell()
            return
        state.is_card_open = means is PaymentMeans.CARD
        is_cash = means is PaymentMeans.CASH
        state.entry = CashEntry(state.due_cents) if is_cash else None
        self._show()

    @property
    def _is_even(self) -> bool:
        """Whether tickets are exchanged for others that cost no more."""
        return self._state.orders.exchange is not None and not self._state.due_cents

    def edit_cash(self, edit: Callable[[CashEntry], CashEntry]) -> None:
        """Change the amount that was handed over."""
        if self._state.entry is not None:
            self._state.entry = edit(self._state.entry)
            self._show()

    def confirm(self) -> None:
        """The cash is counted, or the terminal said yes; nothing while it is not enough."""
        state = self._state
        total = state.due_cents
        if state.is_card_open:
            self._sell(Payment(PaymentMeans.CARD, total, total))
        elif state.entry is not None and state.entry.is_enough:
            self._sell(Payment(PaymentMeans.CASH, total, state.entry.tendered_cents))
        elif state.orders.exchange is not None and not state.has_panel:
            self.open(PaymentMeans.CARD)

    def declined(self) -> None:
        """The terminal said no: back to the basket."""
        if self._state.is_card_open:
            self._state.close_panel()
            words = self._words()
            text, hint = words("counter.declined"), words("counter.declined_hint")
            self._state.toast = Toast(text, hint, is_good=False)
            self._show()

    def _sell(self, *payments: Payment) -> None:
        state = self._state
        state.token = token = state.token or self._world.new_token()
        deed = deed_of(state, payments, token, self._words().language)

        def came(outcome: SaleDone | Refusal) -> None:
            if self.ask_manager is not None and is_above_limit(outcome):
                self.ask_manager(lambda: self._turns.take(partial(self._sell, *payments)))
            else:
                self._sale_came(outcome)

        self._turns.book(partial(deed, self._desk), came, self._sale_failed)
        self._show()

    def _sale_came(self, outcome: SaleDone | Refusal) -> None:
        state = self._state
        is_basket = state.orders.due is None
        state.fault = ""
        state.close_panel()
        if isinstance(outcome, Refusal):
            state.refusal = outcome
        else:
            state.toast = done_toast(state, outcome, self._words())
            state.orders.exchange = None
            if is_basket:
                state.basket = Basket()
                state.best = state.token = None
        self._show()
        self._sold()

    def _sale_failed(self, error: Exception) -> None:
        """Whether the sale was booked is not known; its token makes another try harmless."""
        self._world.report_fault(error)
        self._state.fault = self._words()("counter.fault_sale")
        self._show()
