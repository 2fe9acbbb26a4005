"""Who goes along with a guest in a wheelchair: the tariff and the seat of a companion.

A companion's ticket stands behind the ticket that it goes with, and comes back with it
(domain.md 5.10).
"""

from __future__ import annotations

from collections.abc import Sequence

from podium_desk.domain.ids import Unit
from podium_desk.domain.programme import Tariff
from podium_desk.domain.venue import HallPlan, Seat

_BESIDE_MAX = 4
"""Of so many seats nearest to a wheelchair place in its row one is a companion's."""


def companion_tariff(tariffs: Sequence[Tariff]) -> Tariff | None:
    """The tariff of which each other ticket allows one, None when the house has none."""
    ones = (tariff for tariff in tariffs if tariff.terms.each_needs == 1)
    return next((tariff for tariff in ones if not tariff.terms.is_room), None)


def seats_beside(plan: HallPlan, unit: Unit) -> tuple[Unit, ...]:
    """The seats of its row next to a numbered place, nearest first; none for a section's place."""
    if unit >= len(plan.seats):
        return ()
    here = plan.seats[unit]
    row = [
        seat
        for seat in plan.seats
        if (seat.zone, seat.row) == (here.zone, here.row)
        and seat.index != unit
        and not seat.is_wheelchair
    ]
    nearest = sorted(row, key=lambda seat: (_apart(here, seat), seat.index))
    return tuple(Unit(seat.index) for seat in nearest[:_BESIDE_MAX])


def _apart(one: Seat, other: Seat) -> int:
    return (one.x_tenths - other.x_tenths) ** 2 + (one.y_tenths - other.y_tenths) ** 2
