"""Whether a move of a right is allowed: pure, no clock, no network, no knowledge of seats.

For each unit of a pool there is one right with a holder. Only its holder moves it, each move
takes the next hop, and a hop is taken once: that is why nothing is sold twice (sync.md 3.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sync.facts.fact import Move, Verb


@dataclass(frozen=True, slots=True)
class Right:
    """A unit's right as far as a replica has heard: `holder` is a log."""

    hop: int
    holder: int
    is_spent: bool


class MoveFault(StrEnum):
    """Why a right may not be moved so."""

    NOT_HELD = "not_held"
    ALREADY_SPENT = "already_spent"
    NOT_SPENT = "not_spent"
    WRONG_HOP = "wrong_hop"
    NO_SUCH_UNIT = "no_such_unit"
    NO_RECEIVER = "no_receiver"


def moved(right: Right, move: Move, by: int) -> Right | MoveFault:
    """The right after `by` makes this move, or why that log may not make it."""
    if right.holder != by:
        return MoveFault.NOT_HELD
    if move.hop != right.hop + 1:
        return MoveFault.WRONG_HOP
    match move.verb:
        case Verb.SPEND:
            return MoveFault.ALREADY_SPENT if right.is_spent else Right(move.hop, by, True)
        case Verb.FREE:
            return Right(move.hop, by, False) if right.is_spent else MoveFault.NOT_SPENT
        case Verb.USE:
            return Right(move.hop, by, True) if right.is_spent else MoveFault.NOT_SPENT
        case Verb.GIVE:
            if move.to <= 0:
                return MoveFault.NO_RECEIVER
            return Right(move.hop, move.to, right.is_spent)


def is_early(right: Right, move: Move) -> bool:
    """Whether earlier moves of this unit are missing here, so that nothing can be said yet."""
    return move.hop > right.hop + 1


def after(move: Move, by: int, was_spent: bool) -> Right:
    """The right after a move that another replica has checked already."""
    match move.verb:
        case Verb.SPEND | Verb.USE:
            return Right(move.hop, by, True)
        case Verb.FREE:
            return Right(move.hop, by, False)
        case Verb.GIVE:
            return Right(move.hop, move.to, was_spent)


def moves_of(verb: Verb, pool: int, hops: dict[int, int], to: int = 0) -> tuple[Move, ...]:
    """The fewest moves that take these units one hop on; `hops` maps a unit to its present hop."""
    moves: list[Move] = []
    for unit in sorted(hops):
        hop = hops[unit] + 1
        last = moves[-1] if moves else None
        if last is not None and last.first + last.count == unit and last.hop == hop:
            moves[-1] = Move(verb, pool, last.first, last.count + 1, hop, to)
        else:
            moves.append(Move(verb, pool, unit, 1, hop, to))
    return tuple(moves)
