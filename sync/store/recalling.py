"""What a store knows of its own forgetting: it was put back, and takes its log back from devices.

While it is in doubt it writes nothing in its own logs and gives nothing. What devices bring goes
on where its own log ends; where it had written something else meanwhile, the log has *parted*,
and what the other branch said is said again (docs/decisions/0018). Nothing here is for devices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync.facts.fact import Fact, Move, Verb, home_of
from sync.records.record import Record
from sync.store.log import FactLog
from sync.store.port import Sql
from sync.store.witness import Head

TABLES = (
    # Whose word is not heard out yet: a device that knew more; house and device 0, the store.
    """CREATE TABLE IF NOT EXISTS recall_doubt (
        house INTEGER NOT NULL, device INTEGER NOT NULL, since_ms INTEGER NOT NULL,
        PRIMARY KEY (house, device)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS recall_heard (
        house INTEGER NOT NULL, device INTEGER NOT NULL,
        PRIMARY KEY (house, device)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS recall_target (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        hash BLOB NOT NULL, PRIMARY KEY (house, origin, seq, hash)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS recall_revision (
        house INTEGER PRIMARY KEY, revision INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS recall_record (
        house INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL,
        device INTEGER NOT NULL, body BLOB,
        PRIMARY KEY (house, kind, key, revision, device)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS parted_fact (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        hash BLOB NOT NULL, parted_at INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq, hash)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS parted_move (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, unit INTEGER NOT NULL,
        hop INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        verb INTEGER NOT NULL, receiver INTEGER NOT NULL,
        PRIMARY KEY (house, pool, unit, hop, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS given_twice (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, unit INTEGER NOT NULL,
        hop INTEGER NOT NULL, receiver INTEGER NOT NULL, found_ms INTEGER NOT NULL,
        PRIMARY KEY (house, pool, unit, hop, receiver)) WITHOUT ROWID""",
)
NAMES = (
    "recall_doubt", "recall_heard", "recall_target", "recall_revision", "recall_record",
    "parted_fact", "parted_move", "given_twice",
)  # fmt: skip
STORE = (0, 0)
"""Who is in doubt when it is the store itself, and who is heard when its witness is."""
RECORD_WITNESSES = 2
"""So many devices must bring the same record: records are not signed one by one."""


@dataclass(frozen=True, slots=True)
class GivenTwice:
    """A unit that both histories of the store gave, to `receiver` in the one that was undone."""

    house: int
    pool: int
    unit: int
    hop: int
    receiver: int


class RecallTable:
    """The state of a recall. `house` is a log's home, or the device's own."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def is_in_doubt(self) -> bool:
        """Whether the store, or the word of some device, is not heard out yet."""
        return self._sql.row("SELECT 1 FROM recall_doubt LIMIT 1") is not None

    def has_forgotten(self) -> bool:
        """Whether the store knows that it was put back, and has not come right yet."""
        return STORE in self.doubts()

    def doubts(self) -> list[tuple[int, int]]:
        """(house, device) of whoever is in doubt."""
        rows = self._sql.rows("SELECT house, device FROM recall_doubt ORDER BY house, device")
        return [(house, device) for house, device in rows]

    def doubt(self, house: int, device: int, now_ms: int) -> None:
        """Begin to doubt, in a transaction of its own."""
        with self._sql.transaction():
            self._sql.run(
                "INSERT INTO recall_doubt VALUES (?, ?, ?) ON CONFLICT (house, device) DO NOTHING",
                (house, device, now_ms),
            )

    def notice(self, heads: Iterable[Head], now_ms: int, is_by_witness: bool = False) -> None:
        """The store knows that it was put back: its logs once reached these heads.

        `is_by_witness`: these are all of them, and when they are back nothing is missing.
        """
        with self._sql.transaction():
            self.doubt(*STORE, now_ms)
            self.expect(heads)
            if is_by_witness:
                self.hear(*STORE)

    def is_by_witness(self) -> bool:
        """Whether all that is expected is all that there was."""
        return STORE[1] in self.heard()

    def trust(self, house: int, device: int) -> None:
        """That device is heard out."""
        self._sql.run("DELETE FROM recall_doubt WHERE house = ? AND device = ?", (house, device))

    def hear(self, house: int, device: int) -> None:
        """A device knows no more of the store than the store itself."""
        self._sql.run(
            "INSERT INTO recall_heard VALUES (?, ?) ON CONFLICT (house, device) DO NOTHING",
            (house, device),
        )

    def heard(self) -> frozenset[int]:
        """The devices that were heard out since the store knows that it was put back."""
        return frozenset(row[0] for row in self._sql.rows("SELECT device FROM recall_heard"))

    def expect(self, heads: Iterable[Head]) -> None:
        """How far the own logs once were, by a witness or by somebody's word."""
        for head in heads:
            self._sql.run(
                "INSERT INTO recall_target VALUES (?, ?, ?, ?)"
                " ON CONFLICT (house, origin, seq, hash) DO NOTHING",
                (home_of(head.origin, 0), head.origin, head.seq, head.hash),
            )

    def missing(self, log: FactLog) -> list[Head]:
        """What was expected and is neither in the own log nor said again."""
        rows = self._sql.rows("SELECT house, origin, seq, hash FROM recall_target")
        return [
            Head(origin, seq, hash_)
            for house, origin, seq, hash_ in rows
            if log.hash_at(house, origin, seq) != hash_
            and self.parted_at(house, origin, seq, hash_) is None
        ]

    def give_up(self, heads: Iterable[Head]) -> None:
        """Nobody knows these facts any more; a witness that still tells of them is not heard."""
        for head in heads:
            self._keep_parted(home_of(head.origin, 0), head.origin, head.seq, (head.hash, 0))

    def keep_parted(self, fact: Fact, parted_at: int) -> bool:
        """Note a fact of another branch of the own log; False when it was noted before."""
        house = home_of(fact.origin, 0)
        if self.parted_at(house, fact.origin, fact.seq, fact.hash) is not None:
            return False
        self._keep_parted(house, fact.origin, fact.seq, (fact.hash, parted_at))
        return True

    def parted_at(self, house: int, origin: int, seq: int, hash_: bytes) -> int | None:
        """The last common fact of the branch that this fact is of; None when it is not known."""
        row = self._sql.row(
            "SELECT parted_at FROM parted_fact"
            " WHERE house = ? AND origin = ? AND seq = ? AND hash = ?",
            (house, origin, seq, hash_),
        )
        return None if row is None else int(row[0])

    def put_later(self, fact: Fact, move: Move) -> None:
        """A move of one unit that is to be said again once what it builds on is here."""
        self._sql.run(
            "INSERT INTO parted_move VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (house, pool, unit, hop, origin, seq) DO NOTHING",
            (fact.header.house, move.pool, move.first, move.hop, fact.origin, fact.seq,
             int(move.verb), move.to),
        )  # fmt: skip

    def later(self) -> list[tuple[int, int, Move]]:
        """(house, log, move) of what is still to be said again, by unit and hop."""
        rows = self._sql.rows(
            "SELECT house, origin, verb, pool, unit, hop, receiver FROM parted_move"
            " ORDER BY house, pool, unit, hop, origin, seq"
        )
        return [
            (house, origin, Move(Verb(verb), pool, unit, 1, hop, receiver))
            for house, origin, verb, pool, unit, hop, receiver in rows
        ]

    def drop_later(self, house: int, move: Move) -> None:
        """That move waits no more."""
        self._sql.run(
            "DELETE FROM parted_move WHERE house = ? AND pool = ? AND unit = ? AND hop = ?",
            (house, move.pool, move.first, move.hop),
        )

    def put_twice(self, house: int, move: Move, now_ms: int) -> None:
        """Both histories gave this unit away: whoever sold it did so in good faith."""
        self._sql.run(
            "INSERT INTO given_twice VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (house, pool, unit, hop, receiver) DO NOTHING",
            (house, move.pool, move.first, move.hop, move.to, now_ms),
        )

    def is_given_twice(self, house: int, pool: int, unit: int) -> bool:
        """Whether a move that does not fit is no lie, because the store gave this unit twice."""
        row = self._sql.row(
            "SELECT 1 FROM given_twice WHERE house = ? AND pool = ? AND unit = ?",
            (house, pool, unit),
        )
        return row is not None

    def twice(self) -> list[GivenTwice]:
        """All of them."""
        rows = self._sql.rows(
            "SELECT house, pool, unit, hop, receiver FROM given_twice"
            " ORDER BY house, pool, unit, hop, receiver"
        )
        return [GivenTwice(*row) for row in rows]

    def own_moves_waiting(self, store_logs: tuple[int, int]) -> int:
        """How many moves of these logs (first, end) build on facts that are not here yet."""
        row = self._sql.row(
            "SELECT (SELECT COUNT(*) FROM waiting_move WHERE origin >= ? AND origin < ?)"
            " + (SELECT COUNT(*) FROM parted_move)",
            store_logs,
        )
        return 0 if row is None else int(row[0])

    def keep_record(self, device: int, record: Record) -> None:
        """A record that a device has and the store has not, as far as that device says."""
        self._sql.run(
            "INSERT INTO recall_record VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (house, kind, key, revision, device) DO UPDATE SET body = excluded.body",
            (record.house, record.kind, record.key, record.revision, device, record.body),
        )

    def records(self, devices_min: int) -> list[Record]:
        """The records that so many devices brought alike, oldest revision first."""
        rows = self._sql.rows(
            "SELECT house, kind, key, revision, body FROM recall_record"
            " GROUP BY house, kind, key, revision, body HAVING COUNT(*) >= ?"
            " ORDER BY house, revision, kind, key",
            (devices_min,),
        )
        return [Record(*row) for row in rows]

    def newest_record(self, house: int, device: int) -> int:
        """The newest revision of a house that a device has brought; 0 for none."""
        row = self._sql.row(
            "SELECT MAX(revision) FROM recall_record WHERE house = ? AND device = ?",
            (house, device),
        )
        return 0 if row is None or row[0] is None else int(row[0])

    def expect_revision(self, house: int, revision: int) -> None:
        """How far a device knows the records of a house."""
        self._sql.run(
            "INSERT INTO recall_revision VALUES (?, ?) ON CONFLICT (house) DO UPDATE SET"
            " revision = excluded.revision WHERE excluded.revision > recall_revision.revision",
            (house, revision),
        )

    def revisions(self) -> dict[int, int]:
        """The highest of them, by house."""
        return dict(self._sql.rows("SELECT house, revision FROM recall_revision"))

    def end(self) -> None:
        """The store has come right: what parted and what was given twice stays known."""
        for table in ("recall_doubt", "recall_heard", "recall_target", "recall_revision",
                      "recall_record", "parted_move"):  # fmt: skip
            # The names are the program's own.
            self._sql.run(f"DELETE FROM {table}")

    def _keep_parted(self, house: int, origin: int, seq: int, rest: tuple[bytes, int]) -> None:
        self._sql.run(
            "INSERT INTO parted_fact VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (house, origin, seq, hash) DO NOTHING",
            (house, origin, seq, *rest),
        )
