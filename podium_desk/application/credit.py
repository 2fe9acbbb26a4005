"""Customers' credit: money of tickets that came back, kept at the house instead of given back.

It is an amount as a voucher's is, on a paper with a number: spent in parts, never twice, and never
without the store. It is given only when the customer agrees: after a cancellation the law's way is
the original means (domain.md 5.7).
"""

from __future__ import annotations

from collections.abc import Sequence

from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, PaymentTaken
from podium_desk.domain.payments import given_as_credit
from podium_desk.domain.vouchers import CREDIT_TERMS, VoucherIssued, voucher_number
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes
from sync.facts.fact import Draft

VALID_MS = 2 * 365 * 24 * 3600 * 1000
_CHANCE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Credit:
    """New credit of this number, and the payments that go back with it."""

    number: str
    amount_cents: int
    payments: tuple[PaymentTaken, ...]

    @classmethod
    def of(cls, work: Workplace, payments: Sequence[PaymentTaken]) -> Credit | None:
        """These payments back as credit; None where none of them would be money."""
        number = voucher_number(int.from_bytes(work.new_secret(_CHANCE_BYTES)))
        changed, cents = given_as_credit(payments, number)
        return cls(number, cents, changed) if cents else None

    def drafts(self, work: Workplace) -> list[Draft]:
        """The fact that it was given."""
        order, at_ms = self.payments[0].order, self.payments[0].at_ms
        issued = VoucherIssued(
            self.number, order, self.amount_cents, at_ms + VALID_MS, at_ms, work.clerk,
            CREDIT_TERMS,
        )  # fmt: skip
        return [Draft(FactKind.VOUCHER_ISSUED, work.house, body_to_bytes(issued))]
