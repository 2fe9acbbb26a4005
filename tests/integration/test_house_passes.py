"""Cards of visits and friends' passes at two counters of a house, and at one of another house."""

from __future__ import annotations

import pytest
from harness.cluster import Cluster, Place
from harness.full_evening import central_of

from podium_desk.application.after_sales import RefundDone
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.central.write_off import Exposure, WriteOff
from podium_desk.domain.goods import Goods, GoodsWish
from podium_desk.domain.house_passes import HousePass, PassTerms
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.house_passes import find_pass, passes_of_order, uses_between
from podium_desk.replica.kinds import GOODS
from podium_desk.replica.queries import totals
from sync.store.conservation import breaches

TONIGHT, THERE_TONIGHT = PerformanceId(100_001), PerformanceId(100_002)
PRICE = 2203


class Houses:
    """Two counters of a house, one of another; a card of three visits that holds in both."""

    def __init__(self) -> None:
        self.cluster = Cluster()
        self.home = self.cluster.house(1, "GC Het Anker")
        self.away = self.cluster.house(2, "CC De Sluis")
        for house, number in ((self.home, TONIGHT), (self.away, THERE_TONIGHT)):
            plan = self.cluster.plan(house, "gc-het-anker-theaterzaal.json")
            self.cluster.performance(house, number, plan)
        self.first, self.second = (
            self.cluster.device(self.home, "counter", f"Kassa {n}") for n in (1, 2)
        )
        self.other = self.cluster.device(self.away, "counter", "Kassa 3")
        self.offer("KAART", 4000, PassTerms(visits=3, houses=(self.away,)))
        self.offer("VRIEND", 2500, PassTerms(percent=20, seats=2, valid_days=365))
        self.sync()

    def offer(self, code: str, cents: int, terms: PassTerms) -> None:
        goods = Goods(self.home, code, Text.of("nl", code.title()), cents, 6, pass_terms=terms)
        self.cluster.replica.write_records([(self.home, GOODS, code, record_to_bytes(goods))])

    def sync(self) -> None:
        for place in (self.first, self.second, self.other) * 3:
            place.sync()

    def buy(self, place: Place, code: str) -> str:
        """Sell one there; its number."""
        cents = place.work.catalogue.goods(self.home)[code].price_cents
        terms = SaleTerms(goods=(GoodsWish(self.home, code),))
        paid = (Payment(PaymentMeans.CARD, cents, cents),)
        done = place.desk.sell((), paid, place.work.new_token(), "nl", terms)
        assert isinstance(done, SaleDone), done
        (number,) = passes_of_order(place.work.replica.sql, done.order)
        return number

    def use(
        self, place: Place, number: str, seats: int = 1, tonight: PerformanceId = TONIGHT
    ) -> SaleDone | Refusal:
        """Sell so many places there with that pass, whatever they cost then."""
        held = place.desk.hold_best(tonight, seats, None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(tonight, unit, TariffId(1)) for unit in held.units)
        terms = SaleTerms(codes=(number,))
        prices = place.desk.quote(lines, terms.codes)
        problem = place.desk.problem(lines, terms)
        if isinstance(prices, Refusal) or problem is not None:
            place.desk.release(tonight, held.units)
            return problem if isinstance(prices, tuple) and problem else prices
        paid = (Payment(PaymentMeans.CARD, sum(prices), sum(prices)),) if sum(prices) else ()
        return place.desk.sell(lines, paid, place.work.new_token(), "nl", terms)

    def shown(self, place: Place, number: str) -> HousePass:
        found = find_pass(place.work.replica.sql, place.work.catalogue, number)
        assert found is not None
        return found


@pytest.fixture
def houses() -> Houses:
    return Houses()


def why(outcome: object) -> RefusalReason | None:
    return outcome.reason if isinstance(outcome, Refusal) else None


def paid(outcome: SaleDone | Refusal) -> int:
    assert isinstance(outcome, SaleDone), outcome
    return outcome.total_cents


def test_a_card_pays_places_at_any_counter_and_never_more_than_its_visits(houses: Houses) -> None:
    number = houses.buy(houses.first, "KAART")
    houses.sync()
    assert paid(houses.use(houses.second, number, 2)) == 0
    houses.sync()
    assert [houses.shown(one, number).left for one in (houses.first, houses.second)] == [1, 1]
    # The third visit pays the dearest place, the other is paid.
    assert paid(houses.use(houses.first, number, 2)) == PRICE
    houses.sync()
    assert why(houses.use(houses.second, number)) is RefusalReason.PASS_SPENT
    for place in (houses.first, houses.second, houses.other):
        assert breaches(place.work.replica.sql) == []
    assert breaches(houses.cluster.replica.sql) == []


def test_the_desk_that_sold_a_card_uses_it_at_once_without_a_line(houses: Houses) -> None:
    houses.first.wire.is_cut = True
    number = houses.buy(houses.first, "KAART")
    assert paid(houses.use(houses.first, number)) == 0
    assert paid(houses.use(houses.first, number)) == 0
    houses.first.wire.is_cut = False
    houses.sync()
    assert houses.shown(houses.second, number).left == 1
    assert paid(houses.use(houses.second, number)) == 0


def test_a_desk_without_a_line_does_not_use_what_it_does_not_hold(houses: Houses) -> None:
    number = houses.buy(houses.first, "KAART")
    houses.sync()
    houses.second.wire.is_cut = True
    houses.second.sync()
    assert why(houses.use(houses.second, number)) is RefusalReason.PASS_ELSEWHERE


def test_a_visit_is_spent_once_when_two_desks_want_the_last_one(houses: Houses) -> None:
    number = houses.buy(houses.first, "KAART")
    houses.sync()
    assert paid(houses.use(houses.second, number, 3)) == 0
    # The first desk has not heard of it and believes in three visits.
    assert houses.shown(houses.first, number).left == 3
    assert why(houses.use(houses.first, number)) is not None


def test_a_ticket_that_comes_back_gives_the_visit_back(houses: Houses) -> None:
    number = houses.buy(houses.first, "KAART")
    houses.sync()
    done = houses.use(houses.second, number, 2)
    assert isinstance(done, SaleDone)
    houses.sync()
    back = houses.second.desk.after_sales.refund((done.tickets[0].id,), None, "ziek")
    assert isinstance(back, RefundDone)
    houses.sync()
    assert [houses.shown(one, number).left for one in (houses.first, houses.second)] == [2, 2]


def test_a_friends_pass_takes_off_so_many_places_of_each_performance(houses: Houses) -> None:
    number = houses.buy(houses.first, "VRIEND")
    houses.sync()
    twenty_off = PRICE - 441
    assert paid(houses.use(houses.second, number)) == twenty_off
    houses.sync()
    # One place of this evening is left on it: the second of two is paid whole.
    assert paid(houses.use(houses.first, number, 2)) == twenty_off + PRICE
    houses.sync()
    assert why(houses.use(houses.second, number)) is RefusalReason.PASS_GAVE_ALL


def test_a_pass_of_several_houses_is_told_apart_for_their_settlement(houses: Houses) -> None:
    number = houses.buy(houses.first, "KAART")
    houses.sync()
    assert paid(houses.use(houses.other, number, 1, THERE_TONIGHT)) == 0
    houses.sync()
    assert paid(houses.use(houses.second, number, 1)) == 0
    houses.sync()
    assert houses.shown(houses.other, number).left == 1
    rows = uses_between(houses.cluster.replica.sql, houses.home, 0, 10**14)
    told = [(row.organiser, row.count, row.value_cents, row.off_cents) for row in rows]
    assert told == [(houses.home, 1, 1333, PRICE), (houses.away, 1, 1333, PRICE)]
    assert breaches(houses.cluster.replica.sql) == []


def test_a_pass_that_was_never_used_is_paid_back_and_allows_nothing_more(houses: Houses) -> None:
    houses.first.wire.is_cut = True
    number = houses.buy(houses.first, "KAART")
    order = houses.shown(houses.first, number).order
    back = houses.first.desk.goods_back.refund(order, [("KAART", 1)], "")
    assert isinstance(back, RefundDone), back
    assert back.handed_back_cents == 4000
    houses.first.wire.is_cut = False
    houses.sync()
    for place in (houses.first, houses.second, houses.other):
        assert houses.shown(place, number).is_closed
        assert why(houses.use(place, number)) is RefusalReason.PASS_CLOSED
    assert totals(houses.cluster.replica.sql).paid_cents == 0


def test_a_pass_that_was_used_is_not_paid_back(houses: Houses) -> None:
    number = houses.buy(houses.first, "VRIEND")
    assert paid(houses.use(houses.first, number)) > 0
    order = houses.shown(houses.first, number).order
    refused = houses.first.desk.goods_back.refund(order, [("VRIEND", 1)], "")
    assert why(refused) is RefusalReason.PASS_WAS_USED


def test_a_number_nobody_sold_is_refused(houses: Houses) -> None:
    assert why(houses.use(houses.first, "10000000000000088")) in (
        RefusalReason.UNKNOWN_PASS, RefusalReason.UNKNOWN_DISCOUNT,
    )  # fmt: skip


def test_a_pass_prints(houses: Houses) -> None:
    number = houses.buy(houses.first, "VRIEND")
    printed = houses.first.desk.papers.house_pass(number, "nl")
    assert (printed.name, printed.percent, printed.seats) == ("Vriend", 20, 2)
    assert printed.houses == ("GC Het Anker",)
    assert HouseId(1) == houses.home


def test_what_a_lost_desk_had_of_a_card_is_taken_back_by_two_people(houses: Houses) -> None:
    number = houses.buy(houses.first, "KAART")
    houses.sync()
    assert paid(houses.use(houses.second, number)) == 0
    houses.second.sync()
    # It asks for the card again, and is lost with it.
    assert isinstance(houses.second.desk.house_pass(number), HousePass)
    work = WriteOff(central_of(houses.cluster))
    lost = houses.second.work.claims.device
    stated = work.exposure(lost)
    assert isinstance(stated, Exposure)
    assert (stated.papers, stated.papers_cents) == (1, 2 * 1333)
    assert isinstance(work.confirm(lost, stated.code, ("An Claes", "Bo Dekker")), Exposure)
    for _ in range(2):
        houses.first.sync()
    assert paid(houses.use(houses.first, number, 2)) == 0
    houses.first.sync()
    assert houses.shown(houses.first, number).left == 0
    assert breaches(houses.cluster.replica.sql) == []
