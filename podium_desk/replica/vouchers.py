"""Vouchers in the replica: their row, and what is left on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.vouchers import (
    GoodFor,
    Voucher,
    VoucherIssued,
    VoucherKind,
    VoucherTerms,
    pool_of,
)
from sync.facts.fact import Fact, origin_of
from sync.store.amounts import AmountTable
from sync.store.port import Sql

VOUCHER_TABLE = """CREATE TABLE IF NOT EXISTS voucher (
    house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL, number TEXT NOT NULL,
    amount_cents INTEGER NOT NULL, valid_until_ms INTEGER NOT NULL, order_origin INTEGER NOT NULL,
    order_number INTEGER NOT NULL, at_ms INTEGER NOT NULL, clerk TEXT NOT NULL,
    kind TEXT NOT NULL, vat_rate INTEGER NOT NULL, vat_basis TEXT NOT NULL,
    good_for TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (house, origin, seq)) WITHOUT ROWID"""
VOUCHER_INDEX = "CREATE INDEX IF NOT EXISTS voucher_by_number ON voucher (house, number)"


def voucher_issued(fact: Fact, body: VoucherIssued) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of a voucher that was sold."""
    terms = body.terms
    yield f"INSERT INTO voucher VALUES ({', '.join('?' * 15)})", (
        fact.header.house, fact.origin, fact.seq, body.number, body.amount_cents,
        body.valid_until_ms, body.order.origin, body.order.number, body.at_ms, body.clerk,
        terms.kind.value, terms.vat_rate_percent, terms.vat_basis, terms.good_for.value,
        terms.name,
    )  # fmt: skip


def declare_voucher(sql: Sql, fact: Fact, body: VoucherIssued, store_device: int) -> None:
    """Make what is on it known as an amount, which the store has until a desk uses it."""
    house = fact.header.house
    owner = origin_of(store_device, house)
    AmountTable(sql).declare(house, pool_of(body.number), body.amount_cents, owner)


def find_voucher(sql: Sql, house: int, number: str) -> Voucher | None:
    """A voucher of a house with what is left on it, as far as this replica has heard."""
    row = sql.row(
        "SELECT amount_cents, valid_until_ms, kind, vat_rate, vat_basis, good_for, name"
        " FROM voucher WHERE house = ? AND number = ?"
        " ORDER BY origin, seq LIMIT 1",
        (house, number),
    )
    if row is None:
        return None
    accounts = AmountTable(sql).accounts(house, pool_of(number)).values()
    kind, rate, basis, good_for, name = row[2:]
    terms = VoucherTerms(VoucherKind(kind), rate, basis, GoodFor(good_for), name)
    return Voucher(number, row[0], sum(account.balance for account in accounts), row[1], terms)


def vouchers_of(sql: Sql, house: int) -> list[Voucher]:
    """Every voucher of a house, the oldest first."""
    rows = sql.rows("SELECT number FROM voucher WHERE house = ? ORDER BY at_ms, number", (house,))
    found = (find_voucher(sql, house, number) for (number,) in rows)
    return [voucher for voucher in found if voucher is not None]
