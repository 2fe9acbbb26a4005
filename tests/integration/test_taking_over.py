"""A ticket is changed where its guest stands, not where it was sold: its right is handed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from harness.venue import VenueNetwork

from podium_desk.application import ticket_codes
from podium_desk.application.closing import hand_over_sold
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.keeping import name_keeper
from podium_desk.domain.admission import CodeReading, Proof, ScanReason, Verdict
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import FactId, PerformanceId, TariffId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tickets import pack, ticket_text
from podium_desk.domain.till_facts import ZClosed
from podium_desk.replica.queries import totals

BASE = TariffId(1)


class House:
    """Two counters that hear each other and the store, in the hour before the start."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster()
        number = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(number, "gc-het-anker-theaterzaal.json")
        self.tonight = self.cluster.performance(number, 100_001, plan)
        self.first, self.second = (
            self.cluster.device(number, "counter", f"Kassa {n}", folder / f"{n}.sqlite")
            for n in (1, 2)
        )
        self.venue = VenueNetwork(self.cluster, self.first, self.second)
        self.venue.round()

    def sync(self) -> None:
        for place in (self.first, self.second) * 2:
            place.sync()

    def cut_the_internet(self) -> None:
        for place in (self.first, self.second):
            place.wire.is_cut = True
            place.sync()

    def sell(self, place: Place, *payments: Payment, terms: SaleTerms | None = None) -> SaleDone:
        held = place.desk.hold_best(self.tonight, 2, None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(self.tonight, unit, BASE) for unit in held.units)
        done = place.desk.sell(
            lines, payments, place.work.new_token(), "nl", *((terms,) if terms else ())
        )
        assert isinstance(done, SaleDone), done
        return done

    def reserve(self, place: Place) -> SaleDone:
        return self.sell(place, terms=SaleTerms(place.work.clock.now_ms() + 3_600_000))

    def pay(self, place: Place, order: SaleDone) -> SaleDone | Refusal:
        token = place.work.new_token()
        return place.desk.open_orders.pay(order.order, card(4406), token)

    def refund(self, place: Place, order: SaleDone) -> object:
        return place.desk.after_sales.refund((order.tickets[0].id,), None, "ziek")


def card(cents: int) -> tuple[Payment, ...]:
    return (Payment(PaymentMeans.CARD, cents, 0),)


def why(outcome: object) -> RefusalReason | None:
    return outcome.reason if isinstance(outcome, Refusal) else None


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_what_one_counter_reserved_another_takes_the_money_for(house: House) -> None:
    reserved = house.reserve(house.first)
    house.sync()
    paid = house.pay(house.second, reserved)
    assert isinstance(paid, SaleDone)
    assert paid.rest_cents == 0
    house.sync()
    assert why(house.pay(house.first, reserved)) is RefusalReason.NOT_OPEN
    assert totals(house.first.sql).paid_cents == totals(house.cluster.sql).paid_cents == 4406


def test_where_a_reservation_is_paid_its_tickets_are_printed_and_let_in(house: House) -> None:
    reserved = house.reserve(house.first)
    door = house.cluster.device(house.first.work.house, "door", "Deur")
    house.sync()
    assert isinstance(house.pay(house.second, reserved), SaleDone)
    ticket = reserved.tickets[0].id
    unheard = house.second.desk.papers.ticket(ticket, "nl").code
    assert door.door.scan(unheard).verdict == Verdict.ADMIT
    house.sync()
    door.sync()
    other = house.second.desk.papers.ticket(reserved.tickets[1].id, "nl").code
    assert door.door.scan(other).verdict == Verdict.ADMIT
    assert house.second.desk.reprint(reserved.order) is None


def test_a_code_renewed_at_another_desk_kills_the_old_one(house: House) -> None:
    sold = house.sell(house.first, *card(4406))
    ticket = sold.tickets[0].id
    old = house.first.desk.papers.ticket(ticket, "nl").code
    house.sync()
    house.cut_the_internet()
    house.venue.round()
    assert why(house.second.desk.after_sales.reissue(ticket, "verloren")) is None
    new = house.second.desk.papers.ticket(ticket, "nl").code
    house.venue.round()
    door = house.first.door
    assert door.scan(old).reason == ScanReason.REPLACED
    assert door.scan(new).verdict == Verdict.ADMIT


def test_a_desk_that_never_held_a_ticket_signs_for_nobody(house: House) -> None:
    sold = house.sell(house.first, *card(4406))
    house.sync()
    second = house.second.work
    (row,) = house.second.desk.after_sales.rows((sold.tickets[0].id,))
    own = FactId(second.origin, second.replica.log.heads().get(second.origin, 0))
    forged = pack(ticket_codes._content(second, row, 2, own))
    signed = second.key.sign(ticket_codes.CONTEXT + forged)
    read = ticket_codes.read_code(second, ticket_text(forged, signed))
    assert isinstance(read, CodeReading)
    assert read.proof is Proof.WRONG


def test_without_internet_the_counters_hand_over_to_each_other(house: House) -> None:
    house.cut_the_internet()
    house.venue.round()
    sold = house.sell(house.first, *card(4406))
    house.venue.round()
    assert why(house.refund(house.second, sold)) is None
    house.venue.round()
    assert why(house.refund(house.first, sold)) is RefusalReason.ALREADY_REFUNDED


def test_two_who_hear_nobody_never_both_pay_one_ticket_back(house: House) -> None:
    sold = house.sell(house.first, *card(4406))
    house.sync()
    house.cut_the_internet()
    house.venue.pull_the_plug(house.first, house.second)
    house.venue.round()
    house.cluster.clock.pass_(seconds=10)
    assert why(house.refund(house.second, sold)) is RefusalReason.RIGHT_ELSEWHERE
    assert why(house.refund(house.first, sold)) is None


def test_after_the_shift_the_store_hands_over(house: House) -> None:
    sold = house.sell(house.first, *card(4406))
    assert hand_over_sold(house.first.work) == 2
    house.sync()
    house.venue.pull_the_plug(house.first, house.second)
    house.cluster.clock.pass_(seconds=10)
    assert why(house.refund(house.second, sold)) is None


def test_after_its_z_a_desk_that_is_off_keeps_nobody_from_a_refund(house: House) -> None:
    sold = house.sell(house.first, *card(4406))
    assert isinstance(house.first.desk.till.close_day(), ZClosed)
    house.sync()
    house.venue.pull_the_plug(house.first, house.second)
    house.cluster.clock.pass_(seconds=10)
    assert why(house.refund(house.second, sold)) is None


def test_after_a_z_without_the_store_the_desk_itself_still_pays_back(house: House) -> None:
    house.cut_the_internet()
    sold = house.sell(house.first, *card(4406))
    assert isinstance(house.first.desk.till.close_day(), ZClosed)
    assert why(house.refund(house.first, sold)) is None


def test_in_the_evening_the_keeper_takes_money_for_reservations_cut_off(house: House) -> None:
    assert name_keeper(house.first.work, house.second.work.claims.device) is None
    reserved = house.reserve(house.first)
    house.sync()
    house.cluster.clock.pass_(minutes=40)
    house.sync()
    house.cut_the_internet()
    house.venue.pull_the_plug(house.first, house.second)
    house.cluster.clock.pass_(seconds=10)
    assert isinstance(house.pay(house.second, reserved), SaleDone)
    assert why(house.pay(house.first, reserved)) is RefusalReason.RIGHT_ELSEWHERE


def test_a_desk_of_another_house_gets_only_what_it_sold_itself(
    house: House, tmp_path: Path
) -> None:
    office = house.cluster.house(2, "Toerisme")
    desk = house.cluster.device(office, "counter", "Balie", tmp_path / "balie.sqlite")
    sold = house.sell(house.first, *card(4406))
    assert hand_over_sold(house.first.work) == 2
    house.sync()
    desk.sync()
    given = desk.work.link.ask(
        1, PerformanceId(house.tonight), tuple(one.unit for one in sold.tickets), True
    )
    assert given == frozenset()
