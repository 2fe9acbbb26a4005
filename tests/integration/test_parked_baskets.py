"""Baskets that are put aside: kept over a restart, taken up on another counter, by one of two."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from harness.cluster import Cluster
from harness.venue import VenueNetwork

from podium_desk.application.basket_shelf import Beside, ParkedSeen, ParkWish
from podium_desk.application.counter import BasketLine, Held
from podium_desk.application.till import Closed
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.customers import Customer
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.parked import PARKED_MS
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.till import Count, Money
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import TARIFFS
from podium_desk.replica.parked import parked_basket

TONIGHT = PerformanceId(100_001)


class Counters:
    """Three counters of a house on one network."""

    def __init__(self, path=None):
        self.cluster = Cluster()
        self.house = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(self.house, "gc-het-anker-theaterzaal.json")
        self.cluster.performance(self.house, TONIGHT, plan)
        paths = [path, None, None]
        names = ("Kassa 1", "Kassa 2", "Kassa 3")
        self.places = [
            self.cluster.device(self.house, "counter", name, path)
            for name, path in zip(names, paths, strict=True)
        ]
        self.network = VenueNetwork(self.cluster, *self.places)
        self.network.round()
        self.network.round()

    def park(self, place, count=2, name="Peeters"):
        held = place.desk.hold_best(TONIGHT, count, None, 0)
        assert isinstance(held, Held)
        lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
        assert isinstance(place.desk.quote(lines), tuple)
        parked = place.desk.baskets.park(ParkWish(lines, customer=Customer(name)))
        assert isinstance(parked, ParkedSeen)
        self.network.round()
        return parked

    def cut_the_line(self):
        for place in self.places:
            place.wire.is_cut = True


@pytest.fixture
def counters():
    return Counters()


def holders(counters, place, parked):
    rights = place.work.replica.rights
    return {rights.right(counters.house, TONIGHT, line.unit).holder for line in parked.lines}


def test_a_basket_is_taken_up_on_another_counter_without_the_store(counters):
    first, second, _ = counters.places
    parked = counters.park(first)
    counters.cut_the_line()
    (seen,) = second.desk.baskets.kept()
    assert (seen.kept_by, seen.is_reachable) == ("Kassa 1", True)
    assert seen.customer.name == "Peeters"
    taken = second.desk.baskets.take_up(parked.id)
    assert isinstance(taken, ParkedSeen)
    assert holders(counters, second, parked) == {second.work.origin}
    units = tuple(line.unit for line in taken.lines)
    assert isinstance(second.desk.hold(TONIGHT, units), Held)
    counters.network.round()
    assert first.desk.baskets.kept() == second.desk.baskets.kept() == ()
    assert first.desk.baskets.take_up(parked.id).reason is RefusalReason.BASKET_TAKEN


def test_of_two_counters_the_first_one_has_it(counters):
    first, second, third = counters.places
    parked = counters.park(first)
    assert isinstance(second.desk.baskets.take_up(parked.id), ParkedSeen)
    late = third.desk.baskets.take_up(parked.id)
    assert late == Refusal(RefusalReason.BASKET_TAKEN)
    assert holders(counters, second, parked) == {second.work.origin}


def test_a_counter_that_is_not_heard_keeps_its_baskets_and_that_is_said(counters):
    first, second, _ = counters.places
    parked = counters.park(first)
    counters.network.pull_the_plug(first)
    counters.cluster.clock.pass_(seconds=10)
    (seen,) = second.desk.baskets.kept()
    assert not seen.is_reachable
    refused = second.desk.baskets.take_up(parked.id)
    assert refused == Refusal(RefusalReason.BASKET_ELSEWHERE, {"device": "Kassa 1"})
    assert isinstance(first.desk.baskets.take_up(parked.id), ParkedSeen)


def test_a_basket_whose_answer_got_lost_is_there_once_the_facts_are(counters):
    first, second, third = counters.places
    parked = counters.park(first)
    counters.network.loses_answers.append(first)
    assert isinstance(second.desk.baskets.take_up(parked.id), Refusal)
    counters.network.loses_answers.clear()
    counters.network.round()
    (seen,) = second.desk.baskets.kept()
    assert (seen.id, seen.kept_by) == (parked.id, "")
    assert third.desk.baskets.kept() == ()
    assert isinstance(second.desk.baskets.take_up(parked.id), ParkedSeen)


def test_a_basket_stands_after_a_restart_and_its_places_are_kept(tmp_path):
    counters = Counters(tmp_path / "replica.db")
    first = counters.places[0]
    parked = counters.park(first)
    first.kill_and_restart()
    units = {line.unit for line in parked.lines}
    assert units <= first.work.in_basket[TONIGHT]
    first.sync()
    assert holders(counters, first, parked) == {first.work.origin}
    (seen,) = first.desk.baskets.kept()
    assert seen.customer.name == "Peeters"
    assert isinstance(first.desk.baskets.take_up(parked.id), ParkedSeen)
    assert isinstance(first.desk.hold(TONIGHT, tuple(sorted(units))), Held)


def test_a_basket_lapses_and_its_places_are_for_everybody(counters):
    first, second, _ = counters.places
    parked = counters.park(first)
    assert parked.until_ms - first.work.clock.now_ms() <= PARKED_MS
    counters.cluster.clock.pass_(minutes=31)
    first.desk.status()
    assert not first.work.in_basket[TONIGHT]
    assert first.desk.baskets.kept() == second.desk.baskets.kept() == ()
    assert second.desk.baskets.take_up(parked.id) == Refusal(RefusalReason.BASKET_LAPSED)


def test_the_price_that_was_said_stands_for_its_time_on_the_other_counter(counters):
    first, second, _ = counters.places
    parked = counters.park(first)
    tariffs = first.work.catalogue.tariffs(first.work.catalogue.performance(TONIGHT))
    dearer = (replace(tariffs[0], prices_cents={"": 3000}), *tariffs[1:])
    record = (counters.house, TARIFFS, str(TONIGHT), record_to_bytes(dearer))
    counters.cluster.replica.write_records([record])
    second.sync()
    taken = second.desk.baskets.take_up(parked.id)
    assert second.desk.quote(taken.lines) == (2203, 2203)
    counters.cluster.clock.pass_(minutes=11)
    assert second.desk.quote(taken.lines) == (3000, 3000)


def test_what_is_let_go_is_free_again(counters):
    first, second, _ = counters.places
    parked = counters.park(first)
    assert first.desk.baskets.let_go(parked.id) is None
    assert not first.work.in_basket[TONIGHT]
    assert first.desk.baskets.let_go(parked.id) == Refusal(RefusalReason.BASKET_LAPSED)
    counters.network.round()
    assert second.desk.baskets.kept() == ()


def test_a_basket_comes_back_with_its_customer_and_a_day_is_closed_beside_it(counters):
    first, second, _ = counters.places
    fields = {Field.NAME: "Ada Lenaerts", Field.PHONE: "0475123456"}
    ada = first.desk.customers.write_down(fields)
    assert not isinstance(ada, Refusal), ada
    held = first.desk.hold_best(TONIGHT, 1, None, 0)
    lines = (BasketLine(TONIGHT, held.units[0], TariffId(1)),)
    wish = ParkWish(lines, known=ada, beside=Beside(language="fr"))
    parked = first.desk.baskets.park(wish)
    assert isinstance(parked, ParkedSeen)
    assert parked.customer.name == "Ada Lenaerts"
    counters.network.round()
    counters.network.round()
    (seen,) = second.desk.baskets.kept()
    assert (seen.customer.name, seen.beside) == ("Ada Lenaerts", wish.beside)
    till = first.desk.till
    till.open(Money(0, ()))
    assert isinstance(till.close(Count(Money(0), 0, ""), terminal_cents=0), Closed)
    first.desk.hold_best(TONIGHT, 1, None, 0)
    till.open(Money(0, ()))
    assert till.close(Count(Money(0), 0, "")) == Refusal(RefusalReason.BASKET_NOT_EMPTY)


class Bustle:
    """Three counters that put baskets aside and take them up, over a network that loses things."""

    def __init__(self, seed):
        self.rng = Random(seed)
        self.counters = Counters()
        self.counters.cut_the_line()
        self.parked = []
        self.had = {}

    def act(self):
        for each in self.counters.places:
            each.desk.status()
        place = self.rng.choice(self.counters.places)
        self.rng.choice((self.park, self.take, self.take, self.take, self.weather))(place)

    def park(self, place):
        held = place.desk.hold_best(TONIGHT, self.rng.randint(1, 3), None, 0)
        if isinstance(held, Held):
            lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
            parked = place.desk.baskets.park(ParkWish(lines, customer=Customer("Peeters")))
            assert isinstance(parked, ParkedSeen)
            self.parked.append(parked)

    def take(self, place):
        kept = place.desk.baskets.kept()
        if not kept:
            return
        chosen = self.rng.choice(kept)
        taken = place.desk.baskets.take_up(chosen.id)
        if isinstance(taken, ParkedSeen):
            assert chosen.id not in self.had, "two counters have one basket"
            units = tuple(line.unit for line in taken.lines)
            assert isinstance(place.desk.hold(TONIGHT, units), Held)
            self.had[chosen.id] = place.work.claims.name

    def weather(self, place):
        network = self.counters.network
        network.plug_in()
        network.loses_answers.clear()
        luck = self.rng.random()
        if luck < 0.3:
            network.pull_the_plug(place)
        elif luck < 0.6:
            network.loses_answers.append(place)
        elif luck < 0.7:
            self.counters.cluster.clock.pass_(minutes=9)
        network.round()

    def settle(self):
        network = self.counters.network
        network.plug_in()
        network.loses_answers.clear()
        for place in self.counters.places:
            place.wire.is_cut = False
        for _ in range(2):
            network.round()
            for place in self.counters.places:
                place.sync()


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_the_network_loses_a_basket_is_had_once_and_all_agree_who_has_it(seed):
    bustle = Bustle(seed)
    for _ in range(60):
        bustle.act()
    bustle.settle()
    assert bustle.had, "nothing was taken up"
    store = bustle.counters.cluster.replica
    for parked in bustle.parked:
        known = [
            parked_basket(place.work.replica.sql, bustle.counters.house, parked.id).state.taken_by
            for place in bustle.counters.places
        ]
        assert len(set(known)) == 1, known
        units = [line.unit for line in parked.lines]
        holders = {
            store.rights.right(bustle.counters.house, TONIGHT, unit).holder for unit in units
        }
        is_over = parked.until_ms <= bustle.counters.places[0].work.clock.now_ms()
        assert len(holders) == 1 or is_over, "its places went different ways"
