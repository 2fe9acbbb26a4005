"""Personal bodies and the keys of persons as rows beside the log, made to be erased.

Keys stand in a table outside facts and snapshots. `number` counts what came here in a house, so
that a device follows it with one number as it does with records.
"""

from __future__ import annotations

import msgspec

from sync.records.personal import PersonalBody, PersonalParcel, unseal
from sync.store.port import Sql

PAGE_MAX = 200
ERASE = (
    "INSERT INTO person_erased VALUES (?, ?) ON CONFLICT (house, person) DO NOTHING",
    "DELETE FROM personal_body WHERE house = ? AND person = ?",
    "DELETE FROM person_key WHERE house = ? AND person = ?",
)
"""The statements that erase a (house, person), for the projection of the fact that says so."""
SECRET_TABLES = ("personal_body", "person_key")
"""Of whose deleted rows nothing may stay."""
TABLES = (
    """CREATE TABLE IF NOT EXISTS personal_body (
        house INTEGER NOT NULL, person TEXT NOT NULL, origin INTEGER NOT NULL,
        seq INTEGER NOT NULL, salt BLOB NOT NULL, sealed BLOB NOT NULL, number INTEGER NOT NULL,
        is_sent INTEGER NOT NULL, PRIMARY KEY (house, person, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS personal_by_fact ON personal_body (house, origin, seq)",
    "CREATE INDEX IF NOT EXISTS personal_by_number ON personal_body (house, number)",
    """CREATE TABLE IF NOT EXISTS personal_head (
        house INTEGER PRIMARY KEY, number INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS person_key (
        house INTEGER NOT NULL, person TEXT NOT NULL, key BLOB NOT NULL,
        PRIMARY KEY (house, person)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS person_erased (
        house INTEGER NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY (house, person)) WITHOUT ROWID""",
)


class KeptParcel(msgspec.Struct, frozen=True, array_like=True):
    """A body as it is kept here: its number, and whether the store has it."""

    number: int
    parcel: PersonalParcel
    is_sent: bool


class PersonalTable:
    """What this replica holds of persons."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, parcel: PersonalParcel, is_sent: bool) -> bool:
        """Keep a body with its key; False for a person who was erased, whose body is refused."""
        body = parcel.body
        if self.is_erased(body.house, body.person):
            return False
        if self._is_kept(body):
            if is_sent:
                self.note_sent([body])
            return True
        self._sql.run(
            "INSERT INTO person_key VALUES (?, ?, ?) ON CONFLICT (house, person) DO NOTHING",
            (body.house, body.person, parcel.key),
        )
        number = self.newest(body.house) + 1
        self._sql.run(
            "INSERT INTO personal_head VALUES (?, ?) ON CONFLICT (house)"
            " DO UPDATE SET number = excluded.number",
            (body.house, number),
        )
        self._sql.run(
            "INSERT INTO personal_body VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (body.house, body.person, body.origin, body.seq, body.salt, body.sealed,
             number, int(is_sent)),
        )  # fmt: skip
        return True

    def _is_kept(self, body: PersonalBody) -> bool:
        return self._sql.row(
            "SELECT 1 FROM personal_body WHERE house = ? AND person = ? AND origin = ? AND seq = ?",
            (body.house, body.person, body.origin, body.seq),
        ) is not None  # fmt: skip

    def plain(self, house: int, origin: int, seq: int) -> bytes | None:
        """The body of a fact in the clear; None when it, or its key, is not here (any more)."""
        row = self._sql.row(
            "SELECT b.person, b.sealed, k.key FROM personal_body b"
            " JOIN person_key k ON k.house = b.house AND k.person = b.person"
            " WHERE b.house = ? AND b.origin = ? AND b.seq = ?",
            (house, origin, seq),
        )
        return None if row is None else unseal(row[2], row[0], row[1])

    def key(self, house: int, person: str) -> bytes | None:
        """A person's key, None when it is not here."""
        row = self._sql.row(
            "SELECT key FROM person_key WHERE house = ? AND person = ?", (house, person)
        )
        return None if row is None else bytes(row[0])

    def is_erased(self, house: int, person: str) -> bool:
        """Whether this person was erased."""
        return self._sql.row(
            "SELECT 1 FROM person_erased WHERE house = ? AND person = ?", (house, person)
        ) is not None  # fmt: skip

    def newest(self, house: int) -> int:
        """The number of what came last in a house; 0 for nothing. A number is given once."""
        row = self._sql.row("SELECT number FROM personal_head WHERE house = ?", (house,))
        return 0 if row is None else int(row[0])

    def since(self, house: int, number: int) -> list[KeptParcel]:
        """What came after that number, a page at most."""
        rows = self._sql.rows(
            "SELECT b.number, b.person, b.origin, b.seq, b.salt, b.sealed, k.key, b.is_sent"
            " FROM personal_body b JOIN person_key k ON k.house = b.house AND k.person = b.person"
            f" WHERE b.house = ? AND b.number > ? ORDER BY b.number LIMIT {PAGE_MAX}",
            (house, number),
        )
        return [
            KeptParcel(row[0], PersonalParcel(PersonalBody(house, *row[1:6]), row[6]), bool(row[7]))
            for row in rows
        ]

    def erased_count(self) -> int:
        """How many persons were erased."""
        row = self._sql.row("SELECT COUNT(*) FROM person_erased")
        return 0 if row is None else int(row[0])

    def unsent(self, house: int) -> list[PersonalParcel]:
        """What was written here and the store has not confirmed, a page at most."""
        rows = self._sql.rows(
            "SELECT b.person, b.origin, b.seq, b.salt, b.sealed, k.key"
            " FROM personal_body b JOIN person_key k ON k.house = b.house AND k.person = b.person"
            f" WHERE b.house = ? AND b.is_sent = 0 ORDER BY b.number LIMIT {PAGE_MAX}",
            (house,),
        )
        return [PersonalParcel(PersonalBody(house, *row[:5]), row[5]) for row in rows]

    def note_sent(self, bodies: list[PersonalBody]) -> None:
        """The store has these."""
        self._sql.run_many(
            "UPDATE personal_body SET is_sent = 1"
            " WHERE house = ? AND person = ? AND origin = ? AND seq = ?",
            [(body.house, body.person, body.origin, body.seq) for body in bodies],
        )

    def forget_cached(self, house: int) -> int:
        """Drop what the store has and comes back at the next contact; how many bodies."""
        row = self._sql.row(
            "SELECT COUNT(*) FROM personal_body WHERE house = ? AND is_sent = 1", (house,)
        )
        self._sql.run("DELETE FROM personal_body WHERE house = ? AND is_sent = 1", (house,))
        self._sql.run(
            "DELETE FROM person_key WHERE house = ? AND NOT EXISTS (SELECT 1 FROM personal_body b"
            " WHERE b.house = person_key.house AND b.person = person_key.person)",
            (house,),
        )
        return 0 if row is None else int(row[0])
