"""What a counter screen needs of the world besides its desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The clock, the tokens and the book of faults of one counter screen."""

    clock: Callable[[], datetime]
    """The time now, aware, in any time zone."""
    new_token: Callable[[], str]
    """A token that no other sale has."""
    report_fault: Callable[[Exception], None]
    """Keeps an unexpected error for whoever repairs it; the screen goes on."""
