"""A card terminal that speaks nexo in JSON on the house's network, as Adyen's do.

A payment is named by our reference, so that after a lost answer the terminal is asked about exactly
that one. What it does not know of (it forgets, or never heard) is UNKNOWN: a person looks. Its
answer about a payment that it cannot have finished (its host was away) is asked again before it
counts. Giving money back is asked for and confirmed by the terminal; Adyen carries it out later.
Its day is a reconciliation period; where it wants a login first, it gets one.

Not done: display and event notifications, signatures on paper, a terminal in Adyen's cloud.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hardware.terminals.nexo_messages import (
    Answered,
    NexoGarbage,
    Paid,
    abort,
    about,
    cents_of,
    paid_in,
    payment,
    repeated,
    reversal,
    service_id,
    total_in,
)
from hardware.terminals.port import (
    DayTotal,
    NoDayTotal,
    PaymentOutcome,
    PaymentReport,
    PaymentRequest,
    TerminalBusy,
    TerminalUnreachable,
    checked,
)
from hardware.transport.port import LinkAbsent, LinkFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.terminals.drivers.nexo_line import Asked, NexoLine

ANSWER_S = 3.0
REVERSAL_S = 15.0
PATIENCE_S = 150.0
"""Adyen's terminals give up a payment after 120 seconds."""
_DOUBTFUL = ("", "InProgress", "UnreachableHost", "UnavailableService")
_NOT_LOGGED_IN = ("LoggedOut", "NotAllowed")
_LOST = (LinkFault, NexoGarbage)
_SETTLED = (PaymentOutcome.APPROVED, PaymentOutcome.DECLINED)


@dataclass(slots=True)
class _Going:
    """A payment that the terminal is busy with."""

    request: PaymentRequest
    asked: Asked
    since_s: float


class NexoTerminal:
    """A `hardware.terminals.port.Terminal`."""

    clerk_confirms = False

    def __init__(
        self,
        line: NexoLine,
        patience_s: float = PATIENCE_S,
        clock_s: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._line = line
        self._patience_s = patience_s
        self._clock_s = clock_s
        self._now = now
        self._going: _Going | None = None
        self._settled: dict[str, PaymentReport] = {}
        self._asked_cents: dict[str, int] = {}
        self._paid: dict[str, Paid] = {}
        self._was_reached = False

    def mark(self, deadline_s: float) -> str:
        """It knows payments by our references; the first time it is seen whether it is there."""
        if not self._was_reached:
            try:
                self._line.open(deadline_s).close()
            except LinkAbsent as error:
                raise TerminalUnreachable(str(error)) from error
            self._was_reached = True
        return ""

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Begin the payment; the same reference again begins nothing."""
        cents = self._asked_cents.setdefault(request.reference, request.amount_cents)
        if cents != request.amount_cents:
            raise ValueError(f"payment {request.reference} was asked for another amount")
        going = self._going
        if request.reference in self._settled or self._is_going(request):
            return self.status(request, deadline_s)
        if going is not None:
            raise TerminalBusy("another payment is under way")
        try:
            call = self._line.open(deadline_s)
        except LinkAbsent as error:
            raise TerminalUnreachable(str(error)) from error
        body = payment(request.reference, request.amount_cents, self._stamp())
        service = service_id(request.reference)
        try:
            asked = self._line.send(call, "Payment", body, service, deadline_s)
        except LinkFault:
            call.close()
            return _unknown(request)
        self._going = _Going(request, asked, self._clock_s())
        return self._follow(self._going, deadline_s, is_first=True)

    def status(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """How it stands: the answer that is waited for, else what the terminal remembers."""
        if self._going is not None and self._is_going(request):
            return self._follow(self._going, deadline_s)
        known = self._settled.get(request.reference)
        return self._recall(request) if known is None else known

    def cancel(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Ask to stop it; the payment's own answer says whether that came in time."""
        if self._is_going(request):
            body = abort(self._line.parties, service_id(request.reference))
            try:
                self._line.tell("Abort", body, _new_service(), deadline_s)
            except LinkFault:
                # The customer goes on; whatever comes of it is answered as ever.
                return self.status(request, deadline_s)
        return self.status(request, deadline_s)

    def reverse(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:  # noqa: ARG002
        """Give it back whole."""
        known = self._settled.get(request.reference)
        if known is not None and known.outcome is PaymentOutcome.DECLINED:
            return known
        paid = self._paid.get(request.reference) or self._paid_of(request)
        standing = PaymentReport(request.reference, PaymentOutcome.APPROVED, request.receipt)
        if paid is None or not paid.transaction or self._going is not None:
            return standing
        body = reversal(paid, request.reference, self._stamp())
        try:
            answer = self._line.ask("Reversal", body, _new_service(), REVERSAL_S)
            is_whole = _is_all_of(answer, request.amount_cents)
        except LinkAbsent:
            return standing
        except _LOST:
            self._settled.pop(request.reference, None)
            return _unknown(request)
        if not answer.is_yes:
            return standing
        return self._keep(_declined(request)) if is_whole else _unknown(request)

    def end_of_day(self, deadline_s: float) -> DayTotal:
        """Close the period of reconciliation; once, whatever comes of it."""
        if self._going is not None:
            raise TerminalBusy("a payment is under way")
        answer = self._reconciled(deadline_s)
        if answer.why in _NOT_LOGGED_IN:
            self._log_in(deadline_s)
            answer = self._reconciled(deadline_s)
        if answer.why == "Busy":
            raise TerminalBusy("the terminal is busy")
        if not answer.is_yes:
            raise NoDayTotal(answer.why)
        try:
            return DayTotal(total_in(answer))
        except NexoGarbage as error:
            raise NoDayTotal(str(error)) from error

    def close(self) -> None:
        """Hang up."""
        if self._going is not None:
            self._hang_up(self._going)

    def _reconciled(self, deadline_s: float) -> Answered:
        body = {"ReconciliationType": "SaleReconciliation"}
        try:
            return self._line.ask("Reconciliation", body, _new_service(), deadline_s)
        except LinkAbsent as error:
            raise TerminalUnreachable(str(error)) from error
        except _LOST as error:
            raise NoDayTotal(str(error)) from error

    def _log_in(self, deadline_s: float) -> None:
        software = {
            "ManufacturerID": "Podium Desk",
            "ApplicationName": "Podium Desk",
            "SoftwareVersion": "1",
            "CertificationCode": "",
        }
        body = {"DateTime": self._stamp(), "SaleSoftware": software, "OperatorLanguage": "nl"}
        try:
            self._line.ask("Login", body, _new_service(), deadline_s)
        except _LOST as error:
            raise NoDayTotal(str(error)) from error

    def _follow(self, going: _Going, deadline_s: float, *, is_first: bool = False) -> PaymentReport:
        request = going.request
        try:
            answer = self._line.look(going.asked, deadline_s)
        except _LOST:
            return self._lost(going)
        if answer is None:
            if self._clock_s() - going.since_s > self._patience_s:
                return self._lost(going)
            return PaymentReport(request.reference, PaymentOutcome.PENDING)
        self._hang_up(going)
        if answer.why == "Busy" and is_first:
            raise TerminalBusy("the terminal is busy")
        if not answer.is_yes and answer.why in _DOUBTFUL:
            return _unknown(request)
        return self._outcome(request, answer)

    def _outcome(self, request: PaymentRequest, answer: Answered) -> PaymentReport:
        if not answer.is_yes:
            return self._keep(_declined(request))
        try:
            paid = paid_in(answer)
        except NexoGarbage:
            return _unknown(request)
        receipt = paid.transaction
        report = checked(request, paid.cents, paid.is_euro, paid.reference, receipt)
        if report.outcome is PaymentOutcome.APPROVED:
            self._paid[request.reference] = paid
        return self._keep(report)

    def _recall(self, request: PaymentRequest) -> PaymentReport:
        if request.receipt:
            # It tells what was paid, and not whether that was given back since.
            return _unknown(request)
        try:
            answer = self._remembered(request)
            if not answer.is_yes:
                is_going = answer.why == "InProgress"
                pending = PaymentReport(request.reference, PaymentOutcome.PENDING)
                return pending if is_going else _unknown(request)
            return self._outcome(request, repeated(answer))
        except _LOST:
            return _unknown(request)

    def _paid_of(self, request: PaymentRequest) -> Paid | None:
        """What the terminal remembers of the payment, when it is the one that was asked for."""
        try:
            answer = self._remembered(request)
            paid = paid_in(repeated(answer)) if answer.is_yes else None
        except _LOST:
            return None
        is_ours = paid is not None and paid.reference == request.reference
        return paid if is_ours and paid and paid.cents == request.amount_cents else None

    def _remembered(self, request: PaymentRequest) -> Answered:
        body = about(self._line.parties, service_id(request.reference))
        return self._line.ask("TransactionStatus", body, _new_service(), ANSWER_S)

    def _is_going(self, request: PaymentRequest) -> bool:
        going = self._going
        return going is not None and going.request.reference == request.reference

    def _lost(self, going: _Going) -> PaymentReport:
        self._hang_up(going)
        return _unknown(going.request)

    def _hang_up(self, going: _Going) -> None:
        going.asked.call.close()
        self._going = None

    def _keep(self, report: PaymentReport) -> PaymentReport:
        if report.outcome in _SETTLED:
            self._settled[report.reference] = report
        return report

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")


def _is_all_of(answer: Answered, cents: int) -> bool:
    """Whether what was given back is all of it; nexo may leave the amount out."""
    told = answer.body.get("ReversedAmount")
    return told is None or cents_of(told) == cents


def _new_service() -> str:
    return secrets.token_hex(5).upper()


def _declined(request: PaymentRequest) -> PaymentReport:
    return PaymentReport(request.reference, PaymentOutcome.DECLINED)


def _unknown(request: PaymentRequest) -> PaymentReport:
    return PaymentReport(request.reference, PaymentOutcome.UNKNOWN)
