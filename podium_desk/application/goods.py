"""What a desk knows of goods: those of the catalogue that are asked for, and their names."""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.counter import SoldGoods
from podium_desk.application.workplace import Workplace
from podium_desk.domain.goods import Goods, GoodsKey, GoodsLine, GoodsWish
from podium_desk.domain.ids import HouseId
from podium_desk.domain.series import Series
from podium_desk.domain.text import Text
from podium_desk.replica.goods import GoodsRow


def goods_on_sale(work: Workplace) -> tuple[Goods, ...]:
    """What this house sells beside places now, by what it is called; passes last."""
    now_ms, language = work.clock.now_ms(), work.own_house.language
    known = work.catalogue.goods(work.house).values()
    sold = (one for one in known if one.is_sold_at(now_ms))
    return tuple(
        sorted(sold, key=lambda one: (one.pass_terms is not None, one.name.in_language(language)))
    )


def series_on_sale(work: Workplace) -> tuple[Series, ...]:
    """The subscriptions of this house that are sold now, by what they are called."""
    now_ms, language = work.clock.now_ms(), work.own_house.language
    known = work.catalogue.series(work.house).values()
    sold = (one for one in known if one.is_sold_at(now_ms))
    return tuple(sorted(sold, key=lambda one: one.name.in_language(language)))


def known_goods(
    work: Workplace, wishes: Iterable[GoodsWish]
) -> tuple[dict[GoodsKey, Goods], dict[HouseId, int]]:
    """The goods of the houses of these wishes, and the revisions of their catalogues."""
    known: dict[GoodsKey, Goods] = {}
    revisions: dict[HouseId, int] = {}
    for house in dict.fromkeys(wish.house for wish in wishes):
        revisions[house] = work.catalogue.revision(house)
        known |= {(house, code): one for code, one in work.catalogue.goods(house).items()}
    return known, revisions


def name_of_goods(work: Workplace, house: HouseId, code: str) -> Text:
    """What a house calls one of its goods; its code where the catalogue has it no more."""
    known = work.catalogue.goods(house).get(code)
    return Text.of("nl", code) if known is None else known.name


def sold_goods(work: Workplace, lines: Iterable[GoodsLine]) -> tuple[SoldGoods, ...]:
    """Goods that were just sold, for a screen."""
    return tuple(
        SoldGoods(name_of_goods(work, line.organiser, line.code), line.count, line.price_cents)
        for line in lines
    )


def left_goods(work: Workplace, rows: Iterable[GoodsRow]) -> tuple[SoldGoods, ...]:
    """What is left of goods that were sold, for a screen."""
    return tuple(
        SoldGoods(name_of_goods(work, row.house, row.code), row.left, row.price_cents)
        for row in rows
        if row.left
    )
