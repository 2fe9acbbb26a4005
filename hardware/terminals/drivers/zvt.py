"""A card terminal that speaks ZVT over TCP (Germany, Austria, Switzerland; some also here).

A ZVT terminal knows none of our references: it tells its last payment. So the number of the last
one before ours is the payment's `mark`, and after a lost answer the terminal is asked for its last:
the same mark for half a minute and ours was not taken, the next one with our amount and it was.
Without a mark, with another amount, or with a number further on (somebody may have worked on the
terminal itself in between), a person looks. Assumed, and true of our emulator: a
terminal that is still busy with a payment refuses the question; the half minute is for one that
does not.

Its last is asked by "repeat receipt", which may print a copy on the terminal; so it is asked once
a start, and after a lost answer. A reversal is asked only for the last payment: terminals were seen
to reverse the last one whichever was named (Portalum.Zvt, issue 24). Not used: status enquiry
(05 01), whose answer could not be read up. No card's number is read.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.terminals.drivers.zvt_talk import Exchange, ZvtTalk
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
from hardware.terminals.zvt_bytes import (
    DONE,
    EURO,
    Command,
    Field,
    Message,
    ZvtGarbage,
    bcd,
    from_bcd,
)
from hardware.transport.port import LinkAbsent, LinkFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.transport.port import Connect

ANSWER_S = 5.0
"""A terminal that is there says yes or no to a command within this."""
_INTERMEDIATE_STATUS = b"\x08"
"""Of the registration: say how far the customer is. The terminal prints its own receipts."""
PLEASE_WAIT = 0x9C
"""Why a terminal refuses a question while it is at work."""
_RECEIPTS = 10_000
"""Their numbers have four digits."""
_LOST = (LinkFault, ZvtGarbage, TimeoutError)
_SETTLED = (PaymentOutcome.APPROVED, PaymentOutcome.DECLINED)


@dataclass(frozen=True, slots=True)
class ZvtSettings:
    """`password` is the terminal's, six digits. One that says nothing for `patience_s` while a
    customer pays is hung up on and asked anew. It has to tell of nothing new for `settle_s` before
    a payment counts as not taken."""

    password: str = "000000"  # noqa: S105 - the factory's, as all manuals print it
    patience_s: float = 120.0
    settle_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Told:
    """A status information, as far as it is read."""

    is_done: bool
    cents: int | None
    """None where it names no amount: then it is no proof."""
    is_euro: bool
    receipt: str
    mark: str


@dataclass(slots=True)
class _Going:
    """A payment, or its reversal, that the terminal is busy with."""

    request: PaymentRequest
    talk: ZvtTalk
    exchange: Exchange
    is_reversal: bool = False


class ZvtTerminal:
    """A `hardware.terminals.port.Terminal`. Who asks also listens: there is no thread behind it."""

    clerk_confirms = False

    def __init__(
        self,
        connect: Connect,
        settings: ZvtSettings,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect = connect
        self._settings = settings
        self._clock_s = clock_s
        self._going: _Going | None = None
        self._settled: dict[str, PaymentReport] = {}
        self._asked_cents: dict[str, int] = {}
        self._last: Told | None = None
        self._nothing_since_s: dict[str, float] = {}
        """Since when the terminal tells of nothing new, by the payment that was asked about."""

    def mark(self, deadline_s: float) -> str:
        """The numbers of the terminal's last payment, asked when they are not known here."""
        if self._last is None:
            self._last = self._ask_last(deadline_s)
        return "" if self._last is None else self._last.mark

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Begin the payment; the same reference again begins nothing."""
        asked = self._asked_cents.setdefault(request.reference, request.amount_cents)
        if asked != request.amount_cents:
            raise ValueError(f"payment {request.reference} was asked for another amount")
        going = self._going
        if request.reference in self._settled or (
            going is not None and going.request.reference == request.reference
        ):
            return self.status(request, deadline_s)
        if going is not None:
            raise TerminalBusy("another payment is under way")
        amount = bytes((Field.AMOUNT,)) + bcd(request.amount_cents, 6)
        asked_for = Message(Command.AUTHORISATION, amount + bytes((Field.CURRENCY,)) + EURO)
        refusal = self._begin(request, asked_for, deadline_s, is_reversal=False)
        if refusal is not None:
            raise TerminalBusy(f"refused with {refusal:02X}")
        return self.status(request, deadline_s)

    def status(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """How it stands: followed while the terminal is at it, else asked of its memory."""
        going = self._going
        if going is not None and going.request.reference == request.reference:
            return self._follow(going, deadline_s)
        known = self._settled.get(request.reference)
        if known is not None:
            return known
        if going is not None:
            return _unknown(request)
        return self._recall(request, deadline_s)

    def cancel(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Ask to stop it; the report says whether that came in time."""
        going = self._going
        if going is not None and going.request.reference == request.reference:
            try:
                going.talk.send(Message(Command.ABORT), deadline_s)
            except _LOST:
                return self._lost(going)
        return self.status(request, deadline_s)

    def reverse(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Give it back where it is the terminal's last payment; else the clerk does."""
        known = self._settled.get(request.reference)
        if known is not None and known.outcome is PaymentOutcome.DECLINED:
            return known
        receipt = request.receipt or ("" if known is None else known.receipt)
        standing = PaymentReport(request.reference, PaymentOutcome.APPROVED, receipt)
        if self._going is not None or not self._is_last(request, receipt):
            return standing
        wanted = self._password + bytes((Field.RECEIPT,)) + bcd(int(receipt), 2)
        asked_for = Message(Command.REVERSAL, wanted)
        if self._begin(request, asked_for, deadline_s, is_reversal=True) is not None:
            return standing
        return self.status(request, deadline_s)

    def end_of_day(self, deadline_s: float) -> DayTotal:
        """Have the terminal close its day; once, whatever comes of it."""
        if self._going is not None:
            raise TerminalBusy("a payment is under way")
        talk = self._opened(min(deadline_s, ANSWER_S))
        self._last = None
        try:
            exchange = talk.begin(Message(Command.END_OF_DAY, self._password), ANSWER_S)
            talk.follow(exchange, deadline_s)
        except _LOST as error:
            raise NoDayTotal(str(error)) from error
        finally:
            talk.close()
        if exchange.refusal is not None:
            raise TerminalBusy(f"refused with {exchange.refusal:02X}")
        told = _told(exchange)
        if told is None or not told.is_done or not told.is_euro or told.cents is None:
            raise NoDayTotal("the terminal named no total")
        return DayTotal(told.cents)

    def close(self) -> None:
        """Hang up."""
        self._hang_up()

    @property
    def _password(self) -> bytes:
        return bytes.fromhex(self._settings.password)

    def _opened(self, deadline_s: float) -> ZvtTalk:
        """A connection on which the till is registered."""
        try:
            link = self._connect(deadline_s)
        except LinkAbsent as error:
            raise TerminalUnreachable(str(error)) from error
        talk = ZvtTalk(link, self._clock_s)
        registration = self._password + _INTERMEDIATE_STATUS + EURO
        try:
            exchange = talk.begin(Message(Command.REGISTRATION, registration), deadline_s)
            talk.follow(exchange, max(deadline_s, ANSWER_S))
        except _LOST as error:
            talk.close()
            raise TerminalUnreachable(str(error)) from error
        if exchange.ended is Command.COMPLETION:
            return talk
        talk.close()
        if exchange.refusal is not None:
            raise TerminalBusy(f"refused with {exchange.refusal:02X}")
        raise TerminalUnreachable("the terminal does not answer")

    def _begin(
        self, request: PaymentRequest, message: Message, deadline_s: float, *, is_reversal: bool
    ) -> int | None:
        """Ask it of the terminal; why it refuses, when it does so at once."""
        talk = self._opened(deadline_s)
        exchange = Exchange(self._clock_s())
        self._going = going = _Going(request, talk, exchange, is_reversal)
        try:
            talk.send(message, deadline_s)
            talk.follow(exchange, deadline_s)
        except _LOST:
            self._lost(going)
            return None
        if exchange.refusal is not None:
            self._hang_up()
        return exchange.refusal

    def _follow(self, going: _Going, deadline_s: float) -> PaymentReport:
        exchange = going.exchange
        try:
            going.talk.follow(exchange, deadline_s)
            told = _told(exchange)
        except _LOST:
            return self._lost(going)
        if not exchange.is_over:
            if self._clock_s() - exchange.heard_s > self._settings.patience_s:
                return self._lost(going)
            return PaymentReport(going.request.reference, PaymentOutcome.PENDING)
        self._hang_up()
        if told is not None and told.is_done:
            self._last = told
        outcome = _reversed if going.is_reversal else _paid
        return self._keep(outcome(going.request, exchange, told))

    def _lost(self, going: _Going) -> PaymentReport:
        """The line broke, or what came is no answer: only the terminal's memory can tell now."""
        self._hang_up()
        self._last = None
        if going.is_reversal:
            self._settled.pop(going.request.reference, None)
        return _unknown(going.request)

    def _recall(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        try:
            last = self._ask_last(deadline_s)
        except TerminalBusy:
            return PaymentReport(request.reference, PaymentOutcome.PENDING)
        except TerminalUnreachable:
            return _unknown(request)
        if last is None or not request.mark:
            return _unknown(request)
        self._last = last
        if last.mark == request.mark:
            return self._nothing_new(request)
        if request.receipt and last.receipt != request.receipt:
            # The last may be what gave ours back.
            return _unknown(request)
        if not _is_next(request.mark, last.receipt):
            return _unknown(request)
        return self._keep(_approved(request, last))

    def _nothing_new(self, request: PaymentRequest) -> PaymentReport:
        since_s = self._nothing_since_s.setdefault(request.reference, self._clock_s())
        if self._clock_s() - since_s < self._settings.settle_s:
            return PaymentReport(request.reference, PaymentOutcome.PENDING)
        return self._keep(_declined(request))

    def _is_last(self, request: PaymentRequest, receipt: str) -> bool:
        """Whether a reversal can only mean this payment."""
        try:
            last = self._last or self._ask_last(ANSWER_S)
        except (TerminalBusy, TerminalUnreachable):
            return False
        is_ours = last is not None and receipt.isdigit() and last.receipt == receipt
        return is_ours and last is not None and last.cents == request.amount_cents

    def _ask_last(self, deadline_s: float) -> Told | None:
        """The last payment that the terminal has booked; None where it tells of none."""
        talk = self._opened(deadline_s)
        try:
            exchange = talk.begin(Message(Command.REPEAT_RECEIPT, self._password), ANSWER_S)
            talk.follow(exchange, max(deadline_s, ANSWER_S))
            told = _told(exchange)
        except _LOST as error:
            raise TerminalUnreachable(str(error)) from error
        finally:
            talk.close()
        if exchange.refusal == PLEASE_WAIT:
            raise TerminalBusy("the terminal is busy")
        return told if told is not None and told.is_done and told.mark else None

    def _hang_up(self) -> None:
        if self._going is not None:
            self._going.talk.close()
            self._going = None

    def _keep(self, report: PaymentReport) -> PaymentReport:
        if report.outcome in _SETTLED:
            self._settled[report.reference] = report
        return report


def _told(exchange: Exchange) -> Told | None:
    """What the status information says. Raises `ZvtGarbage`."""
    said = exchange.told
    if said is None or Field.RESULT not in said:
        return None
    receipt, trace = said.get(Field.RECEIPT, b""), said.get(Field.TRACE, b"")
    return Told(
        is_done=said[Field.RESULT][0] == DONE,
        cents=from_bcd(said[Field.AMOUNT]) if Field.AMOUNT in said else None,
        is_euro=said.get(Field.CURRENCY, EURO) == EURO,
        receipt=receipt.hex(),
        mark="-".join(number.hex() for number in (trace, receipt) if number),
    )


def _is_next(mark: str, receipt: str) -> bool:
    """Whether nothing can lie between the marked payment and the one with this number."""
    before = mark.rpartition("-")[2]
    if not (before.isdigit() and receipt.isdigit()):
        return False
    following = int(before) + 1
    return int(receipt) == following or (following == _RECEIPTS and int(receipt) in (0, 1))


def _paid(request: PaymentRequest, exchange: Exchange, told: Told | None) -> PaymentReport:
    """What became of a payment that the terminal has ended."""
    if told is None:
        is_no = exchange.ended is Command.ABORTED or exchange.refusal is not None
        return _declined(request) if is_no else _unknown(request)
    if not told.is_done:
        return _declined(request)
    if exchange.ended is not Command.COMPLETION:
        # It said yes and then gave up: what it booked has to be asked.
        return _unknown(request)
    return _approved(request, told)


def _reversed(request: PaymentRequest, exchange: Exchange, told: Told | None) -> PaymentReport:
    """What became of a reversal."""
    is_done = exchange.ended is Command.COMPLETION and told is not None and told.is_done
    if not is_done or told is None:
        return PaymentReport(request.reference, PaymentOutcome.APPROVED, request.receipt)
    back = _approved(request, told)
    return _declined(request) if back.outcome is PaymentOutcome.APPROVED else back


def _approved(request: PaymentRequest, told: Told) -> PaymentReport:
    """APPROVED when it is for what was asked."""
    if told.cents is None:
        return _unknown(request)
    return checked(request, told.cents, told.is_euro, "", told.receipt)


def _declined(request: PaymentRequest) -> PaymentReport:
    return PaymentReport(request.reference, PaymentOutcome.DECLINED)


def _unknown(request: PaymentRequest) -> PaymentReport:
    return PaymentReport(request.reference, PaymentOutcome.UNKNOWN)
