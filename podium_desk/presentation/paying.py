"""Taking the money for a bill: cash, a card, other means, or several of them together.

The one thing at a counter that must not happen twice. Each bill has a token, kept until its outcome
is known, so that pressing Enter again after a fault books nothing twice. Parts that were paid can
be undone until the last one makes the total; then the bill is booked with all of them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.counter import (
    PAID_NOW,
    AttemptState,
    CardAttempt,
    Payment,
    SaleDone,
    WaitingSale,
)
from podium_desk.application.order_desk import OrderCounter
from podium_desk.domain.money import CASH_LIMIT_CENTS, PaymentMeans, cash_due
from podium_desk.domain.qr_pay import QrOffer
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.presentation.basket import Basket
from podium_desk.presentation.card_paying import CardEars, CardPaying
from podium_desk.presentation.cash import CashEntry
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.order_deeds import deed_of, done_toast, is_above_limit
from podium_desk.presentation.pay_state import MORE_MEANS, Bill, Part, PayPage
from podium_desk.presentation.unfinished_sales import UnfinishedSales
from podium_desk.presentation.voucher_paying import VoucherPaying

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.domain.ids import OrderId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.counter_surroundings import Surroundings
    from podium_desk.presentation.order_state import MoneyDue
    from podium_desk.presentation.turns import Turns

_STEPS = (PayPage.CASH, PayPage.MORE, PayPage.NUMBER)
"""Pages from which one goes back to the parts."""


class Paying:
    """The payment panel of one counter screen; called in turn with what else a clerk asks.

    `open_bill` is the way in: with a total, and what is to be done with the payments.
    """

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        world: Surroundings,
        surround: tuple[Callable[[], None], Callable[[], Words]],
        sold: Callable[[], None],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now; `sold` is told
        after each sale of the basket that was decided, also when the answer was no."""
        self._desk = desk
        self._turns, self._state = screen
        self._pay = self._state.pay
        self.show, self._words = surround
        self._world = world
        self._sold = sold
        self.ask_manager: Callable[[Callable[[], None]], None] | None = None
        """Asks a manager's PIN, then goes on; None where nobody logs in."""
        self.look_at: Callable[[OrderId], None] = lambda _: None
        """Shows the page of an order again, whose money was not taken."""
        ears = CardEars(self._took, self._not_taken, self._gave_back, self._kept, self.show)
        self.card = CardPaying(desk, self._turns, world, self._pay, ears)
        self.vouchers = VoucherPaying(desk, screen, world.new_token, surround, self._take)
        self.unfinished = UnfinishedSales(desk, screen, self.card, (self.resume, self.show))

    def open(
        self, means: PaymentMeans | None, due: MoneyDue | None = None, *, is_more: bool = False
    ) -> None:
        """Pay an open order, or else the basket, by this means; with None by several, beginning
        with the list of more when `is_more`. A sale that an earlier start left unfinished comes
        first."""
        if self.unfinished.show():
            self.show()
        elif due is not None or not self._state.basket.is_empty:
            self.open_bill(self._bill(due), means)
            if is_more and self._pay.page is PayPage.SPLIT:
                self.show_more()
        elif is_more:
            self.show_more()

    def resume(self, parts: tuple[Part, ...]) -> None:
        """Go on with the basket, of which these parts were paid before a power cut."""
        self._pay.bill, self._pay.is_split = self._bill(None), True
        self._pay.parts = parts
        self.show_parts()
        if not self._pay.rest_cents:
            self._book(self._pay.payments)

    def open_bill(self, bill: Bill, means: PaymentMeans | None) -> None:
        """Take the money for a bill by this means; with None by several, part by part. A bill of
        nothing is booked at once: free tickets, or an exchange for what costs no more."""
        self._state.close_panel()
        self._state.refusal = self._state.toast = self._state.thanked = None
        self._pay.bill, self._state.orders.reserved = bill, None
        self._pay.is_split = means is None
        self._state.orders.due = bill.due
        if not bill.total_cents:
            self._book(())
        elif means is None:
            self.show_parts()
        else:
            self._pay_by(means)

    def pay_by(self, means: PaymentMeans | None) -> None:
        """A payment key on the page of parts: the next part, or the list of more means. On the page
        of a voucher's value: sell it."""
        bill = self.vouchers.bill() if self._pay.page is PayPage.VALUE else None
        if bill is not None:
            self.open_bill(bill, means)
        elif self._pay.page is PayPage.SPLIT and self._pay.rest_cents:
            self._pay_by(means)

    def show_more(self) -> None:
        """F10: the means that have no key of their own."""
        pay, status = self._pay, self._state.status
        pay.qr = QrOffer.NONE if status is None else status.qr
        pay.is_qr_away = not self._state.is_online
        pay.voucher_types = () if status is None else status.voucher_types
        pay.more = MORE_MEANS + ((PaymentMeans.QR,) if pay.qr is not QrOffer.NONE else ())
        pay.page = PayPage.MORE
        self.show()

    def digit(self, digit: int) -> None:
        """A digit: of the amount, or the choice of a means."""
        if self._pay.page is PayPage.NUMBER:
            self.vouchers.digit(digit)
        elif self._pay.page is PayPage.DESPITE:
            self.card.paid_despite(digit)
        elif self._pay.page is not PayPage.MORE:
            self.edit(lambda entry: entry.digit(digit))
        elif self._pay.bill is None:
            if 1 <= digit <= len(self._pay.voucher_types) + 1:
                self.vouchers.ask_value(digit - 1)
        elif 1 <= digit <= len(self._pay.more):
            self._pay_by(self._pay.more[digit - 1])

    def edit(self, edit: Callable[[CashEntry], CashEntry]) -> None:
        """Change the amount that was handed over, or that of the next part."""
        pay = self._pay
        if pay.page is PayPage.CASH and pay.entry is not None:
            pay.entry = edit(pay.entry)
        elif pay.page in (PayPage.SPLIT, PayPage.VALUE) and pay.typed is not None:
            pay.typed = edit(pay.typed)
        else:
            return
        self.show()

    def scan(self, text: str) -> bool:
        """A code was scanned: whether it is a voucher that was asked for."""
        is_asked = self._pay.page is PayPage.NUMBER
        return is_asked and self.vouchers.scan(text)

    def erase(self) -> None:
        """Backspace: the last key of an amount or a number goes."""
        if self._pay.page is PayPage.NUMBER:
            self.vouchers.erase()
        else:
            self.edit(CashEntry.backspace)

    def confirm(self) -> None:
        """Enter: the cash is counted, or what the card's page asks; nothing while it is not so."""
        pay = self._pay
        match pay.page:
            case PayPage.CASH if pay.entry is not None and pay.entry.is_enough:
                cents = pay.entry.total_cents
                tendered = pay.entry.tendered_cents
                self._take(Part(Payment(PaymentMeans.CASH, cents, tendered)))
            case PayPage.CARD:
                self.card.yes()
            case PayPage.NUMBER:
                self.vouchers.confirm()
            case PayPage.SPLIT if not pay.rest_cents:
                self._book(pay.payments)
            case PayPage.UNFINISHED:
                self.unfinished.go_on()
            case None if self._state.orders.exchange is not None and not self._state.has_panel:
                self.open(PaymentMeans.CARD)
            case _:
                pass

    def no(self) -> None:
        """Del: nothing was paid on the terminal; or the unfinished sale is given up."""
        if self._pay.page is PayPage.UNFINISHED:
            self.unfinished.give_up()
        else:
            self.card.no()

    def back(self) -> None:
        """Esc: one step back. Parts that were paid are undone first, never forgotten."""
        pay = self._pay
        if pay.page in (PayPage.CARD, PayPage.DESPITE):
            self.card.stop()
        elif pay.page in _STEPS and pay.bill is not None and (pay.is_split or pay.parts):
            self.show_parts()
        elif pay.parts:
            self._say("undo_first")
        else:
            self._leave()
            self.show()

    def undo(self) -> None:
        """Take the newest part back."""
        pay = self._pay
        if pay.page is not PayPage.SPLIT or not pay.parts:
            return
        newest = pay.parts[-1]
        if newest.attempt and pay.bill is not None:
            self.card.give_back(attempt_of(newest, pay.bill))
        else:
            pay.parts = pay.parts[:-1]
            self.show_parts()

    def show_parts(self) -> None:
        """The page of parts, with nothing typed."""
        pay = self._pay
        pay.page, pay.entry, pay.card = PayPage.SPLIT, None, None
        pay.typed = CashEntry(pay.rest_cents)
        self.show()

    def _pay_by(self, means: PaymentMeans | None) -> None:
        pay = self._pay
        cents = pay.next_cents
        if not 0 < cents <= pay.rest_cents and pay.rest_cents:
            self._say("too_much")
            return
        problem = self._problem(cents) if means is PaymentMeans.CASH else None
        if problem is not None:
            self._state.refusal = problem
            self.show()
            return
        self._state.refusal = None
        match means:
            case None:
                self.show_more()
            case PaymentMeans.VOUCHER:
                self.vouchers.ask_number()
            case PaymentMeans.CASH:
                pay.page, pay.entry = PayPage.CASH, CashEntry(cents)
                self.show()
            case PaymentMeans.QR if pay.is_qr_away:
                self._say("qr_away")
            case PaymentMeans.CARD | PaymentMeans.QR if pay.bill is not None and cents:
                self.card.begin(pay.bill, cents, means)
            case _:
                self._take(Part(Payment(means, cents, cents)))

    def _problem(self, cents: int) -> Refusal | None:
        """Why this part cannot be paid in cash."""
        if self._pay.has_cash:
            return Refusal(RefusalReason.CASH_TWICE, {})
        if cash_due(cents) > CASH_LIMIT_CENTS:
            return Refusal(RefusalReason.OVER_CASH_LIMIT, {"limit_cents": CASH_LIMIT_CENTS})
        return None

    def _took(self, part: Part) -> None:
        """The card was paid: from here on the money is there, whatever becomes of the sale."""
        if self._pay.bill is None:
            self.unfinished.look()
            return
        self._pay.parts = (*self._pay.parts, part)
        self.show_parts()
        if not self._pay.rest_cents:
            self._book(self._pay.payments)

    def _take(self, part: Part) -> None:
        """A part that is in our hands: the last one books the bill, and is not kept before."""
        pay = self._pay
        if part.payment.amount_cents == pay.rest_cents:
            self._book((*pay.payments, part.payment))
            return
        pay.parts = (*pay.parts, part)
        self.show_parts()

    def _not_taken(self, why: str) -> None:
        """Nothing was paid: back to the parts, or to the basket."""
        pay = self._pay
        if pay.bill is None:
            self.unfinished.look()
        elif pay.is_split or pay.parts:
            self.show_parts()
        else:
            self._leave()
        self._say(why)

    def _leave(self) -> None:
        """Nothing was paid: back to the basket, or to the page of the order."""
        due, self._state.orders.due = self._state.orders.due, None
        self._pay.close()
        if due is not None:
            self.look_at(due.order)

    def _gave_back(self, attempt: str) -> None:
        self._pay.parts = tuple(part for part in self._pay.parts if part.attempt != attempt)
        self._kept()

    def _kept(self) -> None:
        if self._pay.bill is None:
            self.unfinished.look()
        else:
            self.show_parts()

    def _bill(self, due: MoneyDue | None) -> Bill:
        """What an open order still costs, else the basket: sold, or exchanged for tickets."""
        state, language = self._state, self._words().language
        state.token = token = state.token or self._world.new_token()
        total = state.due_cents if due is None else due.rest_cents
        is_sale = due is None and state.orders.exchange is None
        title = "" if due is None else str(due.order)
        lines = state.basket.lines if is_sale else ()
        terms = state.basket.terms if is_sale else PAID_NOW
        kept = WaitingSale(
            total, lines, title=title, codes=terms.codes, goods=terms.goods,
            customer=state.basket.customer if is_sale else None, language=state.basket.language,
        )  # fmt: skip

        def book(payments: tuple[Payment, ...], token: str) -> SaleDone | Refusal:
            return deed_of(state, payments, token, language)(self._desk)

        return Bill(total, token if due is None else due.token, kept, book, self._sale_came, due)

    def _sale_came(self, outcome: SaleDone | Refusal) -> None:
        state = self._state
        is_basket = state.orders.due is None
        state.close_panel()
        if isinstance(outcome, Refusal):
            state.refusal = outcome
        else:
            state.toast = done_toast(state, outcome, self._words())
            state.orders.exchange = None
            if is_basket:
                state.basket = Basket()
                state.best = state.token = None
        self.show()
        self._sold()

    def _say(self, what: str) -> None:
        words = self._words()
        text, hint = words(f"paying.{what}"), words(f"paying.{what}_hint")
        self._state.toast = Toast(text, hint, is_good=False)
        self.show()

    def _book(self, payments: tuple[Payment, ...]) -> None:
        bill = self._pay.bill
        assert bill is not None, "a payment panel stands on a bill"
        work = partial(bill.book, payments, bill.token)

        def came(outcome: SaleDone | Refusal) -> None:
            if self.ask_manager is not None and is_above_limit(outcome):
                self.ask_manager(lambda: self._turns.take(partial(self._book, payments)))
            else:
                self._booked(outcome)

        self._turns.book(work, came, self._booking_failed)
        self.show()

    def _booked(self, outcome: SaleDone | Refusal) -> None:
        bill, pay = self._pay.bill, self._pay
        self._state.fault = ""
        if isinstance(outcome, Refusal) and pay.parts:
            # Money was taken: each part stays until it is given back.
            self._state.refusal = outcome
            self.show_parts()
            self._sold()
            return
        pay.close()
        self._state.thanked = None if isinstance(outcome, Refusal) else outcome
        if bill is not None:
            bill.booked(outcome)

    def _booking_failed(self, error: Exception) -> None:
        """Whether the bill was booked is not known; its token makes another try harmless."""
        self._world.report_fault(error)
        self._state.fault = self._words()("counter.fault_sale")
        self.show()


def attempt_of(part: Part, bill: Bill) -> CardAttempt:
    """A card part as the attempt that it came from."""
    payment = part.payment
    state = AttemptState.BY_HAND if payment.by_hand else AttemptState.APPROVED
    return CardAttempt(
        part.attempt, bill.token, payment.amount_cents, bill.kept, state, payment.reference,
        means=payment.means,
    )  # fmt: skip
