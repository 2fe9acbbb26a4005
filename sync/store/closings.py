"""Closings: facts by which a device gives back all that it holds, carried by somebody else.

One is a run of a single fact, as it stands in the device's log: its certificate verifies it
without the facts before it. A device keeps those it carries until the store has them; the store
keeps one until the log itself has come, because a right may only later prove to be there.
"""

from __future__ import annotations

import msgspec

from sync.decoding import decode
from sync.facts.batch import Batch, BatchFault, BatchRefused, unpack_facts
from sync.facts.fact import Fact, Move, Verb, device_of
from sync.rights.rules import epoch_of, takes_of
from sync.store.devices import DeviceTable
from sync.store.port import Sql, StoreDamaged
from sync.store.rights import RightTable

GIVES = (Verb.GIVE, Verb.GIVE_SPENT)


class ClosingTable:
    """The closings that are carried, or wait for their log."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def keep(self, house: int, batch: Batch) -> None:
        """Keep one; `house` is the one its fact is about."""
        self._sql.run(
            "INSERT INTO closing VALUES (?, ?, ?, ?) ON CONFLICT (house, origin, seq) DO NOTHING",
            (house, batch.origin, batch.first_seq, msgspec.msgpack.encode(batch)),
        )

    def all(self) -> list[Batch]:
        """Every one kept, by house, log and number."""
        rows = self._sql.rows("SELECT batch FROM closing ORDER BY house, origin, seq")
        try:
            return [decode(row[0], Batch) for row in rows]
        except msgspec.MsgspecError as error:
            raise StoreDamaged(f"a kept closing cannot be read: {error}") from error

    def drop(self, batch: Batch) -> None:
        """It is needed no more."""
        self._sql.run(
            "DELETE FROM closing WHERE origin = ? AND seq = ?", (batch.origin, batch.first_seq)
        )


def closing_fact(devices: DeviceTable, batch: Batch) -> Fact:
    """The verified fact of a closing; `BatchRefused` when it is none that its device signed."""
    device = devices.get(device_of(batch.origin))
    if device is None:
        raise BatchRefused(
            BatchFault.UNKNOWN_DEVICE, batch.origin, batch.first_seq, "no certificate for it"
        )
    facts = unpack_facts(batch, device.claims.public_key)
    moves = facts[0].header.moves
    if len(facts) != 1 or not moves or any(move.verb not in GIVES for move in moves):
        raise BatchRefused(
            BatchFault.DAMAGED, batch.origin, batch.first_seq, "this is no closing of a log"
        )
    return facts[0]


def taken_by(rights: RightTable, fact: Fact, owner: int) -> tuple[Move, ...]:
    """The owner's moves that take back what a closing gives to it, as far as the log has it here.

    What the log did with a right since is its own business: it says that in the end it gave it
    away. A right that this replica knows in other hands stays there.
    """
    moves: tuple[Move, ...] = ()
    for move in fact.header.moves:
        known = rights.rights_within(fact.header.house, move.pool, move.first, move.count)
        hops = {
            unit: right.hop
            for unit, right in known.items()
            if right.holder == fact.origin
            and right.hop < move.hop
            and right.epoch == epoch_of(move.hop)
        }
        verb = Verb.TAKE if move.verb is Verb.GIVE else Verb.TAKE_SPENT
        if move.to == owner:
            moves += takes_of(verb, move.pool, hops)
    return moves
