"""A terminal that is not connected: the clerk types the amount on it and says what came of it."""

from __future__ import annotations

from hardware.terminals.port import (
    DayTotal,
    NoDayTotal,
    PaymentOutcome,
    PaymentReport,
    PaymentRequest,
)


class StandaloneTerminal:
    """Knows what the clerk told it, of this run only: the till's own records are the truth."""

    clerk_confirms = True

    def __init__(self) -> None:
        self._reports: dict[str, PaymentReport] = {}
        self._amounts_cents: dict[str, int] = {}

    def mark(self, deadline_s: float) -> str:  # noqa: ARG002
        """Nobody answers for it."""
        return ""

    def authorise(
        self,
        request: PaymentRequest,
        deadline_s: float,  # noqa: ARG002 - a person has no deadline
    ) -> PaymentReport:
        """Note that the clerk is asked; PENDING until `confirm`."""
        reference = request.reference
        if self._amounts_cents.setdefault(reference, request.amount_cents) != request.amount_cents:
            raise ValueError(f"payment {reference} was asked for another amount")
        pending = PaymentReport(reference, PaymentOutcome.PENDING)
        return self._reports.setdefault(reference, pending)

    def confirm(self, reference: str, outcome: PaymentOutcome, receipt: str = "") -> PaymentReport:
        """Take the clerk's word: APPROVED, DECLINED or UNKNOWN. Only an unsettled one changes."""
        if outcome is PaymentOutcome.PENDING:
            raise ValueError("the clerk says what came of it")
        known = self._known(reference)
        if known.outcome in (PaymentOutcome.APPROVED, PaymentOutcome.DECLINED):
            return known
        return self._keep(PaymentReport(reference, outcome, receipt))

    def status(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:  # noqa: ARG002
        """Return what the clerk said."""
        return self._known(request.reference)

    def cancel(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Return what is known: only the clerk can stop the terminal, and then says DECLINED."""
        return self.status(request, deadline_s)

    def reverse(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Return what is known: only the clerk can give the money back, and says so."""
        return self.status(request, deadline_s)

    def end_of_day(self, deadline_s: float) -> DayTotal:  # noqa: ARG002
        """Raises `NoDayTotal`: the clerk reads it on the terminal."""
        raise NoDayTotal("the clerk reads it on the terminal")

    def close(self) -> None:
        """There is no line."""

    def _known(self, reference: str) -> PaymentReport:
        unknown = PaymentReport(reference, PaymentOutcome.UNKNOWN)
        return self._reports.get(reference, unknown)

    def _keep(self, report: PaymentReport) -> PaymentReport:
        self._reports[report.reference] = report
        return report
