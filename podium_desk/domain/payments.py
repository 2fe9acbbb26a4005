"""The money of an order: several means together, rounding of the cash part, and the way back.

Rules: `docs/rules/paying.md`. Every amount is integer cents before cash rounding, as it stood on
the screen; the rounding is a posting of its own (domain.md 5.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from podium_desk.domain.facts import PaymentMeans, PaymentTaken
from podium_desk.domain.ids import OrderId
from podium_desk.domain.money import CASH_LIMIT_CENTS, cash_due, change_due
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Tender:
    """One part of what a customer pays. `tendered_cents` is what was handed over in cash.

    `reference` is what the means calls it: a terminal's receipt, a voucher's number. `by_hand`: a
    person said that the card was paid, since the terminal did not.
    """

    means: PaymentMeans
    amount_cents: int
    tendered_cents: int = 0
    reference: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Till:
    """Whose money it is about: the order, when (UTC milliseconds) and who takes it."""

    order: OrderId
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class Paid:
    """What an order got by one means so far: money that went back is taken off."""

    means: PaymentMeans
    amount_cents: int
    reference: str = ""


def take_payments(
    till: Till, total_cents: int, tenders: Sequence[Tender]
) -> tuple[PaymentTaken, ...] | Refusal:
    """The payments that make up `total_cents`, cash last.

    Refuses parts that are not that sum or not above zero, cash in two parts, too little cash, and
    more cash than the law allows (domain.md 5.2). A total of zero needs no payment.
    """
    parts = [tender for tender in tenders if tender.amount_cents]
    together_cents = sum(tender.amount_cents for tender in parts)
    if together_cents != total_cents or any(tender.amount_cents < 0 for tender in parts):
        details: dict[str, str | int] = {"total_cents": total_cents}
        return Refusal(RefusalReason.WRONG_AMOUNT, details | {"amount_cents": together_cents})
    cash = [tender for tender in parts if tender.means is PaymentMeans.CASH]
    if len(cash) > 1:
        return Refusal(RefusalReason.CASH_TWICE, {})
    problem = next((found for one in cash if (found := _cash_problem(one)) is not None), None)
    if problem is not None:
        return problem
    others = [tender for tender in parts if tender.means is not PaymentMeans.CASH]
    return tuple(_taken(till, tender) for tender in (*others, *cash))


def pay_back(
    till: Till, back_cents: int, paid: Sequence[Paid], wanted: Sequence[PaymentMeans] = ()
) -> tuple[PaymentTaken, ...] | Refusal:
    """The negative payments that give `back_cents` back by the means that paid (domain.md 5.7).

    What was paid last goes back first; `wanted` puts these means before the others. Refuses more
    than was paid, and a wanted means that did not pay.
    """
    strange = set(wanted) - {one.means for one in paid if one.amount_cents > 0}
    if strange and back_cents:
        return Refusal(RefusalReason.NOT_PAID_SO, {"back_cents": back_cents, "paid_cents": 0})
    newest_first = tuple(reversed(paid))
    first = [one for means in wanted for one in newest_first if one.means is means]
    parts = first + [one for one in newest_first if one.means not in wanted]
    payments, rest_cents = [], back_cents
    for one in parts:
        part_cents = min(rest_cents, one.amount_cents)
        if part_cents > 0:
            payments.append(_given_back(till, one, part_cents))
            rest_cents -= part_cents
    if rest_cents:
        details: dict[str, str | int] = {"back_cents": back_cents}
        return Refusal(RefusalReason.NOT_PAID_SO, details | {"paid_cents": back_cents - rest_cents})
    return tuple(payments)


def given_as_credit(
    payments: Sequence[PaymentTaken], number: str
) -> tuple[tuple[PaymentTaken, ...], int]:
    """Money that goes back (negative payments) as credit of this number instead, and how much.

    What vouchers and credit paid goes back on them, and what is owed on an invoice is owed no more.
    """
    stays = (PaymentMeans.VOUCHER, PaymentMeans.CREDIT, PaymentMeans.INVOICE)
    kept = tuple(one for one in payments if one.means in stays)
    cents = -sum(one.amount_cents for one in payments if one.means not in stays)
    if cents <= 0:
        return kept, 0
    credit = replace(
        payments[0], means=PaymentMeans.CREDIT, amount_cents=-cents, rounding_cents=0,
        reference=number, by_hand=False,
    )  # fmt: skip
    return (*kept, credit), cents


def handed_over_cents(payments: Iterable[PaymentTaken]) -> int:
    """What changes hands together, after cash rounding; negative for what goes back."""
    return sum(payment.amount_cents + payment.rounding_cents for payment in payments)


def net_paid(payments: Iterable[PaymentTaken]) -> tuple[Paid, ...]:
    """What is left of an order's payments, by means and reference, in the order they came."""
    sums: dict[tuple[PaymentMeans, str], int] = {}
    for payment in payments:
        key = (payment.means, payment.reference)
        sums[key] = sums.get(key, 0) + payment.amount_cents
    return tuple(Paid(means, cents, reference) for (means, reference), cents in sums.items())


def _cash_problem(tender: Tender) -> Refusal | None:
    due_cents = cash_due(tender.amount_cents)
    details: dict[str, str | int] = {"due_cents": due_cents}
    if due_cents > CASH_LIMIT_CENTS:
        return Refusal(RefusalReason.OVER_CASH_LIMIT, details | {"limit_cents": CASH_LIMIT_CENTS})
    if tender.tendered_cents < due_cents:
        details["tendered_cents"] = tender.tendered_cents
        return Refusal(RefusalReason.NOT_ENOUGH_MONEY, details)
    return None


def _taken(till: Till, tender: Tender) -> PaymentTaken:
    is_cash = tender.means is PaymentMeans.CASH
    due_cents = cash_due(tender.amount_cents) if is_cash else tender.amount_cents
    tendered_cents = tender.tendered_cents if is_cash else tender.amount_cents
    return PaymentTaken(
        order=till.order,
        at_ms=till.at_ms,
        means=tender.means,
        amount_cents=tender.amount_cents,
        rounding_cents=due_cents - tender.amount_cents,
        tendered_cents=tendered_cents,
        change_cents=change_due(due_cents, tendered_cents),
        clerk=till.clerk,
        reference=tender.reference,
        by_hand=tender.by_hand,
    )


def _given_back(till: Till, part: Paid, part_cents: int) -> PaymentTaken:
    """A part of a refund, rounded when it is cash."""
    due_cents = cash_due(-part_cents) if part.means is PaymentMeans.CASH else -part_cents
    return PaymentTaken(
        order=till.order,
        at_ms=till.at_ms,
        means=part.means,
        amount_cents=-part_cents,
        rounding_cents=due_cents + part_cents,
        tendered_cents=0,
        change_cents=0,
        clerk=till.clerk,
        reference=part.reference,
    )
