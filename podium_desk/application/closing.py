"""What a device hands over at the end: its sold tickets to the store, or all of it by a code.

A device that will not come back on the network gives away all that it holds, durably and at once,
and shows that as a code. Whoever scans the code carries it to the store with its next contact.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.workplace import Workplace
from podium_desk.domain.closing_code import part_text, read_part
from podium_desk.domain.facts import FactKind
from podium_desk.late_dataclass import dataclass
from sync.exchange.closing_code import ClosingFault, ClosingRefused, cut, join
from sync.facts.batch import Batch, BatchFault, BatchRefused
from sync.facts.fact import Draft, Fact, Move, Verb
from sync.rights.rules import moves_of
from sync.store.closings import ClosingTable, closing_fact

_SPENT = (
    "SELECT pool, unit, hop FROM unit_right WHERE house = ? AND holder = ? AND spent = 1"
    " ORDER BY pool, unit"
)


@dataclass(frozen=True, slots=True)
class Closed:
    """A device's closing: how many places it gave back, and how many sold tickets it handed on."""

    device: int
    name: str
    free: int
    sold: int


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why the parts of a code gave nothing: a stable code, and the numbers of parts not here."""

    code: str
    missing: tuple[int, ...] = ()


def hand_over_sold(work: Workplace) -> int:
    """Give the rights of the tickets sold here to the store, which may refund them from now on.

    For the end of a register's day. How many tickets went.
    """
    drafts = [
        Draft(FactKind.RIGHTS_MOVED, house, b"", moves)
        for house in _houses(work)
        if (moves := _sold_moves(work, house))
    ]
    if drafts:
        work.replica.append(drafts)
        work.link.wake()
    return sum(move.count for draft in drafts for move in draft.moves)


def close_out(work: Workplace) -> tuple[Batch, ...]:
    """Give all that this device holds to the store; what says so, each a signed run of one fact.

    Again gives the same as long as nothing new is held: a picture may be lost.
    """
    table, sql = ClosingTable(work.replica.sql), work.replica.sql
    for house in _houses(work):
        moves = _free_moves(work, house) + _sold_moves(work, house)
        if not moves:
            continue
        with sql.transaction():
            # A commit of its own, so that its fact is signed by itself.
            (fact,) = work.replica.append([Draft(FactKind.RIGHTS_MOVED, house, b"", moves)])
            run = work.replica.batch_after(work.origin, fact.seq - 1, None, limit=1)
            assert run is not None, "what was written can be read"
            table.keep(house, run)
    return tuple(batch for batch in table.all() if batch.origin == work.origin)


def to_close(work: Workplace) -> Closed:
    """What `close_out` would give back now; nothing is done."""
    moves = [(_free_moves(work, house), _sold_moves(work, house)) for house in _houses(work)]
    free = sum(move.count for frees, _ in moves for move in frees)
    sold = sum(move.count for _, solds in moves for move in solds)
    return Closed(work.claims.device, work.claims.name, free, sold)


def closing_texts(work: Workplace) -> tuple[str, ...]:
    """Give all back, as the texts of the QR codes that say so; none when nothing was held."""
    closings = close_out(work)
    return tuple(part_text(part) for part in cut(closings)) if closings else ()


def take_texts(work: Workplace, texts: Iterable[str]) -> tuple[Closed, ...] | NotTaken:
    """Carry the code of another device, from the texts of its parts in any order."""
    parts = [read_part(text) for text in texts]
    if not all(parts):
        return NotTaken(ClosingFault.DAMAGED.value)
    try:
        return tuple(take_closings(work, join(part for part in parts if part is not None)))
    except ClosingRefused as refused:
        return NotTaken(refused.fault.value, refused.missing)
    except BatchRefused as refused:
        return NotTaken("closing_foreign" if _is_foreign(refused) else "closing_forged")


def take_closings(work: Workplace, closings: Iterable[Batch]) -> list[Closed]:
    """Carry these closings to the store; whose they are. Raises `ClosingRefused` or
    `BatchRefused`, and then none is kept."""
    table, found = ClosingTable(work.replica.sql), []
    with work.replica.sql.transaction():
        for batch in closings:
            fact = closing_fact(work.replica.devices, batch)
            table.keep(fact.header.house, batch)
            found.append(_closed(work, fact))
    work.link.wake()
    if not found:
        raise ClosingRefused(ClosingFault.DAMAGED)
    return found


def _is_foreign(refused: BatchRefused) -> bool:
    """Whether the code is of a device that this one has never heard of."""
    return refused.fault is BatchFault.UNKNOWN_DEVICE


def _closed(work: Workplace, fact: Fact) -> Closed:
    device = work.replica.devices.get(fact.origin >> 16)
    name = "" if device is None else device.claims.name
    free = sum(move.count for move in fact.header.moves if move.verb is Verb.GIVE)
    all_ = sum(move.count for move in fact.header.moves)
    return Closed(fact.origin >> 16, name, free, all_ - free)


def _houses(work: Workplace) -> list[int]:
    rows = work.replica.sql.rows("SELECT DISTINCT house FROM pool ORDER BY house")
    return [row[0] for row in rows]


def _free_moves(work: Workplace, house: int) -> tuple[Move, ...]:
    moves: tuple[Move, ...] = ()
    for pool in sorted(work.replica.rights.held_free_counts_in(house, work.origin)):
        hops = work.replica.rights.held_free(house, pool, work.origin)
        moves += moves_of(Verb.GIVE, pool, hops, work.store_log(house))
    return moves


def _sold_moves(work: Workplace, house: int) -> tuple[Move, ...]:
    by_pool: dict[int, dict[int, int]] = {}
    for pool, unit, hop in work.replica.sql.rows(_SPENT, (house, work.origin)):
        by_pool.setdefault(pool, {})[unit] = hop
    moves: tuple[Move, ...] = ()
    for pool, hops in by_pool.items():
        moves += moves_of(Verb.GIVE_SPENT, pool, hops, work.store_log(house))
    return moves
