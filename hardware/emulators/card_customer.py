"""What customers and bad luck do at an emulated card terminal, and what it has booked.

The same for every protocol, so that one set of tests can ask the same of all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Lock


@dataclass(slots=True)
class CardFaults:
    """The switches; may be turned while the terminal runs."""

    customer: str = "approve"
    """``approve``, ``decline`` or ``slow``: shows no card until `CardTill.customer_pays`."""
    is_silent_after: bool = False
    """Takes the money and says nothing more on that connection."""
    drops_after: bool = False
    """Takes the money, and the cable is pulled."""
    answers_cents: int | None = None
    """Says that it took this much, and does."""
    answers_currency: str = "EUR"
    answers_reference: str | None = None
    """Names this payment instead of the one that was asked for."""
    is_garbage: bool = False
    """Takes the money and answers with bytes that mean nothing."""
    is_busy: bool = False
    piece_bytes: int = 0
    """Sends so few bytes at a time; 0 for all at once."""
    reverses: bool = True
    card_number: str = "6703444444444449"
    """What a careless terminal would tell of a card; a test card's."""


@dataclass(slots=True)
class Booking:
    """One payment that the terminal took. `number` counts them from 1, and so does a reversal."""

    number: int
    cents: int
    reference: str = ""
    is_reversed: bool = False


@dataclass(slots=True)
class CardTill:
    """The terminal's own books: they outlive a restart of it."""

    faults: CardFaults = field(default_factory=CardFaults)
    bookings: list[Booking] = field(default_factory=list)
    last_number: int = 0
    day_cents: int = 0
    """Taken since its end of day."""
    customer_decides: Event = field(default_factory=Event)
    has_stopped: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    @property
    def taken_cents(self) -> int:
        """What customers paid here and did not get back."""
        with self._lock:
            return sum(one.cents for one in self.bookings if not one.is_reversed)

    def book(self, cents: int, reference: str = "") -> Booking:
        """Take the money."""
        with self._lock:
            self.last_number += 1
            booking = Booking(self.last_number, cents, reference)
            self.bookings.append(booking)
            self.day_cents += cents
            return booking

    def give_back(self, booking: Booking) -> int:
        """Undo a payment; the number of the reversal."""
        with self._lock:
            self.last_number += 1
            booking.is_reversed = True
            self.day_cents -= booking.cents
            return self.last_number

    def close_day(self) -> int:
        """What was taken, and from here on nothing was."""
        with self._lock:
            total, self.day_cents = self.day_cents, 0
            return total

    def customer_pays(self) -> None:
        """The slow customer has found the card."""
        self.customer_decides.set()
