"""A scan asks the catalogue many times, and hears news before it and after it, not within; of a
season only what is asked for is read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from harness.cluster import EVENING, Cluster

from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.kinds import PERFORMANCE
from sync.records.record import Record
from sync.store.port import StoreDamaged


def test_news_is_heard_before_and_after_a_steady_block_and_not_within():
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    catalogue = cluster.catalogue
    first = cluster.performance(house, 101, plan)
    with catalogue.steady():
        assert set(catalogue.performances()) == {first}
        second = cluster.performance(house, 102, plan)
        with catalogue.steady():
            assert set(catalogue.performances()) == {first}
        assert set(catalogue.performances()) == {first}
    assert set(catalogue.performances()) == {first, second}


def test_what_goes_wrong_in_such_a_block_does_not_leave_the_catalogue_deaf():
    cluster = Cluster()
    with pytest.raises(RuntimeError), cluster.catalogue.steady():
        raise RuntimeError
    house = cluster.house(1, "GC Het Anker")
    assert set(cluster.catalogue.houses()) == {house}


def test_of_what_nobody_asked_for_only_the_start_and_the_size_are_read():
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    days = [EVENING + timedelta(days=day) for day in (3, -2, 1)]
    numbers = [cluster.performance(house, 101 + n, plan, start) for n, start in enumerate(days)]
    catalogue = Catalogue(cluster.replica.records)
    starts = catalogue.starts(EVENING)
    assert starts == {numbers[0]: days[0], numbers[2]: days[2]}
    last = catalogue.performance(numbers[2])
    assert catalogue.unit_count(last) == plan.unit_count
    assert catalogue.unit_count(replace(last, plan=None)) is None
    assert catalogue.unit_count(replace(last, plan="elsewhere")) is None
    # Asked for one by one or together they are the same, in the order of their numbers.
    everything = Catalogue(cluster.replica.records).performances()
    assert list(catalogue.performances().items()) == list(everything.items())
    assert catalogue.performances()[numbers[2]] is last
    cluster.performance(house, 104, plan, days[0])
    assert len(catalogue.starts(EVENING)) == 3


def test_a_performance_that_cannot_be_read_is_damage_whoever_asks_first():
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    cluster.replica.records.take([Record(int(house), PERFORMANCE, "101", 99, b"spoilt")])
    for ask in (
        lambda catalogue: catalogue.starts(EVENING),
        lambda catalogue: catalogue.performance(101),
        lambda catalogue: catalogue.performances(),
    ):
        with pytest.raises(StoreDamaged, match="Performance"):
            ask(Catalogue(cluster.replica.records))
