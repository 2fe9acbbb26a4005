"""Bancontact Pay as a terminal of the counter: asked through the store, followed until it is known.

It keeps the promise of `hardware.terminals.port`: once the customer may have been asked, silence is
an unknown outcome. The store remembers each reference, and one of which it never heard is dead from
the moment it is asked about: it can be begun no more, so nothing was taken.
"""

from __future__ import annotations

from collections.abc import Callable

from hardware.terminals.port import (
    DayTotal,
    NoDayTotal,
    PaymentOutcome,
    PaymentReport,
    PaymentRequest,
    TerminalUnreachable,
)
from podium_desk.application.qr_messages import (
    BEGIN,
    CANCEL,
    STATUS,
    QrAsked,
    QrBeginAsked,
    QrTold,
    state_of,
)
from podium_desk.application.uitpas_asking import StoreAsking
from podium_desk.domain.qr_pay import QrState


class QrTerminal:
    """A `hardware.terminals.port.Terminal`. Not for the lane: it waits for the store."""

    clerk_confirms = False

    def __init__(self, asking: StoreAsking, is_online: Callable[[], bool]) -> None:
        """`is_online` tells whether the store was heard just now."""
        self._asking = asking
        self._is_online = is_online

    def mark(self, deadline_s: float) -> str:  # noqa: ARG002
        """The store knows payments by our references."""
        return ""

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:  # noqa: ARG002
        """Have the store make the payment. Raises `TerminalUnreachable` when nobody was asked."""
        if not self._is_online():
            raise TerminalUnreachable("the store is not heard")
        asked = QrBeginAsked(request.reference, request.amount_cents, self._asking.nonce())
        return self._report(request.reference, self._asking.ask(BEGIN, asked, QrTold))

    def status(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:  # noqa: ARG002
        """How it stands."""
        asked = QrAsked(request.reference, self._asking.nonce())
        return self._report(request.reference, self._asking.ask(STATUS, asked, QrTold))

    def cancel(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:  # noqa: ARG002
        """Ask to stop it; the report says what came of it."""
        asked = QrAsked(request.reference, self._asking.nonce())
        return self._report(request.reference, self._asking.ask(CANCEL, asked, QrTold))

    def reverse(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Nothing is given back from here: the house does it, and the clerk says so."""
        return self.status(request, deadline_s)

    def end_of_day(self, deadline_s: float) -> DayTotal:  # noqa: ARG002
        """Raises `NoDayTotal`: Bancontact's own statement tells."""
        raise NoDayTotal("Bancontact Pay has no day of its own")

    def close(self) -> None:
        """The line is the store's."""

    def _report(self, reference: str, told: QrTold | None) -> PaymentReport:
        if told is None:
            return PaymentReport(reference, PaymentOutcome.UNKNOWN, step=QrState.UNKNOWN.value)
        state = state_of(told)
        if state is QrState.SUCCEEDED:
            outcome = PaymentOutcome.APPROVED
        elif state.is_not_taken:
            outcome = PaymentOutcome.DECLINED
        elif state in (QrState.UNKNOWN, QrState.WRONG_AMOUNT, QrState.ASKING):
            outcome = PaymentOutcome.UNKNOWN
        else:
            outcome = PaymentOutcome.PENDING
        return PaymentReport(reference, outcome, told.payment, told.picture, state.value)
