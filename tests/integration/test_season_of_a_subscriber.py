"""A subscriber's season on two desks: the series, one evening exchanged, a card of ten visits, and
the seats of the next season; everybody comes to the same sums."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

from harness.cluster import EVENING, Cluster, Place

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.order_desk import ExchangeWish, OrderSeen, Reservation
from podium_desk.application.renewing import Renewal, Renewing
from podium_desk.domain.customers import Customer
from podium_desk.domain.goods import Goods, GoodsWish
from podium_desk.domain.house_passes import PassTerms
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.series import Series, SeriesKind
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.counter_view import ShelfPanel
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.daybook import DaybookReader
from podium_desk.replica.house_passes import find_pass, passes_of_order
from podium_desk.replica.kinds import GOODS, PERFORMANCE, SERIES
from podium_desk.replica.queries import totals
from podium_desk.replica.till_log import TillLog
from sync.store.conservation import breaches

CARD = PaymentMeans.CARD
NOW, NEXT = (
    tuple(PerformanceId(100_000 + number) for number in numbers)
    for numbers in ((1, 2, 3), (4, 5, 6))
)
SINGLE, WHOLE = 2203, 5000


class House:
    """Two counters, three evenings of this season and three of the next."""

    def __init__(self) -> None:
        self.cluster = Cluster()
        self.house = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(self.house, "gc-het-anker-theaterzaal.json")
        for number in (*NOW, *NEXT):
            self.cluster.performance(self.house, number, plan)
        self._put_off_next()
        for code, numbers in (("VAST26", NOW), ("VAST27", NEXT)):
            series = Series(
                self.house, code, Text.of("nl", code), SeriesKind.FIXED, numbers, {"": WHOLE}
            )
            self._write(SERIES, code, series)
        card = Goods(
            self.house, "KAART", Text.of("nl", "Kaart"), 15_000, 6, pass_terms=PassTerms(visits=10)
        )
        self._write(GOODS, "KAART", card)
        self.first, self.second = (
            self.cluster.device(self.house, "counter", f"Kassa {n}") for n in (1, 2)
        )
        self.sync()

    def _put_off_next(self) -> None:
        """The next season is half a year away, and its single tickets are not sold yet."""
        for number in NEXT:
            performance = self.cluster.catalogue.performance(number)
            assert performance is not None
            start = EVENING + timedelta(days=180 + number % 10)
            sold_from = int((EVENING + timedelta(days=90)).timestamp() * 1000)
            later = replace(performance, start=start, end=None, sold_from_ms=sold_from)
            self._write(PERFORMANCE, str(number), later)

    def _write(self, kind: str, key: str, value: object) -> None:
        self.cluster.replica.write_records([(self.house, kind, key, record_to_bytes(value))])

    def sync(self) -> None:
        for place in (self.first, self.second) * 3:
            place.sync()

    def sell(self, place: Place, lines: tuple[BasketLine, ...], terms: SaleTerms) -> SaleDone:
        prices = place.desk.quote(lines, terms.codes)
        assert isinstance(prices, tuple), prices
        goods = place.work.catalogue.goods(self.house)
        cents = sum(prices) + sum(goods[one.code].price_cents * one.count for one in terms.goods)
        paid = (Payment(CARD, cents, cents),) if cents else ()
        done = place.desk.sell(lines, paid, place.work.new_token(), "nl", terms)
        assert isinstance(done, SaleDone), done
        return done


def held(place: Place, performance: PerformanceId, count: int = 1) -> tuple[BasketLine, ...]:
    outcome = place.desk.hold_best(performance, count, None, 0)
    assert isinstance(outcome, Held), outcome
    return tuple(BasketLine(performance, unit, TariffId(1)) for unit in outcome.units)


def subscribe(house: House, place: Place) -> SaleDone:
    """Two places, the same on three evenings, at the price of the series."""
    first = held(place, NOW[0], 2)
    lines = list(first)
    for number in NOW[1:]:
        units = tuple(line.unit for line in first)
        assert isinstance(place.desk.hold(number, units), Held)
        lines += [BasketLine(number, unit, TariffId(1)) for unit in units]
    return house.sell(place, tuple(lines), SaleTerms(codes=("VAST26",)))


def test_a_whole_season_comes_to_the_same_sums_everywhere() -> None:
    house = House()
    sold = subscribe(house, house.first)
    house.sync()
    assert subscribe(house, house.second).total_cents == 2 * WHOLE
    assert sold.total_cents == 2 * WHOLE
    assert sorted(ticket.price_cents for ticket in sold.tickets) == [1666] * 2 + [1667] * 4
    house.first.desk.orders.rename(sold.order, Customer("Ada Canarisvogel"))
    house.sync()

    # One evening is exchanged: what it cost in the series goes off the single price.
    evening = next(ticket for ticket in sold.tickets if ticket.performance == NOW[2])
    fresh = held(house.first, NOW[1])
    wish = ExchangeWish((evening.id,), "exchange", "nl")
    more = SINGLE - evening.price_cents
    outcome = house.first.desk.orders.exchange(wish, fresh, (Payment(CARD, more, more),))
    assert isinstance(outcome, SaleDone), outcome
    house.sync()

    # A card of ten visits is bought here and used here and there.
    bought = house.sell(house.first, (), SaleTerms(goods=(GoodsWish(house.house, "KAART"),)))
    (number,) = passes_of_order(house.first.work.replica.sql, bought.order)
    for place, count in ((house.first, 2), (house.second, 3)):
        by_card = house.sell(place, held(place, NOW[0], count), SaleTerms(codes=(number,)))
        assert by_card.total_cents == 0
        house.sync()
    for place in (house.first, house.second):
        shown = find_pass(place.work.replica.sql, place.work.catalogue, number)
        assert shown is not None
        assert shown.left == 5

    assert_sums(house)


def assert_sums(house: House) -> None:
    """Store and desks say the same, each Z is the log's, and the day is what the Zs are."""
    replicas = [house.cluster.replica, house.first.work.replica, house.second.work.replica]
    sums = [totals(replica.sql) for replica in replicas]
    assert sums[0] == sums[1] == sums[2]
    assert sums[0].paid_cents == 4 * WHOLE + SINGLE - 1666 + 15_000
    assert all(breaches(replica.sql) == [] for replica in replicas)
    gross = 0
    for place in (house.first, house.second):
        report = TillLog(place.work.replica).book(place.work.origin).report(house.house, "", None)
        assert report.is_balanced
        gross += sum(one.gross_cents for one in report.vat)
    work = house.first.work
    day = work.clock.now().date()
    (page,) = DaybookReader(work.replica, work.catalogue, work.own_house).pages(day, day)
    assert page.is_balanced
    assert page.gross_cents == gross == sums[0].paid_cents


def test_the_seats_of_the_next_season_are_kept_until_a_day_and_once() -> None:
    house = House()
    sold = subscribe(house, house.first)
    house.first.desk.orders.rename(sold.order, Customer("Ada Canarisvogel"))
    house.sync()
    until_ms = int((EVENING + timedelta(days=30)).timestamp() * 1000)
    renewing = Renewing(house.second.work, house.second.desk)
    rows = renewing.renew("VAST26", "VAST27", until_ms)
    assert isinstance(rows, list), rows
    assert [row.outcome for row in rows] == [Renewal.RESERVED]
    assert rows[0].order is not None
    page = house.second.desk.orders.look(rows[0].order)
    assert isinstance(page, OrderSeen)
    assert (page.rest_cents, len(page.tickets)) == (2 * WHOLE, 6)
    assert page.customer is not None
    assert page.customer.name == "Ada Canarisvogel"
    assert {(one.row, one.number) for one in page.tickets} == {
        (one.row, one.number) for one in sold.tickets
    }
    again = renewing.renew("VAST26", "VAST27", until_ms)
    assert isinstance(again, list)
    assert [row.outcome for row in again] == [Renewal.BEFORE]
    # Nobody else buys single tickets yet, and no other subscriber gets these seats.
    single = held(house.first, NEXT[0])
    assert isinstance(house.first.desk.problem(single), Refusal)
    wrong = house.first.desk.orders.reserve(single, Reservation(until_ms), "t", "nl")
    assert isinstance(wrong, Refusal)
    unknown = renewing.renew("VAST25", "VAST27", until_ms)
    assert isinstance(unknown, Refusal)


def test_the_counter_sells_a_series_and_takes_a_card_by_its_keys() -> None:
    house = House()
    tokens = itertools.count(1)
    world = Surroundings(lambda: EVENING, lambda: f"key {next(tokens)}", fail)
    counter = CounterPresenter(house.first.desk, ImmediateJobs(), Words("nl"), world)
    counter.start()
    counter.shelf.open()
    panel = counter.view.panel
    assert isinstance(panel, ShelfPanel)
    assert [tile.name for tile in panel.tiles] == ["Kaart", "VAST26", "VAST27"]
    counter.digit(2)
    counter.take_best(2)
    assert len(counter.view.basket.lines) == 6
    assert counter.view.basket.total.replace("\xa0", " ") == "€ 100,00"
    counter.pay(CARD)
    counter.confirm()
    assert counter.view.refusal == ""
    sql = house.first.work.replica.sql
    assert sql.row("SELECT COUNT(*), SUM(price_cents) FROM ticket_sold") == (6, 2 * WHOLE)
    counter.shelf.open()
    counter.digit(1)
    counter.confirm()
    counter.pay(CARD)
    counter.confirm()
    (number,) = sql.row("SELECT number FROM house_pass") or ("",)
    counter.choose_performance(NOW[1])
    counter.take_best(2)
    counter.orders.scan(str(number))
    assert counter.view.basket.total.replace("\xa0", " ") == "€ 0,00"
    counter.pay(CARD)
    assert counter.view.refusal == ""
    shown = find_pass(sql, house.first.work.catalogue, str(number))
    assert shown is not None
    assert shown.left == 8


def fail(error: Exception) -> None:
    raise error
