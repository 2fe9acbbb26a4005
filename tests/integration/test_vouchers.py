"""A gift voucher is sold at one counter and used at others, in parts, and never below zero."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cluster import Cluster, Place

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.vouchers import VALID_MS
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vouchers import Voucher, voucher_number
from podium_desk.replica.till_log import TillLog
from sync.store.conservation import breaches

TONIGHT = PerformanceId(100_001)
VOUCHER, CASH, CARD = PaymentMeans.VOUCHER, PaymentMeans.CASH, PaymentMeans.CARD


class House:
    """Two counters, and a voucher of € 50 that the first one sold."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster()
        house = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(house, "gc-het-anker-theaterzaal.json")
        self.cluster.performance(house, TONIGHT, plan)
        self.first, self.second = (
            self.cluster.device(house, "counter", f"Kassa {n}", folder / f"{n}.sqlite")
            for n in (1, 2)
        )
        self.sync()
        sold = self.first.desk.sell_voucher(5000, (Payment(CASH, 5000, 5000),), "voucher sale")
        assert isinstance(sold, SaleDone), sold
        row = self.first.work.replica.sql.row("SELECT number FROM voucher")
        assert row is not None
        self.number = str(row[0])
        self.sync()

    def sync(self) -> None:
        for place in (self.first, self.second) * 2:
            place.sync()

    def pay(self, place: Place, cents: int, number: str | None = None) -> SaleDone | Refusal:
        """Sell two places there, of which so much by voucher and the rest by card."""
        held = place.desk.hold_best(TONIGHT, 2, None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
        prices = place.desk.quote(lines)
        assert isinstance(prices, tuple)
        rest = sum(prices) - cents
        parts = [Payment(VOUCHER, cents, cents, number or self.number)]
        parts += [Payment(CARD, rest, rest)] if rest else []
        return place.desk.sell(lines, tuple(parts), place.work.new_token(), "nl")

    def left(self, place: Place) -> int:
        found = place.desk.voucher(self.number)
        assert isinstance(found, Voucher), found
        return found.balance_cents


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def why(outcome: object) -> RefusalReason | None:
    return outcome.reason if isinstance(outcome, Refusal) else None


def test_it_is_used_in_parts_at_any_counter_and_everybody_sees_what_is_left(house: House) -> None:
    assert isinstance(house.pay(house.second, 2000), SaleDone)
    house.sync()
    assert isinstance(house.pay(house.first, 1000), SaleDone)
    house.sync()
    assert [house.left(place) for place in (house.first, house.second)] == [2000, 2000]


def test_more_than_is_left_is_refused_and_the_sale_is_not_made(house: House) -> None:
    house.pay(house.second, 4000)
    house.sync()
    before = house.first.desk.last_sale()
    assert why(house.pay(house.first, 1001)) is RefusalReason.VOUCHER_SPENT
    assert house.first.desk.last_sale() == before


def test_what_was_used_elsewhere_is_not_used_again_by_a_counter_that_has_not_heard(
    house: House,
) -> None:
    house.pay(house.second, 4000)
    house.second.sync()
    # The first counter still believes in the whole balance; the store gives it what is left.
    assert house.left(house.first) == 5000
    assert isinstance(house.pay(house.first, 4000), Refusal)
    house.sync()
    house.sync()
    assert house.left(house.second) == 1000
    assert isinstance(house.pay(house.second, 1000), SaleDone)


def test_without_the_store_it_is_refused_and_the_customer_pays_otherwise(house: House) -> None:
    house.first.wire.is_cut = True
    house.first.sync()
    assert why(house.pay(house.first, 1000)) is RefusalReason.VOUCHER_ELSEWHERE
    assert house.left(house.first) == 5000


@pytest.mark.parametrize("number", ["", "12", "1234567890123456", voucher_number(123)])
def test_a_number_that_is_no_voucher_of_this_house_is_refused(house: House, number: str) -> None:
    assert why(house.first.desk.voucher(number)) is RefusalReason.UNKNOWN_VOUCHER
    assert why(house.pay(house.first, 100, number or "x")) is RefusalReason.UNKNOWN_VOUCHER


def test_it_ends_after_two_years(house: House) -> None:
    house.cluster.clock.ms += VALID_MS + 1
    assert why(house.pay(house.first, 100)) is not None


def test_a_refund_puts_it_back_wherever_it_is_made(house: House) -> None:
    done = house.pay(house.second, 4406)
    assert isinstance(done, SaleDone), done
    house.sync()
    assert house.left(house.first) == 594
    tickets = tuple(ticket.id for ticket in done.tickets)
    back = house.second.desk.after_sales.refund(tickets, None, "ziek")
    assert not isinstance(back, Refusal), back
    house.sync()
    assert [house.left(place) for place in (house.first, house.second)] == [5000, 5000]


def test_the_same_sale_of_a_voucher_twice_is_one_voucher(house: House) -> None:
    again = house.first.desk.sell_voucher(5000, (Payment(CASH, 5000, 5000),), "voucher sale")
    assert isinstance(again, SaleDone)
    assert house.first.work.replica.sql.row("SELECT COUNT(*) FROM voucher") == (1,)


def test_a_voucher_is_not_paid_with_a_voucher_and_has_a_sensible_value(house: House) -> None:
    by_voucher = (Payment(VOUCHER, 2000, 2000, house.number),)
    assert why(house.first.desk.sell_voucher(2000, by_voucher, "t")) is RefusalReason.VOUCHER_VALUE
    for cents in (0, 50, 50_001):
        paid = (Payment(CARD, cents, cents),)
        assert why(house.first.desk.sell_voucher(cents, paid, "t")) is RefusalReason.VOUCHER_VALUE


def test_its_sale_is_no_turnover_and_what_it_pays_is_and_the_register_balances(
    house: House,
) -> None:
    first = TillLog(house.first.work.replica).book(house.first.work.origin)
    report = first.report(house.first.work.house, "Kassa 1", None)
    assert (report.sold_cents, report.advances_cents) == (0, 5000)
    assert report.is_balanced
    house.pay(house.second, 2000)
    second = TillLog(house.second.work.replica).book(house.second.work.origin)
    report = second.report(house.second.work.house, "Kassa 2", None)
    assert report.sold_cents == 4406
    assert report.is_balanced


def test_nothing_is_lost_or_made_between_the_accounts(house: House) -> None:
    for place, cents in ((house.first, 100), (house.second, 200), (house.first, 300)):
        house.pay(place, cents)
        house.sync()
    for place in (house.first, house.second):
        assert breaches(place.work.replica.sql) == []
