"""Incidents as questions to the tables: double admissions, entries after a refund, what was put
aside, what cannot be read, papers of which nobody knows whether they came out.

Every answer follows from the facts alone, so replicas that know the same find the same.
"""

from __future__ import annotations

from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import GateId
from podium_desk.domain.hand_confirmed import Despite
from podium_desk.domain.ids import (
    FactId,
    HouseId,
    OrderId,
    Origin,
    PerformanceId,
    TicketId,
    device_of,
)
from podium_desk.domain.incidents import (
    HeardPassage,
    Incident,
    IncidentKind,
    admitted_after_cancel,
    double_admissions,
)
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.door_tables import NOT_ANNULLED
from podium_desk.replica.gates import checked_out_ms, free_gates
from podium_desk.replica.incident_tables import knowledge
from podium_desk.replica.printed_papers import NamedPaper, papers_in
from podium_desk.replica.queries import SoldRow, sold_ticket
from podium_desk.replica.uitpas_rows import uitpas_incidents
from sync.store.forks import ForkTable
from sync.store.former_rights import FormerRights
from sync.store.port import Sql

_TICKET = "t.origin, t.seq, t.line, t.zone, t.row_name, t.number, t.price_cents"
_SOLD_BY = (
    f"SELECT {_TICKET}, t.at_ms FROM ticket_sold t"
    " WHERE t.house = ? AND t.origin = ? AND t.seq = ? AND t.performance = ? AND t.unit = ?"
)
_REFUNDED_BY = (
    f"SELECT {_TICKET}, r.at_ms FROM ticket_refunded r JOIN ticket_sold t"
    " ON t.house = r.house AND t.origin = r.ticket_origin AND t.seq = r.ticket_seq"
    " AND t.line = r.ticket_line"
    " WHERE r.house = ? AND r.origin = ? AND r.seq = ? AND t.performance = ? AND t.unit = ?"
)


@dataclass(frozen=True, slots=True, order=True)
class AdmittedTicket:
    """A ticket at one performance: what entries and exits are counted by."""

    house: int
    performance: int
    ticket: TicketId


def heard_passages(sql: Sql, at: AdmittedTicket) -> list[HeardPassage]:
    """A ticket's entries and exits with what each device knew; annulled ones left out."""
    rows = sql.rows(
        "SELECT s.origin, s.seq, s.at_ms, s.direction, s.gate, h.overridden, h.heard,"
        " s.gate_number, s.hlc FROM scan s"
        " LEFT JOIN scan_heard h ON h.house = s.house AND h.origin = s.origin AND h.seq = s.seq"
        " WHERE s.house = ? AND s.performance = ? AND s.ticket_origin = ? AND s.ticket_seq = ?"
        f" AND s.ticket_line = ? AND s.verdict IN ('admit', 'exit') AND {NOT_ANNULLED}",
        (at.house, at.performance, at.ticket.origin, at.ticket.seq, at.ticket.line),
    )
    return [
        HeardPassage(
            FactId(Origin(origin), seq), at_ms, Direction(direction), gate, bool(overridden),
            knowledge(heard) if overridden is not None else frozenset(), GateId(number),
            hlc,
        )
        for origin, seq, at_ms, direction, gate, overridden, heard, number, hlc in rows
    ]  # fmt: skip


def tickets_to_look_at(sql: Sql) -> set[AdmittedTicket]:
    """Tickets that went in more than once, or went in and were taken back."""
    twice = sql.rows(
        "SELECT house, performance, ticket_origin, ticket_seq, ticket_line FROM scan"
        " WHERE verdict = 'admit' AND direction = 'entry'"
        " GROUP BY house, performance, ticket_origin, ticket_seq, ticket_line HAVING COUNT(*) > 1"
    )
    refunded = sql.rows(
        "SELECT t.house, t.performance, t.origin, t.seq, t.line FROM ticket_refunded r"
        " JOIN ticket_sold t ON t.house = r.house AND t.origin = r.ticket_origin"
        "  AND t.seq = r.ticket_seq AND t.line = r.ticket_line"
    )
    return {_admitted(*row) for row in (*twice, *refunded)}


def ticket_incidents(sql: Sql, catalogue: Catalogue, at: AdmittedTicket) -> list[Incident]:
    """What is to be settled about one ticket: each kind once."""
    passages = heard_passages(sql, at)
    if not passages:
        return []
    sold = sold_ticket(sql, at.house, at.ticket)
    found = []
    times_ms = [passage.at_ms for passage in passages]
    doubles = double_admissions(
        passages,
        free_gates(catalogue, at.house),
        checked_out_ms(catalogue, at.house, at.performance, min(times_ms), max(times_ms)),
    )
    if doubles:
        last = doubles[-1]
        found.append(_at_the_door(IncidentKind.DOUBLE_ADMISSION, at, last.later, sold, {
            "first_gate": last.earlier.gate, "first_ms": last.earlier.at_ms,
        }))  # fmt: skip
    refund = refund_of(sql, at.house, at.ticket)
    late = () if refund is None else admitted_after_cancel(passages, *refund)
    if refund is not None and late:
        found.append(_at_the_door(
            IncidentKind.ADMITTED_AFTER_CANCEL, at, late[-1], sold, {"first_ms": refund[1]}
        ))  # fmt: skip
    return found


def table_incidents(sql: Sql) -> list[Incident]:
    """What stands in the engine's and the printer's tables."""
    return [
        *_contested(sql), *_forked(sql), *_quarantined(sql), *_unread(sql), *_unknown_prints(sql),
        *uitpas_incidents(sql), *_hand_confirmed(sql),
    ]  # fmt: skip


def refund_of(sql: Sql, house: int, ticket: TicketId) -> tuple[FactId, int] | None:
    """The fact that took a ticket back, and when; None when none was heard of."""
    row = sql.row(
        "SELECT origin, seq, at_ms FROM ticket_refunded WHERE house = ? AND ticket_origin = ?"
        " AND ticket_seq = ? AND ticket_line = ?",
        (house, ticket.origin, ticket.seq, ticket.line),
    )
    return None if row is None else (FactId(Origin(row[0]), row[1]), row[2])


def _at_the_door(
    kind: IncidentKind,
    at: AdmittedTicket,
    entry: HeardPassage,
    sold: SoldRow | None,
    details: dict[str, str | int],
) -> Incident:
    seat = {} if sold is None else seat_details(sold.zone, sold.row, sold.number)
    return Incident(
        kind,
        HouseId(at.house),
        # The entry stands in the name: another one after it was settled is news again.
        f"{at.ticket}:{entry.fact}",
        at_ms=entry.at_ms,
        performance=PerformanceId(at.performance),
        ticket=at.ticket,
        device=device_of(entry.fact.origin),
        amount_cents=0 if sold is None else sold.price_cents,
        details={**details, **seat, "gate": entry.gate},
    )


def seat_details(zone: str, row: str, number: str) -> dict[str, str | int]:
    """The named values of a place in a sentence."""
    return {"zone": zone, "row": row, "number": number}


def _contested(sql: Sql) -> list[Incident]:
    """Places that a device used after they had been written off for lost: sold, or paid back."""
    found = []
    for one in FormerRights(sql).contested():
        fact = FactId(Origin(one.origin), one.seq)
        row = sql.row(_SOLD_BY, (one.house, one.origin, one.seq, one.pool, one.unit))
        is_refund = row is None
        row = row or sql.row(_REFUNDED_BY, (one.house, one.origin, one.seq, one.pool, one.unit))
        ticket = None if row is None else TicketId(Origin(row[0]), row[1], row[2])
        details = {} if row is None else seat_details(*row[3:6])
        found.append(Incident(
            IncidentKind.CONTESTED_SEAT, HouseId(one.house), f"{one.pool}.{one.unit}:{fact}",
            None if row is None else row[7], PerformanceId(one.pool), ticket,
            device_of(one.origin), 0 if row is None else row[6],
            {**details, "refunded": 1} if is_refund else details,
        ))  # fmt: skip
    return found


def _forked(sql: Sql) -> list[Incident]:
    """One a log, however many branches of it came, named by where the first of them parts."""
    told = sorted(ForkTable(sql).all(), key=lambda fork: fork.seq, reverse=True)
    forks = {fork.origin: fork for fork in told}
    return [
        Incident(
            IncidentKind.FORK, HouseId(fork.house), str(FactId(Origin(fork.origin), fork.seq)),
            fork.found_ms, device=device_of(fork.origin),
        )
        for fork in forks.values()
    ]  # fmt: skip


def _quarantined(sql: Sql) -> list[Incident]:
    rows = sql.rows(
        "SELECT house, origin, seq, fault, explanation, received_ms FROM quarantine"
        " WHERE fault <> 'fork'"
    )
    return [
        Incident(
            IncidentKind.QUARANTINED_BATCH, HouseId(house), f"{FactId(origin, seq)}:{fault}",
            received_ms, device=device_of(origin), details={"fault": fault, "why": why},
        )
        for house, origin, seq, fault, why, received_ms in rows
    ]  # fmt: skip


def _unread(sql: Sql) -> list[Incident]:
    """One a log: a newer version writes many, and one update reads them all."""
    rows = sql.rows(
        "SELECT house, origin, MAX(seq), COUNT(*) FROM unread_fact GROUP BY house, origin"
    )
    return [
        Incident(
            IncidentKind.UNREAD_FACT, HouseId(house), str(FactId(origin, seq)),
            device=device_of(origin), details={"n": count},
        )
        for house, origin, seq, count in rows
    ]  # fmt: skip


def _unknown_prints(sql: Sql) -> list[Incident]:
    """Papers of this device of which nobody knows whether they came out, of whatever kind."""
    return [_unknown_print(paper) for paper in papers_in(sql, "unknown")]


def _unknown_print(paper: NamedPaper) -> Incident:
    device = device_of(paper.order.origin)
    details: dict[str, str | int] = {
        "job": paper.job, "what": paper.what, "order": str(paper.order),
    }  # fmt: skip
    if paper.ticket is not None:
        details |= seat_details(paper.zone, paper.row, paper.number)
    return Incident(
        IncidentKind.UNKNOWN_PRINT, paper.house, f"{device}:{paper.job}", paper.at_ms,
        paper.performance, paper.ticket, device, paper.price_cents, details,
    )  # fmt: skip


def _hand_confirmed(sql: Sql) -> list[Incident]:
    rows = sql.rows(
        "SELECT house, origin, seq, order_origin, order_number, at_ms, amount_cents, reference"
        " FROM payment WHERE by_hand = 1"
    )
    return [
        Incident(
            IncidentKind.HAND_CONFIRMED, HouseId(house), str(FactId(origin, seq)), at_ms,
            device=device_of(origin), amount_cents=cents,
            details={"order": str(OrderId(Origin(order_origin), number)), **_told(reference)},
        )
        for house, origin, seq, order_origin, number, at_ms, cents, reference in rows
    ]  # fmt: skip


def _told(reference: str) -> dict[str, str | int]:
    """What the terminal told of another payment, and why this one was booked all the same."""
    despite = Despite.of(reference)
    if despite is None:
        return {}
    return {
        "told_cents": despite.told_cents, "differs": despite.differs, "why": despite.why.value,
    }  # fmt: skip


def _admitted(house: int, performance: int, origin: int, seq: int, line: int) -> AdmittedTicket:
    return AdmittedTicket(house, performance, TicketId(Origin(origin), seq, line))
