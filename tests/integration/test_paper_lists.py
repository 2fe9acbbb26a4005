"""The summary of an order and the list of places, made of what was sold and let in."""

from __future__ import annotations

import pytest
from harness.cluster import Cluster

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.order_desk import Reservation
from podium_desk.application.paper_lists import seats_print
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import OrderId, PerformanceId, TariffId


def test_an_order_and_a_performance_are_listed_as_they_stand() -> None:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    place = cluster.device(house, "counter", "Kassa 1")
    held = place.desk.hold_best(tonight, 3, None, 0)
    assert isinstance(held, Held)
    lines = tuple(BasketLine(tonight, unit, TariffId(1)) for unit in held.units)
    done = place.desk.sell(lines, (Payment(PaymentMeans.CARD, 6609, 0),), "t", "nl")
    assert isinstance(done, SaleDone)

    papers = place.desk.papers
    summary = papers.summary(done.order, "nl")
    assert summary.rest_cents == 0
    assert [one.ticket_number for one in summary.tickets] == [str(one.id) for one in done.tickets]

    printed = seats_print(place.work, tonight, "nl")
    assert {one.short_code for one in printed.places} == {one.short_code for one in summary.tickets}
    numbers = [int(one.seat) for one in printed.places]
    assert numbers == sorted(numbers)
    assert not any(one.is_in for one in printed.places)
    assert not any("niet betaald" in one.tariff for one in printed.places)

    held = place.desk.hold_best(tonight, 1, None, 0)
    assert isinstance(held, Held)
    wish = Reservation(place.work.clock.now_ms() + 3_600_000)
    lines = tuple(BasketLine(tonight, unit, TariffId(1)) for unit in held.units)
    assert isinstance(place.desk.orders.reserve(lines, wish, "r", "nl"), SaleDone)
    reserved = [one.tariff for one in seats_print(place.work, tonight, "nl").places]
    assert ["niet betaald" in tariff for tariff in reserved].count(True) == 1

    with pytest.raises(KeyError):
        papers.summary(OrderId(done.order.origin, 9_999), "nl")
    with pytest.raises(KeyError):
        seats_print(place.work, PerformanceId(77), "nl")
