"""What people did beside selling: who was named, written off, closed, copied, and what they read.

Kept outside of every program, as the book is, so that the invariants need not believe any.
"""

from __future__ import annotations

from dataclasses import field

from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.late_dataclass import dataclass

Place = tuple[PerformanceId, Unit]


@dataclass(slots=True)
class NamedPerson:
    """A person whose name a desk wrote on an order. `erased_at` counts the messages that had
    passed when the store said that the person is forgotten."""

    reference: str
    house: int
    name: bytes
    key: bytes
    sealed: bytes
    erased_at: int | None = None

    def secrets(self) -> tuple[bytes, bytes, bytes]:
        """What may be nowhere any more."""
        return self.name, self.key, self.sealed


@dataclass(frozen=True, slots=True)
class StatedLoss:
    """What two people read before they wrote a device off: so many places may be sold already.
    `sold` are those that were known to be."""

    device: int
    places: frozenset[Place]
    sold: frozenset[Place]
    free: int
    code: str


@dataclass(slots=True)
class Copied:
    """A disk that was copied, and both copies went on. `log` is the one that both write then."""

    log: int
    original: str
    copy: str
    at_ms: int


@dataclass(slots=True)
class ShownClosing:
    """A closing code that a device showed. `places` are those it gave back unsold."""

    device: str
    log: int
    parts: list[bytes]
    places: frozenset[Place]
    is_carried: bool = False


@dataclass(slots=True)
class Deeds:
    """Everything of an evening."""

    persons: list[NamedPerson] = field(default_factory=list)
    written_off: list[StatedLoss] = field(default_factory=list)
    copies: list[Copied] = field(default_factory=list)
    closings: list[ShownClosing] = field(default_factory=list)
    newcomers: list[str] = field(default_factory=list)
    invited: int = 0
    """How many were set up, or are on the way."""
    snapshots: int = 0
    """How many newcomers began with one."""
    changed_by_compaction: list[str] = field(default_factory=list)
    compacted_facts: int = 0

    def counted(self) -> dict[str, int]:
        """How often each happened."""
        return {
            "names": len(self.persons),
            "erasures": sum(1 for person in self.persons if person.erased_at is not None),
            "write_offs": len(self.written_off),
            "closings": sum(1 for shown in self.closings if shown.is_carried),
            "copies": len(self.copies),
            "snapshots": self.snapshots,
            "compacted_facts": self.compacted_facts,
        }

    def has_own_history(self, device: str, log: int) -> bool:
        """Whether a device may have other facts of a log than the store: it is one of the two
        copies that wrote it."""
        return any(
            copied.log == log and device in (copied.original, copied.copy) for copied in self.copies
        )
