"""How paper stands at a device, beside what its printer says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.application.printer_book import Replaced
    from podium_desk.domain.paper_stock import PaperStock


@dataclass(frozen=True, slots=True)
class PaperNow:
    """What a screen tells of it; the defaults are those of a device without a printer."""

    unproven: int = 0
    """Papers that went to a printer that confirms nothing: a person is asked."""
    is_second: bool = False
    """The second printer stands in for the first."""
    replaced: Replaced | None = None
    """Another model prints there than before, since this start."""
    stock: PaperStock | None = None
    """What is left in the printer; None where nobody said what was put in."""
    why: str = ""
    """Why the printer could not be reached the last time, in the system's words."""
    holder: str = ""
    """The counter that has the printer, where that is known."""


NO_PAPER = PaperNow()
