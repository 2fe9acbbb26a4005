"""What a volunteer does about a verdict, as far as this device knows: where to send the guest, what
to have shown, from when the doors are open, what is still to be paid.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from podium_desk.application.door import DoorAdvice, ScanOutcome
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.gates import Gate
from podium_desk.domain.refunds import EXCHANGED
from podium_desk.replica.queries import SoldRow, tickets_of_order, why_taken_back

GATES_MOST = 2


def advised(work: Workplace, gate: Gate, outcome: ScanOutcome, row: SoldRow | None) -> ScanOutcome:
    """The same outcome with what to do about it; nothing of a ticket that is not named.

    `row` is the sale of its ticket, None when this device did not hear of it.
    """
    if outcome.ticket is None:
        return outcome
    if outcome.reason is ScanReason.TOO_EARLY:
        return replace(outcome, advice=_opening(gate, outcome))
    if row is None:
        return outcome
    if outcome.verdict is Verdict.ADMIT:
        tariff = work.catalogue.tariff(row.performance, row.tariff)
        asks = tariff is not None and tariff.needs_proof
        return replace(outcome, advice=DoorAdvice(asks_proof=asks)) if asks else outcome
    if outcome.reason is ScanReason.WRONG_GATE:
        return replace(outcome, advice=DoorAdvice(gates=_gates_for(work, gate, row)))
    if outcome.reason is ScanReason.CANCELLED:
        reason = why_taken_back(work.replica.sql, work.house, row.ticket)
        return replace(outcome, advice=DoorAdvice(is_exchanged=reason == EXCHANGED))
    if outcome.reason is ScanReason.UNPAID:
        return replace(outcome, advice=_unpaid(work, row))
    return outcome


def _opening(gate: Gate, outcome: ScanOutcome) -> DoorAdvice:
    """From when the gate is open; unknown where the ticket itself is too early."""
    minutes = gate.opens_min_before_start
    if outcome.start is None or minutes is None:
        return DoorAdvice()
    return DoorAdvice(opens_at=outcome.start - timedelta(minutes=minutes))


def _gates_for(work: Workplace, here: Gate, row: SoldRow) -> tuple[str, ...]:
    """The house's other gates that let in this tariff and section, by number."""
    tariff = work.catalogue.tariff(row.performance, row.tariff)
    fitting = [
        one.name
        for one in work.catalogue.gates(work.house)
        if one.number != here.number
        and (one.performances is None or row.performance in one.performances)
        and (one.tariffs is None or (tariff is not None and tariff.code in one.tariffs))
        and (one.sections is None or (row.zone and row.zone in one.sections))
    ]
    return tuple(fitting[:GATES_MOST])


def _unpaid(work: Workplace, row: SoldRow) -> DoorAdvice:
    """The number to name at the counter, and what its tickets come to."""
    tickets = [one for one in tickets_of_order(work.replica.sql, row.order) if not one.is_refunded]
    return DoorAdvice(
        order_number=row.order.number, due_cents=sum(one.price_cents for one in tickets)
    )
