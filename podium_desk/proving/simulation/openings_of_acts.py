"""What stands in the place of a guard of what people do beside selling, while it is off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync.facts.batch import Batch
from sync.facts.fact import Fact, Move, Verb
from sync.facts.run import read_facts
from sync.rights.rules import MoveFault, after, epoch_of, next_epoch, takes_of
from sync.store.rights import RightTable


def one_is_enough(_original: int) -> int:
    """One person writes a device off."""
    return 1


def always_the_same_code(_original: Any) -> Any:
    """The code that confirms an exposure stands for no exposure in particular."""
    return lambda *_about: "SAMESAME"


def counts_after_all(_original: Any) -> Any:
    """What a device still says of places that were written off moves them as they are now."""

    def advance_former(self: Any, writer: Any, move: Move, unit: int) -> list[Any]:
        self._units.put(writer, move.pool, {unit: after(move, writer.origin)})
        return []

    return advance_former


def anybody_takes_back(_original: Any) -> Any:
    """Whoever likes takes a place back, not its owner alone."""

    def taken_back(right: Any, move: Move, by: int, _owner: int) -> Any:
        is_next = move.hop == next_epoch(right.hop)
        return after(move, by) if is_next else MoveFault.WRONG_HOP

    return taken_back


def unsigned_closings(_original: Any) -> Callable[[Batch, bytes], list[Fact]]:
    """A closing is believed whoever signed it."""

    def unpack(batch: Batch, _public_key: bytes) -> list[Fact]:
        return read_facts(batch.origin, batch.first_seq, batch.previous_hash, batch.items)

    return unpack


def closes_for_anybody(_original: Any) -> Any:
    """A closing gives back whatever it names, in whosever hands it is."""
    return lambda rights, fact, owner: _taken(rights, fact, owner, own_only=False, new_only=True)


def closes_what_came_later(_original: Any) -> Any:
    """An old closing gives back what its device was given since."""
    return lambda rights, fact, owner: _taken(rights, fact, owner, own_only=True, new_only=False)


def _taken(
    rights: RightTable, fact: Fact, owner: int, own_only: bool, new_only: bool
) -> tuple[Move, ...]:
    """As `taken_by`, but for what it is told not to look at."""
    moves: tuple[Move, ...] = ()
    for move in fact.header.moves:
        known = rights.rights_within(fact.header.house, move.pool, move.first, move.count)
        hops = {
            unit: right.hop
            for unit, right in known.items()
            if (not own_only or right.holder == fact.origin)
            and (not new_only or right.hop < move.hop)
            and right.epoch == epoch_of(move.hop)
        }
        verb = Verb.TAKE if move.verb is Verb.GIVE else Verb.TAKE_SPENT
        if move.to == owner:
            moves += takes_of(verb, move.pool, hops)
    return moves


def keys_are_kept(statements: tuple[str, ...]) -> tuple[str, ...]:
    """An erasure destroys the encrypted name and not the key."""
    return tuple(one for one in statements if "person_key" not in one)


def no(_original: Any) -> Any:
    """Nothing is so."""
    return lambda *_about: False


class _EqualsAll(bytes):
    """A hash that is like every other."""

    def __eq__(self, _other: object) -> bool:
        return True

    def __ne__(self, _other: object) -> bool:
        return False

    __hash__ = bytes.__hash__


def any_piece(original: Any) -> Any:
    """A piece of a snapshot is taken as it came."""
    return lambda piece: _EqualsAll() if piece else original(piece)


def as_it_is_stored(_original: Any) -> Any:
    """A body of an older version is read as if it were of the newest."""
    return lambda _self, _kind, _version, stored: stored
