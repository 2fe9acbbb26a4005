"""What stands around a counter of the tour and outlives its program: terminal and printer."""

from __future__ import annotations

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.printer import EmulatedPrinter, PrinterFaults
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.registry import open_terminal
from hardware.terminals.port import PaymentOutcome, PaymentReport, PaymentRequest, Terminal


class StandingTerminal:
    """The simulated terminal of one counter, whose next customer can be another one.

    It stands beside the computer: what it took it still knows when the program begins again.
    """

    verified_on_device = False
    clerk_confirms = False

    def __init__(self) -> None:
        self._known: dict[str, Terminal] = {}
        self._hesitating: dict[str, PaymentRequest] | None = None
        self.next_outcome = "approve"

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Begin, with the customer who stands there now."""
        if self._hesitating is not None:
            self._hesitating[request.reference] = request
            return self.status(request.reference, deadline_s)
        if request.reference not in self._known:
            url = f"sim://terminal?outcome={self.next_outcome}&seconds=0"
            self._known[request.reference] = open_terminal(url)
        return self._known[request.reference].authorise(request, deadline_s)

    def status(self, reference: str, deadline_s: float) -> PaymentReport:
        """How it stands."""
        if self._hesitating is not None and reference in self._hesitating:
            return PaymentReport(reference, PaymentOutcome.PENDING)
        return self._of(reference).status(reference, deadline_s)

    def cancel(self, reference: str, deadline_s: float) -> PaymentReport:
        """Stop it."""
        return self._of(reference).cancel(reference, deadline_s)

    def reverse(self, reference: str, deadline_s: float) -> PaymentReport:
        """Give the money back."""
        return self._of(reference).reverse(reference, deadline_s)

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
