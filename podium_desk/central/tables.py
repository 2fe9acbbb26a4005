"""The central store's own tables: what imports must remember, and devices need not know.

A performance's tariffs are put together again from these layers at each change, so that importing
the season once more never loses what the house changed itself.
"""

from __future__ import annotations

from podium_desk.central.bancontact.payments import PAYMENT_TABLE
from podium_desk.central.uitpas.sales import SALE_TABLE
from sync.store.port import Sql

_TABLES = (
    """CREATE TABLE IF NOT EXISTS imported_event (
        house INTEGER NOT NULL, event TEXT NOT NULL, digest BLOB NOT NULL,
        PRIMARY KEY (house, event)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS performance_number (
        house INTEGER NOT NULL, identity TEXT NOT NULL, number INTEGER NOT NULL,
        event TEXT NOT NULL, status TEXT NOT NULL,
        PRIMARY KEY (house, identity)) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS performance_number_event
        ON performance_number (house, event)""",
    """CREATE INDEX IF NOT EXISTS performance_number_number
        ON performance_number (house, number)""",
    """CREATE TABLE IF NOT EXISTS imported_tariff (
        house INTEGER NOT NULL, event TEXT NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL,
        name BLOB NOT NULL, price_cents INTEGER NOT NULL, is_base INTEGER NOT NULL,
        PRIMARY KEY (house, event, place)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS price_rank (
        house INTEGER NOT NULL, performance INTEGER NOT NULL, category TEXT NOT NULL,
        percent INTEGER NOT NULL, PRIMARY KEY (house, performance, category)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS tariff_change (
        house INTEGER NOT NULL, target TEXT NOT NULL, code TEXT NOT NULL, category TEXT NOT NULL,
        name TEXT NOT NULL, price_cents INTEGER NOT NULL, needs_proof INTEGER NOT NULL,
        PRIMARY KEY (house, target, code, category)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS tariff_term (
        house INTEGER NOT NULL, target TEXT NOT NULL, code TEXT NOT NULL, said BLOB NOT NULL,
        PRIMARY KEY (house, target, code)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS tariff_number (
        house INTEGER NOT NULL, code TEXT NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (house, code)) WITHOUT ROWID""",
    SALE_TABLE,
    PAYMENT_TABLE,
)


def create_central_tables(sql: Sql) -> None:
    """Make the tables that are not there."""
    with sql.transaction():
        for table in _TABLES:
            sql.run(table)
