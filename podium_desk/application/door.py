"""What a door screen can ask, and what it is told: the port between presenter and door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from podium_desk.application.counter import Connection
from podium_desk.application.venue_link import VenueState
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import PerformanceId, TicketId
from podium_desk.domain.text import Text


class OddMatter(StrEnum):
    """What a volunteer should look at although the guest may go in."""

    SOLD_AFTER_LAST_NEWS = "sold_after_last_news"
    """A true ticket this door had not heard of: sold after its last news."""
    CONTESTED_SEAT = "contested_seat"
    """Its place may be sold twice: a lost device used it after it had been written off."""


@dataclass(frozen=True, slots=True)
class FirstEntry:
    """When and where the ticket went in before."""

    at: datetime
    door: str


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """A stored verdict with what the screen shows."""

    verdict: Verdict
    reason: ScanReason | None
    ticket: TicketId | None
    title: Text | None
    start: datetime | None
    hall: Text | None
    zone: str
    row: str
    number: str
    tariff: Text | None
    persons: int
    first_entry: FirstEntry | None
    is_repeat: bool
    """The same code read again here within three seconds: the same scan."""
    odd: OddMatter | None
    stale_s: int | None
    """Age of this door's knowledge in seconds when it hears nobody, else None."""
    token: str
    decided_in_ms: int
    is_alone: bool = False
    """Decided by what this door knew itself: the admission holder did not answer."""


@dataclass(frozen=True, slots=True)
class DoorStatus:
    """What stands around the verdict."""

    device_name: str
    house_name: str
    gate: str
    performance: PerformanceId | None
    title: Text | None
    start: datetime | None
    hall: Text | None
    connection: Connection
    last_contact: datetime | None
    inside: int
    expected: int
    """Tickets sold for the performance."""
    clock_error_s: int | None
    incidents: int = 0
    """What a person has to settle."""
    venue: VenueState = VenueState.OFF
    """Who of the house this door hears on the venue's network."""
    holder: str = ""
    """The device that decides when two doors scan at once; empty when nobody does."""


class Door(Protocol):
    """One door as its screen sees it."""

    def status(self) -> DoorStatus:
        """How things stand; tonight's performance is chosen by itself."""
        ...

    def scan(
        self, code: str, direction: Direction = Direction.ENTRY, override: bool = False
    ) -> ScanOutcome:
        """Decide on a code from a camera, a hand scanner or typed, and store the attempt.

        `override` is staff's answer to what the door asked, or to a second entry: let in all
        the same. It is stored as overridden only where it was needed.
        """
        ...

    def undo(self) -> bool:
        """Undo this door's last admitted entry within 30 s; False when there is none."""
        ...
