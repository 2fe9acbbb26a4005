"""What an import came to: counts, and a sentence for each item that was not taken."""

from __future__ import annotations

from dataclasses import field

from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.season import Outcome
from podium_desk.i18n.words import Words
from podium_desk.integrations.refusals import ImportNote, ImportRefusal, explain, explain_note
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """One item that was not taken: the stable reason, and the sentence for people."""

    file: str
    item: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class ItemNote:
    """A remark on an item that was taken, or on what a refused one changed."""

    file: str
    item: str
    kind: str
    message: str


@dataclass(slots=True)
class ImportReport:
    """The outcome of an import, counted in items: events, plans and tariff rows."""

    words: Words
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[RefusedItem] = field(default_factory=list)
    notes: list[ItemNote] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many items were taken, changed or not."""
        return self.imported + self.updated + self.unchanged

    def count(self, outcome: Outcome) -> None:
        """One more item that was taken."""
        match outcome:
            case Outcome.IMPORTED:
                self.imported += 1
            case Outcome.UPDATED:
                self.updated += 1
            case Outcome.UNCHANGED:
                self.unchanged += 1

    def refuse(self, refusal: ImportRefusal) -> None:
        """One more item that its reader did not take."""
        message = explain(refusal, self.words)
        self.refused.append(RefusedItem(refusal.file, refusal.item, refusal.reason.value, message))

    def refuse_here(self, file: str, item: str, refusal: CentralRefusal) -> None:
        """One more item that was read well and that the store does not take."""
        message = refusal.sentence(self.words)
        self.refused.append(RefusedItem(file, item, refusal.reason.value, message))

    def refuse_file(self, file: str, error: OSError) -> None:
        """A file that could not be read at all."""
        details = {"file": file, "why": self._why(error)}
        self.refuse_here(file, "", CentralRefusal(CentralReason.FILE_UNREADABLE, details))

    def note(self, file: str, item: str, note: ImportNote) -> None:
        """One more remark."""
        message = explain_note(note, self.words)
        self.notes.append(ItemNote(file, item, note.kind.value, message))

    def note_withdrawn(self, file: str, item: str, count: int) -> None:
        """A deleted event that was imported before left the programme."""
        message = self.words("central.withdrawn", n=count, item=item)
        self.notes.append(ItemNote(file, item, "withdrawn", message))

    def _why(self, error: OSError) -> str:
        match error:
            case FileNotFoundError():
                return self.words("central.why_missing")
            case IsADirectoryError():
                return self.words("central.why_folder")
            case PermissionError():
                return self.words("central.why_forbidden")
            case _:
                return error.strerror or type(error).__name__
