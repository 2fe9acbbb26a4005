"""Goods are priced by their house, sold by number and told apart by VAT rate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podium_desk.domain.goods import (
    COUNT_MAX,
    Goods,
    GoodsBack,
    GoodsRefunded,
    GoodsSold,
    GoodsWish,
    Selling,
    goods_cents,
    sell_goods,
)
from podium_desk.domain.ids import FactId, HouseId, OrderId, Origin
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.domain.till_book import Entry, TillBook

HERE, THERE = HouseId(1), HouseId(2)
ORDER = OrderId(Origin(2 << 16), 7)
BOOK = Goods(HERE, "BOEK", Text.of("nl", "Programmaboek"), 500, 6)
DRINK = Goods(HERE, "DRANK", Text.of("nl", "Drankbon"), 250, 21)
OTHER = Goods(THERE, "BOEK", Text.of("nl", "Boek"), 700, 6)
KNOWN = {(one.house, one.code): one for one in (BOOK, DRINK, OTHER)}
SELLING = Selling(ORDER, 1000, "counter", "An", "nl", HERE, {HERE: 4, THERE: 9})


def sold(*wishes: GoodsWish) -> tuple[GoodsSold, ...]:
    outcome = sell_goods(wishes, KNOWN, SELLING)
    assert isinstance(outcome, tuple), outcome
    return outcome


def why(*wishes: GoodsWish) -> RefusalReason | None:
    outcome = sell_goods(wishes, KNOWN, SELLING)
    return outcome.reason if isinstance(outcome, Refusal) else None


def test_there_is_one_fact_a_house_and_one_line_a_thing() -> None:
    parts = sold(
        GoodsWish(HERE, "BOEK"), GoodsWish(THERE, "BOEK", 2), GoodsWish(HERE, "DRANK", 3),
        GoodsWish(HERE, "BOEK"),
    )  # fmt: skip
    lines = [[(line.code, line.count, line.sum_cents) for line in part.lines] for part in parts]
    assert lines == [[("BOEK", 2, 1000), ("DRANK", 3, 750)], [("BOEK", 2, 1400)]]
    assert goods_cents(parts) == 3150
    assert [part.lines[0].catalogue_revision for part in parts] == [4, 9]


@pytest.mark.parametrize("count", [0, -1, COUNT_MAX + 1])
def test_a_number_that_nobody_buys_is_refused(count: int) -> None:
    assert why(GoodsWish(HERE, "BOEK", count)) is RefusalReason.GOODS_COUNT


def test_what_the_house_does_not_have_or_not_sell_now_is_refused() -> None:
    assert why(GoodsWish(THERE, "DRANK")) is RefusalReason.GOODS_NOT_SOLD
    ended = replace(BOOK, sold_until_ms=1000)
    assert not ended.is_sold_at(1000)
    assert ended.is_sold_at(999)
    assert not replace(BOOK, sold_from_ms=1001).is_sold_at(1000)


def test_the_z_tells_goods_apart_by_vat_rate_and_what_came_back_goes_off() -> None:
    (part,) = sold(GoodsWish(HERE, "BOEK", 2), GoodsWish(HERE, "DRANK", 3))
    back = GoodsBack(FactId(Origin(2 << 16), 1), 0, "BOEK", 1, 500, 6, "")
    book = TillBook.of([Entry(1, part), Entry(2, GoodsRefunded(ORDER, 2, (back,), "", "An"))])
    report = book.report(HERE, "Kassa 1", None)
    assert (report.sold_cents, report.refunded_cents, report.tickets) == (1750, 500, 0)
    rates = [(one.rate_percent, one.gross_cents, one.vat_cents) for one in report.vat]
    assert rates == [(21, 750, 130), (6, 500, 28)]
    counts = {one.name: (one.count, one.amount_cents) for one in report.counts}
    assert counts == {"goods_sold": (5, 1750), "goods_refunded": (1, 500)}
