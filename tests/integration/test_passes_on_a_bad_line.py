"""Cards and friends' passes at three counters of two houses whose lines come and go: whatever
happens, no visit is spent twice, no friend's seat is given twice, and everybody agrees."""

from __future__ import annotations

import random

import pytest
from harness.cluster import Place
from test_house_passes import THERE_TONIGHT, TONIGHT, Houses

from podium_desk.application.counter import SaleDone
from podium_desk.replica.house_passes import find_pass
from podium_desk.replica.queries import totals
from podium_desk.replica.tickets_by_code import counts_by_code
from sync.store.conservation import breaches

STEPS = 45


class Evening:
    """Deeds by chance."""

    def __init__(self, dice: random.Random) -> None:
        self.houses, self.dice = Houses(), dice
        self.places = (self.houses.first, self.houses.second, self.houses.other)
        self.numbers: list[str] = []
        self.sold: list[tuple[Place, SaleDone]] = []

    def step(self) -> None:
        dice, place = self.dice, self.dice.choice(self.places)
        deed = dice.random()
        if deed < 0.12 or not self.numbers:
            home = dice.choice(self.places[:2])
            self.numbers.append(self.houses.buy(home, dice.choice(("KAART", "VRIEND"))))
        elif deed < 0.6:
            self.use(place, dice.choice(self.numbers))
        elif deed < 0.72 and self.sold:
            self.take_back(*self.sold.pop(dice.randrange(len(self.sold))))
        elif deed < 0.84:
            place.wire.is_cut = not place.wire.is_cut
        else:
            place.sync()

    def use(self, place: Place, number: str) -> None:
        shown = find_pass(place.work.replica.sql, place.work.catalogue, number)
        if shown is None:
            return
        tonight = self.dice.choice((TONIGHT, THERE_TONIGHT))
        if tonight == THERE_TONIGHT and (place is not self.houses.other or not shown.terms.visits):
            tonight = TONIGHT
        if tonight == TONIGHT and place is self.houses.other:
            return
        done = self.houses.use(place, number, self.dice.randint(1, 3), tonight)
        if isinstance(done, SaleDone):
            self.sold.append((place, done))

    def take_back(self, place: Place, done: SaleDone) -> None:
        ticket = self.dice.choice(done.tickets).id
        place.desk.after_sales.refund((ticket,), None, "ziek")

    def end(self) -> None:
        for place in self.places:
            place.wire.is_cut = False
        for _ in range(3):
            self.houses.sync()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_visit_and_no_friends_seat_is_used_twice(seed: int) -> None:
    evening = Evening(random.Random(seed))
    for _ in range(STEPS):
        evening.step()
    evening.end()
    store = evening.houses.cluster
    replicas = [store.replica, *(place.work.replica for place in evening.places)]
    assert all(breaches(replica.sql) == [] for replica in replicas)
    assert replicas[0].sql.rows("SELECT * FROM set_aside") == []
    home = [totals(replica.sql, evening.houses.home) for replica in replicas[:3]]
    assert home[0] == home[1] == home[2]
    for number in evening.numbers:
        seen = [
            find_pass(place.work.replica.sql, store.catalogue, number) for place in evening.places
        ]
        shown = find_pass(store.replica.sql, store.catalogue, number)
        assert shown is not None
        kept = counts_by_code(store.replica.sql, number)
        assert {performance: count for performance, count in shown.used.items() if count} == kept
        if shown.terms.visits:
            assert shown.left == shown.terms.visits - sum(kept.values())
            assert {one.left for one in seen if one is not None} == {shown.left}
        else:
            assert all(count <= shown.terms.seats for count in kept.values())
