"""One ticket, one gate and one evening, to be changed by each test of the door's rules."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from podium_desk.domain.admission import (
    Candidate,
    CodeReading,
    Decision,
    Evening,
    Proof,
    ScanRequest,
    TicketRecord,
    TicketStatus,
    Times,
)
from podium_desk.domain.deciding import decide_admission, record_of_code
from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import Gate, GateId
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, TicketId, Unit, origin_of
from podium_desk.domain.rule_tree import read_rule
from podium_desk.domain.stays import Passage, stay_of
from podium_desk.domain.tickets import TicketContent

MINUTE = 60_000
START = 29_673_120 * MINUTE
"""1 June 2026, 20:00 at the venue."""
BRUSSELS = ZoneInfo("Europe/Brussels")
TONIGHT, TOMORROW = PerformanceId(1), PerformanceId(2)
TICKET = TicketId(origin_of(21, 0), 40, 0)
CONTENT = TicketContent(
    cluster=7,
    house=HouseId(1),
    performance=TONIGHT,
    ticket=TICKET,
    generation=2,
    unit=Unit(4),
    zone="Parterre",
    row="A",
    number="5",
    tariff=TariffId(10),
    valid_from_min=None,
    valid_until_min=None,
)
SIGNED = CodeReading(Proof.SIGNED, CONTENT)
TYPED = CodeReading(Proof.NONE)
RECORD = TicketRecord(TICKET, TONIGHT, 2, TicketStatus.PAID, "basis", "Parterre")
GATE = Gate(GateId(1), HouseId(1), "zaal")
TIMES = Times(START, START + 120 * MINUTE, START - 30 * MINUTE)
EVENING = Evening(GATE, {TONIGHT: TIMES}, BRUSSELS)


def entry(minutes: int, door: str = "deur-1", **changes: Any) -> Passage:
    """Somebody went in so many minutes after the start."""
    return Passage(START + minutes * MINUTE, Direction.ENTRY, door, **changes)


def leave(minutes: int, door: str = "deur-2", **changes: Any) -> Passage:
    """Somebody went out."""
    return Passage(START + minutes * MINUTE, Direction.EXIT, door, **changes)


def at(minutes: int) -> int:
    """So many minutes after the start."""
    return START + minutes * MINUTE


def candidate(record: TicketRecord, *history: Passage, is_heard: bool = True) -> Candidate:
    """A ticket with what happened to it."""
    return Candidate(record, stay_of(history, record.persons), is_heard)


def with_rule(text: str, evening: Evening = EVENING) -> Evening:
    """The evening at a gate with this rule."""
    return replace(evening, rule=read_rule(json.loads(text)))


def ask(
    record: TicketRecord | None = RECORD,
    history: tuple[Passage, ...] | list[Passage] = (),
    gate: Gate = GATE,
    evening: Evening = EVENING,
    **request: Any,
) -> Decision:
    """What the door says; None for a ticket that it never heard of."""
    asked = ScanRequest(**{
        "reading": SIGNED, "at_ms": START, "direction": Direction.ENTRY
    } | request)  # fmt: skip
    content = asked.reading.content
    meant = []
    if record is not None:
        meant = [candidate(record, *history)]
    elif content is not None:
        meant = [candidate(record_of_code(content, "basis"), *history, is_heard=False)]
    return decide_admission(asked, meant, replace(evening, gate=gate))
