"""Taking the money for a basket: cash that is counted, or a card terminal that said yes or no.

The one thing at a counter that must not happen twice. Each sale has a token, kept until its outcome
is known, so that pressing Enter again after a fault books nothing twice.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.counter import CounterDesk, Payment, SaleDone
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation.basket import Basket
from podium_desk.presentation.cash import CashEntry
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.counter_words import sold_toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.counter_surroundings import Surroundings
    from podium_desk.presentation.turns import Turns


class Paying:
    """The payment panel of one counter screen; called in turn with what else a clerk asks."""

    def __init__(
        self,
        desk: CounterDesk,
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

    def open(self, means: PaymentMeans) -> None:
        """Open the panel for a basket that holds something."""
        state = self._state
        if not state.basket.lines:
            return
        state.close_panel()
        state.refusal = state.toast = None
        state.is_card_open = means is PaymentMeans.CARD
        is_cash = means is PaymentMeans.CASH
        state.entry = CashEntry(state.basket.total_cents) if is_cash else None
        self._show()

    def edit_cash(self, edit: Callable[[CashEntry], CashEntry]) -> None:
        """Change the amount that was handed over."""
        if self._state.entry is not None:
            self._state.entry = edit(self._state.entry)
            self._show()

    def confirm(self) -> None:
        """The cash is counted, or the terminal said yes; nothing while it is not enough."""
        state = self._state
        total = state.basket.total_cents
        if state.is_card_open:
            self._sell(Payment(PaymentMeans.CARD, total, total))
        elif state.entry is not None and state.entry.is_enough:
            self._sell(Payment(PaymentMeans.CASH, total, state.entry.tendered_cents))

    def declined(self) -> None:
        """The terminal said no: back to the basket."""
        if self._state.is_card_open:
            self._state.close_panel()
            words = self._words()
            text, hint = words("counter.declined"), words("counter.declined_hint")
            self._state.toast = Toast(text, hint, is_good=False)
            self._show()

    def _sell(self, payment: Payment) -> None:
        state = self._state
        state.token = token = state.token or self._world.new_token()
        lines, language = state.basket.lines, self._words().language
        terms = state.basket.terms
        work = partial(self._desk.sell, lines, (payment,), token, language, terms)
        self._turns.book(work, self._sale_came, self._sale_failed)
        self._show()

    def _sale_came(self, outcome: SaleDone | Refusal) -> None:
        state = self._state
        state.fault = ""
        state.close_panel()
        if isinstance(outcome, Refusal):
            state.refusal = outcome
        else:
            state.basket = Basket()
            state.best = state.token = None
            state.toast = sold_toast(outcome, self._words())
        self._show()
        self._sold()

    def _sale_failed(self, error: Exception) -> None:
        """Whether the sale was booked is not known; its token makes another try harmless."""
        self._world.report_fault(error)
        self._state.fault = self._words()("counter.fault_sale")
        self._show()
