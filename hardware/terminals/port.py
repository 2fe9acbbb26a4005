"""What the box office asks of a payment terminal, built around the answer it may never get.

A terminal can take the money and die before it says so. So `authorise` never raises after the
customer was asked to pay: it returns UNKNOWN, and the only way on is `status` for the same
payment, or a person who looked. A payment is never tried again blindly. While the customer has
not finished the answer is PENDING, and `status` says how it goes on.

A terminal that answers with another amount, currency or reference than it was asked for is not
believed: UNKNOWN with a `Contradiction`, which a person settles.

Faults::

    TerminalFault
    ├── TerminalUnreachable   nothing was asked of the customer
    ├── TerminalBusy          it does something else; nothing was asked of the customer
    └── NoDayTotal            it gave no total of its day
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable


class TerminalFault(Exception):
    """An attempt that asked nothing of the customer."""


class TerminalUnreachable(TerminalFault):
    """The terminal could not be reached."""


class TerminalBusy(TerminalFault):
    """The terminal does something else now."""


class NoDayTotal(TerminalFault):
    """The terminal gave no total of its day: a person reads it there. Never asked again by itself,
    since what it closed is not in its next total."""


class PaymentOutcome(Enum):
    """What is known of one payment."""

    PENDING = "pending"
    """Asked for; for a stand-alone terminal: the clerk has not said yet."""
    APPROVED = "approved"
    DECLINED = "declined"
    """Nothing was taken: refused, cancelled by customer or clerk."""
    UNKNOWN = "unknown"
    """May or may not have been taken; stays so until the terminal or a person says."""


class Contradiction(Enum):
    """How an answer differs from what was asked, so that it is no answer."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """One payment in euro: `reference` is the till's own id for it, made and stored before it is
    asked. `mark` is what `Terminal.mark` said before that, and is stored too."""

    reference: str
    amount_cents: int
    mark: str = ""
    receipt: str = ""
    """The terminal's own number of the payment, once it is known; wanted to give it back. From
    then on `status` is asked whether it still stands: who cannot tell says UNKNOWN."""

    def __post_init__(self) -> None:
        if self.amount_cents <= 0:
            raise ValueError(f"a card payment of {self.amount_cents} cents")


@dataclass(frozen=True, slots=True)
class PaymentReport:
    """What is known of the payment with this reference; `receipt` is the terminal's own number.

    `picture` is the text of a code that the customer scans, and `step` a code of how far that
    customer is; both are empty at a terminal with a screen of its own. `told_cents` is the amount
    that an answer named which contradicts.
    """

    reference: str
    outcome: PaymentOutcome
    receipt: str = ""
    picture: str = ""
    step: str = ""
    contradiction: Contradiction | None = None
    told_cents: int | None = None


@dataclass(frozen=True, slots=True)
class DayTotal:
    """What the terminal took since its own last end of day, less what it gave back."""

    total_cents: int


class Terminal(Protocol):
    """One payment terminal. Called from one thread at a time."""

    @property
    def clerk_confirms(self) -> bool:
        """Whether the clerk types the amount and says what came of it."""
        ...

    def mark(self, deadline_s: float) -> str:
        """What tells the terminal's last payment from its next, kept before the next is asked.

        Empty for a terminal that knows payments by our references. Asks nothing of the customer.
        Raises `TerminalUnreachable` or `TerminalBusy`.
        """
        ...

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Ask the customer to pay. The same reference again returns what is known, asks nothing.

        Raises `TerminalUnreachable` or `TerminalBusy` when nothing was asked.
        """
        ...

    def status(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Return what is known of a payment, also of one that was asked before this program
        began; one never heard of is UNKNOWN, not declined."""
        ...

    def cancel(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Ask to stop a payment; the report says whether that came in time."""
        ...

    def reverse(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Give an approved payment back: DECLINED when nothing is left taken, APPROVED when the
        terminal does not do it, UNKNOWN when its answer was lost.

        A terminal that only the clerk works answers with what it knows: the clerk gives it back.
        """
        ...

    def end_of_day(self, deadline_s: float) -> DayTotal:
        """Close the terminal's day and return its total; asked once, for what it closes is gone
        from its next total. Raises `TerminalFault`: `NoDayTotal` where it may have closed."""
        ...

    def close(self) -> None:
        """Hang up; what a customer is doing there goes on. May be called again."""
        ...


@runtime_checkable
class ButtonTerminal(Protocol):
    """What the window of a simulated terminal is made of: a person plays the customer.

    `has_buttons` tells whether anybody does. `is_unplugged` is a pulled cable: nobody reaches it,
    and what was paid stays paid.
    """

    has_buttons: bool
    is_unplugged: bool

    @property
    def waiting_cents(self) -> int | None:
        """What a customer is asked for now; None when nobody pays."""
        ...

    def press(self, outcome: str) -> None:
        """A person presses a button: what comes of the payment that waits."""
        ...


def checked(
    request: PaymentRequest, cents: int, is_euro: bool, reference: str, receipt: str
) -> PaymentReport:
    """APPROVED when the terminal's yes is for what was asked; `reference` is empty where the
    terminal knows none."""
    if reference and reference != request.reference:
        return contradicted(request, Contradiction.REFERENCE, cents)
    if not is_euro:
        return contradicted(request, Contradiction.CURRENCY, cents)
    if cents != request.amount_cents:
        return contradicted(request, Contradiction.AMOUNT, cents)
    return PaymentReport(request.reference, PaymentOutcome.APPROVED, receipt)


def contradicted(request: PaymentRequest, how: Contradiction, cents: int) -> PaymentReport:
    """The answer that is not believed."""
    return PaymentReport(
        request.reference, PaymentOutcome.UNKNOWN, contradiction=how, told_cents=cents
    )
