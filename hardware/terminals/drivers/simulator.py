"""A payment terminal in memory, with the ways in which a real one lets a till down.

``approve`` and ``decline`` answer after `seconds`. ``silent`` takes the money and its answer is
lost: it is known again when it is asked once more. ``mute`` takes the money and never tells.
``slow`` is a customer who looks for a card for forty seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from hardware.terminals.port import PaymentOutcome, PaymentReport, PaymentRequest

OUTCOMES = ("approve", "decline", "silent", "mute", "slow")
SLOW_S = 40.0


@dataclass(frozen=True, slots=True)
class _Payment:
    amount_cents: int
    since_s: float
    is_stopped: bool = False
    is_reversed: bool = False
    asks: int = 0


class SimulatedTerminal:
    """Takes a payment as the scenario says. May be called from several threads."""

    verified_on_device = False
    clerk_confirms = False

    def __init__(
        self,
        outcome: str,
        seconds: float = 2.0,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """`outcome` is one of `OUTCOMES`; `seconds` is how long the customer takes."""
        self._outcome = outcome
        self._seconds = SLOW_S if outcome == "slow" else seconds
        self._clock_s = clock_s
        self._payments: dict[str, _Payment] = {}
        self._lock = Lock()

    @property
    def taken_cents(self) -> int:
        """What customers paid here in all."""
        with self._lock:
            return sum(one.amount_cents for one in self._payments.values() if self._is_taken(one))

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Begin; the same reference again begins nothing."""
        with self._lock:
            begun = _Payment(request.amount_cents, self._clock_s())
            known = self._payments.setdefault(request.reference, begun)
        if known.amount_cents != request.amount_cents:
            raise ValueError(f"payment {request.reference} was asked for another amount")
        return self.status(request.reference, deadline_s)

    def status(self, reference: str, deadline_s: float) -> PaymentReport:  # noqa: ARG002
        """How it stands, as far as this terminal tells."""
        with self._lock:
            payment = self._payments.get(reference)
            if payment is None:
                return PaymentReport(reference, PaymentOutcome.UNKNOWN)
            if self._is_done(payment):
                payment = replace(payment, asks=payment.asks + 1)
                self._payments[reference] = payment
            return self._report(reference, payment)

    def cancel(self, reference: str, deadline_s: float) -> PaymentReport:
        """Stop it, when the customer has not finished."""
        with self._lock:
            payment = self._payments.get(reference)
            if payment is not None and not self._is_done(payment):
                self._payments[reference] = replace(payment, is_stopped=True)
        return self.status(reference, deadline_s)

    def reverse(self, reference: str, deadline_s: float) -> PaymentReport:
        """Give the money back."""
        with self._lock:
            payment = self._payments.get(reference)
            if payment is not None and self._is_taken(payment):
                self._payments[reference] = replace(payment, is_reversed=True)
        return self.status(reference, deadline_s)

    def _is_done(self, payment: _Payment) -> bool:
        return payment.is_stopped or self._clock_s() - payment.since_s >= self._seconds

    def _is_taken(self, payment: _Payment) -> bool:
        gone = payment.is_stopped or payment.is_reversed or self._outcome == "decline"
        return self._is_done(payment) and not gone

    def _report(self, reference: str, payment: _Payment) -> PaymentReport:
        if not self._is_done(payment):
            return PaymentReport(reference, PaymentOutcome.PENDING)
        if not self._is_taken(payment):
            return PaymentReport(reference, PaymentOutcome.DECLINED)
        is_lost = self._outcome == "mute" or (self._outcome == "silent" and payment.asks <= 1)
        if is_lost:
            return PaymentReport(reference, PaymentOutcome.UNKNOWN)
        receipt = f"{len(self._payments):04d}"
        return PaymentReport(reference, PaymentOutcome.APPROVED, receipt)
