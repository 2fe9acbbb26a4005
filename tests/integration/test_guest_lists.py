"""A guest list from the file to the door: held, given out once, counted as free on the Z."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.cluster import Cluster
from harness.venue import VenueNetwork

from podium_desk.application.counter import Held, SaleDone
from podium_desk.application.guests import GuestSeen
from podium_desk.application.till import Closed
from podium_desk.domain.guests import GuestStanding, GuestWish
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.domain.till import Count, Money
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import TARIFFS

TONIGHT = PerformanceId(100_001)


class House:
    def __init__(self):
        self.cluster = Cluster()
        number = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(number, "gc-het-anker-theaterzaal.json")
        self.cluster.performance(number, TONIGHT, plan)
        base, young = self.cluster.catalogue.tariffs(self.cluster.catalogue.performances()[TONIGHT])
        free = replace(
            young, id=TariffId(3), code="vrij", name=Text.of("nl", "Vrijkaart"),
            prices_cents={"": 0}, terms=TariffTerms(needs_remark=True),
        )  # fmt: skip
        record = (number, TARIFFS, str(TONIGHT), record_to_bytes((base, young, free)))
        self.cluster.replica.write_records([record])
        self.first = self.cluster.device(number, "counter", "Kassa 1")
        self.second = self.cluster.device(number, "counter", "Kassa 2")
        self.network = VenueNetwork(self.cluster, self.first, self.second)
        self.meet()

    def meet(self):
        for place in (self.first, self.second) * 2:
            place.sync()
            self.network.round()


@pytest.fixture
def house():
    return House()


def test_guests_are_held_given_out_once_at_any_counter_and_free_on_the_z(house):
    first, second = house.first, house.second
    lines = first.desk.guests.read(TONIGHT, "naam;aantal;reden\nAda;2;pers\nBo;1;partner")
    added = [first.desk.guests.add(TONIGHT, line.outcome, f"guest {line.number}") for line in lines]
    assert all(isinstance(one, GuestSeen) for one in added)
    ada = added[0]
    again = first.desk.guests.read(TONIGHT, "naam;aantal;reden\nADA;2;Pers")
    assert [line.outcome.reason for line in again] == [RefusalReason.GUEST_TWICE]
    house.meet()
    assert [one.name for one in second.desk.guests.listed(TONIGHT)] == ["Ada", "Bo"]
    till = second.desk.till
    till.open(Money(0, ()))
    given = second.desk.guests.give_out(ada.order, "given")
    assert isinstance(given, SaleDone)
    assert len(given.tickets) == 2
    twice = second.desk.guests.give_out(ada.order, "given again")
    assert twice == Refusal(RefusalReason.GUEST_SERVED)
    house.meet()
    elsewhere = first.desk.guests.give_out(ada.order, "elsewhere")
    assert elsewhere == Refusal(RefusalReason.GUEST_SERVED)
    closed = till.close(Count(Money(0), 0, ""), terminal_cents=0)
    assert isinstance(closed, Closed)
    counts = {one.name: one.count for one in closed.report.counts}
    assert counts["free"] == 2
    assert closed.report.sold_cents == 0


def test_a_guest_who_is_struck_off_gives_the_places_back(house):
    desk = house.first.desk
    bo = desk.guests.add(TONIGHT, GuestWish("Bo", 2, "partner", "Directie", "1-1, 1-2"), "bo")
    assert isinstance(bo, GuestSeen)
    assert bo.seats == ("1 1", "1 2")
    twice = desk.guests.add(TONIGHT, GuestWish("bo", 1, "Partner"), "bo again")
    assert twice == Refusal(RefusalReason.GUEST_TWICE, {"name": "bo"})
    assert desk.guests.strike(bo.order) is None
    (seen,) = desk.guests.listed(TONIGHT)
    assert seen.standing is GuestStanding.STRUCK
    assert desk.guests.strike(bo.order) == Refusal(RefusalReason.GUEST_SERVED)
    assert isinstance(desk.guests.add(TONIGHT, GuestWish("Bo", 1, "partner"), "new"), GuestSeen)


def test_a_crash_between_the_places_and_the_list_is_made_whole_by_the_same_token(house):
    desk = house.first.desk
    wish = GuestWish("Cas", 1, "pers")
    first = desk.guests.add(TONIGHT, wish, "token")
    house.first.work.replica.sql.run("DELETE FROM guest_listed")
    again = desk.guests.add(TONIGHT, wish, "token")
    assert again.order == first.order
    assert len(desk.guests.listed(TONIGHT)) == 1
    basket = house.first.work.in_basket.get(TONIGHT, set())
    assert not basket


def test_a_performance_without_a_free_tariff_has_no_guests(house):
    later = PerformanceId(100_002)
    plan = house.cluster.plan(1, "gc-het-anker-theaterzaal.json")
    house.cluster.performance(1, later, plan)
    house.meet()
    refused = house.first.desk.guests.add(later, GuestWish("Ada", 1, "pers"), "none")
    assert refused == Refusal(RefusalReason.NO_FREE_TARIFF)
    assert isinstance(house.first.desk.hold_best(later, 1, None, 0), Held)
