"""Cash at a counter: rounding, change, and what to hand out. Money is integer cents everywhere.

Only the cash part of a payment is rounded, to the nearest 5 cents, on the total of the receipt
and never on a line (domain.md 5.1; WER art. VI.7/1, in force since 1 December 2019).
"""

from __future__ import annotations

from enum import StrEnum


class PaymentMeans(StrEnum):
    """How money moved."""

    CASH = "cash"
    CARD = "card"
    QR = "qr"
    """Paid by telephone with a picture on the screen: Bancontact Pay."""
    VOUCHER = "voucher"
    CREDIT = "credit"
    """The customer's own account at the house."""
    TRANSFER = "transfer"
    """Arrived on the house's account at the bank."""
    INVOICE = "invoice"
    """Owed by a customer who gets an invoice."""


CASH_LIMIT_CENTS = 300_000
"""The most that may be paid in cash for one order (domain.md 5.2)."""

EURO_CENTS = (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
"""Notes and coins, largest first. Coins of 1 and 2 cents are still taken, so may come back."""


def cash_due(total_cents: int, paid_non_cash_cents: int = 0) -> int:
    """What is to be paid in cash after the other means, rounded to 5 cents (domain.md 5.1).

    A rest of at most 5 cents is not rounded. A refund (negative) is rounded by its absolute
    value and keeps its sign; the law is silent on refunds, this is the same rule applied.
    """
    rest = total_cents - paid_non_cash_cents
    size = abs(rest)
    if size <= 5:
        return rest
    rounded = (size + 2) // 5 * 5
    return rounded if rest > 0 else -rounded


def change_due(due_cents: int, tendered_cents: int) -> int:
    """What goes back to the customer; ``ValueError`` when too little was handed over."""
    if tendered_cents < due_cents:
        raise ValueError("less was handed over than is due")
    return tendered_cents - due_cents


def denominations(amount_cents: int) -> tuple[tuple[int, int], ...]:
    """The fewest notes and coins for an amount: pairs of (value in cents, how many).

    Raises ``ValueError`` for a negative amount.
    """
    if amount_cents < 0:
        raise ValueError("an amount to hand out is not negative")
    parts = []
    rest = amount_cents
    for value in EURO_CENTS:
        pieces, rest = divmod(rest, value)
        if pieces:
            parts.append((value, pieces))
    return tuple(parts)


def quick_amounts(due_cents: int) -> tuple[int, ...]:
    """What a customer is likely to hand over, for the cash keys: exact first, then rising.

    The next 5 euro, the next three tens, the next 50 and the next 100: € 44,00 gives
    44, 45, 50, 60, 70 and 100 (ux.md 3.3).
    """
    if due_cents <= 0:
        return (due_cents,)
    ten = _next_multiple(due_cents, 1_000)
    fives_and_tens = {_next_multiple(due_cents, 500), ten, ten + 1_000, ten + 2_000}
    large = {_next_multiple(due_cents, 5_000), _next_multiple(due_cents, 10_000)}
    return (due_cents, *sorted(fives_and_tens | large))


def _next_multiple(amount_cents: int, step_cents: int) -> int:
    """The smallest multiple of the step above the amount, never the amount itself."""
    return (amount_cents // step_cents + 1) * step_cents
