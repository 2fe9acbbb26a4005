"""What tills did, as rows: shifts, cash moved, drawers counted, and the X and Z reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.till_facts import (
    CashMoved,
    DrawerCounted,
    ShiftClosed,
    ShiftOpened,
    XTaken,
    ZClosed,
)
from sync.facts.fact import Fact

TILL_TABLES = (
    """CREATE TABLE IF NOT EXISTS till_shift (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        shift INTEGER NOT NULL, at_ms INTEGER NOT NULL, is_opened INTEGER NOT NULL,
        clerk TEXT NOT NULL, cents INTEGER NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS cash_moved (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        shift INTEGER NOT NULL, at_ms INTEGER NOT NULL, amount_cents INTEGER NOT NULL,
        reason TEXT NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS drawer_counted (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        shift INTEGER NOT NULL, at_ms INTEGER NOT NULL, counted_cents INTEGER NOT NULL,
        expected_cents INTEGER NOT NULL, reason TEXT NOT NULL, clerk TEXT NOT NULL,
        approved_by TEXT NOT NULL, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS till_report (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        kind TEXT NOT NULL, number INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        clerk TEXT NOT NULL, PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
)
TILL_FACT_TABLES = ("till_shift", "cash_moved", "drawer_counted", "till_report")
X, Z = "X", "Z"
Row = tuple[str, tuple[Any, ...]]

_SHIFT = "INSERT INTO till_shift VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_MOVED = "INSERT INTO cash_moved VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_COUNTED = "INSERT INTO drawer_counted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_REPORT = "INSERT INTO till_report VALUES (?, ?, ?, ?, ?, ?, ?)"


def shift_opened(fact: Fact, body: ShiftOpened) -> Iterator[Row]:
    """A drawer with its float."""
    yield _SHIFT, (*_place(fact), body.shift, body.at_ms, 1, body.clerk, body.float_cents)


def shift_closed(fact: Fact, body: ShiftClosed) -> Iterator[Row]:
    """What stayed in the drawer, which the next shift begins with."""
    yield _SHIFT, (*_place(fact), body.shift, body.at_ms, 0, body.clerk, body.left_cents)


def cash_moved(fact: Fact, body: CashMoved) -> Iterator[Row]:
    """Cash put in or taken out."""
    yield _MOVED, (
        *_place(fact), body.shift, body.at_ms, body.amount_cents, body.reason, body.clerk,
    )  # fmt: skip


def drawer_counted(fact: Fact, body: DrawerCounted) -> Iterator[Row]:
    """What lay in a drawer, and what should have."""
    yield _COUNTED, (
        *_place(fact), body.shift, body.at_ms, body.counted_cents, body.expected_cents,
        body.reason, body.clerk, body.approved_by,
    )  # fmt: skip


def x_taken(fact: Fact, body: XTaken) -> Iterator[Row]:
    """An interim report."""
    yield _REPORT, (*_place(fact), X, body.number, body.at_ms, body.clerk)


def z_closed(fact: Fact, body: ZClosed) -> Iterator[Row]:
    """Where a register's books were closed; what the report says is read from its fact."""
    yield _REPORT, (*_place(fact), Z, body.number, body.at_ms, body.clerk)


def _place(fact: Fact) -> tuple[int, int, int]:
    return fact.header.house, fact.origin, fact.seq
