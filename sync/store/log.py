"""The facts in the store: one contiguous chained log for each origin."""

from __future__ import annotations

from sync.facts.fact import DamagedFact, Fact, chain_start, origin_of, read_header
from sync.store.port import Row, Sql, StoreDamaged


class FactLog:
    """Reads and appends log rows. `house` is the home of the device that writes the log."""

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

    def append(self, house: int, facts: list[Fact]) -> None:
        """Put consecutive facts at the end of their log."""
        self._sql.run_many(
            "INSERT INTO fact (house, origin, seq, hash, header, body, signature)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (house, fact.origin, fact.seq, fact.hash, fact.header_bytes, fact.body,
                 fact.signature)
                for fact in facts
            ],
        )  # fmt: skip
        last = facts[-1]
        self._sql.run(
            "INSERT INTO log_head VALUES (?, ?, ?, ?) ON CONFLICT (house, origin)"
            " DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
            (house, last.origin, last.seq, last.hash),
        )

    def hash_at(self, house: int, origin: int, seq: int) -> bytes | None:
        """The chain's hash after that fact, None when it is not here."""
        if seq == 0:
            return chain_start(origin)
        row = self._sql.row(
            "SELECT hash FROM fact WHERE house = ? AND origin = ? AND seq = ?",
            (house, origin, seq),
        )
        return None if row is None else bytes(row[0])

    def after(self, house: int, origin: int, seq: int, limit: int) -> list[Fact]:
        """The facts after `seq`, about `limit` of them, ending where the log is signed."""
        facts = [_fact(row) for row in self._select(house, origin, seq, limit)]
        while facts and facts[-1].signature is None:
            facts.pop()
        if facts or limit > 1_000_000:
            return facts
        # One commit is longer than the limit: a group never travels in halves.
        if self.head(house, origin)[0] > seq:
            return self.after(house, origin, seq, limit * 4)
        return []

    def between(self, house: int, origin: int, first: int, last: int) -> list[Fact]:
        """The facts ``first .. last`` of a log that are here."""
        rows = self._select(house, origin, first - 1, last - first + 1)
        return [fact for fact in map(_fact, rows) if fact.seq <= last]

    def count(self, house: int, origin: int, after: int) -> int:
        """How many facts of a log come after `after`."""
        return max(0, self.head(house, origin)[0] - after)

    def _select(self, house: int, origin: int, seq: int, limit: int) -> list[Row]:
        return self._sql.rows(
            "SELECT header, hash, body, signature FROM fact"
            " WHERE house = ? AND origin = ? AND seq > ? ORDER BY seq LIMIT ?",
            (house, origin, seq, limit),
        )


def _fact(row: Row) -> Fact:
    header_bytes, hash_, body, signature = row
    try:
        return Fact(read_header(header_bytes), header_bytes, body, hash_, signature)
    except DamagedFact as error:
        raise StoreDamaged(str(error)) from error
