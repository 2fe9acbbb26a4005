"""What the box office asks of a payment terminal, built around the answer it may never get.

A terminal can take the money and die before it says so. So `authorise` never raises after the
customer was asked to pay: it returns UNKNOWN, and the only way on is `status` for the same
reference, or a person who looked. A payment is never tried again blindly. While the customer has
not finished the answer is PENDING, and `status` says how it goes on.

Faults::

    TerminalFault
    └── TerminalUnreachable   nothing was asked of the customer
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class TerminalFault(Exception):
    """An attempt that asked nothing of the customer."""


class TerminalUnreachable(TerminalFault):
    """The terminal could not be reached."""


class PaymentOutcome(Enum):
    """What is known of one payment."""

    PENDING = "pending"
    """Asked for; for a stand-alone terminal: the clerk has not said yet."""
    APPROVED = "approved"
    DECLINED = "declined"
    """Nothing was taken: refused, cancelled by customer or clerk."""
    UNKNOWN = "unknown"
    """May or may not have been taken; stays so until the terminal or a person says."""


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """One payment: `reference` is the till's own id for it, made and stored before it is asked."""

    reference: str
    amount_cents: int

    def __post_init__(self) -> None:
        if self.amount_cents <= 0:
            raise ValueError(f"a card payment of {self.amount_cents} cents")


@dataclass(frozen=True, slots=True)
class PaymentReport:
    """What is known of the payment with this reference; `receipt` is the terminal's own number.

    `picture` is the text of a code that the customer scans, and `step` a code of how far that
    customer is; both are empty at a terminal with a screen of its own.
    """

    reference: str
    outcome: PaymentOutcome
    receipt: str = ""
    picture: str = ""
    step: str = ""


class Terminal(Protocol):
    """One payment terminal."""

    @property
    def verified_on_device(self) -> bool:
        """Whether this driver was ever seen to work on the real device."""
        ...

    @property
    def clerk_confirms(self) -> bool:
        """Whether the clerk types the amount and says what came of it."""
        ...

    def authorise(self, request: PaymentRequest, deadline_s: float) -> PaymentReport:
        """Ask the customer to pay. The same reference again returns what is known, asks nothing.

        Raises `TerminalUnreachable` when nothing was asked.
        """
        ...

    def status(self, reference: str, deadline_s: float) -> PaymentReport:
        """Return what is known of a payment; one never heard of is UNKNOWN, not declined."""
        ...

    def cancel(self, reference: str, deadline_s: float) -> PaymentReport:
        """Ask to stop a payment; the report says whether that came in time."""
        ...

    def reverse(self, reference: str, deadline_s: float) -> PaymentReport:
        """Give an approved payment back: DECLINED when nothing is left taken.

        A terminal that only the clerk works answers with what it knows: the clerk gives it back.
        """
        ...
