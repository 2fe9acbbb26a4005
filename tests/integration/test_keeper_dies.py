"""The evening on which the machine that keeps the venue's share dies: the hall is sold on."""

from __future__ import annotations

from harness.cluster import Cluster, Place

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.refusals import Refusal, RefusalReason

PLACES = 260
SPARE = PLACES // 10


def evening(*names: str) -> tuple[Cluster, PerformanceId, list[Place]]:
    """A house with these counters, all heard in the afternoon; then the evening desk opens."""
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    tonight = cluster.performance(
        house, 100_001, cluster.plan(house, "gc-het-anker-theaterzaal.json")
    )
    counters = [cluster.device(house, "counter", name) for name in names]
    cluster.clock.pass_(minutes=35)
    for place in counters * 2:
        place.sync()
    return cluster, tonight, counters


def sell(place: Place, tonight: PerformanceId, count: int) -> list[Unit]:
    """The units of one sale, none when there is nothing to sell."""
    held = place.desk.hold_best(tonight, count, None, 0)
    if isinstance(held, Refusal):
        assert held.reason in (RefusalReason.SOLD_OUT, RefusalReason.NOT_ENOUGH_TOGETHER), held
        return []
    assert isinstance(held, Held)
    lines = tuple(BasketLine(tonight, unit, TariffId(1)) for unit in held.units)
    payment = Payment(PaymentMeans.CARD, 2203 * count, 0)
    done = place.desk.sell(lines, (payment,), place.work.new_token(), "nl")
    assert isinstance(done, SaleDone), done
    return list(held.units)


def held(place: Place, tonight: PerformanceId) -> int:
    return len(place.work.replica.rights.held_free(1, tonight, place.work.origin))


def sold_until_nothing_is_left(place: Place, tonight: PerformanceId) -> list[Unit]:
    sold: list[Unit] = []
    for count in (2, 1):
        while units := sell(place, tonight, count):
            sold += units
    return sold


def test_when_a_lone_counter_dies_another_machine_sells_half_of_what_was_left() -> None:
    cluster, tonight, (keeper,) = evening("Kassa 1")
    before = sell(keeper, tonight, 4)
    keeper.sync()
    assert held(keeper, tonight) >= PLACES // 2 - 4
    keeper.wire.is_cut = True
    spare = cluster.device(keeper.work.house, "counter", "Laptop")
    sold = sold_until_nothing_is_left(spare, tonight)
    assert len(sold) == len(set(sold)) == PLACES // 2
    assert not set(before) & set(sold)


def test_a_lone_counter_that_sells_is_filled_up_while_there_is_a_line() -> None:
    cluster, tonight, (keeper,) = evening("Kassa 1")
    for _ in range(20):
        assert sell(keeper, tonight, 4)
        keeper.sync()
        left = cluster.replica.rights.owner_free_count(1, tonight)
        assert held(keeper, tonight) * 2 >= left


def test_when_the_keeper_of_two_counters_dies_the_other_has_its_share_and_the_spare() -> None:
    cluster, tonight, (keeper, other) = evening("Kassa 1", "Kassa 2")
    assert cluster.replica.rights.owner_free_count(1, tonight) == SPARE
    share = held(other, tonight)
    assert share > 0
    assert held(keeper, tonight) == PLACES - SPARE - share
    keeper.wire.is_cut = True
    assert len(sold_until_nothing_is_left(other, tonight)) == share + SPARE


def test_a_second_counter_switched_on_late_finds_a_reserve_for_when_the_line_goes() -> None:
    cluster, tonight, (keeper, _) = evening("Kassa 1", "Kassa 2")
    late = cluster.device(keeper.work.house, "counter", "Kassa 3")
    late.wire.is_cut = True
    assert held(late, tonight) >= SPARE // 2
    assert len(sell(late, tonight, 2)) == 2
