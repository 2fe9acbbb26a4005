"""Gift vouchers at the counter: one is sold for a typed value, and one pays by its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.counter import Payment, SaleDone, WaitingSale
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vouchers import NUMBER_DIGITS, Voucher, read_number
from podium_desk.presentation.cash import CashEntry
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.pay_state import Bill, Part, PayPage

if TYPE_CHECKING:
    from podium_desk.application.counter import CounterDesk
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns


class VoucherPaying:
    """The two pages of vouchers. All calls on the screen's thread."""

    def __init__(
        self,
        desk: CounterDesk,
        screen: tuple[Turns, CounterState],
        new_token: Callable[[], str],
        surround: tuple[Callable[[], None], Callable[[], Words]],
        take: Callable[[Part], None],
    ) -> None:
        """`take` hears of the part that a voucher pays."""
        self._desk = desk
        self._turns, self._state = screen
        self._pay = self._state.pay
        self._new_token = new_token
        self._show, self._words = surround
        self._take = take

    def ask_value(self, choice: int) -> None:
        """Begin to sell the usual one (0) or a type of the house: for how much?"""
        self._pay.voucher_type = self._pay.voucher_types[choice - 1] if choice else None
        self._pay.page, self._pay.typed = PayPage.VALUE, CashEntry(0)
        self._show()

    def ask_number(self) -> None:
        """Begin to pay with one: which?"""
        self._pay.page, self._pay.number, self._pay.voucher = PayPage.NUMBER, "", None
        self._show()

    def digit(self, digit: int) -> None:
        """One more digit of the number; a digit too many changes nothing."""
        if len(self._pay.number) < NUMBER_DIGITS:
            self._change(self._pay.number + str(digit))

    def scan(self, text: str) -> bool:
        """Look up a number that was scanned; False when it is none."""
        number = read_number(text)
        if number is not None:
            self._change(number)
            self.confirm()
        return number is not None

    def erase(self) -> None:
        """The last digit of the number goes."""
        self._change(self._pay.number[:-1])

    def confirm(self) -> None:
        """Enter: look the number up, then take what the voucher pays."""
        pay = self._pay
        if pay.voucher is None:
            self._turns.run(partial(self._desk.voucher, pay.number), self._found)
        elif pay.voucher_cents:
            cents = pay.voucher_cents
            means = pay.voucher.terms.means
            self._take(Part(Payment(means, cents, cents, pay.voucher.number)))

    def bill(self) -> Bill | None:
        """What the voucher of the typed value costs; None while nothing is typed."""
        typed = self._pay.typed
        if typed is None or not typed.is_typed or not typed.tendered_cents:
            return None
        cents = typed.tendered_cents
        title = self._words()("paying.voucher_of")
        kind = self._pay.voucher_type
        book = partial(self._desk.sell_voucher, cents)
        if kind is not None:
            title = kind.terms.name
            book = partial(self._desk.sell_voucher, cents, code=kind.code)
        kept = WaitingSale(cents, title=title)
        return Bill(cents, self._new_token(), kept, book, self._sold)

    def _change(self, number: str) -> None:
        self._pay.number, self._pay.voucher = number, None
        self._state.refusal = None
        self._show()

    def _found(self, outcome: Voucher | Refusal) -> None:
        pay = self._pay
        if isinstance(outcome, Refusal):
            self._state.refusal = outcome
        else:
            used = sum(one.amount_cents for one in pay.payments if one.reference == outcome.number)
            pay.voucher = replace(outcome, balance_cents=outcome.balance_cents - used)
            if not pay.voucher.balance_cents:
                self._state.refusal = Refusal(RefusalReason.VOUCHER_SPENT)
        self._show()

    def _sold(self, outcome: SaleDone | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._state.refusal = outcome
        else:
            words = self._words()
            self._state.toast = Toast(words("counter.sold"), words("paying.voucher_sold"))
        self._show()
