"""The catalogue's records in the store, with one revision counter a house."""

from __future__ import annotations

from collections.abc import Iterable

from sync.records.record import Record
from sync.store.port import Sql


class RecordTable:
    """Writes records at the store and follows them on a device."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    @property
    def sql(self) -> Sql:
        """Where the records stand."""
        return self._sql

    def write(self, house: int, kind: str, key: str, body: bytes | None) -> Record | None:
        """A new revision of a record; None when the body is the one already there."""
        known = self._sql.row(
            "SELECT body FROM record WHERE house = ? AND kind = ? AND key = ?", (house, kind, key)
        )
        if known is not None and known[0] == body:
            return None
        revision = self.revision(house) + 1
        record = Record(house, kind, key, revision, body)
        self.take([record])
        return record

    def take(self, records: Iterable[Record]) -> list[Record]:
        """Keep records as they are; those older than what is here are passed over."""
        taken = []
        for record in records:
            row = self._sql.row(
                "SELECT revision FROM record WHERE house = ? AND kind = ? AND key = ?",
                (record.house, record.kind, record.key),
            )
            if row is not None and row[0] >= record.revision:
                continue
            self._put(record)
            taken.append(record)
        return taken

    def get(self, house: int, kind: str, key: str) -> Record | None:
        """A record that is there and not withdrawn."""
        row = self._sql.row(
            "SELECT revision, body FROM record WHERE house = ? AND kind = ? AND key = ?",
            (house, kind, key),
        )
        if row is None or row[1] is None:
            return None
        return Record(house, kind, key, row[0], row[1])

    def of_kind(self, house: int, kind: str) -> list[Record]:
        """Every record of a kind that is not withdrawn, by key."""
        rows = self._sql.rows(
            "SELECT key, revision, body FROM record"
            " WHERE house = ? AND kind = ? AND body IS NOT NULL ORDER BY key",
            (house, kind),
        )
        return [Record(house, kind, key, revision, body) for key, revision, body in rows]

    def bodies(self, house: int, kind: str) -> list[tuple[str, int, bytes]]:
        """The same as plain key, revision and body; of a kind that has thousands."""
        rows = self._sql.rows(
            "SELECT key, revision, body FROM record"
            " WHERE house = ? AND kind = ? AND body IS NOT NULL ORDER BY key",
            (house, kind),
        )
        return [(key, revision, body) for key, revision, body in rows]

    def since(self, house: int, revision: int, limit: int) -> list[Record]:
        """The records of a house changed after that revision, oldest first."""
        rows = self._sql.rows(
            "SELECT kind, key, revision, body FROM record"
            " WHERE house = ? AND revision > ? ORDER BY revision LIMIT ?",
            (house, revision, limit),
        )
        return [Record(house, *row) for row in rows]

    def revision(self, house: int) -> int:
        """The newest revision of a house; 0 when it has no records."""
        row = self._sql.row("SELECT revision FROM house_head WHERE house = ?", (house,))
        return 0 if row is None else int(row[0])

    def revisions(self) -> dict[int, int]:
        """The newest revision of every house."""
        return dict(self._sql.rows("SELECT house, revision FROM house_head"))

    def _put(self, record: Record) -> None:
        self._sql.run(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?) ON CONFLICT (house, kind, key)"
            " DO UPDATE SET revision = excluded.revision, body = excluded.body",
            (record.house, record.kind, record.key, record.revision, record.body),
        )
        self._sql.run(
            "INSERT INTO house_head VALUES (?, ?) ON CONFLICT (house)"
            " DO UPDATE SET revision = excluded.revision"
            " WHERE excluded.revision > house_head.revision",
            (record.house, record.revision),
        )
