"""Who shows what at which door, in what order, and what must come of it.

The order is the guests' own, outside of every program: by it the store's count is judged. While the
last door is cut off, it and the others each know what they saw themselves, and all that was before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from random import Random

from podium_desk.late_dataclass import dataclass

COPIES = 0.04
STRANGE = 0.02
"""How many show something that is no ticket, for each guest."""


class Part(IntEnum):
    """The evening in three: all doors hear each other, the last one is cut off, it is back."""

    BEFORE = 0
    CUT = 1
    AFTER = 2


@dataclass(frozen=True, slots=True)
class Showing:
    """One picture at one door. `ticket` counts tickets from 0; None is no ticket at all.

    A copy has `after`: the number of the showing of the same ticket that goes before it.
    """

    number: int
    part: Part
    door: int
    ticket: int | None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one door must have counted."""

    first: int = 0
    doubles: int = 0
    already_in: int = 0
    unknown: int = 0


def showings(guests: int, doors: int, rng: Random, copies: float = COPIES) -> list[Showing]:
    """The evening of so many guests, a third of them in each part; `copies` is the share of
    tickets that a second person shows later."""
    planned: list[Showing] = []
    for ticket in range(guests):
        part = Part(ticket * len(Part) // guests)
        first = Showing(len(planned), part, rng.randrange(doors), ticket)
        planned.append(first)
        if rng.random() < copies:
            # In the same part, later, at another door.
            other = (first.door + 1 + rng.randrange(doors - 1)) % doors
            planned.append(replace(first, door=other, after=first.number))
        if rng.random() < STRANGE:
            planned.append(replace(first, door=rng.randrange(doors), ticket=None))
    return _numbered(_shuffled(planned, rng))


def expected(planned: Sequence[Showing], doors: int) -> list[Seen]:
    """What each door counts: a ticket is let in by whoever has not heard that it is in."""
    counted = [Counter[str]() for _ in range(doors)]
    went_in: dict[int, list[Showing]] = {}
    for showing in planned:
        if showing.ticket is None:
            counted[showing.door]["unknown"] += 1
            continue
        before = went_in.setdefault(showing.ticket, [])
        if any(_hears_of(showing, one, doors - 1) for one in before):
            counted[showing.door]["already_in"] += 1
        else:
            counted[showing.door]["doubles" if before else "first"] += 1
            before.append(showing)
    return [Seen(**count) for count in counted]


def of_part(planned: Iterable[Showing], part: Part) -> list[Showing]:
    """The showings of one part of the evening."""
    return [showing for showing in planned if showing.part is part]


def _hears_of(showing: Showing, entry: Showing, cut_off: int) -> bool:
    if not entry.part is showing.part is Part.CUT:
        return True
    return (showing.door == cut_off) == (entry.door == cut_off)


def _shuffled(planned: list[Showing], rng: Random) -> Iterator[Showing]:
    """Within each part in any order, a copy after its first showing."""
    for part in Part:
        waiting: list[Showing] = []
        own = of_part(planned, part)
        rng.shuffle(own)
        done: set[int] = set()
        for showing in own:
            if showing.after is not None and showing.after not in done:
                waiting.append(showing)
                continue
            done.add(showing.number)
            yield showing
        yield from waiting


def _numbered(planned: Iterable[Showing]) -> list[Showing]:
    """Numbered in their order; a copy names its first showing by the new number."""
    numbers: dict[int, int] = {}
    told = []
    for number, showing in enumerate(planned):
        if showing.after is None and showing.ticket is not None:
            numbers[showing.number] = number
        after = None if showing.after is None else numbers[showing.after]
        told.append(replace(showing, number=number, after=after))
    return told
