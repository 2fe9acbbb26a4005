"""A payment terminal in memory, with the ways in which a real one lets a till down.

``approve`` and ``decline`` answer after `seconds`. ``silent`` takes the money and its answer is
lost: it is known again when it is asked once more. ``mute`` takes the money and never tells.
``slow`` is a customer who looks for a card for forty seconds. ``other`` says that it took another
amount. A terminal with `buttons` waits for a person, who presses one in its window, and may pull
its cable.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from hardware.terminals.port import (
    Contradiction,
    DayTotal,
    PaymentOutcome,
    PaymentReport,
    PaymentRequest,
    TerminalUnreachable,
    contradicted,
)

OUTCOMES = ("approve", "decline", "silent", "mute", "slow", "other")
SLOW_S = 40.0
OTHER_CENTS = 1200
"""What it says that it took."""


@dataclass(frozen=True, slots=True)
class _Payment:
    amount_cents: int
    since_s: float
    outcome: str
    """What comes of it; empty while a person has pressed no button."""
    is_stopped: bool = False
    is_reversed: bool = False
    is_in_day: bool = True
    asks: int = 0


class SimulatedTerminal:
    """Takes a payment as the scenario says. May be called from several threads."""

    clerk_confirms = False

    def __init__(
        self,
        outcome: str,
        seconds: float = 2.0,
        clock_s: Callable[[], float] = time.monotonic,
        *,
        buttons: bool = False,
    ) -> None:
        """`outcome` is one of `OUTCOMES`; `seconds` is how long the customer takes."""
        self.has_buttons = buttons
        self.is_unplugged = False
        """Whether a person pulled its cable: nobody reaches it, what was paid stays paid."""
        self._outcome = "" if buttons else outcome
        self._seconds = 0.0 if buttons else SLOW_S if outcome == "slow" else seconds
        self._clock_s = clock_s
        self._payments: dict[str, _Payment] = {}
        self._lock = Lock()

    @property
    def taken_cents(self) -> int:
        """What customers paid here in all."""
        with self._lock:
            return sum(one.amount_cents for one in self._payments.values() if self._is_taken(one))

    @property
    def waiting_cents(self) -> int | None:
        """What a customer is asked for now; None when nobody pays."""
        with self._lock:
            waiting = [one for one in self._payments.values() if not self._is_done(one)]
            return waiting[-1].amount_cents if waiting else None

    def press(self, outcome: str) -> None:
        """A person presses a button: what comes of the payment that waits."""
        with self._lock:
            for reference, payment in self._payments.items():
                if not self._is_done(payment):
                    self._payments[reference] = replace(payment, outcome=outcome)

    def mark(self, deadline_s: float) -> str:  # noqa: ARG002
        """It knows payments by our references. Raises `TerminalUnreachable`."""
        if self.is_unplugged:
            raise TerminalUnreachable("unplugged")
        return ""

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Begin; the same reference again begins nothing."""
        self.mark(deadline_s)
        with self._lock:
            begun = _Payment(request.amount_cents, self._clock_s(), self._outcome)
            known = self._payments.setdefault(request.reference, begun)
        if known.amount_cents != request.amount_cents:
            raise ValueError(f"payment {request.reference} was asked for another amount")
        return self.status(request, deadline_s)

    def status(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:  # noqa: ARG002
        """How it stands, as far as this terminal tells."""
        with self._lock:
            payment = self._payments.get(request.reference)
            if payment is None or self.is_unplugged:
                return PaymentReport(request.reference, PaymentOutcome.UNKNOWN)
            if self._is_done(payment):
                payment = replace(payment, asks=payment.asks + 1)
                self._payments[request.reference] = payment
            return self._report(request, payment)

    def cancel(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Stop it, when the customer has not finished."""
        self._change(request, lambda one: replace(one, is_stopped=not self._is_done(one)))
        return self.status(request, deadline_s)

    def reverse(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Give the money back."""
        self._change(request, lambda one: replace(one, is_reversed=self._is_taken(one)))
        return self.status(request, deadline_s)

    def end_of_day(self, deadline_s: float) -> DayTotal:
        """What was taken since the last time."""
        self.mark(deadline_s)
        with self._lock:
            day = [one for one in self._payments.values() if one.is_in_day and self._is_taken(one)]
            for reference, payment in self._payments.items():
                self._payments[reference] = replace(payment, is_in_day=not self._is_done(payment))
            return DayTotal(sum(one.amount_cents for one in day))

    def close(self) -> None:
        """There is no line."""

    def _change(self, request: PaymentRequest, change: Callable[[_Payment], _Payment]) -> None:
        with self._lock:
            payment = self._payments.get(request.reference)
            if payment is not None and not self.is_unplugged and not payment.is_stopped:
                self._payments[request.reference] = change(payment)

    def _is_done(self, payment: _Payment) -> bool:
        is_over = self._clock_s() - payment.since_s >= self._seconds
        return payment.is_stopped or (is_over and bool(payment.outcome))

    def _is_taken(self, payment: _Payment) -> bool:
        gone = payment.is_stopped or payment.is_reversed or payment.outcome == "decline"
        return self._is_done(payment) and not gone

    def _report(self, request: PaymentRequest, payment: _Payment) -> PaymentReport:
        reference = request.reference
        if not self._is_done(payment):
            return PaymentReport(reference, PaymentOutcome.PENDING)
        if not self._is_taken(payment):
            return PaymentReport(reference, PaymentOutcome.DECLINED)
        if payment.outcome == "other":
            return contradicted(request, Contradiction.AMOUNT, OTHER_CENTS)
        is_lost = payment.outcome == "mute" or (payment.outcome == "silent" and payment.asks <= 1)
        if is_lost:
            return PaymentReport(reference, PaymentOutcome.UNKNOWN)
        receipt = f"{len(self._payments):04d}"
        return PaymentReport(reference, PaymentOutcome.APPROVED, receipt)
