"""What stands around a counter of the tour and outlives its program: terminal and printer."""

from __future__ import annotations

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.printer import EmulatedPrinter, PrinterFaults
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.registry import open_terminal
from hardware.terminals.port import (
    DayTotal,
    PaymentOutcome,
    PaymentReport,
    PaymentRequest,
    Terminal,
)


class StandingTerminal:
    """The simulated terminal of one counter, whose next customer can be another one.

    It stands beside the computer: what it took it still knows when the program begins again.
    """

    clerk_confirms = False

    def __init__(self) -> None:
        self._known: dict[str, Terminal] = {}
        self._hesitating: dict[str, PaymentRequest] | None = None
        self._given_cents = 0
        self.next_outcome = "approve"

    def mark(self, deadline_s: float) -> str:  # noqa: ARG002
        """It knows payments by their references."""
        return ""

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Begin, with the customer who stands there now."""
        if self._hesitating is not None:
            self._hesitating[request.reference] = request
            return self.status(request, deadline_s)
        if request.reference not in self._known:
            url = f"sim://terminal?outcome={self.next_outcome}&seconds=0"
            self._known[request.reference] = open_terminal(url)
        return self._known[request.reference].authorise(request, deadline_s)

    def status(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """How it stands."""
        if self._hesitating is not None and request.reference in self._hesitating:
            return PaymentReport(request.reference, PaymentOutcome.PENDING)
        return self._of(request.reference).status(request, deadline_s)

    def cancel(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Stop it."""
        return self._of(request.reference).cancel(request, deadline_s)

    def reverse(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Give the money back."""
        return self._of(request.reference).reverse(request, deadline_s)

    def end_of_day(self, deadline_s: float) -> DayTotal:
        """What was taken since the last time, less what the clerk gave back on it."""
        taken = sum(one.end_of_day(deadline_s).total_cents for one in self._known.values())
        given, self._given_cents = self._given_cents, 0
        return DayTotal(taken - given)

    def give_back(self, cents: int) -> None:
        """The clerk types a refund on it."""
        self._given_cents += cents

    def close(self) -> None:
        """There is no line."""

    def keep_waiting(self) -> None:
        """The next customers look for their card until `go_on`, however slow the machine is."""
        self._hesitating = {}

    def go_on(self) -> None:
        """They have found it, and pay."""
        waiting, self._hesitating = self._hesitating or {}, None
        for request in waiting.values():
            self.authorise(request, 0)

    @property
    def taken_cents(self) -> int:
        """What customers paid here in all."""
        return sum(one.taken_cents for one in self._known.values())  # type: ignore[attr-defined]

    def _of(self, reference: str) -> Terminal:
        return self._known.get(reference) or open_terminal("sim://terminal?outcome=approve")


def new_printer() -> TcpPrinterServer:
    """An emulated ticket printer on a port of its own; its `paper` has what came out."""
    return TcpPrinterServer(EmulatedPrinter(EscPos, faults=PrinterFaults()))
