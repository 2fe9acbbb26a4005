"""What is sold beside seats: a programme book, a drink token, and the passes of `house_passes`.

Goods have a price, a VAT rate and a house, and are sold by number. They are no places, so nothing
of them is held: any desk sells them, cut off as well. Rules: `docs/rules/passes.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from podium_desk.domain.house_passes import PassTerms
from podium_desk.domain.ids import FactId, HouseId, OrderId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass

COUNT_MAX = 99
"""A typing error is the likeliest reason for more of one thing."""


@dataclass(frozen=True, slots=True)
class Goods:
    """One thing of a house's catalogue; times are UTC milliseconds, 0 is no limit.

    `price_cents` is each, VAT included. `pass_terms` stand for a pass: what whoever buys it may.
    """

    house: HouseId
    code: str
    name: Text
    price_cents: int
    vat_rate_percent: int
    vat_basis: str = ""
    sold_from_ms: int = 0
    sold_until_ms: int = 0
    pass_terms: PassTerms | None = None

    def is_sold_at(self, at_ms: int) -> bool:
        """Whether it is sold at that moment."""
        is_over = self.sold_until_ms and at_ms >= self.sold_until_ms
        return at_ms >= self.sold_from_ms and not is_over


GoodsKey = tuple[HouseId, str]
"""A house's code."""


@dataclass(frozen=True, slots=True)
class GoodsWish:
    """So many of one thing, as a customer asks it."""

    house: HouseId
    code: str
    count: int = 1

    @property
    def key(self) -> GoodsKey:
        """Which thing of which house."""
        return self.house, self.code


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """So many of one thing, sold: with all that settlement will ask. `price_cents` is each.

    `organiser` is the house whose thing it is.
    """

    code: str
    count: int
    price_cents: int
    vat_rate_percent: int
    vat_basis: str
    organiser: HouseId
    seller: HouseId
    money_holder: HouseId
    catalogue_revision: int

    @property
    def sum_cents(self) -> int:
        """What all of them cost."""
        return self.count * self.price_cents


@dataclass(frozen=True, slots=True)
class GoodsSold:
    """The goods of an order that belong to one house. They are paid at once, never reserved."""

    order: OrderId
    at_ms: int
    channel: str
    clerk: str
    language: str
    lines: tuple[GoodsLine, ...]


@dataclass(frozen=True, slots=True)
class GoodsBack:
    """So many of a sold line that came back: the fact and line that sold it, what it was."""

    sold: FactId
    line: int
    code: str
    count: int
    price_cents: int
    vat_rate_percent: int
    vat_basis: str

    @property
    def sum_cents(self) -> int:
        """What is paid back for them."""
        return self.count * self.price_cents


@dataclass(frozen=True, slots=True)
class GoodsRefunded:
    """Goods of one house that came back. Said by the desk that sold them, which knows it alone."""

    order: OrderId
    at_ms: int
    lines: tuple[GoodsBack, ...]
    reason: str
    clerk: str


@dataclass(frozen=True, slots=True)
class Selling:
    """What stands on every line of a sale: who sells it when, at which catalogue by house."""

    order: OrderId
    at_ms: int
    channel: str
    clerk: str
    language: str
    seller: HouseId
    revisions: Mapping[HouseId, int]


def sell_goods(
    wishes: Sequence[GoodsWish], known: Mapping[GoodsKey, Goods], selling: Selling
) -> tuple[GoodsSold, ...] | Refusal:
    """One fact a house, in the order of the wishes; the same thing asked twice is one line.

    Refuses what the house does not have or does not sell now, and a number below one or above
    `COUNT_MAX`.
    """
    by_house: dict[HouseId, list[GoodsLine]] = {}
    for key, count in _counted(wishes).items():
        goods = known.get(key)
        if goods is None or not goods.is_sold_at(selling.at_ms):
            return Refusal(RefusalReason.GOODS_NOT_SOLD, {"code": key[1]})
        if not 0 < count <= COUNT_MAX:
            return Refusal(RefusalReason.GOODS_COUNT, {"code": key[1], "most": COUNT_MAX})
        by_house.setdefault(goods.house, []).append(_line(goods, count, selling))
    return tuple(
        GoodsSold(
            selling.order, selling.at_ms, selling.channel, selling.clerk, selling.language,
            tuple(lines),
        )
        for lines in by_house.values()
    )  # fmt: skip


def goods_cents(sold: Iterable[GoodsSold]) -> int:
    """What goods cost together."""
    return sum(line.sum_cents for part in sold for line in part.lines)


def _counted(wishes: Iterable[GoodsWish]) -> dict[GoodsKey, int]:
    counts: dict[GoodsKey, int] = {}
    for wish in wishes:
        counts[wish.key] = counts.get(wish.key, 0) + wish.count
    return counts


def _line(goods: Goods, count: int, selling: Selling) -> GoodsLine:
    return GoodsLine(
        goods.code, count, goods.price_cents, goods.vat_rate_percent, goods.vat_basis,
        goods.house, selling.seller, selling.seller, selling.revisions.get(goods.house, 0),
    )  # fmt: skip
