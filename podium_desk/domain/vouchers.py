"""Gift vouchers: their numbers, what is left on one, and why it cannot pay.

A voucher is a sum that may be used at any time for anything of its house: of several purposes,
so that its sale is outside VAT and VAT is due when it pays (domain.md 5.5; art. 1, paragraph 15 of
the Belgian VAT code). What is left on it is an amount of the engine, whose right moves to the desk
that uses it, so that two desks never use the same cent.
"""

from __future__ import annotations

from dataclasses import dataclass

from podium_desk.domain.ids import OrderId
from podium_desk.domain.refusals import Refusal, RefusalReason

NUMBER_DIGITS = 16
_POOL_DIGITS = 14
VALUE_CENTS_MIN = 100
VALUE_CENTS_MAX = 50_000
"""A typing error is the likeliest reason for a voucher above this."""


@dataclass(frozen=True, slots=True)
class VoucherIssued:
    """A voucher was sold for `amount_cents`; `order` has its payments. `number` has 16 digits.

    It is good until `valid_until_ms` (UTC).
    """

    number: str
    order: OrderId
    amount_cents: int
    valid_until_ms: int
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher as a desk knows it: what was put on it and what is left."""

    number: str
    amount_cents: int
    balance_cents: int
    valid_until_ms: int


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
