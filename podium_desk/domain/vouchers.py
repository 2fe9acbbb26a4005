"""Gift vouchers and customers' credit: numbers, what is left on one, and why it cannot pay.

A voucher of several purposes may be used for anything, so that its sale is outside VAT and VAT is
due when it pays. One of a single purpose carries the rate of what it will buy: VAT is due when it
is sold, and nothing when it pays (domain.md 5.5; art. 1, paragraph 15 of the Belgian VAT code).
Credit is money that a customer took back so. What is left on any of them is an amount of the
engine, whose right moves to the desk that uses it: two desks never use the same cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from podium_desk.domain.ids import HouseId, OrderId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass

NUMBER_DIGITS = 16
_POOL_DIGITS = 14
VALUE_CENTS_MIN = 100
VALUE_CENTS_MAX = 50_000
"""A typing error is the likeliest reason for a voucher above this."""


class VoucherKind(StrEnum):
    """When VAT is due on it, and where its money came from."""

    MULTI = "multi"
    SINGLE = "single"
    CREDIT = "credit"
    """Given for tickets that came back, in the place of their money."""


class GoodFor(StrEnum):
    """What it may buy."""

    ANYTHING = "anything"
    TICKETS = "tickets"
    GOODS = "goods"


@dataclass(frozen=True, slots=True)
class VoucherTerms:
    """What a voucher is, as it was when it was issued. The rate and its ground are a single
    purpose's; `name` is what the house calls it, empty for the usual one. It pays in its own house
    and in `houses`."""

    kind: VoucherKind = VoucherKind.MULTI
    vat_rate_percent: int = 0
    vat_basis: str = ""
    good_for: GoodFor = GoodFor.ANYTHING
    name: str = ""
    houses: tuple[HouseId, ...] = ()

    @property
    def means(self) -> PaymentMeans:
        """As what it pays."""
        is_credit = self.kind is VoucherKind.CREDIT
        return PaymentMeans.CREDIT if is_credit else PaymentMeans.VOUCHER

    @property
    def is_prepaid(self) -> bool:
        """Whether its VAT was due when it was sold."""
        return self.kind is VoucherKind.SINGLE

    def buys(self, bought: Bought) -> bool:
        """Whether it may pay for this."""
        if self.is_prepaid and bought.vat_rate_percent != self.vat_rate_percent:
            return False
        return self.good_for is GoodFor.ANYTHING or bought.is_goods == (
            self.good_for is GoodFor.GOODS
        )


UNKNOWN_HOME = HouseId(0)
USUAL_TERMS = VoucherTerms()
"""Of several purposes, for anything: what every house sells."""
CREDIT_TERMS = VoucherTerms(VoucherKind.CREDIT)


@dataclass(frozen=True, slots=True)
class VoucherType:
    """A kind of voucher that a house sells besides the usual one (a record of the catalogue)."""

    code: str
    terms: VoucherTerms
    valid_days: int = 730
    is_sold: bool = True


@dataclass(frozen=True, slots=True)
class Bought:
    """A sum of tickets, or of goods, under one VAT rate that an order is for."""

    is_goods: bool
    vat_rate_percent: int
    cents: int


@dataclass(frozen=True, slots=True)
class VoucherIssued:
    """A voucher was sold for `amount_cents`; `order` has its payments. `number` has 16 digits.

    It is good until `valid_until_ms` (UTC). Credit was not sold: it was given for tickets of
    `order`. Each house where it pays besides is told by a fact of its own, which names its `home`.
    """

    number: str
    order: OrderId
    amount_cents: int
    valid_until_ms: int
    at_ms: int
    clerk: str
    terms: VoucherTerms = USUAL_TERMS
    home: HouseId | None = None


@dataclass(frozen=True, slots=True)
class VoucherUsed:
    """A voucher of this fact's house paid at another one, or got it back (negative): so much the
    one owes the other."""

    number: str
    order: OrderId
    cents: int
    payee: HouseId
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher as a desk knows it: what was put on it and what is left."""

    number: str
    amount_cents: int
    balance_cents: int
    valid_until_ms: int
    terms: VoucherTerms = USUAL_TERMS
    home: HouseId = UNKNOWN_HOME
    """The house that sold it."""


def voucher_number(chance: int) -> str:
    """The number of a new voucher, from a large random number: 14 digits and two that check them.

    The two are what the 14 leave after division by 97, and 97 for nothing, as in a Belgian
    structured communication (domain.md 6.5).
    """
    pool = chance % 10**_POOL_DIGITS or 1
    return f"{pool:0{_POOL_DIGITS}d}{pool % 97 or 97:02d}"


def read_number(text: str) -> str | None:
    """The number in what was typed or scanned, None when it is none."""
    digits = "".join(character for character in text if not character.isspace())
    if len(digits) != NUMBER_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if digits == voucher_number(int(digits[:_POOL_DIGITS])) else None


def spoken_number(number: str) -> str:
    """The number as it is printed and read aloud: in fours."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def pool_of(number: str) -> int:
    """The amount of the engine that a voucher is."""
    return int(number[:_POOL_DIGITS])


def is_voucher_pool(pool: int) -> bool:
    """Whether an amount of the engine is a voucher, and not the uses of a code."""
    return pool > 0 and len(str(pool)) <= _POOL_DIGITS


def why_not_payable(voucher: Voucher, amount_cents: int, now_ms: int) -> Refusal | None:
    """Why a voucher cannot pay this much now; None when it can."""
    if now_ms > voucher.valid_until_ms:
        return Refusal(RefusalReason.VOUCHER_EXPIRED, {"number": spoken_number(voucher.number)})
    if amount_cents > voucher.balance_cents:
        details: dict[str, str | int] = {"balance_cents": voucher.balance_cents}
        return Refusal(RefusalReason.VOUCHER_SPENT, details)
    return None


def why_not_for(
    uses: Iterable[tuple[VoucherTerms, int]], bought: Iterable[Bought]
) -> Refusal | None:
    """Why vouchers cannot pay so many cents each for these sums; None when they can.

    Those with the same terms share what they may buy.
    """
    sums: dict[VoucherTerms, int] = {}
    for terms, cents in uses:
        sums[terms] = sums.get(terms, 0) + max(0, cents)
    lines = tuple(bought)
    for terms, cents in sums.items():
        open_cents = sum(one.cents for one in lines if terms.buys(one))
        if cents > open_cents:
            details: dict[str, str | int] = {"open_cents": open_cents, "name": terms.name}
            return Refusal(RefusalReason.VOUCHER_NOT_FOR_THESE, details)
    return None
