"""Baskets that were put aside, in the replica: their rows, and how one stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import msgspec

from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import FactId, Origin
from podium_desk.domain.parked import BasketParked, BasketTaken, ParkedState
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_from_bytes
from sync.facts.fact import Fact
from sync.store.port import Row, Sql

PARKED_TABLES = (
    """CREATE TABLE IF NOT EXISTS basket_parked (
        house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, waiting_origin INTEGER,
        waiting_seq INTEGER, person TEXT NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (house, origin, seq)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS basket_by_end ON basket_parked (house, until_ms)",
    """CREATE INDEX IF NOT EXISTS basket_by_waiting
        ON basket_parked (house, waiting_origin, waiting_seq) WHERE waiting_origin IS NOT NULL""",
    """CREATE TABLE IF NOT EXISTS basket_taken (
        house INTEGER NOT NULL, basket_origin INTEGER NOT NULL, basket_seq INTEGER NOT NULL,
        origin INTEGER NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        device INTEGER NOT NULL, clerk TEXT NOT NULL,
        PRIMARY KEY (house, basket_origin, basket_seq, origin, seq)) WITHOUT ROWID""",
)
PARKED_FACT_TABLES = ("basket_parked", "basket_taken")
_PARKED = "INSERT INTO basket_parked VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TAKEN = "INSERT INTO basket_taken VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A basket as it was put aside, and how it stands."""

    id: FactId
    body: BasketParked
    state: ParkedState


def basket_parked(fact: Fact, body: BasketParked) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of a basket that was put aside."""
    waiting = (None, None) if body.waiting is None else (body.waiting.origin, body.waiting.seq)
    yield _PARKED, (
        fact.header.house, fact.origin, fact.seq, body.at_ms, body.until_ms, *waiting,
        body.person, msgspec.msgpack.encode(body),
    )  # fmt: skip


def basket_taken(fact: Fact, body: BasketTaken) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of a word on who has a basket."""
    yield _TAKEN, (
        fact.header.house, body.basket.origin, body.basket.seq, fact.origin, fact.seq, body.at_ms,
        body.device, body.clerk,
    )  # fmt: skip


_SELECT = """
    SELECT p.origin, p.seq, p.until_ms, p.body,
        (SELECT t.device FROM basket_taken t WHERE t.house = p.house
            AND t.basket_origin = p.origin AND t.basket_seq = p.seq AND t.origin = p.origin
            ORDER BY t.seq LIMIT 1)
    FROM basket_parked p"""


def parked_baskets(sql: Sql, house: int, now_ms: int) -> list[ParkedRow]:
    """The baskets of a house whose time is not over, the oldest first, also those taken up."""
    rows = sql.rows(
        f"{_SELECT} WHERE p.house = ? AND p.until_ms > ? ORDER BY p.at_ms, p.origin, p.seq",
        (house, now_ms),
    )
    return [_row(row) for row in rows]


def parked_basket(sql: Sql, house: int, basket: FactId) -> ParkedRow | None:
    """One basket, however it stands; None when it is not known here."""
    row = sql.row(
        f"{_SELECT} WHERE p.house = ? AND p.origin = ? AND p.seq = ?",
        (house, basket.origin, basket.seq),
    )
    return None if row is None else _row(row)


def offers_to(sql: Sql, house: int, entry: FactId) -> list[ParkedRow]:
    """The baskets that were put aside for an entry of a waiting list, the oldest first."""
    rows = sql.rows(
        f"{_SELECT} WHERE p.house = ? AND p.waiting_origin = ? AND p.waiting_seq = ?"
        " ORDER BY p.at_ms, p.origin, p.seq",
        (house, entry.origin, entry.seq),
    )
    return [_row(row) for row in rows]


def persons_of_ended(sql: Sql, house: int, origin: int, before_ms: int) -> list[str]:
    """The persons that baskets of a log were put aside for, whose time was over before; those who
    were not forgotten yet."""
    rows = sql.rows(
        "SELECT p.person FROM basket_parked p WHERE p.house = ? AND p.origin = ?"
        " AND p.until_ms < ? AND p.person <> '' AND NOT EXISTS (SELECT 1 FROM person_erased e"
        "  WHERE e.house = p.house AND e.person = p.person) ORDER BY p.seq",
        (house, origin, before_ms),
    )
    return [person for (person,) in rows]


def _row(row: Row) -> ParkedRow:
    origin, seq, until_ms, stored, taken_by = row
    body = cast(BasketParked, body_from_bytes(FactKind.BASKET_PARKED, stored))
    return ParkedRow(
        FactId(Origin(origin), seq), body, ParkedState(Origin(origin), until_ms, taken_by)
    )
