"""A group's ticket: one paper for many places, at a tariff that says so (`is_one_ticket`).

Every place stays a line of its own, with its own right, price and VAT. The first one is the ticket,
for all persons; the others stand behind it, as room for a wheelchair does: they let nobody in and
go back with it. The rules are told in docs/rules/group-tickets.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from podium_desk.domain.facts import SaleLine
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.pricing import Priced
from podium_desk.late_dataclass import dataclass

Group = tuple[PerformanceId, TariffId]
_STEP_MAX = 2
"""Rows count one by one, or the even and the odd ones apart."""
_RUN_LEAST = 3
"""Fewer numbers are written one by one."""


class Placed(Protocol):
    """Something that has a place."""

    @property
    def zone(self) -> str:
        """The part of the hall."""

    @property
    def row(self) -> str:
        """Its row."""

    @property
    def number(self) -> str:
        """Its number, "" for a place without one."""


@dataclass(frozen=True, slots=True)
class RowOfPlaces:
    """A group's places in one row; `numbers` are its runs, as ``1–12, 14``, or "" without any."""

    zone: str
    row: str
    numbers: str
    count: int


def group_of(one: Priced) -> Group | None:
    """The group's ticket that a line belongs to, None when it is a ticket by itself."""
    is_group = one.tariff.terms.is_one_ticket
    return (one.performance.id, one.tariff.id) if is_group else None


def group_sizes(priced: Iterable[Priced]) -> Counter[Group]:
    """How many places each group's ticket of a basket has."""
    return Counter(group for one in priced if (group := group_of(one)) is not None)


def ticket_of_group(one: Priced, before: Sequence[SaleLine]) -> int | None:
    """Which of the lines before is the ticket that this line belongs to; None for none."""
    group = group_of(one)
    found = (place for place, line in enumerate(before) if (line.performance, line.tariff) == group)
    return next(found, None)


def by_row(places: Iterable[Placed]) -> tuple[RowOfPlaces, ...]:
    """Places row by row, in the order in which the rows are first met."""
    rows: dict[tuple[str, str], list[str]] = {}
    for place in places:
        rows.setdefault((place.zone, place.row), []).append(place.number)
    return tuple(
        RowOfPlaces(zone, row, _runs(numbers), len(numbers))
        for (zone, row), numbers in rows.items()
    )


def _runs(numbers: Iterable[str]) -> str:
    """Numbers that follow each other joined, also in a row that counts the even or the odd ones;
    what is no number stands behind them."""
    all_numbers = list(numbers)
    counted = sorted({int(one) for one in all_numbers if _is_number(one)})
    runs: list[list[int]] = []
    for number in counted:
        if runs and number - runs[-1][-1] == _step_of(runs[-1], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [part for run in runs for part in _run(run)]
    return ", ".join([*said, *(one for one in all_numbers if one and not _is_number(one))])


def _step_of(run: Sequence[int], number: int) -> int:
    """How far the numbers of a run are apart: as the first two, of which the second may be new."""
    step = (run[1] if len(run) > 1 else number) - run[0]
    return step if step <= _STEP_MAX else 0


def _run(run: Sequence[int]) -> tuple[str, ...]:
    if len(run) < _RUN_LEAST:
        return tuple(map(str, run))
    is_close = run[1] - run[0] == 1
    return (f"{run[0]}–{run[-1]}" if is_close else f"{run[0]}, {run[1]} … {run[-1]}",)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()
