"""The engine's own tables. Every key begins with the house, so that the schema shards as it is."""

from __future__ import annotations

from sync.store.forks import TABLES as FORK_TABLES
from sync.store.personal import TABLES as PERSONAL_TABLES
from sync.store.port import Sql, StoreDamaged, StoreNewer, StoreOlder
from sync.store.recalling import NAMES as RECALL_NAMES
from sync.store.recalling import TABLES as RECALL_TABLES

SCHEMA_VERSION = 7
"""Raised with every change of a table, so that a file of another form is refused in words."""

_TABLES = (
    """CREATE TABLE IF NOT EXISTS setting (
        name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS log_head (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        hash BLOB NOT NULL, PRIMARY KEY (house, origin)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS fact_run (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL, hash BLOB NOT NULL, signature BLOB,
        items BLOB NOT NULL, PRIMARY KEY (house, origin, first_seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS pool (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, size INTEGER NOT NULL,
        owner INTEGER NOT NULL, PRIMARY KEY (house, pool)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS unit_right (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, unit INTEGER NOT NULL,
        hop INTEGER NOT NULL, holder INTEGER NOT NULL, spent INTEGER NOT NULL,
        origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        PRIMARY KEY (house, pool, unit)) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS unit_right_holder
        ON unit_right (house, holder, pool, unit) WHERE spent = 0""",
    # A unit's right in an epoch that ended by taking it back from a lost log at `taken_hop`:
    # what that log said later, or others who had it from there, goes on here and moves nothing.
    """CREATE TABLE IF NOT EXISTS former_right (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, unit INTEGER NOT NULL,
        epoch INTEGER NOT NULL, taken_hop INTEGER NOT NULL, was_spent INTEGER NOT NULL,
        hop INTEGER NOT NULL, holder INTEGER NOT NULL, spent INTEGER NOT NULL,
        origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        PRIMARY KEY (house, pool, unit, epoch)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS closing (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        batch BLOB NOT NULL, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS amount_pool (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, total INTEGER NOT NULL,
        owner INTEGER NOT NULL, maker INTEGER NOT NULL,
        PRIMARY KEY (house, pool)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS amount (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, holder INTEGER NOT NULL,
        balance INTEGER NOT NULL, spent INTEGER NOT NULL, is_lost INTEGER NOT NULL,
        PRIMARY KEY (house, pool, holder)) WITHOUT ROWID""",
    # Movements whose writer has not enough as far as this replica has heard.
    """CREATE TABLE IF NOT EXISTS amount_waiting (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, origin INTEGER NOT NULL,
        seq INTEGER NOT NULL, place INTEGER NOT NULL, verb INTEGER NOT NULL,
        quantity INTEGER NOT NULL, receiver INTEGER NOT NULL,
        PRIMARY KEY (house, pool, origin, seq, place)) WITHOUT ROWID""",
    # Moves whose unit is not in their writer's hands as far as this replica has heard.
    """CREATE TABLE IF NOT EXISTS waiting_move (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, unit INTEGER NOT NULL,
        hop INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        verb INTEGER NOT NULL, receiver INTEGER NOT NULL,
        PRIMARY KEY (house, pool, unit, hop, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS record (
        house INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
        revision INTEGER NOT NULL, body BLOB,
        PRIMARY KEY (house, kind, key)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS record_revision ON record (house, revision)",
    """CREATE TABLE IF NOT EXISTS house_head (
        house INTEGER PRIMARY KEY, revision INTEGER NOT NULL)""",
    # Its rows hold nothing: a transaction that touches a house locks the house's row.
    "CREATE TABLE IF NOT EXISTS house_lock (house INTEGER PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS device (
        house INTEGER NOT NULL, device INTEGER NOT NULL, certificate BLOB NOT NULL,
        revocation BLOB, PRIMARY KEY (house, device)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS contact (
        house INTEGER NOT NULL, device INTEGER NOT NULL, heard_ms INTEGER NOT NULL,
        clock_error_ms INTEGER NOT NULL, version TEXT NOT NULL, origin INTEGER NOT NULL,
        said_seq INTEGER NOT NULL, PRIMARY KEY (house, device)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS quarantine (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        fault TEXT NOT NULL, explanation TEXT NOT NULL, evidence BLOB NOT NULL,
        received_ms INTEGER NOT NULL, PRIMARY KEY (house, origin, seq, fault)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS set_aside (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        fault TEXT NOT NULL, explanation TEXT NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS set_aside_move (
        house INTEGER NOT NULL, pool INTEGER NOT NULL, unit INTEGER NOT NULL,
        hop INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        holder INTEGER NOT NULL, PRIMARY KEY (house, pool, unit, hop, origin)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS enrolment (
        house INTEGER NOT NULL, code_hash BLOB NOT NULL, role TEXT NOT NULL,
        expires_ms INTEGER NOT NULL, used_by INTEGER,
        PRIMARY KEY (house, code_hash)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS enrolment_try (
        house INTEGER NOT NULL, number INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        address TEXT NOT NULL, PRIMARY KEY (house, number)) WITHOUT ROWID""",
    *FORK_TABLES,
    *PERSONAL_TABLES,
    *RECALL_TABLES,
)


OPEN_RECORDS = "house >= 0"
"""Records under negative numbers are not for everybody (`Charter.reads_records`): a newcomer
fetches those that it may read itself."""
SHARED_TABLES = {
    **dict.fromkeys(
        (
            "log_head",
            "pool",
            "unit_right",
            "device",
            "set_aside",
            "set_aside_move",
            "former_right",
            "waiting_move",
            "amount_pool",
            "amount",
            "amount_waiting",
        ),
        "",
    ),
    "record": OPEN_RECORDS,
    "house_head": OPEN_RECORDS,
}
"""The engine's tables that go into a snapshot beside the runs of facts, with their condition."""
PRIVATE_TABLES = (
    "setting",
    "house_lock",
    "contact",
    "quarantine",
    "enrolment",
    "enrolment_try",
    "fork",
    "closing",
    "personal_body",
    "personal_head",
    "person_key",
    *RECALL_NAMES,
)
"""Those that stay where they are: they tell of one device and its line."""


def create_tables(sql: Sql) -> None:
    """Make the tables that are not there.

    `StoreNewer` or `StoreOlder` when a program made the file whose form we cannot use.
    """
    with sql.transaction():
        for table in _TABLES:
            sql.run(table)
        version = sql.row("SELECT value FROM setting WHERE name = 'schema'")
        if version is None:
            sql.run("INSERT INTO setting VALUES ('schema', ?)", (b"%d" % SCHEMA_VERSION,))
        elif int(version[0]) > SCHEMA_VERSION:
            raise StoreNewer(
                f"the data was written by a newer version (schema {int(version[0])}): update first"
            )
        elif int(version[0]) < SCHEMA_VERSION:
            raise StoreOlder(f"the data has the older form {int(version[0])}")


def setting(sql: Sql, name: str) -> bytes | None:
    """A small value kept with the data, or None."""
    row = sql.row("SELECT value FROM setting WHERE name = ?", (name,))
    return None if row is None else bytes(row[0])


def number_setting(sql: Sql, name: str) -> int | None:
    """A number kept with the data, or None; `StoreDamaged` when something else stands there."""
    value = setting(sql, name)
    try:
        return None if value is None else int(value)
    except ValueError as error:
        raise StoreDamaged(f"{name} is no number") from error


def put_setting(sql: Sql, name: str, value: bytes) -> None:
    """Keep a small value with the data."""
    sql.run(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
