"""Whose turn it is at a printer of the network that cannot say that it is taken.

Beside the lane: a counter that does not answer holds up a ticket for a fifth of a second, and no
scan (docs/decisions/0023).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from hardware.device_url import DeviceUrl
from hardware.printing.port import (
    Printer,
    PrinterNotReady,
    PrinterState,
    PrintJob,
    PrintReport,
    nobody_watches,
)
from hardware.printing.printer_behind import PrinterBehind
from podium_desk.application.printer_answers import PRINTER_TOPIC, turns_of
from podium_desk.application.printing import PrinterAt
from podium_desk.application.workplace import Workplace
from podium_desk.domain.printer_turns import FREE
from podium_desk.domain.roles import SELLING_ROLES

TIMEOUT_S = 0.2
ASKED_AGAIN_MAX = 2
_SPEAKING = frozenset(PrinterState) - {
    PrinterState.UNKNOWN,
    PrinterState.ABSENT,
    PrinterState.TAKEN,
}
"""What only a printer that answers can be told to be."""


def shared_place(address: str) -> str:
    """What all counters call the printer at this address, by whatever language they speak to it;
    empty for one that hangs on this computer. Raises `DeviceUrlFault`."""
    url = DeviceUrl.parse(address)
    is_shared = url.scheme.endswith("+tcp")
    return f"{url.host.lower()}:{url.port or 9100}" if is_shared else ""


class SharedPrinter(PrinterBehind):
    """A printer of the network that several counters may print to, one at a time.

    One that answers says itself that it serves somebody else; only for a mute one the counters
    ask each other. No drawer waits for another's ticket: it is opened by seven bytes.
    """

    def __init__(self, printer: Printer, place: str, work: Workplace) -> None:
        super().__init__(printer)
        self._place, self._work = place, work
        self._turns = turns_of(work)
        self._is_mute = True
        self.holder = ""
        """The counter that had it the last time that it was wanted; empty for nobody."""

    def state(self, deadline_s: float = 2.0) -> PrinterState:
        """Ask the printer how it is."""
        return self._told(self._printer.state(deadline_s))

    def print(
        self,
        job: PrintJob,
        deadline_s: float,
        watch: Callable[[PrinterState], None] = nobody_watches,
    ) -> PrintReport:
        """Print one job; raises `PrinterNotReady` (TAKEN) while another counter does."""
        if not self._is_mute:
            return self._printer.print(job, deadline_s, watch)
        with self._owned():
            report = self._printer.print(job, deadline_s, watch)
        self._told(report.state)
        return report

    def _told(self, state: PrinterState) -> PrinterState:
        if state in _SPEAKING:
            self._is_mute = False
        return state

    @contextmanager
    def _owned(self) -> Iterator[None]:
        try:
            holder = self._turns.begin(self._place) or self._asked_others()
            self.holder = self._name(holder)
            if holder != FREE:
                raise PrinterNotReady(PrinterState.TAKEN)
            yield
        finally:
            self._turns.end(self._place)

    def _asked_others(self) -> int:
        """Who has it. The lowest number is asked first: of several that want it at once all but
        one hear *no* there, and hold nobody else up."""
        heard = (peer for peer in self._work.venue.peers() if peer.is_heard)
        counters = sorted(peer.device for peer in heard if peer.role in SELLING_ROLES)
        silent: list[int] = []
        for device in counters:
            answer = self._answer_of(device)
            if answer is None:
                silent.append(device)
            elif answer != FREE:
                return answer
        # One whose lane was busy is there; whoever answers no second time is gone, or takes no
        # turns. Asking more of them again would take longer than a question is good for.
        again = (self._answer_of(device) for device in silent[:ASKED_AGAIN_MAX])
        return next(filter(None, again), FREE) or self._turns.granted(self._place)

    def _answer_of(self, device: int) -> int | None:
        """Who has it, `FREE` for nobody; None when it did not say."""
        question = self._place.encode()
        answer = self._work.venue.errand(device, PRINTER_TOPIC, question, TIMEOUT_S)
        return int(answer) if answer is not None and answer.isdigit() else None

    def _name(self, device: int) -> str:
        if device in (FREE, self._work.claims.device):
            return ""
        known = {peer.device: peer.name for peer in self._work.venue.peers()}
        return known.get(device, str(device))


def shared_at(at: PrinterAt, work: Workplace) -> PrinterAt:
    """The same printer, taken in turns where other counters can reach it too."""
    place = shared_place(at.address)
    if not place:
        return at
    printer = SharedPrinter(at.printer, place, work)
    return replace(at, printer=printer, holder=lambda: printer.holder)
