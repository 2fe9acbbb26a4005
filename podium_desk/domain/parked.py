"""A basket that was put aside: what is kept of it, and who may take it up.

It is held by the desk that put it aside, so that desk alone says who has it from then on; whoever
asks first gets it (`docs/rules/parked-baskets.md`).
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.domain.ids import (
    CustomerId,
    FactId,
    HouseId,
    Origin,
    PerformanceId,
    TariffId,
    Unit,
    device_of,
)
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass

PARKED_MS = 1_800_000
"""So long a basket is kept: half an hour, in which a customer fetches a purse or a friend."""


@dataclass(frozen=True, slots=True)
class ParkedLine:
    """One place of it. What a pass took off is not kept, nor the number of a pass or card."""

    performance: PerformanceId
    unit: Unit
    tariff: TariffId
    remark: str = ""
    goes_with: Unit | None = None


@dataclass(frozen=True, slots=True)
class PriceSaid:
    """When the prices of a performance were said, and at which revision of its house."""

    performance: PerformanceId
    revision: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class ParkedGoods:
    """So many of one of a house's goods; they are held by nobody."""

    house: HouseId
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class BasketParked:
    """A basket was put aside until `until_ms`; the fact's own name is the basket's.

    Whose it is stands beside the log: `commitment` is of what is kept there under `person`, both
    empty where it is for a customer of the house, `known`. An offer to somebody on a waiting list
    names that entry in `waiting`. `language` is that of the papers, `series` the code of the
    subscription.
    """

    lines: tuple[ParkedLine, ...]
    at_ms: int
    until_ms: int
    clerk: str
    person: str = ""
    commitment: bytes = b""
    codes: tuple[str, ...] = ()
    prices: tuple[PriceSaid, ...] = ()
    waiting: FactId | None = None
    known: CustomerId | None = None
    goods: tuple[ParkedGoods, ...] = ()
    language: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class BasketTaken:
    """Who has a basket from now on: a `device`, or 0 when it was let go.

    Only the log that put it aside can say so; with it go the rights of its places.
    """

    basket: FactId
    device: int
    at_ms: int
    clerk: str


class ParkedStanding(StrEnum):
    """How a basket that was put aside stands."""

    KEPT = "kept"
    TAKEN = "taken"
    LET_GO = "let_go"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class ParkedState:
    """What is known of one: where it is kept, until when, and the first word on who has it.

    `taken_by` is a device, 0 for let go, None while nobody has it.
    """

    kept_in: Origin
    until_ms: int
    taken_by: int | None = None

    def standing(self, now_ms: int) -> ParkedStanding:
        """How it stands at a time."""
        if self.taken_by is not None:
            return ParkedStanding.TAKEN if self.taken_by else ParkedStanding.LET_GO
        return ParkedStanding.LAPSED if now_ms >= self.until_ms else ParkedStanding.KEPT


def why_not_taken(state: ParkedState, taker: int, now_ms: int) -> Refusal | None:
    """Why a device may not take a basket up; None when it may, or has it already."""
    standing = state.standing(now_ms)
    if standing is ParkedStanding.KEPT:
        return None
    if standing is ParkedStanding.TAKEN:
        if state.taken_by == taker != device_of(state.kept_in):
            return None
        return Refusal(RefusalReason.BASKET_TAKEN)
    return Refusal(RefusalReason.BASKET_LAPSED)
