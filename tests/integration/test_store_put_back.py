"""A store that was put back to an older copy comes right, and gives no place twice unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from harness.put_back import image_of, put_back

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SeatState
from podium_desk.central.cluster import Central
from podium_desk.central.recovering import Recovering, Recovery
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId, Unit
from podium_desk.domain.incidents import IncidentKind
from podium_desk.domain.refusals import Refusal
from podium_desk.replica.incident_finder import IncidentFinder
from sync.facts.fact import Draft, origin_of
from sync.store.own_past import forgotten_heads
from sync.store.port import RecallUnderWay
from sync.store.witness_file import WitnessFolder


class Evening:
    """A house with two counters and a plan, and a copy of its store from before the first sale."""

    def __init__(self) -> None:
        self.cluster = Cluster()
        self.house = self.cluster.house(1, "GC Het Anker")
        self.plan = self.cluster.plan(self.house, "gc-het-anker-theaterzaal.json")
        self.tonight = self.cluster.performance(self.house, 100_001, self.plan)
        self.first = self.cluster.device(self.house, "counter", "Kassa 1")
        self.second = self.cluster.device(self.house, "counter", "Kassa 2")
        self.copy = image_of(self.cluster.sql)

    def put_back(self) -> None:
        put_back(self.cluster, self.copy)

    @property
    def is_in_doubt(self) -> bool:
        return self.cluster.service.recalling.is_in_doubt()

    def asked_of_store(self, place: Place) -> Unit:
        """A place that the store holds, now in this device's hands."""
        place.sync()
        states = place.desk.hall(self.tonight).states
        unit = Unit(states.index(SeatState.ASK))
        assert isinstance(place.desk.hold(self.tonight, (unit,)), Held)
        return unit

    def sell(self, place: Place, unit: Unit) -> SaleDone:
        line = BasketLine(self.tonight, unit, TariffId(1))
        payment = Payment(PaymentMeans.CASH, 2203, 2205)
        sold = place.desk.sell((line,), (payment,), place.work.new_token(), "nl")
        assert isinstance(sold, SaleDone), sold
        return sold

    def sync(self, *places: Place) -> None:
        for place in places:
            place.sync()

    def holder(self, unit: Unit) -> int:
        right = self.cluster.replica.rights.right(self.house, self.tonight, unit)
        assert right is not None
        return right.holder

    def contested(self, replica_of: Place | Cluster) -> list[int]:
        replica = replica_of.replica if isinstance(replica_of, Cluster) else replica_of.work.replica
        catalogue = (
            replica_of.catalogue if isinstance(replica_of, Cluster) else replica_of.work.catalogue
        )
        found = IncidentFinder(replica, catalogue).all_open()
        return [one.device for one in found if one.kind is IncidentKind.CONTESTED_SEAT]

    def recovering(self) -> Recovering:
        cluster = self.cluster
        identity = cluster.service.identity
        central = Central(
            cluster.replica, cluster.catalogue, identity, cluster.enrolment, cluster.clock, str
        )  # fmt: skip
        return Recovering(central, cluster.service.recalling)


@pytest.fixture
def evening() -> Evening:
    return Evening()


def same_rights(evening: Evening) -> bool:
    """Whether the store and both counters know the same of every place."""
    rows = [
        replica.sql.rows("SELECT unit, hop, holder, spent FROM unit_right ORDER BY unit")
        for replica in (
            evening.cluster.replica, evening.first.work.replica, evening.second.work.replica
        )
    ]  # fmt: skip
    return rows[0] == rows[1] == rows[2]


def test_it_takes_its_log_back_and_gives_no_place_twice(evening: Evening) -> None:
    unit = evening.asked_of_store(evening.first)
    evening.put_back()
    evening.sync(evening.first, evening.second)
    assert not evening.is_in_doubt
    assert evening.holder(unit) == evening.first.work.origin
    states = evening.second.desk.hall(evening.tonight).states
    assert states[unit] == SeatState.HELD
    evening.asked_of_store(evening.second)
    evening.sync(evening.first, evening.second)
    assert same_rights(evening)


def test_it_gives_nothing_until_every_living_device_was_heard(evening: Evening) -> None:
    evening.asked_of_store(evening.first)
    evening.put_back()
    evening.second.wire.is_cut = True
    evening.sync(evening.first)
    assert evening.is_in_doubt
    assert evening.first.line.state().fault is None
    evening.cluster.start_store()
    states = evening.first.desk.hall(evening.tonight).states
    wish = Unit(states.index(SeatState.ASK))
    assert isinstance(evening.first.desk.hold(evening.tonight, (wish,)), Refusal)
    with pytest.raises(RecallUnderWay):
        evening.cluster.replica.append([Draft(1, evening.house, b"")])
    evening.second.wire.is_cut = False
    evening.sync(evening.second, evening.first)
    assert not evening.is_in_doubt
    assert isinstance(evening.first.desk.hold(evening.tonight, (wish,)), Held)


def test_a_sale_that_the_store_cannot_explain_yet_is_not_set_aside(evening: Evening) -> None:
    unit = evening.asked_of_store(evening.first)
    evening.sell(evening.first, unit)
    evening.sync(evening.first)
    evening.put_back()
    evening.sync(evening.first, evening.second)
    assert evening.cluster.sql.rows("SELECT * FROM set_aside") == []
    assert evening.cluster.sql.rows("SELECT unit FROM ticket_sold") == [(unit,)]


def test_what_it_said_in_another_branch_is_said_again(evening: Evening) -> None:
    unit = evening.asked_of_store(evening.first)
    evening.sell(evening.first, unit)
    evening.put_back()
    # The second counter knows less than the first, so the store goes on as if nothing were.
    last = Unit(evening.second.desk.hall(evening.tonight).states.rindex(SeatState.ASK))
    assert isinstance(evening.second.desk.hold(evening.tonight, (last,)), Held)
    for _ in range(2):
        evening.sync(evening.first, evening.second)
    assert not evening.is_in_doubt
    assert evening.holder(unit) == evening.first.work.origin
    assert evening.holder(last) == evening.second.work.origin
    assert evening.contested(evening.cluster) == []
    assert same_rights(evening)


def test_a_place_that_both_branches_gave_is_contested_and_no_sale_is_lost(
    evening: Evening,
) -> None:
    unit = evening.asked_of_store(evening.first)
    evening.sell(evening.first, unit)
    evening.put_back()
    assert isinstance(evening.second.desk.hold(evening.tonight, (unit,)), Held)
    evening.sell(evening.second, unit)
    for _ in range(3):
        evening.sync(evening.first, evening.second)
    assert not evening.is_in_doubt
    (twice,) = evening.cluster.replica.recall.twice()
    assert (twice.unit, twice.receiver) == (unit, evening.first.work.origin)
    assert evening.holder(unit) == evening.second.work.origin
    assert evening.cluster.sql.rows("SELECT COUNT(*) FROM ticket_sold") == [(2,)]
    first = evening.first.membership.claims.device
    assert [evening.contested(one) for one in (evening.cluster, evening.first, evening.second)] == [
        [first], [first], [first]
    ]  # fmt: skip
    assert evening.cluster.sql.rows("SELECT * FROM set_aside") == []
    evening.asked_of_store(evening.first)


def test_devices_and_records_that_others_know_come_back(evening: Evening) -> None:
    third = evening.cluster.device(evening.house, "counter", "Kassa 3")
    later = evening.cluster.performance(evening.house, 100_002, evening.plan)
    everybody = (evening.first, evening.second, third)
    evening.sync(*everybody)
    held = third.work.replica.rights.held_free(evening.house, later, third.work.origin)
    assert held
    evening.put_back()
    evening.sync(third)
    assert evening.cluster.replica.devices.get(third.membership.claims.device) is not None
    for _ in range(2):
        evening.sync(*everybody)
    assert not evening.is_in_doubt
    assert evening.cluster.catalogue.performance(later) is not None
    rights = evening.cluster.replica.rights
    assert rights.held_free(evening.house, later, third.work.origin).keys() >= held.keys()
    # Nothing that is written from now on is older than what a device has heard.
    newest = evening.cluster.performance(evening.house, 100_003, evening.plan)
    evening.sync(*everybody)
    assert all(one.work.catalogue.performance(newest) is not None for one in everybody)


def test_one_device_alone_does_not_make_records(evening: Evening) -> None:
    later = evening.cluster.performance(evening.house, 100_002, evening.plan)
    evening.sync(evening.first)
    evening.put_back()
    evening.sync(evening.first)
    assert evening.cluster.catalogue.performance(later) is None
    state = evening.recovering().state()
    assert isinstance(state, Recovery)
    assert state.houses_uncertain == 1
    done = evening.recovering().confirm(state.code, ("An", "Bart"))
    assert isinstance(done, Recovery)
    assert evening.cluster.catalogue.performance(later) is not None


def test_two_people_let_it_give_again_and_a_late_device_is_still_honoured(
    evening: Evening,
) -> None:
    copy_known = evening.asked_of_store(evening.second)
    unit = evening.asked_of_store(evening.first)
    evening.put_back()
    evening.first.wire.is_cut = True
    evening.sync(evening.second)
    work = evening.recovering()
    state = work.state()
    assert isinstance(state, Recovery)
    assert [device.name for device in state.unheard] == ["Kassa 1"]
    assert state.free > 0
    assert state.at_stake_cents == state.free * 2203
    alone = work.confirm(state.code, ("An", " an "))
    assert isinstance(alone, CentralRefusal)
    assert alone.reason is CentralReason.TWO_PEOPLE
    wrong = work.confirm("WRONG", ("An", "Bart"))
    assert isinstance(wrong, CentralRefusal)
    assert wrong.reason is CentralReason.RECOVERY_CHANGED
    assert isinstance(work.confirm(state.code, ("An", "Bart")), Recovery)
    assert isinstance(work.state(), CentralRefusal)
    assert evening.holder(copy_known) == evening.second.work.origin
    last = Unit(evening.second.desk.hall(evening.tonight).states.rindex(SeatState.ASK))
    assert isinstance(evening.second.desk.hold(evening.tonight, (last,)), Held)
    evening.first.wire.is_cut = False
    for _ in range(2):
        evening.sync(evening.first, evening.second)
    assert not evening.is_in_doubt
    assert evening.holder(unit) == evening.first.work.origin
    assert same_rights(evening)


def test_its_witness_tells_it_at_its_start_and_when_all_is_back(
    evening: Evening, tmp_path: Path
) -> None:
    witness = evening.cluster.replica.witness = WitnessFolder(tmp_path)
    evening.asked_of_store(evening.first)
    assert forgotten_heads(evening.cluster.replica, witness.heads()) == []
    evening.put_back()
    evening.second.wire.is_cut = True
    replica = evening.cluster.replica
    forgotten = forgotten_heads(replica, witness.heads())
    assert [head.origin for head in forgotten] == [origin_of(1, evening.house)]
    replica.recall.notice(forgotten, 1, is_by_witness=True)
    evening.sync(evening.first)
    witness.close()
    # The second counter was not heard: the witness shows that it can know nothing more.
    assert not evening.is_in_doubt


def test_a_device_cannot_make_the_store_believe_what_it_never_said(evening: Evening) -> None:
    unit = evening.asked_of_store(evening.first)
    evening.put_back()
    own = evening.first.work.replica.own
    assert own is not None
    home = evening.house
    log = evening.first.work.replica.log
    origin = origin_of(1, home)
    # The store's log as this device would have it, signed with the device's own key.
    seq, hash_ = log.head(home, origin)
    forged = type(own)(home, origin, own.key).chained(
        [Draft(1, home, b"")], seq, hash_, evening.first.work.replica.clock
    )
    log.append(home, forged)
    evening.sync(evening.first, evening.second)
    assert evening.cluster.replica.log.head(home, origin)[0] <= seq
    assert evening.is_in_doubt
    assert evening.holder(unit) in (evening.first.work.origin, origin)
