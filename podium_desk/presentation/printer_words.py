"""A printer in words: its chip in the strip, the one band, and its row on the status page.

The gravest comes first: it prints nothing, something else prints instead, a person is asked, it
will soon print nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.device_rows import StatusRow
from podium_desk.presentation.mood import Mood

if TYPE_CHECKING:
    from podium_desk.application.paper_now import PaperNow
    from podium_desk.i18n.words import Words

_TROUBLES = ("paper_out", "cover_open", "error", "absent", "wrong_kind")


@dataclass(frozen=True, slots=True)
class PrinterTold:
    """What is known: the printer's state as `DeskStatus.printer` has it, and jobs to come."""

    state: str
    waiting: int
    paper: PaperNow

    @property
    def is_stuck(self) -> bool:
        """Whether nothing comes out: a printer that serves somebody else is only told when
        something waits for it."""
        return self.state in _TROUBLES or (self.state == "taken" and self.waiting > 0)

    @property
    def is_low(self) -> bool:
        """Whether the next roll should be fetched, by the printer's word or by the count."""
        stock = self.paper.stock
        return self.state == "paper_low" or (stock is not None and stock.is_low)


def chip_words(told: PrinterTold, words: Words) -> tuple[str, Mood]:
    """The word beside the printer's icon, and how it is meant."""
    if told.is_stuck:
        return words(f"status.printer_{told.state}"), Mood.CAUTION
    if told.state == "none":
        return words("status.printer_none"), Mood.WELL
    if told.paper.unproven:
        return words("status.printer_unproven", n=told.paper.unproven), Mood.CAUTION
    if told.is_low:
        return words("status.printer_paper_low"), Mood.CAUTION
    if told.waiting:
        return words("status.printer_busy", n=told.waiting), Mood.WELL
    return words("status.printer"), Mood.WELL


def pressing_sentence(told: PrinterTold, words: Words) -> str:
    """What somebody must do now; empty when nobody must."""
    if told.is_stuck and told.paper.is_second:
        why = words(f"status.printer_{told.state}")
        return words("status.second_prints", why=why)
    if told.is_stuck and told.waiting and told.state == "paper_out":
        return words("status.paper_out_waiting", n=told.waiting)
    if told.state == "taken" and told.is_stuck and told.paper.holder:
        return words("status.taken_by", counter=told.paper.holder)
    return words(f"status.{told.state}") if told.is_stuck else ""


def later_sentence(told: PrinterTold, words: Words) -> str:
    """What somebody should know before the next customers; empty when there is nothing."""
    if told.paper.unproven:
        return words("status.unproven", n=told.paper.unproven)
    if told.paper.replaced is not None:
        replaced = told.paper.replaced
        return words("status.replaced", before=replaced.before, now=replaced.now)
    if not told.is_low:
        return ""
    stock = told.paper.stock
    if told.state == "paper_low" or stock is None:
        return words("status.paper_low")
    return words("status.stock_low", n=stock.papers_left)


def printer_row(told: PrinterTold, words: Words) -> StatusRow:
    """The printer's row on the status page."""
    name, notes = words("device_status.printer"), _notes(told, words)
    if told.state == "none":
        return StatusRow(name, words("status.printer_none"))
    if told.is_stuck:
        return StatusRow(name, words(f"status.printer_{told.state}"), Mood.CAUTION, notes)
    is_asked = bool(told.paper.unproven) or told.is_low
    mood = Mood.CAUTION if is_asked else Mood.WELL
    if told.is_low:
        return StatusRow(name, words("status.printer_paper_low"), mood, notes)
    return StatusRow(name, words("device_status.printer_ready"), mood, notes)


def _notes(told: PrinterTold, words: Words) -> str:
    notes = []
    if told.waiting:
        notes.append(words("device_status.printer_waiting", n=told.waiting))
    if told.state == "absent" and told.paper.why:
        notes.append(told.paper.why)
    if told.paper.is_second:
        notes.append(words("device_status.printer_second"))
    if told.paper.unproven:
        notes.append(words("device_status.printer_unproven", n=told.paper.unproven))
    if told.paper.stock is not None:
        notes.append(words("device_status.printer_left", n=told.paper.stock.papers_left))
    if told.paper.replaced is not None:
        replaced = told.paper.replaced
        notes.append(words("status.replaced", before=replaced.before, now=replaced.now))
    return " · ".join(notes)
