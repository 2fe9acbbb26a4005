"""Places, rights and money: what the printers printed against what can be true."""

from __future__ import annotations

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

from podium_desk.domain.ids import PerformanceId, TicketId, Unit
from podium_desk.proving.simulation.invariants.accounts import accounts_of
from podium_desk.proving.simulation.world import World
from sync.exchange.session import is_outdated
from sync.facts.fact import Fact, Move, Verb, device_of
from sync.rights.amounts import is_amount
from sync.rights.rules import next_epoch, takes_back
from sync.store.conservation import breaches
from sync.store.port import StoreDamaged
from sync.store.replica import Replica


def i1_a_place_is_sold_once(world: World) -> Iterator[str]:
    """No two guests hold good tickets for one place, by what was printed and confirmed."""
    holders: dict[tuple[PerformanceId, Unit], set[TicketId]] = defaultdict(set)
    for paper in world.book.papers:
        holders[paper.performance, paper.unit].add(paper.ticket)
    for sale in world.book.sales:
        for ticket in sale.done.tickets:
            holders[ticket.performance, ticket.unit].add(ticket.id)
    originals = Tally(
        (paper.device, paper.ticket, paper.generation)
        for paper in world.book.papers if not paper.duplicate
    )  # fmt: skip
    for (device, printed, _), count in sorted(originals.items()):
        if count > 1:
            yield f"{device} printed ticket {printed} {count} times as the only one"
    gone = world.book.refunded() | _refunded_at_store(world)
    for place, tickets in sorted(holders.items()):
        good = sorted(tickets - gone)
        if len(good) > 1 and not may_be_sold_twice(world, place):
            yield f"place {place[1]} of performance {place[0]}: {', '.join(map(str, good))}"


def i2_no_more_is_sold_than_there_are_places(world: World) -> Iterator[str]:
    """Good tickets of a performance, numbered or standing, within its capacity."""
    gone = world.book.refunded() | _refunded_at_store(world)
    sold: dict[PerformanceId, set[TicketId]] = defaultdict(set)
    for sale in world.book.sales:
        for ticket in sale.done.tickets:
            if ticket.id not in gone:
                sold[ticket.performance].add(ticket.id)
    for performance, tickets in sorted(sold.items()):
        room = world.halls[performance][1] + len(world.book.written_off)
        if len(tickets) > room:
            yield f"performance {performance}: {len(tickets)} sold of {room}"


def i3_a_right_has_one_holder(world: World) -> Iterator[str]:
    """No two replicas believe that one place is theirs: held, in flight or spent, never twice.

    A store in doubt about itself believes nothing of the kind.
    """
    believed: dict[tuple[int, int, int], dict[int, str]] = defaultdict(dict)
    for name, replica, device in replicas_of(world):
        if replica.is_in_doubt() or (replica.own is not None and is_outdated(replica)):
            continue
        for house, pool, unit, holder in replica.sql.rows(
            "SELECT house, pool, unit, holder FROM unit_right"
        ):
            if holder == replica.own.origin if replica.own else device_of(holder) == device:
                believed[house, pool, unit][device] = name
    for place, names in sorted(believed.items()):
        sold = PerformanceId(place[1]), Unit(place[2])
        # A ticket's right that was taken back is known to be sold by both.
        is_known = any(sold in stated.sold for stated in world.deeds.written_off)
        if len(names) > 1 and not is_known and not may_be_sold_twice(world, sold):
            who = " and ".join(sorted(names.values()))
            yield f"place {place[2]} of pool {place[1]} is held by {who}"
    for name, replica, _device in replicas_of(world):
        yield from (f"{name}: {breach}" for breach in breaches(replica.sql))


def i5_a_ticket_is_paid_back_once(world: World) -> Iterator[str]:
    """Guests get their money back once, and the store has one refund of a ticket."""
    paid = Tally(ticket for refund in world.book.refunds for ticket in refund.tickets)
    for ticket, count in sorted(paid.items()):
        if count > 1:
            yield f"ticket {ticket} was paid back {count} times"
    rows = world.store.program.replica.sql.rows(
        "SELECT ticket_origin, ticket_seq, ticket_line, COUNT(*) FROM ticket_refunded"
        " GROUP BY ticket_origin, ticket_seq, ticket_line HAVING COUNT(*) > 1"
    )
    for row in rows:
        yield f"the store has {row[3]} refunds of ticket {row[:3]}"


def i10_every_move_follows_the_one_before(world: World) -> Iterator[str]:
    """At the store each place's moves are hop 1, 2, 3…, each made by its holder at that time."""
    replica = world.store.program.replica
    moves: dict[tuple[int, int, int], list[tuple[int, Move, Fact]]] = defaultdict(list)
    for fact in (*facts_in_force(replica), *moves_that_stand(replica)):
        for move in fact.header.moves:
            # Quantities have accounts and no hops; `breaches` looks at them (I3).
            for unit in range(move.first, 0 if is_amount(move) else move.first + move.count):
                moves[fact.header.house, move.pool, unit].append((move.hop, move, fact))
    for place, chain in sorted(moves.items(), key=lambda entry: entry[0]):
        yield from _broken_chain(place, sorted(chain, key=lambda entry: entry[0]), replica)


def i19_the_money_is_right(world: World) -> Iterator[str]:
    """What was taken is what was sold less what was given back; guests know of every sale."""
    sql = world.store.program.replica.sql
    accounts = accounts_of(sql).values()
    taken, kept = sum(one.paid for one in accounts), sum(one.kept for one in accounts)
    owed = sum(one.owed for one in accounts if one.is_open)
    if taken + owed != kept:
        yield f"{taken} cents taken, {owed} owed, {kept} sold and not given back"
    known = {(sale.done.order.origin, sale.done.order.number) for sale in world.book.sales}
    lost = {device.membership.claims.device for device in world.devices.values()
            if device.machine.is_lost}  # fmt: skip
    for origin, number in sql.rows("SELECT order_origin, order_number FROM order_sold"):
        if (origin, number) not in known and device_of(origin) not in lost:
            yield f"order {number} of log {origin} was sold and nobody was told"


def replicas_of(world: World) -> Iterator[tuple[str, Replica, int]]:
    """Every replica that can be read and believed now: its name, itself, its device's number."""
    store = world.store
    if store.machine.is_up:
        yield "store", store.program.replica, store.program.service.device
    for device in world.devices.values():
        if device.machine.is_up and device.is_honest:
            yield device.name, device.program.work.replica, device.membership.claims.device


def facts_in_force(replica: Replica) -> Iterator[Fact]:
    """Every fact of a replica but those that the store set aside.

    A log that is damaged ends where it is; I7 tells of that.
    """
    for origin, house in sorted(replica.log.homes().items()):
        head, _ = replica.log.head(house, origin)
        aside = replica.rulings.seqs(house, origin, 1, head)
        with suppress(StoreDamaged):
            yield from (fact for fact in replica.log.facts(house, origin) if fact.seq not in aside)


def moves_that_stand(replica: Replica) -> Iterator[Fact]:
    """Facts of revoked devices that are set aside, and whose moves stand all the same."""
    for origin, house in sorted(replica.log.homes().items()):
        head, _ = replica.log.head(house, origin)
        aside = replica.rulings.seqs(house, origin, 1, head)
        stands = aside - replica.rulings.void(house, origin, 1, head)
        with suppress(StoreDamaged):
            facts = replica.log.facts(house, origin) if stands else ()
            yield from (fact for fact in facts if fact.seq in stands)


def may_be_sold_twice(world: World, place: tuple[PerformanceId, Unit]) -> bool:
    """Whether somebody was told so: it was written off, or it was in the reserve of a device of
    which two live copies are about."""
    return place in world.book.written_off or any(
        place in reserve_of(world, copied.log) for copied in world.deeds.copies
    )


def reserve_of(world: World, log: int) -> set[tuple[PerformanceId, Unit]]:
    """Every place that the store ever gave to this log."""
    if not world.store.machine.is_up:
        return set()
    replica = world.store.program.replica
    return {
        (PerformanceId(move.pool), Unit(unit))
        for fact in facts_in_force(replica)
        for move in fact.header.moves
        if move.verb is Verb.GIVE and move.to == log
        for unit in range(move.first, move.first + move.count)
    }


def sold_by(world: World) -> dict[tuple[PerformanceId, Unit], set[tuple[str, TicketId]]]:
    """Whose good tickets there are for each place, as guests were told: (device, ticket)."""
    gone = world.book.refunded() | _refunded_at_store(world)
    found: dict[tuple[PerformanceId, Unit], set[tuple[str, TicketId]]] = defaultdict(set)
    for sale in world.book.sales:
        for ticket in sale.done.tickets:
            if ticket.id not in gone:
                found[ticket.performance, ticket.unit].add((sale.device, ticket.id))
    return found


def _broken_chain(
    place: tuple[int, int, int], chain: list[tuple[int, Move, Fact]], replica: Replica
) -> Iterator[str]:
    known = replica.rights.size_and_owner(place[0], place[1])
    holder = None if known is None else known[1]
    owner, before = holder, 0
    for hop, move, fact in chain:
        begins = takes_back(move)
        by, expected = (owner, next_epoch(before)) if begins else (holder, before + 1)
        if hop != expected or fact.origin != by:
            yield f"place {place[2]} of pool {place[1]}: hop {hop} by log {fact.origin}"
            return
        holder = move.to if move.verb in (Verb.GIVE, Verb.GIVE_SPENT) else fact.origin
        before = hop


def _refunded_at_store(world: World) -> set[TicketId]:
    """Refunds that were made though nobody got to hear of it: the power went in between."""
    refunded = set()
    for name, replica, _ in replicas_of(world):
        if name:
            rows = replica.sql.rows(
                "SELECT ticket_origin, ticket_seq, ticket_line FROM ticket_refunded"
            )
            refunded |= {TicketId(*row) for row in rows}
    return refunded
