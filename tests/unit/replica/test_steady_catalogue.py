"""A scan asks the catalogue many times, and hears news before it and after it, not within."""

import pytest
from harness.cluster import Cluster


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
