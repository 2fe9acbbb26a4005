"""A door is looked over on real replicas: what it knows against what the store says there is."""

from __future__ import annotations

import pytest
from harness.door_evening import DoorEvening

from podium_desk.application.readiness import MachineSeen, ReadyDesk
from podium_desk.domain.readiness import Light, Matter


def lines_of(evening: DoorEvening):
    found = ReadyDesk(evening.door.work, MachineSeen()).readiness()
    return {one.matter: one for one in found.findings}


@pytest.fixture
def evening() -> DoorEvening:
    evening = DoorEvening()
    evening.sells(3)
    return evening


def test_a_door_in_contact_knows_what_the_store_says_there_is(evening):
    lines = lines_of(evening)
    assert dict(lines[Matter.TICKETS].details) == {"n": 3, "said": 3}
    assert {lines[matter].light for matter in (Matter.DATA, Matter.TICKETS, Matter.CLOCK)} == {
        Light.GREEN
    }
    assert lines[Matter.KEYS].details == {"n": 1}


def test_a_replica_of_last_week_is_told_before_the_doors_open(evening):
    evening.door.wire.is_cut = True
    evening.cluster.clock.pass_(days=7)
    evening.door.sync()
    data = lines_of(evening)[Matter.DATA]
    assert (data.light, data.case, data.details) == (Light.RED, "days", {"n": 7})


def test_what_the_store_counts_and_this_door_has_not_is_told(evening):
    evening.door.work.evening.counts = {evening.tonight: 8}
    tickets = lines_of(evening)[Matter.TICKETS]
    assert (tickets.light, tickets.case) == (Light.RED, "lacking")


def test_a_door_that_read_any_code_today_has_tried_its_reader(evening):
    assert lines_of(evening)[Matter.READING].case == "untried"
    evening.door.door.scan("https://example.org")
    assert lines_of(evening)[Matter.READING].case == "tried"


def test_another_device_of_the_house_is_missed_where_no_network_hears_it(evening):
    evening.cluster.clock.pass_(minutes=2)
    evening.door.sync()
    peers = lines_of(evening)[Matter.PEERS]
    assert (peers.light, peers.case, peers.details["all"]) == (Light.AMBER, "off", 1)


def test_a_counter_is_told_nothing_of_an_evening(evening):
    evening.counter.sync()
    assert evening.counter.work.evening.counts == {}
