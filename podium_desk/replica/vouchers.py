"""Vouchers in the replica: their row, and what is left on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podium_desk.domain.ids import HouseId
from podium_desk.domain.vouchers import (
    GoodFor,
    Voucher,
    VoucherIssued,
    VoucherKind,
    VoucherTerms,
    VoucherUsed,
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
    good_for TEXT NOT NULL, name TEXT NOT NULL, home INTEGER NOT NULL, houses TEXT NOT NULL,
    PRIMARY KEY (house, origin, seq)) WITHOUT ROWID"""
USED_TABLE = """CREATE TABLE IF NOT EXISTS voucher_used (
    house INTEGER NOT NULL, origin INTEGER NOT NULL, seq INTEGER NOT NULL, number TEXT NOT NULL,
    order_origin INTEGER NOT NULL, order_number INTEGER NOT NULL, cents INTEGER NOT NULL,
    payee INTEGER NOT NULL, at_ms INTEGER NOT NULL, clerk TEXT NOT NULL,
    PRIMARY KEY (house, origin, seq)) WITHOUT ROWID"""
"""`house` sold the voucher, and owes `payee`."""
VOUCHER_INDEX = "CREATE INDEX IF NOT EXISTS voucher_by_number ON voucher (house, number)"


def voucher_issued(fact: Fact, body: VoucherIssued) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of a voucher that was sold."""
    terms = body.terms
    yield f"INSERT INTO voucher VALUES ({', '.join('?' * 17)})", (
        fact.header.house, fact.origin, fact.seq, body.number, body.amount_cents,
        body.valid_until_ms, body.order.origin, body.order.number, body.at_ms, body.clerk,
        terms.kind.value, terms.vat_rate_percent, terms.vat_basis, terms.good_for.value,
        terms.name, body.home or fact.header.house, " ".join(map(str, terms.houses)),
    )  # fmt: skip


def voucher_used(fact: Fact, body: VoucherUsed) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The row of what a voucher paid in another house."""
    yield "INSERT INTO voucher_used VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
        fact.header.house, fact.origin, fact.seq, body.number, body.order.origin,
        body.order.number, body.cents, body.payee, body.at_ms, body.clerk,
    )  # fmt: skip


def declare_voucher(sql: Sql, fact: Fact, body: VoucherIssued, store_device: int) -> None:
    """Make what is on it known as an amount, which the store has until a desk uses it."""
    house = body.home or fact.header.house
    owner = origin_of(store_device, house)
    AmountTable(sql).declare(house, pool_of(body.number), body.amount_cents, owner)


def find_voucher(sql: Sql, house: int, number: str) -> Voucher | None:
    """A voucher of a house with what is left on it, as far as this replica has heard."""
    row = sql.row(
        "SELECT amount_cents, valid_until_ms, kind, vat_rate, vat_basis, good_for, name,"
        " home, houses"
        " FROM voucher WHERE house = ? AND number = ?"
        " ORDER BY origin, seq LIMIT 1",
        (house, number),
    )
    if row is None:
        return None
    kind, rate, basis, good_for, name, home, houses = row[2:]
    accounts = AmountTable(sql).accounts(home, pool_of(number)).values()
    others = tuple(HouseId(int(one)) for one in houses.split())
    terms = VoucherTerms(VoucherKind(kind), rate, basis, GoodFor(good_for), name, others)
    balance_cents = sum(account.balance for account in accounts)
    return Voucher(number, row[0], balance_cents, row[1], terms, HouseId(home))


def vouchers_of(sql: Sql, house: int) -> list[Voucher]:
    """Every voucher that a house sold, the oldest first."""
    rows = sql.rows(
        "SELECT number FROM voucher WHERE house = ? AND home = house ORDER BY at_ms, number",
        (house,),
    )
    found = (find_voucher(sql, house, number) for (number,) in rows)
    return [voucher for voucher in found if voucher is not None]


def homes_of_vouchers(sql: Sql, house: int) -> list[int]:
    """The houses whose vouchers are known in this one, itself among them."""
    rows = sql.rows("SELECT DISTINCT home FROM voucher WHERE house = ?", (house,))
    return sorted({house, *(home for (home,) in rows)})


def owed_between(sql: Sql, house: int) -> dict[tuple[int, int], int]:
    """What houses owe each other for vouchers, as far as this house has a part in it: cents by
    (who sold it, where it paid)."""
    rows = sql.rows(
        "SELECT house, payee, SUM(cents) FROM voucher_used WHERE house = ? OR payee = ?"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        (house, house),
    )
    return {(home, payee): int(cents) for home, payee, cents in rows if cents}
