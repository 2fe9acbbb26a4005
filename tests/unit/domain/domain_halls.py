"""Small halls for the tests of the domain, drawn as text."""

from podium_desk.domain.hall_index import PlanIndex
from podium_desk.domain.ids import Unit
from podium_desk.domain.venue import Category, HallPlan, Seat, Section, StartDirection

CATEGORIES = {"1": "Rang 1", "2": "Rang 2", "w": "Rolstoel"}


def hall(
    drawing: str, *, direction: StartDirection = StartDirection.CENTRE, sections=()
) -> HallPlan:
    """A plan from lines like ``A 1111 1111``: a row's name and its seats.

    A character is a place 20 units wide: ``1`` and ``2`` are seats of that rank, ``w`` a wheelchair
    place, a dot or space none. A line ``- Balkon`` begins another zone.
    """
    seats: list[Seat] = []
    zone, rank, y = "Parterre", 0, 0
    for line in filter(None, (line.strip() for line in drawing.splitlines())):
        y += 250
        name, _, places = line.partition(" ")
        if name == "-":
            zone, rank = places, 0
            continue
        number = 0
        for column, mark in enumerate(places):
            if mark not in CATEGORIES:
                continue
            number += 1
            seats.append(
                Seat(
                    index=len(seats),
                    guid=f"{zone}-{name}-{number}",
                    zone=zone,
                    row=name,
                    number=str(number),
                    category=CATEGORIES[mark],
                    x_tenths=column * 200,
                    y_tenths=y,
                    radius_tenths=80,
                    row_label=name,
                    rank=rank,
                    is_wheelchair=mark == "w",
                )
            )
        rank += 1
    first = len(seats)
    placed = []
    for section_name, capacity, category in sections:
        placed.append(Section(section_name, first, capacity, category))
        first += capacity
    return HallPlan(
        name="Zaal",
        width_tenths=10_000,
        height_tenths=y + 250,
        categories=tuple(Category(category, "#000000") for category in CATEGORIES.values()),
        seats=tuple(seats),
        sections=tuple(placed),
        start_direction=direction,
    )


def everything(index: PlanIndex) -> frozenset[Unit]:
    return frozenset(Unit(unit) for unit in range(index.plan.unit_count))


def named(index: PlanIndex, units) -> list[str]:
    """The places as ``A1``; a section's place as its name."""
    seats = index.plan.seats
    return [
        f"{seats[u].row}{seats[u].number}"
        if u < len(seats)
        else next(
            s.name for s in index.plan.sections if s.first_unit <= u < s.first_unit + s.capacity
        )
        for u in units
    ]


def without(index: PlanIndex, *names: str) -> frozenset[Unit]:
    """All units but the named seats."""
    return frozenset(u for u in everything(index) if named(index, [u])[0] not in names)


def only(index: PlanIndex, *names: str) -> frozenset[Unit]:
    """Just the named seats."""
    return frozenset(u for u in everything(index) if named(index, [u])[0] in names)
