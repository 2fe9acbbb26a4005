"""Handing a duty of the house over from a window: what is foreseen is what happens."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from harness.cluster import Cluster, Place
from harness.venue import VenueNetwork

from podium_desk.application.device_overview import DeviceSurroundings, StatusDesk
from podium_desk.application.duties import Duty, DutyNow, Foreseen
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.keeping import admission_holder_of, keeper_of
from sync.identity.revocation import RevocationClaims, issue_revocation


@dataclass
class Evening:
    cluster: Cluster
    keeper: Place
    desk: Place
    door: Place
    network: VenueNetwork
    tonight: PerformanceId

    def cut_off(self, *places: Place) -> None:
        """Nobody hears these any more, and everybody has noticed."""
        self.network.pull_the_plug(*places)
        self.cluster.clock.pass_(seconds=10)
        self.network.round()


def status(place: Place) -> StatusDesk:
    return StatusDesk(place.work, DeviceSurroundings())


def duty(place: Place, wanted: Duty) -> DutyNow:
    (found,) = (one for one in status(place).overview().duties if one.duty is wanted)
    return found


def foreseen(place: Place, wanted: Duty, named: Place) -> Foreseen:
    found = status(place).foresee(wanted, named.work.claims.device)
    assert isinstance(found, Foreseen), found
    return found


def held(place: Place, evening: Evening) -> int:
    return len(place.work.replica.rights.held_free(1, evening.tonight, place.work.origin))


@pytest.fixture
def evening() -> Evening:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    names = (("counter", "Kassa 1"), ("counter", "Kassa 2"), ("door", "Deur 1"))
    places = [cluster.device(house, role, name) for role, name in names]
    for _ in range(2):
        for place in places:
            place.sync()
        cluster.clock.pass_(minutes=18)
    places[0].sync()
    network = VenueNetwork(cluster, *places)
    network.round()
    network.round()
    for place in places:
        place.wire.is_cut = True
        place.sync()
    return Evening(cluster, *places, network, tonight)


def test_the_list_says_who_has_the_duty_and_who_is_heard_now(evening):
    keeper = duty(evening.keeper, Duty.KEEPER)
    told = [(one.name, one.is_here, one.has_duty, one.is_heard) for one in keeper.candidates]
    assert told == [("Kassa 1", True, True, False), ("Kassa 2", False, False, True)]
    evening.cut_off(evening.desk)
    (_, away) = duty(evening.keeper, Duty.KEEPER).candidates
    assert not away.is_heard
    assert away.heard_ms is not None


def test_what_goes_along_is_said_before_and_goes_at_once(evening):
    said = foreseen(evening.keeper, Duty.KEEPER, evening.desk)
    before = held(evening.keeper, evening), held(evening.desk, evening)
    assert said.goes > 26
    assert [one.name for one in said.former] == ["Kassa 1"]
    assert held(evening.keeper, evening) == before[0], "nothing is done by looking"
    device = evening.desk.work.claims.device
    assert status(evening.keeper).hand_over(Duty.KEEPER, device) is None
    assert held(evening.keeper, evening) == before[0] - said.goes
    evening.network.tell(evening.keeper)
    assert held(evening.desk, evening) == before[1] + said.goes
    back = foreseen(evening.desk, Duty.KEEPER, evening.keeper)
    assert back.goes == held(evening.desk, evening) - 26


def test_nothing_is_given_to_a_new_keeper_that_nobody_hears(evening):
    evening.cut_off(evening.desk)
    said = foreseen(evening.keeper, Duty.KEEPER, evening.desk)
    before = held(evening.keeper, evening)
    assert said.goes == 0
    assert status(evening.keeper).hand_over(Duty.KEEPER, said.named.device) is None
    assert held(evening.keeper, evening) == before
    assert keeper_of(evening.keeper.work.replica.sql, 1) == said.named.device


def test_of_a_keeper_that_is_away_only_what_this_device_holds_moves(evening):
    share = held(evening.keeper, evening)
    own = held(evening.desk, evening)
    evening.cut_off(evening.keeper)
    said = foreseen(evening.desk, Duty.KEEPER, evening.desk)
    assert (said.goes, said.stays) == (0, share)
    assert not said.former[0].is_heard
    assert status(evening.desk).hand_over(Duty.KEEPER, said.named.device) is None
    assert (held(evening.desk, evening), held(evening.keeper, evening)) == (own, share)
    evening.network.plug_in()
    for _ in range(3):
        evening.cluster.clock.pass_(seconds=2)
        evening.network.round()
    assert held(evening.keeper, evening) == 26
    assert held(evening.desk, evening) == own + share - 26


def test_a_door_hands_over_who_decides_for_all_of_tonight_and_no_keeper(evening):
    plan = evening.cluster.plan(1, "gc-het-anker-theaterzaal.json")
    later = evening.cluster.performance(1, 100_002, plan)
    for place in (evening.keeper, evening.door):
        place.wire.is_cut = False
        place.sync()
    (now,) = status(evening.door).overview().duties
    assert now.duty is Duty.HOLDER
    assert [one.name for one in now.candidates] == ["Kassa 1", "Kassa 2", "Deur 1"]
    assert len(now.performances) == 2
    assert foreseen(evening.door, Duty.HOLDER, evening.door).goes == 0
    door = evening.door.work.claims.device
    assert status(evening.door).hand_over(Duty.HOLDER, door) is None
    sql = evening.door.work.replica.sql
    assert {admission_holder_of(sql, 1, one) for one in (evening.tonight, later)} == {door}


def test_who_may_not_is_refused_and_so_is_a_device_that_was_lost(evening):
    desk = evening.desk.work.claims.device
    for deed in (status(evening.door).foresee, status(evening.door).hand_over):
        refusal = deed(Duty.KEEPER, desk)
        assert isinstance(refusal, Refusal)
        assert refusal.reason is RefusalReason.ROLE_MAY_NOT
    lost = RevocationClaims(1, desk, (), 1)
    evening.keeper.work.replica.devices.revoke(issue_revocation(evening.cluster.authority, lost))
    refusal = status(evening.keeper).hand_over(Duty.KEEPER, desk)
    assert isinstance(refusal, Refusal)
    assert refusal.reason is RefusalReason.NO_SUCH_COUNTER
    assert isinstance(status(evening.keeper).hand_over(Duty.HOLDER, desk), Refusal)
    names = [one.name for one in duty(evening.keeper, Duty.HOLDER).candidates]
    assert names == ["Kassa 1", "Deur 1"]
    assert [one.duty for one in status(evening.keeper).overview().duties] == [Duty.HOLDER]
