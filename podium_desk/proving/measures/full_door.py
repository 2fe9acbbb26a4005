"""A door that knows a large season: 200,000 tickets and 400,000 facts, tonight's 2,000 unscanned.

Taken as over the wire, batch by batch; what was scanned before are earlier evenings.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podium_desk.application.clock import DeviceClock
from podium_desk.application.door_post import DoorPost
from podium_desk.application.store_link import NoLink
from podium_desk.application.ticket_codes import code_of
from podium_desk.application.workplace import Workplace
from podium_desk.bootstrap import wall_ms
from podium_desk.domain.ids import Origin, PerformanceId, TariffId, TicketId
from podium_desk.domain.programme import House, Performance, PerformanceStatus, Tariff
from podium_desk.domain.text import Text
from podium_desk.domain.venue import Category, HallPlan, Section
from podium_desk.proving.measures.evening_facts import (
    HOUSE,
    PLACES,
    READER,
    STORE,
    claims_of,
    evening_batches,
    evening_replica,
)
from podium_desk.proving.measures.written_log import key_of
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import HOUSE as HOUSE_KIND
from podium_desk.replica.kinds import PERFORMANCE, PLAN, TARIFFS
from podium_desk.replica.queries import sold_ticket
from sync.identity.certificate import CertificateClaims
from sync.records.record import Record
from sync.store.replica import Replica

SEASON = range(1, 102)
TONIGHT = 101
TICKETS = len(SEASON) * PLACES
_START = timedelta(hours=1)


def full_door(file: Path, raw_ms: Callable[[], int] = wall_ms) -> DoorPost:
    """The door, with everything in its replica in this file; it is made when it is not there."""
    is_new = not file.exists()
    known = evening_replica(file, SEASON, "door")
    if is_new:
        for batch in evening_batches(SEASON, unscanned=range(TONIGHT, TONIGHT + 1)):
            known.receive(batch)
            known.sql.tidy()
        known.take_records(list(_records(datetime.fromtimestamp(raw_ms() / 1000, UTC) + _START)))
    return DoorPost(_workplace(known, claims_of(READER, "door"), raw_ms))


def facts_of(door: DoorPost) -> int:
    """How many facts its replica has."""
    return sum(door.work.replica.log.heads().values())


def codes_of_tonight(door: DoorPost, most: int) -> list[str]:
    """The codes of so many of tonight's tickets, as the counters that sold them print them."""
    rows = door.work.replica.sql.rows(
        "SELECT origin, seq, line FROM ticket_sold WHERE house = ? AND performance = ?"
        " ORDER BY unit LIMIT ?",
        (HOUSE, TONIGHT, most),
    )
    return [_code(door.work, TicketId(Origin(origin), seq, line)) for origin, seq, line in rows]


def _code(work: Workplace, ticket: TicketId) -> str:
    row = sold_ticket(work.replica.sql, HOUSE, ticket)
    assert row is not None, "it was just listed"
    seller = claims_of(ticket.origin >> 16)
    return code_of(replace(work, claims=seller, key=key_of(seller.device)), row, 1)


def _workplace(known: Replica, claims: CertificateClaims, raw_ms: Callable[[], int]) -> Workplace:
    tokens = itertools.count(1)
    return Workplace(
        replica=known, catalogue=Catalogue(known.records), clock=DeviceClock(raw_ms),
        claims=claims, key=key_of(READER), store_device=STORE, link=NoLink(),
        new_token=lambda: f"{next(tokens) * 0x9E3779B97F4A7C15 & (1 << 64) - 1:016x}",
    )  # fmt: skip


def _records(tonight: datetime) -> Iterator[Record]:
    """The house and its season; a hundred evenings are over."""
    house = House(HOUSE, "filharmonie", "Filharmonie")
    yield Record(HOUSE, HOUSE_KIND, str(HOUSE), 1, record_to_bytes(house))
    parterre = Section("Parterre", 0, PLACES, "Rang 1")
    plan = HallPlan("Concertzaal", 10, 10, (Category("Rang 1", "#000000"),), (), (), (parterre,))
    yield Record(HOUSE, PLAN, plan.name, 1, record_to_bytes(plan))
    for number in SEASON:
        start = tonight - timedelta(days=TONIGHT - number)
        performance = Performance(
            PerformanceId(number), HOUSE, str(number), Text.of("nl", f"Concert {number}"), start,
            start + timedelta(hours=5), Text.of("nl", "Concertzaal"), "Concert",
            PerformanceStatus.AVAILABLE, "Concertzaal", 6, "", (TariffId(1),),
        )  # fmt: skip
        name = Text.of("nl", "Basis")
        tariff = Tariff(TariffId(1), performance.id, "base", name, {"": 2200}, True)
        yield Record(HOUSE, PERFORMANCE, str(number), 1, record_to_bytes(performance))
        yield Record(HOUSE, TARIFFS, str(number), 1, record_to_bytes((tariff,)))
