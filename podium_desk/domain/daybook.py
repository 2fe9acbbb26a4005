"""The daybook of receipts: per day and VAT rate what a house's registers sold, and its journal.

Worked out from the sales themselves and not from the Z reports, so that a day is right also where
a register was never closed (domain.md 5.4; art. 14 §2, 3° of royal decree no. 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from podium_desk.domain.vat import VatTotal
from podium_desk.late_dataclass import dataclass

CASH, ROUNDING, DIFFERENCE, MOVED, ADVANCES = "cash", "rounding", "difference", "moved", "advances"
VOUCHERS = "voucher"
_CODES = {
    CASH: "570000", "card": "580000", "qr": "580001", "voucher": "460100", "credit": "460200",
    "others_voucher": "416000",
    "transfer": "550000", "invoice": "400000", ADVANCES: "460000", ROUNDING: "656000",
    DIFFERENCE: "656100", MOVED: "580100",
}  # fmt: skip
"""Codes of the Belgian chart of accounts until a house gives its own."""


@dataclass(frozen=True, slots=True)
class DayPage:
    """One day of one house. `means` are sums before cash rounding, by code.

    `moved_cents` is cash put in less cash taken out; `difference_cents` is counted less expected.
    """

    day: date
    vat: tuple[VatTotal, ...]
    means: tuple[tuple[str, int], ...] = ()
    rounding_cents: int = 0
    moved_cents: int = 0
    difference_cents: int = 0
    advances_cents: int = 0
    """Money for reserved orders that is no turnover yet; negative when it became turnover."""
    vouchers_cents: int = 0
    """Vouchers of several purposes that were sold: what the house owes on them from now on."""

    @property
    def gross_cents(self) -> int:
        """The day's receipts, VAT included."""
        return sum(total.gross_cents for total in self.vat)

    @property
    def is_balanced(self) -> bool:
        """Whether what was sold is what was paid."""
        owed_cents = self.advances_cents + self.vouchers_cents
        return self.gross_cents + owed_cents == sum(cents for _, cents in self.means)


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of the journal; one of debit and credit is 0 and none is negative."""

    day: date
    account: str
    code: str
    debit_cents: int
    credit_cents: int


def journal(page: DayPage, ledger: Iterable[tuple[str, str]]) -> tuple[Posting, ...]:
    """The day as double entries: debit and credit come to the same.

    `ledger` has a house's own codes by account: ``cash``, ``card``, ``sales_6``, ``vat_6``,
    ``rounding``, ``difference``, ``moved``, ``advances``, and the other means of payment.
    """
    sums: dict[str, int] = {}

    def debit(account: str, cents: int) -> None:
        sums[account] = sums.get(account, 0) + cents

    for means, cents in page.means:
        debit(means, cents)
    for total in page.vat:
        debit(f"sales_{total.rate_percent}", -total.net_cents)
        debit(f"vat_{total.rate_percent}", -total.vat_cents)
    debit(ADVANCES, -page.advances_cents)
    debit(VOUCHERS, -page.vouchers_cents)
    for account, cents in (
        (ROUNDING, page.rounding_cents),
        (DIFFERENCE, page.difference_cents),
        (MOVED, page.moved_cents),
    ):
        debit(CASH, cents)
        debit(account, -cents)
    codes = dict(ledger)
    return tuple(
        Posting(page.day, account, code_of(account, codes), max(0, cents), max(0, -cents))
        for account, cents in sums.items()
        if cents
    )


def code_of(account: str, codes: dict[str, str]) -> str:
    """The ledger code of an account: the house's own, else that of the usual chart."""
    if account in codes:
        return codes[account]
    kind, _, rate = account.partition("_")
    if rate.isdecimal():
        return f"{'7000' if kind == 'sales' else '4510'}{int(rate):02d}"
    return _CODES.get(account, "499000")


def is_account(name: str) -> bool:
    """Whether a house can give this account a code."""
    kind, _, rate = name.partition("_")
    return name in _CODES or (kind in ("sales", "vat") and rate.isdecimal())
