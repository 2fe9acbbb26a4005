"""A lost device's places come back by two people who have read what that risks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from harness.cluster import EVENING, Cluster
from typer.testing import CliRunner

from podium_desk.application.counter import BasketLine, Payment, SaleDone
from podium_desk.application.door import OddMatter
from podium_desk.central.cluster import Central
from podium_desk.central.devices import Revoked, revoke_device
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.write_off import Exposure, WriteOff
from podium_desk.commands.command_line import app
from podium_desk.domain.admission import Verdict
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId, Unit
from sync.facts.fact import origin_of

PEOPLE = ("An Claes", "Bo Dekker")


@pytest.fixture
def evening():
    cluster = Cluster()
    house = cluster.house(1, "CC De Sluis")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    cluster.performance(house, 101, plan, EVENING + timedelta(days=2))
    return cluster


def store_of(cluster: Cluster) -> Central:
    return Central(
        cluster.replica, cluster.catalogue, cluster.service.identity, cluster.enrolment,
        cluster.clock, lambda alphabet: alphabet[0],
    )  # fmt: skip


def sell(place, *units: int) -> SaleDone:
    """Sell these places for cash; they must be in the device's hands."""
    lines = tuple(BasketLine(101, Unit(unit), TariffId(1)) for unit in units)
    due = 2203 * len(units)
    done = place.desk.sell(lines, (Payment(PaymentMeans.CASH, due, 20_000),), f"s{units}", "nl")
    assert isinstance(done, SaleDone), done
    return done


def held(place) -> list[int]:
    return sorted(place.work.replica.rights.held_free(1, 101, place.work.origin))


def exposure_of(cluster: Cluster, place) -> Exposure:
    found = WriteOff(store_of(cluster)).exposure(place.work.claims.device)
    assert isinstance(found, Exposure), found
    return found


def test_the_exposure_is_stated_and_two_people_confirm_exactly_that(evening):
    lost = evening.device(1, "counter", "Kassa 1")
    work, number = WriteOff(store_of(evening)), lost.work.claims.device
    stated = exposure_of(evening, lost)
    assert stated.free == len(held(lost)) > 0
    assert stated.at_stake_cents == stated.free * 2203
    assert stated.last_heard_ms is not None
    for people in (("An Claes",), ("An Claes", " an  claes")):
        refused = work.confirm(number, stated.code, people)
        assert isinstance(refused, CentralRefusal)
        assert refused.reason is CentralReason.TWO_PEOPLE
    sell(lost, held(lost)[0])
    lost.sync()
    refused = work.confirm(number, stated.code, PEOPLE)
    assert isinstance(refused, CentralRefusal)
    assert refused.reason is CentralReason.EXPOSURE_CHANGED
    again = exposure_of(evening, lost)
    assert (again.free, again.pools[0].sold) == (stated.free - 1, 1)
    assert work.confirm(number, again.code, PEOPLE) == again
    assert WriteOff(store_of(evening)).exposure(number) == CentralRefusal(
        CentralReason.NOTHING_HELD, {"device": "Kassa 1"}
    )


def test_what_the_lost_device_had_sold_is_kept_and_contested(evening):
    lost = evening.device(1, "counter", "Kassa 1")
    seat, other = held(lost)[:2]
    lost.wire.is_cut = True
    sale = sell(lost, seat)
    stated = exposure_of(evening, lost)
    WriteOff(store_of(evening)).confirm(lost.work.claims.device, stated.code, PEOPLE)
    finder = evening.device(1, "counter", "Kassa 2")
    finder.desk.hold(101, (Unit(seat),))
    sell(finder, seat)
    finder.sync()
    lost.wire.is_cut = False
    lost.sync()
    lost.sync()
    finder.sync()
    for place in (lost, finder):
        contested = place.work.replica.rights.former.contested()
        assert [(one.unit, one.holder) for one in contested] == [(seat, lost.work.origin)]
        sold = place.work.replica.sql.rows("SELECT origin FROM ticket_sold WHERE unit = ?", (seat,))
        assert sorted(row[0] for row in sold) == [lost.work.origin, finder.work.origin]
    assert evening.replica.sql.rows("SELECT * FROM quarantine") == []
    at_the_door(evening, sale, finder)
    assert other not in held(lost), "it heard that its places were taken back"
    assert lost.desk.last_sale().order == sale.order
    # Contact goes on: the store may give it a reserve again, in the next epoch.
    lost.sync()
    assert lost.line.state().connection.value == "online"


def at_the_door(evening, sale, finder):
    """Both tickets of a seat sold twice go in, and whoever scans them knows before."""
    door = evening.device(1, "door", "Deur 1")
    evening.clock.pass_(days=2)
    door.sync()
    odd = []
    for place, ticket in ((None, sale.tickets[0]), (finder, finder.desk.last_sale().tickets[0])):
        code = (place or evening.places[0]).desk.papers.ticket(ticket.id, "nl").code
        outcome = door.door.scan(code)
        odd.append((outcome.verdict, outcome.odd))
    assert odd == [(Verdict.ADMIT, OddMatter.CONTESTED_SEAT)] * 2


def test_a_repaired_devices_earlier_log_is_written_off_by_itself(evening):
    place = evening.device(1, "counter", "Kassa 1")
    number, before = place.work.claims.device, held(place)
    work = WriteOff(store_of(evening))
    assert isinstance(work.exposure(number, former_only=True), CentralRefusal)
    # After the repair another log of the same device lives.
    evening.replica.sql.run(
        "INSERT INTO log_head VALUES (1, ?, 1, ?)", (origin_of(number, 1), b"x" * 32)
    )
    stated = work.exposure(number, former_only=True)
    assert isinstance(stated, Exposure)
    assert stated.free == len(before)
    assert work.confirm(number, stated.code, PEOPLE, former_only=True) == stated


def test_the_command_states_first_and_refuses_a_stranger(central, house, tmp_path):
    runner = CliRunner()
    folder = str(tmp_path / "centrale")
    told = runner.invoke(app, ["central", "write-off", folder, "--device", "9", "--json"])
    assert told.exit_code == 1
    assert '"refused": "unknown_device"' in told.stdout


def test_a_sale_that_a_stolen_device_is_not_believed_is_shown_nowhere_and_its_seat_can_be_sold(
    evening,
):
    stolen = evening.device(1, "counter", "Kassa 1")
    number, log = stolen.work.claims.device, stolen.work.origin
    honest, seat = held(stolen)[:2]
    kept = sell(stolen, honest)
    stolen.sync()
    believed = evening.replica.log.heads()[log]
    sell(stolen, seat)
    stolen.sync()
    taken = evening.replica.log.heads()[log]
    # Named in the middle of the theft's group: half of a sale is none.
    revoked = revoke_device(store_of(evening), number, believed + 1)
    assert isinstance(revoked, Revoked)
    assert (taken - believed, dict(revoked.last)[log]) == (2, believed)
    other = evening.device(1, "counter", "Kassa 2")
    for replica in (evening.replica, other.work.replica):
        orders = replica.sql.rows("SELECT order_number FROM order_sold")
        assert orders == [(kept.order.number,)]
    again = revoke_device(store_of(evening), number, taken)
    assert isinstance(again, Revoked)
    assert dict(again.last)[log] == believed
    stated = exposure_of(evening, stolen)
    assert stated.pools[0].sold == 1
    WriteOff(store_of(evening)).confirm(number, stated.code, PEOPLE)
    other.sync()
    assert other.desk.hold(101, (Unit(seat),)).units == (seat,)
    assert not other.work.replica.rights.right(1, 101, seat).is_spent
