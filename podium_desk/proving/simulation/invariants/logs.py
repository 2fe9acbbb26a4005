"""Logs and tables: what was confirmed is there, chained, whole, in its role, equal everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from random import Random

from podium_desk.application.enrolling import podium_charter
from podium_desk.bootstrap import database
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.proving.simulation.invariants.places import (
    facts_in_force,
    moves_that_stand,
    replicas_of,
)
from podium_desk.proving.simulation.world import World
from sync.decoding import decode
from sync.facts.batch import Batch
from sync.facts.clock import AHEAD_MS_MAX, HybridClock, wall_ms_of
from sync.facts.fact import Fact, chain, chain_start, device_of
from sync.store.port import Row, Sql, StoreDamaged
from sync.store.replica import Replica

_LOCAL_TABLES = frozenset({"print_job", "printer", "entry_claim"})
"""Tables of the domain that no fact fills."""

_CLOCK_SLACK_MS = 60_000


def i6_what_was_confirmed_is_kept(world: World) -> Iterator[str]:
    """Every confirmed sale, refund and entry of a device that kept its disk is at the store."""
    sql = world.store.program.replica.sql
    sold, kept = _tickets(sql, "ticket_sold"), _evidence(world)
    for sale in world.book.sales:
        missing = [ticket.id for ticket in sale.done.tickets
                   if ticket.id not in sold and ticket.id not in kept]  # fmt: skip
        if missing and _must_be_there(world, sale.device, sale.at_ms):
            yield f"{sale.device} sold {', '.join(map(str, missing))} and the store has it not"
    gone = _tickets(sql, "ticket_refunded")
    for refund in world.book.refunds:
        is_there = set(refund.tickets) <= gone or _is_of_a_copy(world, refund.device)
        if not is_there and _must_be_there(world, refund.device, refund.at_ms):
            yield f"{refund.device} paid back {refund.tickets} and the store has it not"
    scans = {token for (token,) in sql.rows("SELECT token FROM scan")}
    for entry in world.book.entries:
        if entry.token not in scans and _must_be_there(world, entry.door, entry.at_ms):
            yield f"{entry.door} let ticket {entry.ticket} in and the store has it not"


def _evidence(world: World) -> set[TicketId]:
    """Tickets of a copy whose memory does not count, in what the store keeps as evidence."""
    kept = set()
    for fork in world.store.program.replica.forks.all():
        batch = decode(fork.evidence, Batch)
        # A line's number is not known without reading its body; an order has few of them.
        kept |= {TicketId(Origin(fork.origin), seq, line)
                 for seq in range(batch.first_seq, batch.first_seq + len(batch.items))
                 for line in range(10)}  # fmt: skip
    return kept


def _is_of_a_copy(world: World, device: str) -> bool:
    """Whether what a device said may stand in the evidence, as the word of one of two copies."""
    return any(device in (one.original, one.copy) for one in world.deeds.copies)


def _must_be_there(world: World, device: str, at_ms: int) -> bool:
    return not world.devices[device].machine.is_lost and not world.book.may_be_gone(device, at_ms)


def i7_logs_are_chained_and_never_fork(world: World) -> Iterator[str]:
    """On each replica each log is contiguous from 1 and chained; all replicas have one history."""
    histories: dict[int, list[bytes]] = {}
    for name, replica, _ in replicas_of(world):
        for origin, house in sorted(replica.log.homes().items()):
            hashes = _chain_of(replica, house, origin)
            seq, head = replica.log.head(house, origin)
            if len(hashes) != seq or (hashes and hashes[-1] != head):
                yield f"{name}: log {origin} is not whole"
            if world.deeds.has_own_history(name, origin):
                continue
            known = histories.setdefault(origin, hashes)
            if any(ours != theirs for ours, theirs in zip(known, hashes, strict=False)):
                yield f"{name}: log {origin} has another history"
            if len(hashes) > len(known):
                histories[origin] = hashes


def i8_tables_are_the_fold_of_the_log(world: World) -> Iterator[str]:
    """On each replica: begin with empty tables, take all facts in another order, compare."""
    for name, replica, _ in replicas_of(world):
        with_order = Random(name)
        facts = list(facts_in_force(replica))
        with_order.shuffle(facts)
        folded = _folded(replica, facts)
        for table in _fact_tables(replica):
            ours, theirs = _rows(replica.sql, table), _rows(folded.sql, table)
            if ours != theirs:
                yield f"{name}: {table} is not what its facts say: {_difference(ours, theirs)}"
        folded.sql.close()


def i9_equal_vectors_mean_equal_tables(world: World) -> Iterator[str]:
    """Devices of one house that know the same facts have the same tables."""
    # A program that was not updated yet cannot show what a newer one wrote.
    seen: dict[tuple[int, bytes], tuple[str, bytes]] = {}
    for device in world.devices.values():
        if not device.machine.is_up or not device.is_honest:
            continue
        replica = device.program.work.replica
        vector = repr(_rows(replica.sql, "log_head")).encode()
        state = repr(fact_rows(replica))
        key = device.house, blake2b(vector + device.release.name.encode()).digest()
        digest = blake2b(state.encode()).digest()
        other, known = seen.setdefault(key, (device.name, digest))
        # Which house wrote a fact decides who has its body, so a reseller's tables may differ.
        if known != digest:
            yield f"{device.name} and {other} know the same and tell otherwise"


def i11_orders_are_whole(world: World) -> Iterator[str]:
    """A group of facts is there whole or not at all, and an order has its payment."""
    for name, replica, _ in replicas_of(world):
        for origin, house in sorted(replica.log.homes().items()):
            facts = list(_readable(replica, house, origin))
            if facts and facts[-1].header.group_index != facts[-1].header.group_size - 1:
                yield f"{name}: log {origin} ends within a group"
            aside = replica.rulings.seqs(house, origin, 1, len(facts))
            for fact in facts:
                first = fact.seq - fact.header.group_index
                group = set(range(first, first + fact.header.group_size))
                if aside & group and not group <= aside:
                    yield f"{name}: half of the group at fact {first} of log {origin} is set aside"
    unpaid = world.store.program.replica.sql.rows(
        "SELECT o.order_origin, o.order_number FROM order_sold o WHERE o.pay_before_ms IS NULL"
        " AND o.former_origin IS NULL AND NOT EXISTS (SELECT 1"
        " FROM payment p WHERE p.order_origin = o.order_origin"
        " AND p.order_number = o.order_number)"
    )
    for origin, number in unpaid:
        yield f"order {number} of log {origin} has no payment"


def i12_nobody_does_what_is_not_their_role(world: World) -> Iterator[str]:
    """No fact is in force that its device's role may not write; nobody got in on such a ticket."""
    writers = podium_charter().writers
    for name, replica, _ in replicas_of(world):
        for fact in facts_in_force(replica):
            device = replica.devices.get(device_of(fact.origin))
            allowed = writers.get(fact.header.kind)
            if device is not None and not device.is_believed(fact.origin, fact.seq):
                yield f"{name}: fact {fact.seq} of log {fact.origin} came after its revocation"
            if device is None or (allowed is not None and device.claims.role not in allowed):
                role = "stranger" if device is None else device.claims.role
                yield f"{name}: a {role} wrote fact {fact.seq} of kind {fact.header.kind}"
    store = world.store.program.replica
    enrolled = {device.membership.claims.public_key for device in world.devices.values()}
    for device in store.devices.all():
        is_store = device.claims.device == world.store.program.service.device
        if not is_store and device.claims.public_key not in enrolled:
            yield f"device {device.claims.device} was let in on a code that was used before"
    sold = _tickets(store.sql, "ticket_sold") | {paper.ticket for paper in world.book.papers}
    for entry in world.book.entries:
        if entry.ticket not in sold:
            yield f"{entry.door} let in ticket {entry.ticket}, which nobody sold"


def i15_clocks_change_no_right(world: World) -> Iterator[str]:
    """A clock that is wrong stays the trouble of its own device: nobody else is carried along."""
    newest_ms = world.agenda.now_ms + AHEAD_MS_MAX + _CLOCK_SLACK_MS
    for name, replica, number in replicas_of(world):
        if world.machine(name).clock.has_jumped:
            continue
        for fact in facts_in_force(replica):
            ahead_ms = wall_ms_of(fact.header.hlc) - newest_ms
            if device_of(fact.origin) == number and ahead_ms > 0:
                yield f"{name} was carried {ahead_ms // 1000} s too far at fact {fact.seq}"


def i16_bytes_are_passed_on_as_they_were(world: World) -> Iterator[str]:
    """Every replica has the same header bytes of a fact, and the same body or none."""
    known: dict[tuple[int, int], tuple[bytes, bytes]] = {}
    for name, replica, _ in replicas_of(world):
        homes = [(origin, home) for origin, home in replica.log.homes().items()
                 if not world.deeds.has_own_history(name, origin)]  # fmt: skip
        for fact in (one for origin, home in homes for one in _readable(replica, home, origin)):
            here = (fact.header_bytes, fact.body or b"")
            have = known.get((fact.origin, fact.seq))
            is_same = have is None or (have[0] == here[0] and fact.body in (None, have[1]))
            if not is_same:
                yield f"{name}: fact {fact.seq} of log {fact.origin} has other bytes"
            elif fact.body is not None:
                known[fact.origin, fact.seq] = here
        yield from _other_records(world, name, replica)


def _other_records(world: World, name: str, replica: Replica) -> Iterator[str]:
    """A revision of the catalogue is the same on a device as at the store."""
    wanted = "SELECT house, kind, key, revision, body FROM record"
    written = {row[:4]: row[4] for row in world.store.program.replica.sql.rows(wanted)}
    for row in replica.sql.rows(wanted):
        if written.get(row[:4], row[4]) != row[4]:
            yield f"{name}: {row[1]} {row[2]} of house {row[0]} is not what the store wrote"


def _tickets(sql: Sql, table: str) -> set[TicketId]:
    columns = "origin, seq, line" if table == "ticket_sold" else (
        "ticket_origin, ticket_seq, ticket_line"
    )  # fmt: skip
    return {TicketId(*row) for row in sql.rows(f"SELECT {columns} FROM {table}")}


def _chain_of(replica: Replica, house: int, origin: int) -> list[bytes]:
    """The hashes as they follow from the bytes; ends where the stored ones differ."""
    hashes = [chain_start(origin)]
    with suppress(StoreDamaged):
        for fact in replica.log.facts(house, origin):
            hashes.append(chain(hashes[-1], fact.header_bytes, fact.body_hash))
            if fact.hash != hashes[-1]:
                return hashes[1:-1]
    return hashes[1:]


def _readable(replica: Replica, house: int, origin: int) -> Iterator[Fact]:
    """A log as far as it is not damaged."""
    with suppress(StoreDamaged):
        yield from replica.log.facts(house, origin)


def _folded(replica: Replica, facts: list[Fact]) -> Replica:
    """A replica in memory that heard the same records and facts, in this order."""
    fresh = Replica(database(None), replica.charter, replica.projector, HybridClock(lambda: 0))
    with fresh.sql.transaction():
        for house in sorted(replica.records.revisions()):
            fresh.take_records(replica.records.since(house, 0, 1_000_000))
        for fact in facts:
            fresh.rights.hear(fact)
            fresh.projector.facts(fresh.sql, [fact])
        for fact in moves_that_stand(replica):
            fresh.rights.hear(fact)
    return fresh


def fact_rows(replica: Replica) -> list[tuple[str, list[Row]]]:
    """What a replica's tables say that facts fill, and its rights."""
    return [(table, _rows(replica.sql, table)) for table in _fact_tables(replica)]


def _fact_tables(replica: Replica) -> list[str]:
    """The domain's tables whose rows name the fact they come from, and the rights."""
    bare = database(None)
    replica.projector.create_tables(bare)
    names = [name for (name,) in bare.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = ["unit_right"]
    for name in names:
        columns = {row[1] for row in bare.rows(f"PRAGMA table_info({name})")}
        if {"house", "origin", "seq"} <= columns and name not in _LOCAL_TABLES:
            found.append(name)
    bare.close()
    return sorted(found)


def _rows(sql: Sql, table: str) -> list[Row]:
    return sorted(sql.rows(f"SELECT * FROM {table}"), key=repr)


def _difference(ours: list[Row], theirs: list[Row]) -> str:
    return f"{len(set(ours) - set(theirs))} too many, {len(set(theirs) - set(ours))} missing"
