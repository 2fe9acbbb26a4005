"""The places of baskets that are put aside, on the desk in whose hands they are: they stay there.

Besides its own a desk keeps those that another one gave it while the answer was lost: its clerk
finds them in the list, and nothing of them goes back to the store before their time is over.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.parked import ParkedLine
from podium_desk.replica.parked import ParkedRow, parked_basket, parked_baskets


def keep_parked(work: Workplace) -> None:
    """Keep the places of what this desk put aside, after a start, and of what was given to it.

    To be called before anything is given away, which takes what is in no basket.
    """
    for row in parked_baskets(work.replica.sql, work.house, work.clock.now_ms()):
        is_own = row.id.origin == work.origin and row.state.taken_by is None
        if row.id not in work.aside and (is_own or is_given_here(work, row)):
            keep_aside(work, row)


def keep_aside(work: Workplace, row: ParkedRow) -> None:
    """This basket's places are for nobody else, until its time is over."""
    work.aside[row.id] = row.body.until_ms
    for line in row.body.lines:
        work.in_basket.setdefault(line.performance, set()).add(line.unit)


def end_aside(work: Workplace, row: ParkedRow) -> None:
    """Its places are in no basket any more, as far as this desk kept them."""
    if work.aside.pop(row.id, None) is not None:
        for line in row.body.lines:
            work.in_basket.get(line.performance, set()).discard(line.unit)


def end_lapsed(work: Workplace) -> tuple[PerformanceId, ...]:
    """Let the places go of those whose time is over; of which performances.

    It costs nothing while none is over.
    """
    now_ms, freed = work.clock.now_ms(), set[PerformanceId]()
    for basket in [one for one, until_ms in work.aside.items() if until_ms <= now_ms]:
        row = parked_basket(work.replica.sql, work.house, basket)
        if row is not None:
            end_aside(work, row)
            freed |= {line.performance for line in row.body.lines}
    if freed:
        work.wake()
    return tuple(sorted(freed))


def places_aside(work: Workplace) -> dict[PerformanceId, set[Unit]]:
    """The places that this desk keeps for baskets that are put aside."""
    places: dict[PerformanceId, set[Unit]] = {}
    rows = (parked_basket(work.replica.sql, work.house, basket) for basket in work.aside)
    for line in _lines_of(row for row in rows if row is not None):
        places.setdefault(line.performance, set()).add(line.unit)
    return places


def is_given_here(work: Workplace, row: ParkedRow) -> bool:
    """Whether another desk gave it to this one, whose clerk has not taken it up yet."""
    is_given = row.state.taken_by == work.claims.device and row.id.origin != work.origin
    if not is_given or row.id in work.taken_up:
        return False
    return _is_held(work, row) and (row.id in work.aside or not _is_in_basket(work, row))


def _is_in_basket(work: Workplace, row: ParkedRow) -> bool:
    """Whether a place of it was taken for somebody else, before this desk knew what it is for."""
    return any(line.unit in work.in_basket.get(line.performance, ()) for line in row.body.lines)


def _is_held(work: Workplace, row: ParkedRow) -> bool:
    """Whether all its places are in this desk's hands and not sold."""
    for line in row.body.lines:
        performance = work.catalogue.performance(line.performance)
        if performance is None:
            return False
        right = work.replica.rights.right(performance.house, performance.id, line.unit)
        if right is None or right.is_spent or right.holder != work.origin:
            return False
    return True


def _lines_of(rows: Iterable[ParkedRow]) -> Iterable[ParkedLine]:
    return (line for row in rows for line in row.body.lines)
