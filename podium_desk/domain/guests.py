"""Who is let in for nothing: a guest list's entries, and where they sit.

A guest's places are an order that is reserved at a free tariff, with its reason; so they are held
like any others, and given out once (`docs/rules/guest-list.md`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from podium_desk.domain.customers import folded
from podium_desk.domain.ids import OrderId, PerformanceId, Unit
from podium_desk.domain.programme import Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.venue import HallPlan
from podium_desk.late_dataclass import dataclass

PLACES_MAX = 50
"""No guest brings more."""


@dataclass(frozen=True, slots=True)
class GuestListed:
    """An order's places are for a guest: how many, why, and who of the house granted them.

    The guest's name is the order's, a personal body; it stands in no fact.
    """

    order: OrderId
    performance: PerformanceId
    count: int
    reason: str
    granted_by: str
    at_ms: int
    clerk: str


class GuestStanding(StrEnum):
    """How a guest stands."""

    AWAITED = "awaited"
    GIVEN = "given"
    """Has the tickets."""
    INSIDE = "inside"
    STRUCK = "struck"
    """Taken off the list; the places are free again."""


@dataclass(frozen=True, slots=True)
class GuestWish:
    """A guest to put on a list.

    `seats` are named as ``A-12, A-13``; empty for the best ones, or for places of `section`.
    """

    name: str
    count: int
    reason: str
    granted_by: str = ""
    seats: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class GuestLine:
    """One line of a file: its number, and the guest or why it is none."""

    number: int
    outcome: GuestWish | Refusal


def guest_problem(wish: GuestWish) -> Refusal | None:
    """Why a wish names no guest: a name, a number of places and a reason are needed."""
    if not wish.name.strip():
        return Refusal(RefusalReason.NAME_NEEDED)
    if not 0 < wish.count <= PLACES_MAX:
        return Refusal(RefusalReason.WRONG_GUEST_COUNT, {"most": PLACES_MAX})
    if not wish.reason.strip():
        return Refusal(RefusalReason.REASON_NEEDED)
    return None


def same_guest(one: GuestWish, other: GuestWish) -> bool:
    """Whether two lines mean one guest: the same name, however written, for the same reason."""
    return _key(one) == _key(other)


def free_tariff(tariffs: Sequence[Tariff], category: str) -> Tariff | None:
    """The tariff that a guest's place gets: free, for anybody, with a reason before one without."""
    free = [
        one
        for one in tariffs
        if one.price_cents(category) == 0
        and not (one.terms.needs_pass or one.terms.each_needs or one.terms.is_room)
        and not (one.terms.is_for_wheelchair or one.terms.least_in_order)
    ]
    return next(iter(sorted(free, key=lambda one: not one.terms.needs_remark)), None)


def units_named(plan: HallPlan, text: str) -> tuple[Unit, ...] | Refusal:
    """The seats of ``A-12, A-13``, row and number; refuses one that is not there once."""
    units = []
    for wanted in re.split(r"[,;+ ]+", text.strip()):
        row, _, number = wanted.rpartition("-")
        found = [
            seat.index
            for seat in plan.seats
            if (seat.row.casefold(), seat.number.casefold()) == (row.casefold(), number.casefold())
        ]
        if len(found) != 1:
            return Refusal(RefusalReason.UNKNOWN_SEAT, {"seat": wanted})
        units.append(Unit(found[0]))
    return tuple(dict.fromkeys(units))


def _key(wish: GuestWish) -> tuple[str, str]:
    return " ".join(folded(wish.name).split()), folded(wish.reason.strip())


def cleaned(wish: GuestWish) -> GuestWish:
    """The wish without spaces around what was typed."""
    return replace(
        wish, name=" ".join(wish.name.split()), reason=" ".join(wish.reason.split()),
        granted_by=" ".join(wish.granted_by.split()), seats=wish.seats.strip(),
        section=wish.section.strip(),
    )  # fmt: skip
