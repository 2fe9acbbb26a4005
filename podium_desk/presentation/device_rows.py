"""Cards of rows, as the status page shows them."""

from __future__ import annotations

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.mood import Mood


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One line: a name, its value, how it is meant, and a quieter explanation below it."""

    name: str
    value: str
    mood: Mood = Mood.WELL
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatusSection:
    """A card of the page; `icon` names a drawing in `resources/icons/lucide`."""

    id: str
    icon: str
    title: str
    rows: tuple[StatusRow, ...]
