"""The facts of a large evening as ten counters and four doors write them, without the devices.

Twenty halls of 2,000 places: every counter is given its part of each, sells pairs and takes a
payment for each, and the doors scan every ticket. Bodies, moves, chains and signatures are real.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from podium_desk.application.enrolling import podium_charter
from podium_desk.bootstrap import database
from podium_desk.domain.facts import (
    Direction,
    FactKind,
    OrderSold,
    PaymentMeans,
    PaymentTaken,
    SaleLine,
    ScanRecorded,
)
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId, TariffId, TicketId, Unit
from podium_desk.proving.measures.written_log import WrittenLog, key_of
from podium_desk.replica.codec import Body, body_to_bytes, kind_of
from podium_desk.replica.projection import PodiumProjector
from sync.facts.batch import BATCH_FACTS_MAX, Batch
from sync.facts.clock import HybridClock
from sync.facts.fact import Draft, Verb, origin_of
from sync.identity.certificate import CertificateClaims, issue
from sync.identity.keys import DeviceKey
from sync.rights.rules import moves_of
from sync.store.replica import OwnLog, Replica

HOUSE = HouseId(1)
STORE = 1
COUNTERS = range(2, 12)
DOORS = range(12, 16)
READER = 16
PERFORMANCES = range(1, 21)
PLACES = 2000
START_MS = 1_795_000_000_000
_SHARE = PLACES // len(COUNTERS)
_AUTHORITY = DeviceKey(b"A" * 32)


def evening_replica(
    path: Path, performances: range = PERFORMANCES, role: str = "counter"
) -> Replica:
    """A device of the house that has heard nothing yet."""
    clock = HybridClock(lambda: START_MS + 86_400_000)
    replica = Replica(database(path), podium_charter(), PodiumProjector(STORE), clock)
    with replica.sql.transaction():
        for number in range(STORE, READER + 1):
            replica.devices.put(issue(_AUTHORITY, claims_of(number, role)))
        for performance in performances:
            replica.rights.declare(HOUSE, performance, PLACES, origin_of(STORE, HOUSE))
    replica.own = OwnLog(HOUSE, origin_of(READER, 0), key_of(READER))
    return replica


def evening_batches(
    performances: range = PERFORMANCES, unscanned: range = range(0)
) -> Iterator[Batch]:
    """What the store gave, then every counter's sales, then the doors' scans, but of those
    performances that are `unscanned`."""
    store = WrittenLog(STORE, START_MS, HOUSE)
    yield store.batch(_gifts(performances))
    tickets: list[tuple[TicketId, PerformanceId]] = []
    for counter in COUNTERS:
        log = WrittenLog(counter, START_MS)
        drafts = _sales(log, (counter - COUNTERS.start, performances), tickets)
        yield from _in_batches(log, drafts)
    for door in DOORS:
        log = WrittenLog(door, START_MS)
        scanned = [pair for pair in tickets if pair[1] not in unscanned]
        own = scanned[door - DOORS.start :: len(DOORS)]
        yield from _in_batches(log, _scans(log, own, f"Deur {door}"))


def _in_batches(log: WrittenLog, drafts: Iterator[Draft]) -> Iterator[Batch]:
    while page := list(itertools.islice(drafts, BATCH_FACTS_MAX)):
        yield log.batch(page)


def _gifts(performances: range) -> Iterator[Draft]:
    for performance in performances:
        for counter in COUNTERS:
            first = (counter - COUNTERS.start) * _SHARE
            hops = dict.fromkeys(range(first, first + _SHARE), 0)
            moves = moves_of(Verb.GIVE, performance, hops, origin_of(counter, 0))
            yield Draft(FactKind.RIGHTS_MOVED, HOUSE, b"", moves)


def _sales(
    log: WrittenLog, of: tuple[int, range], tickets: list[tuple[TicketId, PerformanceId]]
) -> Iterator[Draft]:
    part, performances = of
    numbers = itertools.count(1)
    seqs = itertools.count(1, 2)
    for number in performances:
        performance = PerformanceId(number)
        for first in range(part * _SHARE, (part + 1) * _SHARE, 2):
            log.at_ms += 7000
            order = OrderId(Origin(log.origin), next(numbers))
            lines = tuple(_line(performance, Unit(unit)) for unit in (first, first + 1))
            moves = moves_of(Verb.SPEND, performance, {first: 1, first + 1: 1})
            sold = OrderSold(order, log.at_ms, "counter", "An", "nl", lines)
            yield Draft(FactKind.ORDER_SOLD, HOUSE, body_to_bytes(sold), moves)
            paid = PaymentTaken(order, log.at_ms, PaymentMeans.CARD, 4400, 0, 0, 0, "An")
            yield _draft(paid)
            seq = next(seqs)
            for line in range(2):
                tickets.append((TicketId(Origin(log.origin), seq, line), performance))


def _line(performance: PerformanceId, unit: Unit) -> SaleLine:
    return SaleLine(
        performance, unit, 2, "Parterre", str(unit // 40), str(unit % 40), "Rang 1", TariffId(1),
        "base", 2200, 6, "", HOUSE, HOUSE, HOUSE, 1,
    )  # fmt: skip


def _scans(
    log: WrittenLog, tickets: list[tuple[TicketId, PerformanceId]], gate: str
) -> Iterator[Draft]:
    for number, (ticket, performance) in enumerate(tickets):
        log.at_ms += 2000
        token = f"{log.origin:x}{number:x}"
        yield _draft(ScanRecorded(
            token, log.at_ms, performance, ticket, gate, Direction.ENTRY, "admit", None, 1
        ))  # fmt: skip


def _draft(body: Body) -> Draft:
    return Draft(kind_of(body), HOUSE, body_to_bytes(body))


def claims_of(number: int, reader: str = "counter") -> CertificateClaims:
    """Who a device of the evening is; the one that reads it may be a counter or a door."""
    role = "store" if number == STORE else "door" if number in DOORS else "counter"
    role = reader if number == READER else role
    house = 0 if number == STORE else HOUSE
    return CertificateClaims(1, house, number, role, f"d{number}", key_of(number).public, 0, 1)
