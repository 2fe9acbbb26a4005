"""Vouchers of a single and of several purposes, and credit: VAT, what they buy, the way back."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from harness.full_evening import TONIGHT, central_of

from podium_desk.application.after_sales import RefundDone
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.central.voucher_types import set_voucher_type
from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.page import Text
from podium_desk.documents.voucher import voucher_content
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.till import Count, Money
from podium_desk.domain.vat import VatTotal
from podium_desk.domain.vouchers import (
    Bought,
    GoodFor,
    Voucher,
    VoucherKind,
    VoucherTerms,
    VoucherType,
    why_not_for,
)
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.paying_view import MorePanel
from podium_desk.replica.daybook import DaybookReader
from podium_desk.replica.till_log import TillLog, faults_of_zs
from podium_desk.replica.vouchers import owed_between
from sync.store.conservation import breaches

CARD, CASH, VOUCHER, CREDIT = (
    PaymentMeans.CARD, PaymentMeans.CASH, PaymentMeans.VOUCHER, PaymentMeans.CREDIT,
)  # fmt: skip
THEATRE = VoucherTerms(VoucherKind.SINGLE, 6, "XXVIII", GoodFor.TICKETS, "Theaterbon")
SHOP = VoucherTerms(good_for=GoodFor.GOODS, name="Winkelbon")
TICKET = 2203


@pytest.mark.parametrize(
    ("terms", "cents", "bought", "open_cents"),
    [
        (THEATRE, 2200, (Bought(False, 6, 2200),), None),
        (THEATRE, 2200, (Bought(False, 6, 1000), Bought(False, 21, 1200)), 1000),
        (THEATRE, 500, (Bought(True, 6, 1000),), 0),
        (SHOP, 500, (Bought(True, 21, 1000), Bought(False, 6, 2200)), None),
        (SHOP, 1500, (Bought(True, 21, 1000), Bought(False, 6, 2200)), 1000),
        (VoucherTerms(), 3200, (Bought(True, 21, 1000), Bought(False, 6, 2200)), None),
    ],
)
def test_a_voucher_pays_for_what_it_is_for(
    terms: VoucherTerms, cents: int, bought: tuple[Bought, ...], open_cents: int | None
) -> None:
    refusal = why_not_for([(terms, cents)], bought)
    assert (None if refusal is None else refusal.details["open_cents"]) == open_cents


def test_two_vouchers_of_one_kind_do_not_pay_for_the_same_ticket() -> None:
    assert why_not_for([(THEATRE, 1500), (THEATRE, 1500)], (Bought(False, 6, 2200),)) is not None


class House:
    """A counter of a house that sells two kinds of vouchers besides the usual one."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster()
        house = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(house, "gc-het-anker-theaterzaal.json")
        self.cluster.performance(house, TONIGHT, plan)
        for code, terms in (("THEATER", THEATRE), ("WINKEL", SHOP)):
            set_voucher_type(central_of(self.cluster), house, VoucherType(code, terms))
        self.first, self.second = (
            self.cluster.device(house, "counter", f"Kassa {n}", folder / f"{n}.sqlite")
            for n in (1, 2)
        )
        self.sync()

    def sync(self) -> None:
        for place in (self.first, self.second) * 2:
            place.sync()

    def voucher(self, cents: int, code: str = "") -> str:
        card = (Payment(CARD, cents, cents),)
        token = self.first.work.new_token()
        sold = self.first.desk.sell_voucher(cents, card, token, code)
        assert isinstance(sold, SaleDone), sold
        self.sync()
        return self.newest()

    def newest(self) -> str:
        row = self.first.work.replica.sql.row("SELECT number FROM voucher ORDER BY seq DESC")
        assert row is not None
        return str(row[0])

    def pay(self, place: Place, *parts: Payment) -> SaleDone | Refusal:
        """Sell one place there."""
        held = place.desk.hold_best(TONIGHT, 1, None, 0)
        assert isinstance(held, Held), held
        lines = (BasketLine(TONIGHT, held.units[0], TariffId(1)),)
        done = place.desk.sell(lines, parts, place.work.new_token(), "nl")
        self.sync()
        return done

    def back(self, sale: SaleDone, *, as_credit: bool = False) -> RefundDone:
        tickets = tuple(ticket.id for ticket in sale.tickets)
        done = self.first.desk.after_sales.refund(tickets, None, "", as_credit=as_credit)
        assert isinstance(done, RefundDone), done
        self.sync()
        return done

    def left(self, place: Place, number: str) -> int:
        found = place.desk.voucher(number)
        assert isinstance(found, Voucher), found
        return found.balance_cents

    def closed(self) -> tuple[dict[int, int], dict[str, int], int, int]:
        """The Z: gross per rate, per means, advances and net; balanced, as is the daybook."""
        self.first.desk.till.open(Money(0))
        done = self.first.desk.till.close(Count(Money(self._cash()), 0, "-"), None)
        assert not isinstance(done, Refusal), done
        report = done.report
        assert report is not None
        assert report.is_balanced
        assert faults_of_zs(self.first.work.replica, self.first.work.origin) == []
        work = self.first.work
        reader = DaybookReader(work.replica, work.catalogue, work.own_house)
        (page,) = reader.pages(date(2026, 11, 27), date(2026, 11, 27))
        assert page.is_balanced
        rates = by_rate(report.vat)
        assert by_rate(page.vat) == rates
        means = {one.means: one.net_cents for one in report.means}
        return rates, means, report.advances_cents, report.net_cents

    def _cash(self) -> int:
        book = TillLog(self.first.work.replica).book(self.first.work.origin)
        return sum(shift.expected_cents for shift in book.open_shifts)


def by_rate(totals: Iterable[VatTotal]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for one in totals:
        sums[one.rate_percent] = sums.get(one.rate_percent, 0) + one.gross_cents
    return sums


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def voucher(number: str, cents: int = TICKET) -> Payment:
    return Payment(VOUCHER, cents, cents, number)


def test_vat_of_a_single_purpose_is_due_at_its_sale_and_none_when_it_pays(house: House) -> None:
    number = house.voucher(5000, "THEATER")
    assert isinstance(house.pay(house.first, voucher(number)), SaleDone)
    rates, means, advances, net = house.closed()
    assert (rates, means, advances, net) == ({6: 5000}, {"card": 5000}, 0, 5000)


def test_vat_of_several_purposes_is_due_when_it_pays(house: House) -> None:
    number = house.voucher(5000)
    assert isinstance(house.pay(house.first, voucher(number)), SaleDone)
    rates, means, advances, net = house.closed()
    assert (rates, means) == ({6: TICKET}, {"card": 5000, "voucher": TICKET})
    assert (advances, net) == (5000, TICKET)


def test_what_a_single_purpose_paid_goes_back_on_it_with_its_vat_as_it_was(house: House) -> None:
    number = house.voucher(5000, "THEATER")
    sale = house.pay(house.first, voucher(number))
    assert isinstance(sale, SaleDone)
    house.back(sale)
    assert house.left(house.second, number) == 5000
    rates, means, advances, net = house.closed()
    assert (rates, means, advances, net) == ({6: 5000}, {"card": 5000}, 0, 5000)


def test_a_voucher_for_the_shop_does_not_pay_for_a_ticket(house: House) -> None:
    number = house.voucher(5000, "WINKEL")
    refused = house.pay(house.first, voucher(number))
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.VOUCHER_NOT_FOR_THESE
    assert house.left(house.first, number) == 5000


def test_money_stays_as_credit_and_pays_elsewhere_in_parts(house: House) -> None:
    sale = house.pay(house.first, Payment(CASH, TICKET, 5000))
    assert isinstance(sale, SaleDone)
    done = house.back(sale, as_credit=True)
    assert (done.handed_back_cents, done.credit_cents) == (0, TICKET)
    number = house.newest()
    part = Payment(CREDIT, 2000, 2000, number)
    assert isinstance(house.pay(house.second, part, Payment(CARD, 203, 203)), SaleDone)
    assert [house.left(place, number) for place in (house.first, house.second)] == [203, 203]
    more = house.pay(house.first, part, Payment(CARD, 203, 203))
    assert isinstance(more, Refusal)
    assert more.reason is RefusalReason.VOUCHER_SPENT
    assert breaches(house.cluster.sql) == []


def test_credit_stands_in_the_z_as_money_that_went_back_so(house: House) -> None:
    sale = house.pay(house.first, Payment(CASH, TICKET, 5000))
    assert isinstance(sale, SaleDone)
    house.back(sale, as_credit=True)
    rates, means, advances, net = house.closed()
    assert (rates, means) == ({6: 0}, {"cash": TICKET, "credit": -TICKET})
    assert (advances, net) == (0, 0)


def test_credit_is_not_spent_without_the_store_nor_twice(house: House) -> None:
    sale = house.pay(house.first, Payment(CARD, TICKET, TICKET))
    assert isinstance(sale, SaleDone)
    house.back(sale, as_credit=True)
    number = house.newest()
    for place in (house.first, house.second):
        place.wire.is_cut = True
        refused = house.pay(place, Payment(CREDIT, TICKET, TICKET, number))
        assert isinstance(refused, Refusal)
        assert refused.reason is RefusalReason.VOUCHER_ELSEWHERE


def test_what_a_voucher_paid_is_never_credit(house: House) -> None:
    number = house.voucher(1000)
    sale = house.pay(house.first, voucher(number, 1000), Payment(CARD, 1203, 1203))
    assert isinstance(sale, SaleDone)
    done = house.back(sale, as_credit=True)
    assert done.credit_cents == 1203
    assert house.left(house.first, number) == 1000


def test_the_paper_says_what_it_is(house: House) -> None:
    number = house.voucher(5000, "THEATER")
    page = bundled_paper(
        "voucher", voucher_content(house.first.desk.papers.voucher(number), Words("nl"))
    )
    texts = [block.words for block in page.blocks if isinstance(block, Text)]
    assert "Theaterbon" in texts
    assert "Bon voor één doel: 6 % btw is in de prijs begrepen." in texts
    assert any(text.startswith("Te gebruiken voor tickets") for text in texts)


# In another house


class TwoHouses:
    """A voucher of € 50 that one house sold, which pays at its neighbour too."""

    def __init__(self, folder: Path) -> None:
        self.cluster = cluster = Cluster()
        self.home, self.other = (
            cluster.house(number, name)
            for number, name in ((1, "GC Het Anker"), (2, "CC De Sluis"))
        )
        for house, performance in ((self.home, TONIGHT), (self.other, TONIGHT + 1)):
            plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
            cluster.performance(house, performance, plan)
        terms = VoucherTerms(name="Cultuurbon", houses=(self.other,))
        set_voucher_type(central_of(cluster), self.home, VoucherType("CULTUUR", terms))
        self.seller = cluster.device(self.home, "counter", "Kassa 1", folder / "1.sqlite")
        self.neighbour = cluster.device(self.other, "counter", "Kassa 2", folder / "2.sqlite")
        self.sync()
        card = (Payment(CARD, 5000, 5000),)
        sold = self.seller.desk.sell_voucher(5000, card, "voucher", "CULTUUR")
        assert isinstance(sold, SaleDone), sold
        (row,) = self.seller.work.replica.sql.rows("SELECT number FROM voucher WHERE house = 1")
        self.number = str(row[0])
        self.sync()

    def sync(self) -> None:
        for place in (self.seller, self.neighbour) * 3:
            place.sync()

    def pay(self, place: Place, cents: int) -> SaleDone | Refusal:
        tonight = TONIGHT if place is self.seller else PerformanceId(TONIGHT + 1)
        held = place.desk.hold_best(tonight, 1, None, 0)
        assert isinstance(held, Held), held
        lines = (BasketLine(tonight, held.units[0], TariffId(1)),)
        rest = Payment(CARD, TICKET - cents, 0)
        parts = (voucher(self.number, cents), rest)
        done = place.desk.sell(lines, parts, place.work.new_token(), "nl")
        self.sync()
        return done

    def left(self) -> set[int]:
        found = [place.desk.voucher(self.number) for place in (self.seller, self.neighbour)]
        return {one.balance_cents for one in found if isinstance(one, Voucher)}

    def owed(self) -> list[dict[tuple[int, int], int]]:
        return [
            owed_between(place.work.replica.sql, place.work.house)
            for place in (self.seller, self.neighbour)
        ]


@pytest.fixture
def houses(tmp_path: Path) -> TwoHouses:
    return TwoHouses(tmp_path)


def test_a_voucher_of_two_houses_pays_in_both_and_each_knows_what_is_owed(
    houses: TwoHouses,
) -> None:
    assert isinstance(houses.pay(houses.neighbour, 2000), SaleDone)
    assert isinstance(houses.pay(houses.seller, 1000), SaleDone)
    assert houses.left() == {2000}
    assert houses.owed() == [{(1, 2): 2000}] * 2
    assert breaches(houses.cluster.sql) == []
    refused = houses.pay(houses.neighbour, 2001)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.VOUCHER_SPENT


def test_the_z_of_each_house_tells_the_others_vouchers_apart(houses: TwoHouses) -> None:
    assert isinstance(houses.pay(houses.neighbour, 2000), SaleDone)
    books = {}
    for place in (houses.seller, houses.neighbour):
        report = TillLog(place.work.replica).book(place.work.origin).report(
            place.work.house, "1.0", None
        )  # fmt: skip
        books[place.work.house] = {one.means: one.net_cents for one in report.means}
        assert report.net_cents + report.advances_cents == sum(books[place.work.house].values())
        reader = DaybookReader(place.work.replica, place.work.catalogue, place.work.own_house)
        (page,) = reader.pages(date(2026, 11, 27), date(2026, 11, 27))
        assert dict(page.means) == books[place.work.house]
        assert page.is_balanced
    assert books == {1: {"card": 5000}, 2: {"others_voucher": 2000, "card": 203}}


def test_what_it_paid_next_door_goes_back_on_it_and_is_owed_no_more(houses: TwoHouses) -> None:
    sale = houses.pay(houses.neighbour, 2000)
    assert isinstance(sale, SaleDone)
    tickets = tuple(ticket.id for ticket in sale.tickets)
    back = houses.neighbour.desk.after_sales.refund(tickets, None, "")
    assert isinstance(back, RefundDone), back
    houses.sync()
    assert houses.left() == {5000}
    assert houses.owed() == [{}, {}]
    assert breaches(houses.cluster.sql) == []


def test_next_door_it_is_not_used_without_the_store(houses: TwoHouses) -> None:
    houses.neighbour.wire.is_cut = True
    refused = houses.pay(houses.neighbour, 2000)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.VOUCHER_ELSEWHERE


def test_the_kinds_of_the_house_stand_behind_f10_and_are_sold_there(house: House) -> None:
    tokens = itertools.count(1)
    place = house.first
    world = Surroundings(place.work.clock.now, lambda: f"window {next(tokens)}", print)
    counter = CounterPresenter(place.desk, ImmediateJobs(), Words("nl"), world)
    counter.start()
    counter.pay(None)
    panel = counter.view.panel
    assert isinstance(panel, MorePanel)
    assert panel.choices == ("Verkoop een cadeaubon", "Theaterbon", "Winkelbon")
    for digit in (2, 2, 5):
        counter.digit(digit)
    counter.pay(PaymentMeans.CASH)
    counter.confirm()
    rows = place.work.replica.sql.rows("SELECT kind, name, amount_cents, vat_rate FROM voucher")
    assert rows == [("single", "Theaterbon", 2500, 6)]
