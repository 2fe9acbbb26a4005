"""A programme book and drinks beside a place: sold, on paper, in the till, and taken back."""

from __future__ import annotations

import pytest
from harness.cluster import Cluster, Place

from podium_desk.application.after_sales import RefundDone
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.order_desk import MoneyBack, OrderSeen
from podium_desk.domain.goods import Goods, GoodsWish
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.order_states import OrderStanding
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.daybook import DaybookReader
from podium_desk.replica.kinds import GOODS
from podium_desk.replica.queries import totals
from podium_desk.replica.till_log import TillLog

TONIGHT = PerformanceId(100_001)
CARD = PaymentMeans.CARD


class House:
    """Two counters of a house that sells a book (6 %) and a drink (21 %)."""

    def __init__(self) -> None:
        self.cluster = Cluster()
        self.house = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(self.house, "gc-het-anker-theaterzaal.json")
        self.cluster.performance(self.house, TONIGHT, plan)
        self.first, self.second = (
            self.cluster.device(self.house, "counter", f"Kassa {n}") for n in (1, 2)
        )
        for code, cents, rate in (("BOEK", 500, 6), ("DRANK", 250, 21)):
            goods = Goods(self.house, code, Text.of("nl", code.title()), cents, rate)
            entry = (self.house, GOODS, code, record_to_bytes(goods))
            self.cluster.replica.write_records([entry])
        self.sync()

    def sync(self) -> None:
        for place in (self.first, self.second) * 2:
            place.sync()

    def sell(self, place: Place, *goods: tuple[str, int], seats: int = 0) -> SaleDone | Refusal:
        lines: tuple[BasketLine, ...] = ()
        if seats:
            held = place.desk.hold_best(TONIGHT, seats, None, 0)
            assert isinstance(held, Held), held
            lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
        prices = place.desk.quote(lines)
        assert isinstance(prices, tuple)
        known = {one.code: one.price_cents for one in place.desk.goods()}
        cents = sum(prices) + sum(known[code] * count for code, count in goods)
        wishes = tuple(GoodsWish(self.house, code, count) for code, count in goods)
        paid = (Payment(CARD, cents, cents),)
        terms = SaleTerms(goods=wishes)
        return place.desk.sell(lines, paid, place.work.new_token(), "nl", terms)


@pytest.fixture
def house() -> House:
    return House()


def test_a_sale_of_places_and_goods_is_one_order_and_one_receipt(house: House) -> None:
    done = house.sell(house.first, ("BOEK", 2), ("DRANK", 1), seats=1)
    assert isinstance(done, SaleDone), done
    assert done.total_cents == 2203 + 1250
    assert [(one.count, one.price_cents) for one in done.goods] == [(2, 500), (1, 250)]
    receipt = house.first.desk.papers.receipt(done.order, "nl")
    assert receipt.total_cents == done.total_cents
    assert [(one.count, one.tariff, one.amount_cents) for one in receipt.goods] == [
        (2, "Boek", 1000), (1, "Drank", 250),
    ]  # fmt: skip
    assert sum(one.gross_cents for one in receipt.vat) == done.total_cents
    again = house.first.desk.last_sale()
    assert again is not None
    assert (again.total_cents, again.goods) == (done.total_cents, done.goods)


def test_goods_alone_are_a_sale_also_without_a_line(house: House) -> None:
    house.first.wire.is_cut = True
    first, second = (house.sell(house.first, ("DRANK", 2)) for _ in range(2))
    assert isinstance(first, SaleDone)
    assert isinstance(second, SaleDone)
    assert second.order.number == first.order.number + 1
    assert house.first.desk.papers.receipt(first.order, "nl").total_cents == 500
    house.first.wire.is_cut = False
    house.sync()
    sums = [totals(place.work.replica.sql) for place in (house.first, house.second)]
    assert [(one.sold_cents, one.paid_cents) for one in sums] == [(1000, 1000)] * 2
    assert totals(house.cluster.replica.sql).sold_cents == 1000


def test_goods_come_back_at_the_desk_that_sold_them_and_once(house: House) -> None:
    done = house.sell(house.first, ("BOEK", 2))
    assert isinstance(done, SaleDone)
    house.sync()
    elsewhere = house.second.desk.goods_back.refund(done.order, [("BOEK", 1)], "")
    assert isinstance(elsewhere, Refusal)
    assert elsewhere.reason is RefusalReason.GOODS_OF_ANOTHER_DESK
    house.first.wire.is_cut = True
    back = house.first.desk.goods_back.refund(done.order, [("BOEK", 1)], "te veel")
    assert isinstance(back, RefundDone)
    assert back.handed_back_cents == 500
    more = house.first.desk.goods_back.refund(done.order, [("BOEK", 2)], "")
    assert isinstance(more, Refusal)
    assert more.reason is RefusalReason.UNKNOWN_GOODS


def test_the_register_and_the_daybook_add_up_by_rate(house: House) -> None:
    done = house.sell(house.first, ("BOEK", 2), ("DRANK", 3), seats=1)
    assert isinstance(done, SaleDone)
    house.first.desk.goods_back.refund(done.order, [("DRANK", 1)], "")
    place = house.first
    report = TillLog(place.work.replica).book(place.work.origin).report(house.house, "1", None)
    assert report.is_balanced
    reader = DaybookReader(place.work.replica, place.work.catalogue, place.work.own_house)
    day = place.work.clock.now().date()
    (page,) = reader.pages(day, day)
    assert page.is_balanced
    rates = [(one.rate_percent, one.gross_cents) for one in page.vat]
    assert rates == [(21, 500), (6, 2203 + 1000)]


def test_nobody_reserves_goods(house: House) -> None:
    terms = SaleTerms(pay_before_ms=10**13, goods=(GoodsWish(HouseId(1), "BOEK", 1),))
    refused = house.first.desk.sell((), (), "token", "nl", terms)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.GOODS_NOT_RESERVED


def test_an_order_of_goods_has_a_page_and_is_taken_back_there(house: House) -> None:
    done = house.sell(house.first, ("BOEK", 2), ("DRANK", 1))
    assert isinstance(done, SaleDone)
    orders = house.first.desk.orders
    (found,) = orders.find(str(done.order))
    assert (found.title.in_language("nl"), found.total_cents) == ("Boek", 1250)
    page = orders.look(done.order)
    assert isinstance(page, OrderSeen)
    assert [(one.code, one.count) for one in page.goods] == [("BOEK", 2), ("DRANK", 1)]
    assert page.total_cents == 1250
    assert house.first.desk.reprint(done.order) is None
    one = orders.refund_goods(done.order, "te veel", (("BOEK", 1),))
    assert isinstance(one, MoneyBack)
    assert one.together_cents == 500
    assert orders.foresee_goods(done.order, (("BOEK", 2),)) == Refusal(
        RefusalReason.UNKNOWN_GOODS, {"order": str(done.order)}
    )
    back = orders.refund_goods(done.order, "niets van aan")
    assert isinstance(back, MoneyBack)
    assert back.together_cents == 750
    page = orders.look(done.order)
    assert isinstance(page, OrderSeen)
    assert (page.goods, page.standing) == ((), OrderStanding.REFUNDED)
    kinds = [event.kind.value for event in page.history]
    assert kinds.count("goods_back") == 2
    assert isinstance(house.first.desk.reprint(done.order), Refusal)
