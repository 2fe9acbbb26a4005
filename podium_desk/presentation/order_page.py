"""An order's page: its tickets are chosen, and what is to be done with them is asked and done."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from podium_desk.application.counter import Payment, SaleDone
from podium_desk.domain.customers import Customer
from podium_desk.domain.invoicing import invoice_customer
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.order_deeds import is_above_limit
from podium_desk.presentation.order_state import (
    ExchangeUnderWay,
    GoodsPiece,
    MoneyDue,
    OrderAsk,
)
from podium_desk.presentation.order_words import (
    deeds_of,
    let_go_toast,
    pieces_of,
    refunded_toast,
    tickets_title,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.order_desk import MoneyBack, OrderCounter, OrderSeen
    from podium_desk.domain.ids import OrderId, TicketId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.counter_surroundings import Surroundings
    from podium_desk.presentation.turns import Turns

T = TypeVar("T")


class OrderPage:
    """Shows one order and changes it, in turn with what else a clerk asks."""

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        world: Surroundings,
        surround: tuple[Callable[[], None], Callable[[], Words]],
        open_payment: Callable[[PaymentMeans | None, MoneyDue], None],
    ) -> None:
        """`surround` shows the view anew and gives the words of the language now; `open_payment`
        opens the payment panel for an open order."""
        self._desk = desk
        self._turns, self._state = screen
        self._world = world
        self._show, self._words = surround
        self._open_payment = open_payment
        self.ask_manager: Callable[[Callable[[], None]], None] | None = None
        """Asks a manager's PIN, then goes on; None where nobody logs in."""
        self._again: Callable[[], None] = lambda: None
        """Does once more what a manager has to grant."""

    def look(
        self,
        order: OrderId,
        chosen: frozenset[TicketId] = frozenset(),
        *,
        keeps_said: bool = False,
    ) -> None:
        """Open the page with these tickets chosen, all that were not taken back for none. What was
        said before goes, unless it has still to be read."""

        def came(outcome: OrderSeen | Refusal) -> None:
            said = self._state.toast if keeps_said else None
            self._came(chosen, outcome)
            if said is not None:
                self._state.toast = said
                self._show()

        self._turns.run(lambda: self._desk.orders.look(order), came)

    def toggle(self, one: TicketId | GoodsPiece) -> None:
        """Choose a ticket or a piece of goods, or not any more. The first piece lets the tickets go
        that nobody chose but the page's opening."""
        orders = self._state.orders
        if orders.page is None or orders.ask is not None:
            return
        if isinstance(one, GoodsPiece):
            orders.pieces ^= {one}
            orders.chosen = frozenset() if orders.is_chosen_by_itself else orders.chosen
        else:
            kept = {ticket.id for ticket in orders.page.kept}
            orders.chosen = (orders.chosen ^ {one}) & kept
        orders.is_chosen_by_itself = False
        self._show()

    def choose_all(self) -> None:
        """Choose all that is left of the order, tickets and goods."""
        orders = self._state.orders
        if orders.page is not None and orders.ask is None:
            orders.chosen = frozenset(ticket.id for ticket in orders.page.kept)
            orders.pieces = frozenset(pieces_of(orders.page))
            orders.is_chosen_by_itself = False
            self._show()

    def toggle_number(self, digit: int) -> None:
        """A digit chooses the ticket or the piece with that number on the page, 0 all of them."""
        page = self._state.orders.page
        if not digit:
            self.choose_all()
        elif page is not None:
            tickets = (ticket.id for ticket in page.tickets)
            rows: list[TicketId | GoodsPiece] = [*tickets, *pieces_of(page)]
            if 0 < digit <= len(rows):
                self.toggle(rows[digit - 1])

    def pay(self, means: PaymentMeans | None) -> None:
        """Open the payment panel for what is still owed; with None for several means. What costs
        nothing, as a guest's places, is given out at once."""
        page = self._state.orders.page
        if page is not None and "pay" in self._deeds():
            token = self._world.new_token()
            if not page.rest_cents:
                self._do(lambda: self._desk.orders.pay(page.order, (), token), self._given_out)
                return
            self._open_payment(means, MoneyDue(page.order, page.rest_cents, token))

    def ask(self, wanted: OrderAsk) -> None:
        """Ask what is needed before this is done; a refund says first how the money goes back."""
        orders = self._state.orders
        if orders.page is None or wanted.value not in self._deeds():
            return
        self._state.refusal = None
        if wanted is not OrderAsk.REFUND:
            orders.ask = wanted
            self._show()
            return
        tickets, goods, order = self._chosen(), self._pieces(), orders.page.order
        if tickets:
            foresee = partial(self._desk.orders.foresee_refund, tickets, goods)
            self._turns.run(foresee, self._foreseen)
        else:
            self._turns.run(lambda: self._desk.orders.foresee_goods(order, goods), self._foreseen)

    def answer(
        self, text: str, second: str = "", third: str = "", *, is_other: bool = False
    ) -> None:
        """Do what was asked, with the reason or the name that was typed; `third` is an address, for
        an invoice. `is_other`: the money that goes back stays as credit."""
        orders = self._state.orders
        page, tickets, text = orders.page, self._chosen(), text.strip()
        self._again = partial(self.answer, text, second, third, is_other=is_other)
        if page is None or orders.ask is None:
            return
        match orders.ask:
            case OrderAsk.REFUND if not tickets:
                goods = partial(self._desk.orders.refund_goods, page.order, text, self._pieces())
                self._do(goods, self._refunded)
            case OrderAsk.REFUND:
                refund = partial(self._desk.orders.refund, tickets, text, pieces=self._pieces())
                self._do(partial(refund, as_credit=is_other), self._refunded)
            case OrderAsk.REISSUE:
                self._do(lambda: self._desk.orders.reissue(tickets, text), self._reissued)
            case OrderAsk.LET_GO:
                self._do(lambda: self._desk.orders.let_go(page.order), self._gone)
            case OrderAsk.NAME if text:
                customer = Customer(text, second.strip())
                self._do(lambda: self._desk.orders.rename(page.order, customer), self._named)
            case OrderAsk.INVOICE if text:
                self._do(partial(self._invoice, page, (text, second, third)), self._invoiced)
            case _:
                orders.ends_ask()
                self._show()

    def print_again(self) -> None:
        """Print the order once more; the papers say DUPLICAAT."""
        page = self._state.orders.page
        if page is not None and "reprint" in self._deeds():
            self._do(lambda: self._desk.orders.reprint(page.order), self._reprinted)

    def print_summary(self) -> None:
        """Print what the order is, on one paper."""
        page = self._state.orders.page
        if page is not None and "summary" in self._deeds():
            self._do(lambda: self._desk.asked_papers.print_summary(page.order), self._summed_up)

    def keep_summary(self) -> None:
        """Keep the same as sheets of A4, where somebody wants the file."""
        page = self._state.orders.page
        if page is not None and "summary_file" in self._deeds():
            made = partial(self._summary_pdf, page.order)
            self._do(made, partial(self._kept, f"{page.order}.pdf"))

    def approve(self, *, is_given: bool) -> None:
        """Say at the doors that the order's tickets are good, or that they are not any more."""
        page = self._state.orders.page
        if page is None or ("approve" if is_given else "take_approval_back") not in self._deeds():
            return
        self._again = partial(self.approve, is_given=is_given)

        def told(_: None) -> Toast:
            self._state.orders.approved = page.order if is_given else None
            word = "orders.approved" if is_given else "orders.approval_taken_back"
            return Toast(self._words()(word), is_good=is_given)

        self._do(lambda: self._desk.orders.approve(page.order, is_given=is_given), told)

    def undo(self) -> bool:
        """Take the approval back that was just given; False where none was."""
        can_undo = self._state.orders.can_undo
        if can_undo:
            self.approve(is_given=False)
        return can_undo

    def exchange(self) -> None:
        """Back to the halls: what is chosen there is taken for the tickets chosen here."""
        state, page = self._state, self._state.orders.page
        if page is None or "exchange" not in self._deeds():
            return
        if state.basket.lines:
            state.toast = Toast(self._words()("orders.empty_basket_first"), is_good=False)
            self._show()
            return
        chosen = [one for one in page.kept if one.id in state.orders.chosen]
        title = tickets_title(chosen, self._words())
        old_cents = sum(one.price_cents for one in chosen)
        tickets, token = tuple(one.id for one in chosen), self._world.new_token()
        state.orders.exchange = ExchangeUnderWay(page.order, tickets, old_cents, title, token)
        state.close_panel()
        state.toast = state.refusal = None
        self._show()

    def _summary_pdf(self, order: OrderId) -> bytes:
        return self._desk.asked_papers.summary_pdf(order)

    def _invoice(self, page: OrderSeen, typed: tuple[str, str, str]) -> SaleDone | Refusal:
        """Write down who gets the invoice, then book what is owed on it; on the lane."""
        customer = invoice_customer(page.customer, *typed)
        if isinstance(customer, Refusal):
            return customer
        named = self._desk.orders.rename(page.order, customer)
        if named is not None:
            return named
        owed = Payment(PaymentMeans.INVOICE, page.rest_cents, 0)
        return self._desk.orders.pay(page.order, (owed,), self._world.new_token())

    def _came(self, chosen: frozenset[TicketId], outcome: OrderSeen | Refusal) -> None:
        state = self._state
        state.toast = None
        if isinstance(outcome, Refusal):
            state.refusal = outcome
        else:
            state.close_panel()
            state.refusal = None
            kept = frozenset(ticket.id for ticket in outcome.kept)
            state.orders.page = outcome
            state.orders.chosen = chosen & kept or kept
            state.orders.is_chosen_by_itself = not chosen & kept
        self._show()

    def _foreseen(self, outcome: MoneyBack | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._state.refusal = outcome
        else:
            self._state.orders.ask, self._state.orders.back = OrderAsk.REFUND, outcome
        self._show()

    def _do(self, work: Callable[[], T | Refusal], told: Callable[[T], Toast | None]) -> None:
        """Do it on the lane, then show the page as it is now, with what was done."""
        orders = self._state.orders
        page = orders.page
        self._state.refusal = None

        def came(outcome: T | Refusal) -> None:
            if self._is_asking_manager(outcome):
                return
            orders.ends_ask()
            if isinstance(outcome, Refusal):
                self._state.refusal = outcome
                self._show()
            elif page is not None:
                self._turns.run(lambda: self._desk.orders.look(page.order), partial(again, outcome))

        def again(outcome: T, seen: OrderSeen | Refusal) -> None:
            self._came(frozenset(), seen)
            self._state.toast = told(outcome)
            self._show()

        self._turns.run(work, came)
        self._show()

    def _is_asking_manager(self, outcome: object) -> bool:
        """Above the clerk's limit a manager's PIN is asked, and then the same answer goes on."""
        if not is_above_limit(outcome) or self.ask_manager is None:
            return False
        again = self._again
        self.ask_manager(lambda: self._turns.take(again))
        return True

    def _chosen(self) -> tuple[TicketId, ...]:
        """The chosen tickets in the order of the page."""
        orders = self._state.orders
        kept = () if orders.page is None else orders.page.kept
        return tuple(one.id for one in kept if one.id in orders.chosen)

    def _pieces(self) -> tuple[tuple[str, int], ...]:
        """So many of the goods of each code as are chosen; none for all of them."""
        return tuple(Counter(one.code for one in self._state.orders.pieces).items())

    def _deeds(self) -> frozenset[str]:
        orders = self._state.orders
        return frozenset() if orders.page is None else deeds_of(orders.page, orders)

    def _refunded(self, outcome: MoneyBack) -> Toast:
        return refunded_toast(outcome, self._words())

    def _reissued(self, _: None) -> Toast:
        return Toast(self._words()("orders.reissued"))

    def _given_out(self, done: SaleDone) -> Toast:
        return Toast(self._words()("orders.given_out", n=len(done.tickets)))

    def _gone(self, _: None) -> Toast:
        return let_go_toast(self._state.orders.page, self._words())

    def _invoiced(self, _: SaleDone) -> Toast:
        return Toast(self._words()("orders.invoiced"))

    def _named(self, _: None) -> Toast:
        return Toast(self._words()("orders.named"), is_good=False)

    def _summed_up(self, is_printed: bool) -> Toast:
        key = "orders.summary_printed" if is_printed else "orders.summary_no_printer"
        return Toast(self._words()(key), is_good=False)

    def _kept(self, name: str, pdf: bytes) -> Toast | None:
        kept = self._world.keep_file(name, pdf)
        return Toast(self._words()("lists.written", file=kept), is_good=False) if kept else None

    def _reprinted(self, _: None) -> Toast:
        page = self._state.orders.page
        is_slip = page is not None and page.is_open
        key = "orders.slip_printed" if is_slip else "counter.printed_again"
        return Toast(self._words()(key), is_good=False)
