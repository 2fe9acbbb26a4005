"""A door that is lost: what it never told is said to be unknown, on every screen of its house."""

from __future__ import annotations

import pytest
from harness.door_evening import DoorEvening

from podium_desk.application.incident_list import Namer
from podium_desk.application.settling import Settling
from podium_desk.domain.incidents import IncidentKind
from podium_desk.i18n.words import Words
from podium_desk.presentation.incidents import card_of
from sync.facts.fact import device_of


def revoke(evening: DoorEvening) -> int:
    """The store revokes the door now; the moment."""
    number = evening.door.work.claims.device
    heads = evening.cluster.replica.log.heads()
    last = tuple((log, seq) for log, seq in heads.items() if device_of(log) == number)
    at_ms = evening.cluster.clock.ms
    evening.cluster.enrolment.revoke(number, last, at_ms)
    return at_ms


@pytest.fixture
def evening() -> DoorEvening:
    evening = DoorEvening()
    evening.sells(4)
    evening.door.door.scan(evening.codes[0])
    evening.meet()
    return evening


def lost(evening: DoorEvening):
    incidents = Settling(evening.counter.work).open_all()
    return [one for one in incidents if one.kind is IncidentKind.LOST_DOOR]


def test_what_a_lost_door_let_in_after_its_last_contact_is_said_to_be_unknown(evening):
    heard_ms = evening.cluster.clock.ms
    evening.door.wire.is_cut = True
    evening.cluster.clock.pass_(minutes=12)
    evening.door.door.scan(evening.codes[1])
    lost_ms = revoke(evening)
    evening.meet()
    (one,) = lost(evening)
    assert (one.performance, one.device, one.at_ms) == (
        evening.tonight, evening.door.work.claims.device, lost_ms,
    )  # fmt: skip
    assert 0 <= heard_ms - int(one.details["first_ms"]) < 60_000


def test_the_manager_reads_it_as_a_sentence_with_both_hours(evening):
    evening.door.wire.is_cut = True
    evening.cluster.clock.pass_(minutes=12)
    revoke(evening)
    evening.meet()
    work = evening.counter.work
    (listed,) = Namer(work.replica, work.catalogue).listed(lost(evening))
    card = card_of(listed, Words("nl"))
    assert card.what.startswith("Deur 1 is om 19:")
    assert "na 19:" in card.what
    assert "ondergrens" in card.advice


def test_a_door_that_is_revoked_in_a_quiet_week_leaves_nothing_unknown(evening):
    evening.cluster.clock.pass_(days=3)
    for place in evening.cluster.places:
        place.sync()
    revoke(evening)
    evening.meet()
    assert lost(evening) == []
