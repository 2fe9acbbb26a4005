"""Whether a move of a right is allowed: pure, no clock, no network, no knowledge of seats.

For each unit of a pool there is one right with a holder. Only its holder moves it, each move
takes the next hop, and a hop is taken once: that is why nothing is sold twice (sync.md 3.3).
The one exception is the pool's owner, which may take a right back from a log that is lost: that
begins the unit's next epoch, and what the lost log still says counts in the former one only.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from sync.facts.fact import Move, Verb

EPOCH_HOPS = 4096
"""Hops in an epoch: 2,000 times held and let go. The next epoch begins at the next multiple."""
UNITS_MAX = 100_000
"""In one move: no hall is as large, and a number that somebody made up keeps nobody busy."""
NUMBER_MAX = 1 << 62
"""What a database can keep and add one to."""
_TAKES = (Verb.TAKE, Verb.TAKE_SPENT)


class Right(msgspec.Struct, frozen=True, gc=False):
    """A unit's right as far as a replica has heard: `holder` is a log."""

    hop: int
    holder: int
    is_spent: bool

    @property
    def epoch(self) -> int:
        """How often it was taken back from a lost log."""
        return epoch_of(self.hop)


class MoveFault(StrEnum):
    """Why a right may not be moved so."""

    NOT_HELD = "not_held"
    ALREADY_SPENT = "already_spent"
    NOT_SPENT = "not_spent"
    WRONG_HOP = "wrong_hop"
    NO_SUCH_UNIT = "no_such_unit"
    NO_RECEIVER = "no_receiver"
    NOT_THE_OWNER = "not_the_owner"


def epoch_of(hop: int) -> int:
    """The epoch that a hop belongs to; 0 until a right was taken back from a lost log."""
    return hop // EPOCH_HOPS


def next_epoch(hop: int) -> int:
    """The hop with which the epoch after this hop's begins."""
    return (epoch_of(hop) + 1) * EPOCH_HOPS


def units_of(move: Move) -> range:
    """The units a move is about; none when it moves an amount, or its numbers are made up."""
    if move.hop <= 0 or move.first < 0 or not 0 < move.count <= UNITS_MAX:
        return range(0)
    if max(move.pool, move.first, move.hop, move.to) > NUMBER_MAX:
        return range(0)
    return range(move.first, move.first + move.count)


def takes_back(move: Move) -> bool:
    """Whether the owner takes rights back from a lost log by this move."""
    return move.verb in _TAKES


def moved(right: Right, move: Move, by: int, owner: int) -> Right | MoveFault:
    """The right after `by` makes this move, or why that log may not make it."""
    if takes_back(move):
        return _taken_back(right, move, by, owner)
    if right.holder != by:
        return MoveFault.NOT_HELD
    if move.hop != right.hop + 1 or epoch_of(move.hop) != right.epoch:
        return MoveFault.WRONG_HOP
    if not right.is_spent and move.verb in (Verb.FREE, Verb.USE, Verb.GIVE_SPENT):
        return MoveFault.NOT_SPENT
    if right.is_spent and move.verb in (Verb.SPEND, Verb.GIVE):
        return MoveFault.ALREADY_SPENT
    if move.verb in (Verb.GIVE, Verb.GIVE_SPENT) and move.to <= 0:
        return MoveFault.NO_RECEIVER
    return after(move, by)


def after(move: Move, by: int) -> Right:
    """The right after an allowed move: all of it stands in the move, nothing in what was before."""
    match move.verb:
        case Verb.SPEND | Verb.USE:
            return Right(move.hop, by, True)
        case Verb.FREE:
            return Right(move.hop, by, False)
        case Verb.GIVE:
            return Right(move.hop, move.to, False)
        case Verb.GIVE_SPENT:
            return Right(move.hop, move.to, True)
        case Verb.TAKE:
            return Right(move.hop, by, False)
        case Verb.TAKE_SPENT:
            return Right(move.hop, by, True)


def is_early(right: Right, move: Move, by: int, owner: int) -> bool:
    """Whether facts that may still come could explain a move that is not allowed as it stands.

    They cannot when its hop was taken already or is the holder's to take (the writer would have
    been given the right by that very hop), when the writer holds the right itself (its log is
    known up to here), or when the owner holds it (the owner knows what it gave).
    """
    return move.hop > right.hop + 1 and right.holder not in (by, owner)


def moves_of(verb: Verb, pool: int, hops: dict[int, int], to: int = 0) -> tuple[Move, ...]:
    """The fewest moves that take these units one hop on; `hops` maps a unit to its present hop."""
    moves: list[Move] = []
    for unit in sorted(hops):
        _join(moves, Move(verb, pool, unit, 1, hops[unit] + 1, to))
    return tuple(moves)


def takes_of(verb: Verb, pool: int, hops: dict[int, int]) -> tuple[Move, ...]:
    """The fewest moves that take these units back; `hops` maps a unit to its present hop."""
    moves: list[Move] = []
    for unit in sorted(hops):
        _join(moves, Move(verb, pool, unit, 1, next_epoch(hops[unit]), hops[unit]))
    return tuple(moves)


def _join(moves: list[Move], move: Move) -> None:
    """Add a move of one unit, to the last one where that only makes it longer."""
    if moves:
        last = moves[-1]
        end = last.first + last.count
        if (end, last.hop, last.to) == (move.first, move.hop, move.to):
            moves[-1] = Move(last.verb, last.pool, last.first, last.count + 1, last.hop, last.to)
            return
    moves.append(move)


def _taken_back(right: Right, move: Move, by: int, owner: int) -> Right | MoveFault:
    if by != owner:
        return MoveFault.NOT_THE_OWNER
    if move.hop != next_epoch(right.hop):
        return MoveFault.WRONG_HOP
    return after(move, by)
