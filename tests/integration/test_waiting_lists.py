"""A waiting list between counters: put on anywhere, drawn and offered by one desk, once."""

from __future__ import annotations

import pytest
from harness.cluster import Cluster
from harness.venue import VenueNetwork

from podium_desk.application.basket_shelf import ParkedSeen, ParkWish
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.list_right import proof
from podium_desk.application.waiting_lists import ListSeen
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import FactKind, PaymentMeans
from podium_desk.domain.ids import FactId, PerformanceId, TariffId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.waiting_list import Apart, EntryStanding, WaitingSaid, WaitingWord
from podium_desk.replica.codec import body_to_bytes
from sync.facts.fact import Draft

TONIGHT = PerformanceId(100_001)


class House:
    """Two counters of a house; tonight is sold out, but for what was given back."""

    def __init__(self):
        self.cluster = Cluster()
        self.number = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(self.number, "gc-het-anker-theaterzaal.json")
        self.cluster.performance(self.number, TONIGHT, plan)
        self.first = self.cluster.device(self.number, "counter", "Kassa 1")
        self.sold = self.sell_out(plan.unit_count)
        self.second = self.cluster.device(self.number, "counter", "Kassa 2")
        self.places = (self.first, self.second)
        self.network = VenueNetwork(self.cluster, *self.places)
        self.meet()

    def meet(self):
        for place in self.places * 2:
            place.sync()
            self.network.round()

    def sell_out(self, count):
        held = self.first.desk.hold(TONIGHT, tuple(range(count)))
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
        paid = (Payment(PaymentMeans.CARD, 2203 * count, 0),)
        done = self.first.desk.sell(lines, paid, "everything", "nl")
        assert isinstance(done, SaleDone), done
        return done

    def give_back(self, *units):
        tickets = tuple(one.id for one in self.sold.tickets if one.unit in units)
        back = self.first.desk.after_sales.refund(tickets, None, "ziek")
        assert not isinstance(back, Refusal), back

    def cut_the_line(self):
        for place in self.places:
            place.wire.is_cut = True
            place.sync()

    def wait(self, place, name, count, apart=Apart.TOGETHER):
        entry = place.desk.waiting.add(TONIGHT, Customer(name, "0475 12 34 56"), count, apart)
        assert isinstance(entry, FactId), entry
        self.meet()
        return entry


@pytest.fixture
def house():
    return House()


def standings(place):
    listed = place.desk.waiting.listed(TONIGHT)
    return {one.customer.name: one.standing.value for one in listed.entries}


def test_places_that_come_free_are_told_offered_in_turn_and_sold_at_another_counter(house):
    first, second = house.places
    house.wait(second, "Ada", 4)
    house.wait(first, "Bo", 2)
    house.wait(first, "Cas", 2)
    assert first.desk.waiting.due() == ()
    house.give_back(20, 21)
    (due,) = first.desk.waiting.due()
    assert (due.performance, due.free, due.waiting) == (TONIGHT, 2, 3)
    offered = first.desk.waiting.offer(TONIGHT)
    assert isinstance(offered, ParkedSeen)
    assert offered.customer == Customer("Bo", "0475 12 34 56")
    assert first.desk.waiting.due() == ()
    house.meet()
    assert standings(second) == {"Ada": "waiting", "Bo": "offered", "Cas": "waiting"}
    taken = second.desk.baskets.take_up(offered.id)
    assert isinstance(taken, ParkedSeen)
    assert {line.unit for line in taken.lines} == {20, 21}
    house.meet()
    assert standings(first)["Bo"] == EntryStanding.SERVED


def test_an_offer_whose_time_is_over_goes_to_the_next(house):
    first = house.first
    house.wait(first, "Bo", 2)
    cas = house.wait(first, "Cas", 2)
    house.give_back(20, 21)
    assert isinstance(first.desk.waiting.offer(TONIGHT), ParkedSeen)
    assert first.desk.waiting.offer(TONIGHT) == Refusal(RefusalReason.NOTHING_SUITS)
    house.cluster.clock.pass_(minutes=31)
    first.desk.status()
    assert standings(first)["Bo"] == EntryStanding.PASSED
    offered = first.desk.waiting.offer(TONIGHT)
    assert isinstance(offered, ParkedSeen)
    assert offered.waiting == cas
    assert first.desk.waiting.withdraw(TONIGHT, cas) is None
    assert first.desk.baskets.kept() == ()
    assert first.desk.waiting.offer(TONIGHT) == Refusal(RefusalReason.NOBODY_WAITS)


def test_who_may_sit_apart_gets_places_that_do_not_suit_the_first(house):
    first = house.first
    house.wait(first, "Ada", 4)
    house.wait(first, "Bo", 4, Apart.PAIRS)
    house.give_back(20, 21, 100, 101)
    offered = first.desk.waiting.offer(TONIGHT)
    assert isinstance(offered, ParkedSeen)
    assert offered.customer.name == "Bo"
    assert {line.unit for line in offered.lines} == {20, 21, 100, 101}


def test_one_desk_draws_and_another_gets_the_right_by_asking_also_without_the_store(house):
    first, second = house.places
    for name in ("Ada", "Bo", "Cas"):
        house.wait(first, name, 2)
    digest = first.desk.waiting.close(TONIGHT)
    assert len(digest) == 64
    late = house.wait(second, "Eva", 2)
    assert first.desk.waiting.close(TONIGHT) == Refusal(RefusalReason.LIST_CLOSED)
    house.cut_the_line()
    drawn = second.desk.waiting.draw(TONIGHT, "Lotto 12 - 31")
    assert isinstance(drawn, ListSeen)
    assert (drawn.digest, drawn.said, drawn.holder) == (digest, "lotto12-31", "")
    assert drawn.entries[-1].id == late
    again = first.desk.waiting.draw(TONIGHT, "7")
    assert again == Refusal(RefusalReason.LIST_DRAWN)
    order = [one.id for one in first.desk.waiting.listed(TONIGHT).entries]
    assert order == [one.id for one in drawn.entries]


def test_without_the_desk_that_has_the_right_nobody_offers_and_that_is_said(house):
    first, second = house.places
    house.wait(first, "Ada", 2)
    assert isinstance(first.desk.waiting.close(TONIGHT), str)
    house.meet()
    house.network.pull_the_plug(first)
    house.cluster.clock.pass_(seconds=10)
    refused = second.desk.waiting.offer(TONIGHT)
    assert refused == Refusal(RefusalReason.LIST_ELSEWHERE, {"device": "Kassa 1"})


def test_a_word_of_a_desk_without_the_right_is_not_even_written(house):
    first, second = house.places
    entry = house.wait(first, "Ada", 2)
    assert isinstance(first.desk.waiting.close(TONIGHT), str)
    house.meet()
    body = WaitingSaid(TONIGHT, WaitingWord.DRAWN, 1, "An", said="7", entries=(entry,))
    draft = Draft(FactKind.WAITING_SAID, 1, body_to_bytes(body), proof(TONIGHT))
    with pytest.raises(Exception, match=r".*"):
        second.work.replica.append([draft])
    assert second.desk.waiting.listed(TONIGHT).said == ""


def test_names_of_baskets_and_of_who_waited_are_forgotten_by_themselves(house):
    first, second = house.places
    house.wait(first, "Ada", 2)
    house.give_back(20)
    held = first.desk.hold(TONIGHT, (20,))
    assert isinstance(held, Held)
    lines = (BasketLine(TONIGHT, held.units[0], TariffId(1)),)
    parked = first.desk.baskets.park(ParkWish(lines, customer=Customer("Peeters")))
    assert isinstance(parked, ParkedSeen)
    house.meet()

    def names(place):
        row = place.work.replica.sql.row("SELECT COUNT(*) FROM personal_body")
        return row[0]

    assert names(second) == 2
    house.cluster.clock.pass_(hours=25)
    house.meet()
    assert names(first) == names(second) == 1, "the performance was less than a day ago"
    house.cluster.clock.pass_(hours=24)
    house.meet()
    assert names(first) == names(second) == 0
    assert house.cluster.replica.sql.row("SELECT COUNT(*) FROM personal_body") == (0,)
