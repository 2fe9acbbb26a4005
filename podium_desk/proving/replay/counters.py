"""What people do at the counters of a scenario: the application's own use cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TypeVar

from podium_desk.application.after_sales import RefundDone, ReissueDone
from podium_desk.application.blocking import Blocking
from podium_desk.application.counter import PAID_NOW, BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.desk import Desk
from podium_desk.application.taking_over import take_over
from podium_desk.application.ticket_codes import code_of
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import OrderId, TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.replay.evening import Evening
from podium_desk.proving.replay.form import (
    Approve,
    Block,
    Cancel,
    Pay,
    Reissue,
    Sell,
    StaffAct,
    Step,
    Ticket,
    Unblock,
)
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.replica.queries import SoldRow, sold_ticket

T = TypeVar("T")
_WEEK_MS = 7 * 24 * 3_600_000
_WHY = "scenario"


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

    def begin(self) -> None:
        """Sell what the scenario finds sold, and bring each ticket to its state."""
        for ticket in self._evening.scenario.tickets:
            if ticket.state != "unsold":
                self._bring_to_state(self._first_counter(ticket), ticket)
        self.get_ready(self._evening.scenario.steps)

    def act(self, step: StaffAct) -> None:
        """One act of staff; raises `NotPossible` when the application refuses it."""
        device, ticket = self._evening.devices[step.device], self._tickets[step.ticket]
        if isinstance(step, Sell):
            return self._sell(device, ticket)
        if ticket.id not in self.sold:
            raise NotPossible(f"{ticket.id} is not sold")
        return self._change(device, ticket, step)

    def get_ready(self, coming: tuple[Step, ...]) -> None:
        """Each counter takes the rights in hand that its next acts need, while it can ask.

        In a scenario the acting counter holds them, also when it is cut off.
        """
        seen: set[str] = set()
        for step in coming:
            if isinstance(step, StaffAct) and step.ticket not in seen:
                seen.add(step.ticket)
                self._take_in_hand(self._evening.devices[step.device], self._tickets[step.ticket])

    def _take_in_hand(self, device: SimulatedDevice, ticket: Ticket) -> None:
        sold = self.sold.get(ticket.id)
        if sold is None:
            self._run(device, lambda desk: self._hold(desk, ticket))
            return
        row = sold_ticket(device.program.work.replica.sql, device.house, sold.id)
        if row is not None:
            self._run(device, lambda desk: take_over(desk.work, [row]))

    def _first_counter(self, ticket: Ticket) -> SimulatedDevice:
        """Where a ticket was sold: where it is changed first, if anywhere."""
        for step in self._evening.scenario.steps:
            if isinstance(step, StaffAct) and step.ticket == ticket.id:
                return self._evening.devices[step.device]
        return self._evening.sellers[self._evening.programme.houses[ticket.event]]

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
        tariff = self._evening.programme.tariffs[ticket.product]
        line = BasketLine(performance, unit, tariff)

        def sell(desk: Desk) -> SaleDone:
            _agreed(self._hold(desk, ticket))
            cents = sum(_agreed(desk.quote((line,))))
            terms = self._terms(ticket)
            money = () if terms.pay_before_ms else (Payment(PaymentMeans.CARD, cents, 0),)
            return _agreed(desk.sell((line,), money, f"verkoop {ticket.id}", "nl", terms))

        done = self._run(device, sell)
        self.sold[ticket.id] = Sold(done.tickets[0].id, done.order)
        self._print(device, ticket)

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
        if ticket.state in ("unpaid", "unpaid_but_valid", "not_approved"):
            return SaleTerms(pay_before_ms=self._evening.time.now_ms + _WEEK_MS)
        return PAID_NOW

    def _change(self, device: SimulatedDevice, ticket: Ticket, step: StaffAct) -> None:
        match step:
            case Cancel():
                self._cancel(device, ticket)
            case Block():
                self._block(device, ticket)
            case Unblock():
                blocking = Blocking(device.program.work)
                self._run(device, lambda _: _done(
                    blocking.unblock(self.sold[ticket.id].id, _WHY), RefusalReason.NOT_BLOCKED
                ))  # fmt: skip
            case Pay() | Approve():
                self._pay(device, ticket)
            case Reissue():
                self._reissue(device, ticket)
            case _:
                raise AssertionError(step)

    def _cancel(self, device: SimulatedDevice, ticket: Ticket) -> None:
        sold = self.sold[ticket.id]

        def cancel(desk: Desk) -> None:
            row = self._row(desk, ticket)
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
            if row.is_open:
                money = (Payment(PaymentMeans.CARD, row.price_cents, 0),)
                _agreed(desk.open_orders.pay(sold.order, money, f"betaling {ticket.id}"))

        self._run(device, pay)

    def _reissue(self, device: SimulatedDevice, ticket: Ticket) -> None:
        sold = self.sold[ticket.id]

        def reissue(desk: Desk) -> None:
            done: ReissueDone = _agreed(desk.after_sales.reissue(sold.id, _WHY))
            assert done.generation == len(sold.codes) + 1

        self._run(device, reissue)
        self._print(device, ticket)

    def _print(self, device: SimulatedDevice, ticket: Ticket) -> None:
        """The newest code of a ticket, as it comes out of the printer."""

        def print_it(desk: Desk) -> str:
            row = self._row(desk, ticket)
            return code_of(desk.work, row, row.generation)

        self.sold[ticket.id].codes.append(self._run(device, print_it))

    def _row(self, desk: Desk, ticket: Ticket) -> SoldRow:
        house = self._evening.programme.houses[ticket.event]
        row = sold_ticket(desk.work.replica.sql, house, self.sold[ticket.id].id)
        if row is None:
            raise NotPossible(f"{ticket.id} is not known at {desk.work.claims.name}")
        return row

    def _run(self, device: SimulatedDevice, work: Callable[[Desk], T]) -> T:
        outcome = device.machine.run(lambda: (work(device.program.desk),))
        if outcome is None:
            raise NotPossible(f"{device.name} is off")
        return outcome[0]


def _agreed(outcome: T | Refusal) -> T:
    if isinstance(outcome, Refusal):
        raise NotPossible(f"{outcome.reason.value} {dict(outcome.details)}")
    return outcome


def _done(refusal: Refusal | None, *no_matter: RefusalReason) -> None:
    """Raises `NotPossible` for a refusal, unless there was simply nothing to do."""
    if refusal is not None and refusal.reason not in no_matter:
        raise NotPossible(f"{refusal.reason.value} {dict(refusal.details)}")
