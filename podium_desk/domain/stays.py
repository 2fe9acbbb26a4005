"""In, out and in again: what a ticket's passages come to.

History counts for each performance, over all its gates, in the order of corrected time. Whoever is
inside when a gate checks everybody out goes out then; nobody writes that down: it follows from the
gate, so that every device that knows the same passages counts the same guests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from podium_desk.domain.facts import Direction
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """An admitted entry or an exit of a ticket at any gate of its performance.

    `persons` is how many of a group went, 0 for all that could. `hlc` tells which of two at one
    instant was the first, where one of their doors had heard of the other.
    """

    at_ms: int
    direction: Direction
    door: str
    is_annulled: bool = False
    persons: int = 0
    hlc: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """Where the guests of a ticket are: `first_entry` opened the present stay, or the last one.

    `inside` and `entered` count persons, of the `persons` that the ticket admits; `entries` are
    the times of all its entries, the oldest first.
    """

    first_entry: Passage | None = None
    inside: int = 0
    entered: int = 0
    persons: int = 1
    entries: tuple[int, ...] = ()

    @property
    def is_inside(self) -> bool:
        """Whether anybody is in."""
        return self.inside > 0

    @property
    def still_out(self) -> int:
        """How many of them are not in."""
        return self.persons - self.inside

    @property
    def never_in(self) -> int:
        """How many of them did not come yet."""
        return self.persons - self.entered


def stay_of(
    history: Iterable[Passage], persons: int = 1, checked_out_ms: Sequence[int] = ()
) -> Stay:
    """Fold passages in the order of corrected time; annulled ones never happened.

    An exit without an entry frees nothing. Of two at the same instant of which neither door had
    heard of the other the exit comes first: who left and who enters are then one inside.
    `checked_out_ms` are the moments at which everybody was checked out.
    """
    stay = Stay(persons=max(1, persons))
    passages = [passage for passage in history if not passage.is_annulled]
    if not passages:
        # Who was never in cannot be checked out.
        return stay
    closings = [checking_out(at_ms) for at_ms in checked_out_ms]
    for passage in sorted([*passages, *closings], key=in_order):
        stay = after(stay, passage)
    return stay


def in_order(passage: Passage) -> tuple[int, int, bool, str]:
    """What passages are sorted by."""
    return passage.at_ms, passage.hlc, passage.direction is Direction.ENTRY, passage.door


def checking_out(at_ms: int) -> Passage:
    """What it comes to that everybody is checked out: all go out, and before anybody else."""
    return Passage(at_ms, Direction.EXIT, "")


def after(stay: Stay, passage: Passage) -> Stay:
    """Where the guests are after one more passage."""
    return _entered(stay, passage) if passage.direction is Direction.ENTRY else _left(stay, passage)


def coming(stay: Stay, passage: Passage) -> tuple[int, int]:
    """Of the persons of an entry: how many come back, and how many are new.

    Who was in before comes back first.
    """
    count = _count(stay, passage)
    again = min(count, max(0, stay.entered - stay.inside))
    return again, min(count - again, stay.never_in)


def _count(stay: Stay, passage: Passage) -> int:
    return passage.persons or stay.still_out or stay.persons


def _entered(stay: Stay, passage: Passage) -> Stay:
    _, new = coming(stay, passage)
    return replace(
        stay,
        first_entry=stay.first_entry if stay.is_inside else passage,
        inside=min(stay.persons, stay.inside + _count(stay, passage)),
        entered=stay.entered + new,
        entries=(*stay.entries, passage.at_ms),
    )


def _left(stay: Stay, passage: Passage) -> Stay:
    return replace(stay, inside=max(0, stay.inside - (passage.persons or stay.inside)))
