"""What a screen can ask of the baskets that were put aside: the port between presenter and desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from podium_desk.domain.customers import Customer
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.application.counter import BasketLine
    from podium_desk.application.customer_found import CustomerFound
    from podium_desk.domain.goods import GoodsWish
    from podium_desk.domain.ids import CustomerId, FactId
    from podium_desk.domain.refusals import Refusal

NOBODY = Customer("")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a basket has beside its places: goods, the language of its papers, the code of its
    subscription."""

    goods: tuple[GoodsWish, ...] = ()
    language: str = ""
    series: str = ""


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class ParkWish:
    """A basket to put aside, and on what name.

    `until_ms` is None for the usual half hour; `waiting` is the entry of a waiting list that it
    is offered to, `known` the customer of the house that it is for.
    """

    lines: tuple[BasketLine, ...]
    codes: tuple[str, ...] = ()
    customer: Customer = NOBODY
    until_ms: int | None = None
    waiting: FactId | None = None
    known: CustomerId | None = None
    beside: Beside = NOTHING_BESIDE


@dataclass(frozen=True, slots=True)
class ParkedSeen:
    """A basket that can be taken up, as a list shows it.

    `kept_by` is the name of the counter that has it, empty for this one. `is_reachable` tells
    whether it can be had now. `until_ms` is in UTC milliseconds.
    """

    id: FactId
    customer: Customer
    lines: tuple[BasketLine, ...]
    codes: tuple[str, ...]
    until_ms: int
    clerk: str
    kept_by: str
    is_reachable: bool
    waiting: FactId | None = None
    known: CustomerFound | None = None
    """The customer of the house that it is for, where that is not forgotten."""
    beside: Beside = NOTHING_BESIDE


class BasketShelf(Protocol):
    """The baskets that were put aside, as a screen sees them. Runs on the replica's lane."""

    def kept(self) -> tuple[ParkedSeen, ...]:
        """Those of the house that can be taken up, the oldest first."""
        ...

    def park(self, wish: ParkWish) -> ParkedSeen | Refusal:
        """Put a basket aside whose places are held here; they stay held."""
        ...

    def take_up(self, basket: FactId) -> ParkedSeen | Refusal:
        """Take one back: its places are held here by nobody's basket, to be held again."""
        ...

    def let_go(self, basket: FactId) -> Refusal | None:
        """Nobody comes for it: its places are for everybody again."""
        ...
