"""How much paper is left in a printer, counted from the day that a roll or a box was put in.

A roll is measured, folded tickets are counted. A printer's own sensor says "nearly out" when some
metres are left, or nothing at all; a count can say it before the evening begins.
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.late_dataclass import dataclass

LOW_PAPERS = 40
"""So few are less than a sale or two of a queue: somebody fetches the next roll now."""
USUAL_PAPER_MM = 130
"""A ticket of a roll, until there are papers of this roll to go by."""


class StockUnit(StrEnum):
    """What is counted."""

    MILLIMETRES = "mm"
    PIECES = "pieces"


@dataclass(frozen=True, slots=True)
class PaperStock:
    """What was put in and what went through since: `used` in the same unit, and as papers."""

    unit: StockUnit
    put_in: int
    used: int = 0
    papers: int = 0

    def after(self, height_mm: int) -> PaperStock:
        """The stock once a paper of this height came out, or may have."""
        spent = height_mm if self.unit is StockUnit.MILLIMETRES else 1
        return PaperStock(self.unit, self.put_in, self.used + spent, self.papers + 1)

    @property
    def left(self) -> int:
        """What is left, in the unit."""
        return max(0, self.put_in - self.used)

    @property
    def papers_left(self) -> int:
        """About how many papers that is, by those of before."""
        if self.unit is StockUnit.PIECES:
            return self.left
        usual_mm = self.used // self.papers if self.papers else USUAL_PAPER_MM
        return self.left // max(usual_mm, 1)

    @property
    def is_low(self) -> bool:
        """Whether the next roll should be fetched."""
        return self.papers_left < LOW_PAPERS
