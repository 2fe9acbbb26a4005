"""The facts in the store: one contiguous chained log for each origin, kept as runs.

A row is a run of facts: one commit of this device, or one batch as it was heard. That keeps a
fact small and a page quick to send, and the key (the first number of a run) never lets two
writers append after the same fact. A run ends where the log is signed, unless its batch was taken
in parts; the signature then stands behind the last part. The chain's hash stands behind each run;
those inside are computed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.facts.batch import Batch
from sync.facts.fact import DamagedFact, Fact, chain_start, origin_of
from sync.facts.run import (
    Item,
    hash_after,
    items_from_bytes,
    items_of,
    items_to_bytes,
    read_facts,
    signed,
)
from sync.store.port import Row, Sql, StoreDamaged

_RUN_AT = (
    "SELECT first_seq, last_seq, hash, items, signature FROM fact_run"
    " WHERE house = ? AND origin = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT 1"
)
_RUNS_WITHIN = (
    "SELECT first_seq, last_seq, hash, items, signature FROM fact_run"
    " WHERE house = ? AND origin = ? AND first_seq > ? AND first_seq <= ? AND last_seq <= ?"
    " ORDER BY first_seq"
)
_RUNS_FROM = (
    "SELECT first_seq, last_seq, hash, items, signature FROM fact_run"
    " WHERE house = ? AND origin = ? AND first_seq > ? ORDER BY first_seq LIMIT 100"
)


class FactLog:
    """Reads and appends runs. `house` is the home of the log (`sync.facts.fact.home_of`)."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def head(self, house: int, origin: int) -> tuple[int, bytes]:
        """The newest number of a log and the hash there; 0 and the chain's start for none."""
        row = self._sql.row(
            "SELECT seq, hash FROM log_head WHERE house = ? AND origin = ?", (house, origin)
        )
        return (0, chain_start(origin)) if row is None else (row[0], row[1])

    def heads(self) -> dict[int, int]:
        """The version vector: the newest number of every log."""
        return dict(self._sql.rows("SELECT origin, seq FROM log_head"))

    def homes(self) -> dict[int, int]:
        """The home house of every log."""
        return dict(self._sql.rows("SELECT origin, house FROM log_head"))

    def newest_of(self, device: int) -> int:
        """The log of a device's newest incarnation that was heard of; its first until then."""
        first = origin_of(device, 0)
        row = self._sql.row(
            "SELECT MAX(origin) FROM log_head WHERE origin >= ? AND origin < ?",
            (first, origin_of(device + 1, 0)),
        )
        return first if row is None or row[0] is None else int(row[0])

    def append(
        self, house: int, facts: Sequence[Fact], came_as: Sequence[Item] | None = None
    ) -> None:
        """Put consecutive facts at the end of their log; `came_as` are the items they came in."""
        first, last = facts[0], facts[-1]
        items = items_to_bytes(items_of(facts) if came_as is None else came_as)
        self._sql.run(
            "INSERT INTO fact_run VALUES (?, ?, ?, ?, ?, ?, ?)",
            (house, last.origin, first.seq, last.seq, last.hash, last.signature, items),
        )
        self._sql.run(
            "INSERT INTO log_head VALUES (?, ?, ?, ?) ON CONFLICT (house, origin)"
            " DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
            (house, last.origin, last.seq, last.hash),
        )

    def cut(self, house: int, origin: int, seq: int) -> None:
        """Let go of all facts after `seq`, in the caller's transaction."""
        hash_ = self.hash_at(house, origin, seq)
        assert hash_ is not None, "the log reaches so far"
        row = self._sql.row(_RUN_AT, (house, origin, seq + 1))
        self._sql.run(
            "DELETE FROM fact_run WHERE house = ? AND origin = ? AND last_seq > ?",
            (house, origin, seq),
        )
        if row is not None and row[0] <= seq:
            # The signature stood behind its last fact.
            items = items_to_bytes(_items(row)[: seq + 1 - row[0]])
            self._sql.run(
                "INSERT INTO fact_run VALUES (?, ?, ?, ?, ?, NULL, ?)",
                (house, origin, row[0], seq, hash_, items),
            )
        if seq == 0:
            self._sql.run("DELETE FROM log_head WHERE house = ? AND origin = ?", (house, origin))
            return
        self._sql.run(
            "UPDATE log_head SET seq = ?, hash = ? WHERE house = ? AND origin = ?",
            (seq, hash_, house, origin),
        )

    def hash_at(self, house: int, origin: int, seq: int) -> bytes | None:
        """The chain's hash after that fact, None when it is not here."""
        if seq == 0:
            return chain_start(origin)
        row = self._sql.row(_RUN_AT, (house, origin, seq))
        if row is None or row[1] < seq:
            return None
        if row[1] == seq:
            return bytes(row[2])
        before = self.hash_at(house, origin, row[0] - 1)
        return None if before is None else hash_after(before, _items(row)[: seq - row[0] + 1])

    def batch_after(self, house: int, origin: int, seq: int, limit: int) -> Batch | None:
        """The facts after `seq`, whole runs of about `limit` facts; None when there are none.

        A group never travels in halves, so a first run that is longer than the limit comes whole.
        """
        rows = self._rows_after(house, origin, seq, limit)
        previous = self.hash_at(house, origin, seq)
        if not rows or previous is None:
            return None
        items: list[Item] = list(_items(rows[0])[seq + 1 - rows[0][0] :])
        for row in rows[1:]:
            items += _items(row)
        return Batch(origin, seq + 1, previous, tuple(items), rows[-1][4])

    def _rows_after(self, house: int, origin: int, seq: int, limit: int) -> list[Row]:
        """The runs after `seq` of about `limit` facts, up to where the log is signed."""
        first = self._sql.row(_RUN_AT, (house, origin, seq + 1))
        if first is None or first[1] <= seq:
            return []
        last = seq + limit
        rows = [first, *self._sql.rows(_RUNS_WITHIN, (house, origin, first[0], last, last))]
        reached = rows[-1][1]
        while rows and rows[-1][4] is None:
            rows.pop()
        is_all = reached >= self.head(house, origin)[0]
        return rows if rows or is_all else self._rows_after(house, origin, seq, limit * 4)

    def between(self, house: int, origin: int, first: int, last: int) -> list[Fact]:
        """The facts ``first .. last`` of a log that are here."""
        facts: list[Fact] = []
        previous, seq = self.hash_at(house, origin, first - 1), first - 1
        while previous is not None and seq < last:
            run = self.run_after((house, origin, seq), previous)
            if run is None:
                break
            facts += run
            previous, seq = run[-1].hash, run[-1].seq
        return [fact for fact in facts if fact.seq <= last]

    def facts(self, house: int, origin: int) -> Iterator[Fact]:
        """Every fact of a log, run by run, each run held against the chain.

        Raises `StoreDamaged` at the first run that is not what was signed, or is not there.
        """
        head, seq, previous = self.head(house, origin)[0], 0, chain_start(origin)
        while seq < head:
            run = self.run_after((house, origin, seq), previous)
            if run is None:
                raise StoreDamaged(f"fact {seq + 1} of log {origin} is not there")
            yield from run
            seq, previous = run[-1].seq, run[-1].hash

    def checked_head(self, house: int, origin: int) -> tuple[int, bytes, bytes | None]:
        """(number, hash, signature) of the newest fact, every run held against the chain.

        Quicker than `facts`: nothing is read of a fact but what is hashed. Raises `StoreDamaged`.
        """
        seq, previous, signature = 0, chain_start(origin), None
        while rows := self._sql.rows(_RUNS_FROM, (house, origin, seq)):
            for row in rows:
                hash_ = hash_after(previous, _items(row))
                if row[0] != seq + 1 or hash_ != row[2]:
                    raise StoreDamaged(f"the chain is broken at fact {row[1]} of log {origin}")
                seq, previous, signature = row[1], hash_, row[4]
        if (seq, previous) != self.head(house, origin):
            raise StoreDamaged(f"log {origin} does not end at its head")
        return seq, previous, signature

    def run_after(self, place: tuple[int, int, int], previous: bytes) -> list[Fact] | None:
        """The rest of the run after a place (house, log, number) where the hash is `previous`.

        None when the log ends there; `StoreDamaged` when its chain is broken.
        """
        house, origin, seq = place
        row = self._sql.row(_RUN_AT, (house, origin, seq + 1))
        return None if row is None or row[1] <= seq else _run_facts(origin, seq, previous, row)

    def run_of(self, house: int, origin: int, seq: int) -> list[Fact]:
        """The whole run in which a fact stands; empty when it is not here."""
        row = self._sql.row(_RUN_AT, (house, origin, seq))
        if row is None or row[1] < seq:
            return []
        previous = self.hash_at(house, origin, row[0] - 1)
        return [] if previous is None else _run_facts(origin, row[0] - 1, previous, row)

    def count(self, house: int, origin: int, after: int) -> int:
        """How many facts of a log come after `after`."""
        return max(0, self.head(house, origin)[0] - after)


def _run_facts(origin: int, after: int, previous: bytes, row: Row) -> list[Fact]:
    """The facts of a stored run beyond `after`; `StoreDamaged` when they break the chain."""
    first_seq, last_seq, hash_, _, signature = row
    try:
        items = _items(row)[after + 1 - first_seq :]
        facts = read_facts(origin, after + 1, previous, items)
    except DamagedFact as error:
        raise StoreDamaged(str(error)) from error
    if not facts or (facts[-1].seq, facts[-1].hash) != (last_seq, hash_):
        raise StoreDamaged(f"the chain is broken at fact {last_seq} of log {origin}")
    return facts if signature is None else signed(facts, signature)


def _items(row: Row) -> tuple[Item, ...]:
    try:
        return items_from_bytes(row[3])
    except DamagedFact as error:
        raise StoreDamaged(str(error)) from error
