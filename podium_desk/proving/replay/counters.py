"""What people do at the counters of a scenario: the application's own use cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from functools import partial
from typing import TypeVar

from podium_desk.application.after_sales import RefundDone, ReissueDone
from podium_desk.application.blocking import Blocking
from podium_desk.application.cards import say_card
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.desk import Desk
from podium_desk.application.taking_over import take_over
from podium_desk.application.ticket_codes import CONTEXT, code_of
from podium_desk.application.told_to_doors import ToldToDoors
from podium_desk.domain.door_questions import QuestionId
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import OrderId, Origin, TicketId, device_of
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tickets import TicketContent, pack, ticket_text, whole_minutes
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.replay.evening import Evening
from podium_desk.proving.replay.form import (
    Approve,
    Block,
    Cancel,
    Medium,
    Pay,
    Reissue,
    Sell,
    StaffAct,
    Step,
    Ticket,
    Unblock,
)
from podium_desk.proving.replay.times import instant_ms
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.replica.queries import SoldRow, sold_ticket

T = TypeVar("T")
_WEEK_MS = 7 * 24 * 3_600_000
_WHY = "scenario"
_NO_LINE = 99
_TAKING_A_RIGHT = (Sell, Cancel, Pay, Reissue)
"""What only the holder of a ticket's right can do; the rest of staff's acts anybody can."""


class NotPossible(Exception):
    """The application refuses what a scenario says that staff did; the message has its reason."""


@dataclass(slots=True)
class Sold:
    """A ticket as it was sold, with each code that was printed for it, the first one first."""

    id: TicketId
    order: OrderId
    codes: list[str] = field(default_factory=list)


class Counters:
    """The staff of every counter. `sold` is by the scenario's names of the tickets."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening
        self._tickets = {ticket.id: ticket for ticket in evening.scenario.tickets}
        self.sold: dict[str, Sold] = {}
        self.never_sold: dict[TicketId, str] = {}
        """The tickets of codes that were signed without a sale, by what they would have been."""

    def begin(self) -> None:
        """Sell what the scenario finds sold, and bring each ticket to its state."""
        for ticket in self._evening.scenario.tickets:
            if ticket.state != "unsold":
                self._bring_to_state(self.counter_of(ticket), ticket)
        self._evening.settle()
        self._tie(self._evening.seller)
        self._say_cards(self._evening.seller)
        self.get_ready(self._evening.scenario.steps)

    def act(self, step: StaffAct) -> None:
        """One act of staff; raises `NotPossible` when the application refuses it."""
        device, ticket = self._desk_of(step), self._tickets[step.ticket]
        if isinstance(step, Sell):
            self._sell(device, ticket)
            self._tie(device, ticket.id)
            return self._say_cards(device, ticket.id)
        if ticket.id not in self.sold:
            raise NotPossible(f"{ticket.id} is not sold")
        return self._change(device, ticket, step)

    def code_without_sale(self, name: str) -> str:
        """What its counter prints for a ticket that it does not sell: well signed, after all that
        the counter wrote, of a line that none of its facts has."""
        ticket = self._tickets[name]
        work, programme = self.counter_of(ticket).program.work, self._evening.programme
        assert work.replica.own is not None, "a counter writes a log"
        origin = Origin(work.replica.own.origin)
        seq = work.replica.log.head(programme.house, origin)[0]
        performance, zone = programme.performances[ticket.event], self._evening.zone
        since, until = (
            None if at is None else instant_ms(at, zone)
            for at in (ticket.valid_from, ticket.valid_until)
        )
        since_min, until_min = whole_minutes(since, until)
        content = TicketContent(
            work.claims.cluster, programme.house, performance, TicketId(origin, seq, _NO_LINE), 1,
            programme.units[name], ticket.section or "", ticket.row or "", ticket.seat or "",
            programme.tariff(ticket), since_min, until_min,
        )  # fmt: skip
        self.never_sold[content.ticket] = name
        payload = pack(content)
        return ticket_text(payload, work.key.sign(CONTEXT + payload))

    def get_ready(self, coming: tuple[Step, ...]) -> None:
        """Each counter takes the rights in hand that its next acts need, while it can ask.

        In a scenario the acting counter holds them, also when it is cut off.
        """
        seen: set[str] = set()
        for step in coming:
            if isinstance(step, _TAKING_A_RIGHT) and step.ticket not in seen:
                seen.add(step.ticket)
                self._take_in_hand(self._desk_of(step), self._tickets[step.ticket])

    def _desk_of(self, step: StaffAct) -> SimulatedDevice:
        return self._evening.devices[step.device]

    def _take_in_hand(self, device: SimulatedDevice, ticket: Ticket) -> None:
        sold = self.sold.get(ticket.id)
        if sold is None:
            self._run(device, lambda desk: self._hold(desk, ticket))
            return
        row = sold_ticket(device.program.work.replica.sql, device.house, sold.id)
        if row is not None:
            self._run(device, lambda desk: take_over(desk.work, [row]))

    def counter_of(self, ticket: Ticket) -> SimulatedDevice:
        """Where a ticket is sold: where it is changed first, if anywhere."""
        for step in self._evening.scenario.steps:
            if isinstance(step, _TAKING_A_RIGHT) and step.ticket == ticket.id:
                return self._desk_of(step)
        return self._evening.seller

    def _bring_to_state(self, device: SimulatedDevice, ticket: Ticket) -> None:
        self._sell(device, ticket)
        match ticket.state:
            case "cancelled":
                self._cancel(device, ticket)
            case "blocked":
                self._block(device, ticket)
            case _:
                pass

    def _sell(self, device: SimulatedDevice, ticket: Ticket) -> None:
        if ticket.id in self.sold:
            raise NotPossible(f"{ticket.id} is sold already")
        performance = self._evening.programme.performances[ticket.event]
        unit = self._evening.programme.units[ticket.id]
        line = BasketLine(performance, unit, self._evening.programme.tariff(ticket))

        def sell(desk: Desk) -> SaleDone:
            _agreed(self._hold(desk, ticket))
            cents = sum(_agreed(desk.quote((line,))))
            terms = self._terms(ticket)
            money = () if terms.pay_before_ms else (Payment(PaymentMeans.CARD, cents, 0),)
            return _agreed(desk.sell((line,), money, f"verkoop {ticket.id}", "nl", terms))

        done = self._run(device, sell)
        self.sold[ticket.id] = Sold(done.tickets[0].id, done.order)
        self._print(device, ticket)
        if ticket.buyer:
            _agreed(device.program.names.name(done.order, ticket.buyer))
        self._run(device, lambda desk: self._tell_doors(ToldToDoors(desk.work), ticket))

    def _tell_doors(self, told: ToldToDoors, ticket: Ticket) -> None:
        """What is known of a ticket's guest at its sale."""
        sold = self.sold[ticket.id]
        answers = {QuestionId(name): answer for name, answer in ticket.answers.items()}
        if ticket.holder:
            _done(told.name(sold.id, ticket.holder))
        if ticket.order_note:
            _done(told.note(sold.order, ticket.order_note))
        if ticket.note or ticket.attention or answers:
            _done(told.note(sold.id, ticket.note or "", attention=ticket.attention,
                            answers=answers))  # fmt: skip

    def _tie(self, device: SimulatedDevice, ticket: str | None = None) -> None:
        """Each add-on to its main ticket, or those that this ticket is one or the other of."""
        for add_on in self._tickets.values():
            both = (add_on.id, add_on.addon_of or add_on.id)
            if add_on.addon_of is not None and (ticket is None or ticket in both):
                tickets = self._known_at(device, both)
                if len(tickets) == len(both):
                    self._run(device, partial(_tie, tickets))

    def _known_at(self, device: SimulatedDevice, names: Iterable[str]) -> tuple[TicketId, ...]:
        """Those that are sold and that it has heard of."""
        sql = device.program.work.replica.sql
        sold = (self.sold[name].id for name in names if name in self.sold)
        return tuple(one for one in sold if sold_ticket(sql, device.house, one) is not None)

    def _say_cards(self, device: SimulatedDevice, ticket: str | None = None) -> None:
        """What each card carries, or each that carries this ticket."""
        for medium in self._evening.scenario.media:
            if ticket is None or ticket in medium.tickets:
                own = self._known_at(device, medium.tickets)
                self._run(device, partial(_say_card, medium, own))

    def _hold(self, desk: Desk, ticket: Ticket) -> Held | Refusal:
        performance = self._evening.programme.performances[ticket.event]
        unit = self._evening.programme.units[ticket.id]
        if unit in desk.work.in_basket.get(performance, set()):
            return Held(performance, (unit,), together=True, leaves_single=False)
        held = desk.hold(performance, (unit,))
        if isinstance(held, Refusal) and held.reason is RefusalReason.MEMORY_UNCONFIRMED:
            desk.confirm_memory()
            held = desk.hold(performance, (unit,))
        return held

    def _terms(self, ticket: Ticket) -> SaleTerms:
        if ticket.state in ("unpaid", "unpaid_but_valid"):
            return SaleTerms(
                pay_before_ms=self._evening.time.now_ms + _WEEK_MS,
                is_valid_unpaid=ticket.state == "unpaid_but_valid",
            )
        return SaleTerms(needs_approval=ticket.state == "not_approved")

    def _change(self, device: SimulatedDevice, ticket: Ticket, step: StaffAct) -> None:
        match step:
            case Cancel():
                self._cancel(device, ticket)
            case Block():
                self._block(device, ticket)
            case Unblock():
                blocking = Blocking(device.program.work)
                self._run(device, lambda _: _done(
                    blocking.unblock(self.sold[ticket.id].id, _WHY, unheard=True)
                ))  # fmt: skip
            case Pay():
                self._pay(device, ticket)
            case Approve():
                self._run(device, lambda desk: _done(
                    ToldToDoors(desk.work).approve(self.sold[ticket.id].order),
                    RefusalReason.NOT_TO_APPROVE,
                ))  # fmt: skip
            case Reissue():
                self._reissue(device, ticket)
            case _:
                raise AssertionError(step)

    def _cancel(self, device: SimulatedDevice, ticket: Ticket) -> None:
        sold = self.sold[ticket.id]

        def cancel(desk: Desk) -> None:
            row = self._row(desk, ticket)
            if row.is_refunded:
                return
            # A manager agrees, as it takes for a guest who is inside.
            desk.work.approved_by = "Beheer"
            if row.is_open:
                _done(desk.open_orders.let_go(sold.order))
            else:
                done: RefundDone = _agreed(desk.after_sales.refund((sold.id,), None, _WHY))
                assert sold.id in done.tickets

        self._run(device, cancel)

    def _block(self, device: SimulatedDevice, ticket: Ticket) -> None:
        blocking = Blocking(device.program.work)
        self._run(device, lambda _: _done(blocking.block(self.sold[ticket.id].id, _WHY)))

    def _pay(self, device: SimulatedDevice, ticket: Ticket) -> None:
        sold = self.sold[ticket.id]

        def pay(desk: Desk) -> None:
            row = self._row(desk, ticket)
            if row.is_open and not row.is_refunded:
                money = (Payment(PaymentMeans.CARD, row.price_cents, 0),)
                _agreed(desk.open_orders.pay(sold.order, money, f"betaling {ticket.id}"))

        self._run(device, pay)

    def _reissue(self, device: SimulatedDevice, ticket: Ticket) -> None:
        sold = self.sold[ticket.id]

        def reissue(desk: Desk) -> bool:
            row = self._row(desk, ticket)
            if row.is_refunded:
                # It gets no new code from the application; its seller's key could still sign one.
                return device_of(sold.id.origin) == desk.work.claims.device
            done: ReissueDone = _agreed(desk.after_sales.reissue(sold.id, _WHY))
            assert done.generation == len(sold.codes) + 1
            return True

        if self._run(device, reissue):
            self._print(device, ticket)

    def _print(self, device: SimulatedDevice, ticket: Ticket) -> None:
        """The next code of a ticket, as it comes out of the printer."""
        codes = self.sold[ticket.id].codes

        def print_it(desk: Desk) -> str:
            return code_of(desk.work, self._row(desk, ticket), len(codes) + 1)

        codes.append(self._run(device, print_it))

    def _row(self, desk: Desk, ticket: Ticket) -> SoldRow:
        house = self._evening.programme.house
        row = sold_ticket(desk.work.replica.sql, house, self.sold[ticket.id].id)
        if row is None:
            raise NotPossible(f"{ticket.id} is not known at {desk.work.claims.name}")
        return row

    def _run(self, device: SimulatedDevice, work: Callable[[Desk], T]) -> T:
        outcome = device.machine.run(lambda: (work(device.program.desk),))
        if outcome is None:
            raise NotPossible(f"{device.name} is off")
        return outcome[0]


def _say_card(medium: Medium, tickets: tuple[TicketId, ...], desk: Desk) -> None:
    number = card_number(medium.id)
    _done(say_card(desk.work, number, medium.kind, tickets, is_active=medium.active))


def _tie(pair: tuple[TicketId, ...], desk: Desk) -> None:
    add_on, main = pair
    _done(ToldToDoors(desk.work).tie(add_on, main))


def card_number(medium: str) -> str:
    """The number on a card, which is no name that a scenario scans as a raw text.

    Doors read numbers of cards in capitals; the names of a scenario differ by their case.
    """
    return f"KAART/{medium.encode().hex()}"


def _agreed(outcome: T | Refusal) -> T:
    if isinstance(outcome, Refusal):
        raise NotPossible(f"{outcome.reason.value} {dict(outcome.details)}")
    return outcome


def _done(refusal: Refusal | None, *no_matter: RefusalReason) -> None:
    """Raises `NotPossible` for a refusal, unless there was simply nothing to do."""
    if refusal is not None and refusal.reason not in no_matter:
        raise NotPossible(f"{refusal.reason.value} {dict(refusal.details)}")
