"""What a door asks of a board of relays, and a counter of a customer's pole display.

Faults::

    SignalFault
    ├── BoardAbsent   switched off, cable out, no permission: nothing was switched
    └── BoardLost     the line broke: whether it was switched is not known
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class SignalFault(Exception):
    """The device named `device` did not do it; the message says why."""

    def __init__(self, device: str, why: str) -> None:
        super().__init__(f"{device}: {why}")
        self.device = device


class BoardAbsent(SignalFault):
    """It cannot be reached; the next call tries again."""


class BoardLost(SignalFault):
    """The line broke, or an answer did not come."""


class RelayBoard(Protocol):
    """Relays by number, and contacts that are read. One thread uses it."""

    @property
    def name(self) -> str:
        """What to call it on screen."""
        ...

    def switch(self, relay: int, *, is_on: bool) -> None:
        """Switch one relay. Raises `SignalFault`."""
        ...

    def contact(self, number: int) -> bool:
        """Whether this contact is closed. Raises `SignalFault`, also on a board without any."""
        ...

    def close(self) -> None:
        """Let go of it; may be called again."""
        ...


class PoleDisplay(Protocol):
    """Two lines of twenty letters for the customer. One thread uses it."""

    @property
    def name(self) -> str:
        """What to call it on screen."""
        ...

    def show(self, first: str, second: str) -> None:
        """Show these two lines, cut at twenty letters. Raises `SignalFault`."""
        ...

    def close(self) -> None:
        """Let go of it; may be called again."""
        ...


@dataclass(frozen=True, slots=True)
class Wiring:
    """Which relay does what, None for nothing; `passage` is the contact that a turnstile closes
    for each guest who goes through. Times in milliseconds."""

    opens: int | None = None
    green: int | None = None
    red: int | None = None
    buzzer: int | None = None
    passage: int | None = None
    pulse_ms: int = 500
    lamp_ms: int = 2000
    buzz_ms: int = 300

    @property
    def relays(self) -> tuple[int, ...]:
        """All that something hangs on."""
        wired = (self.opens, self.green, self.red, self.buzzer)
        return tuple(relay for relay in wired if relay is not None)
