"""What people note when they settle something: read at the desks, forgotten on request, and never
a part of the log."""

from __future__ import annotations

from harness.cluster import Place
from test_incidents import Evening, admitted_twice, evening
from test_personal_data import erase, said, verify_chains

from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.domain.facts import FactKind, IncidentSettled
from podium_desk.domain.incidents import Outcome
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.settled import Settlement
from sync.facts.fact import Draft
from sync.store.personal import PersonalTable

__all__ = ["evening"]
NOTE = "mevrouw Canarisvogel was haar ticket vergeten"


def settled_at(place: Place, note: str = NOTE) -> str:
    """The reference of the note of the one open incident, settled there."""
    (incident,) = Settling(place.work).open_all()
    done = Settling(place.work).settle(
        SettleRequest(incident.id, Outcome.WAS_LEGITIMATE, "An", note)
    )
    assert isinstance(done, Settlement), done
    assert done.note == note
    return done.person


def note_at(place: Place) -> str:
    (note,) = [one.note for one in Settling(place.work).history()]
    return note


def test_a_note_is_read_at_the_desk_and_stands_in_no_log_and_on_no_door(evening: Evening) -> None:
    admitted_twice(evening)
    evening.hear()
    settled_at(evening.counter)
    evening.hear()
    assert note_at(evening.counter) == NOTE
    for door in evening.doors:
        assert note_at(door) == ""
        assert Settling(door.work).open_all() == (), "that it is settled everybody knows"
        assert NOTE.encode() not in said(door)
        assert door.sql.rows("SELECT * FROM person_key") == []
    for (items,) in evening.cluster.sql.rows("SELECT items FROM fact_run"):
        assert NOTE.encode() not in items


def test_a_note_that_was_typed_at_a_door_goes_to_the_desks_and_does_not_stay_there(
    evening: Evening,
) -> None:
    admitted_twice(evening)
    evening.hear()
    door = evening.doors[0]
    settled_at(door)
    evening.hear()
    assert note_at(evening.counter) == NOTE
    assert note_at(door) == ""
    assert PersonalTable(door.sql).unsent(1) == []
    assert door.sql.rows("SELECT * FROM person_key") == []


def test_a_door_brings_nobody_else_s_texts(evening: Evening) -> None:
    admitted_twice(evening)
    evening.hear()
    evening.counter.wire.is_cut = True
    settled_at(evening.counter)
    (parcel,) = PersonalTable(evening.counter.sql).unsent(1)
    evening.counter.wire.is_cut = False
    PersonalTable(evening.doors[0].sql).put(parcel, is_sent=False)
    evening.doors[0].sync()
    assert evening.cluster.sql.rows("SELECT * FROM personal_body") == []


def test_a_note_is_forgotten_and_what_was_settled_stays_settled(evening: Evening) -> None:
    admitted_twice(evening)
    evening.hear()
    person = settled_at(evening.counter)
    evening.hear()
    erase(evening.cluster, person)
    evening.hear()
    assert note_at(evening.counter) == ""
    assert Settling(evening.counter.work).open_all() == ()
    assert evening.counter.sql.rows("SELECT * FROM personal_body") == []
    verify_chains(evening.counter)


def test_a_note_of_an_earlier_program_is_still_read(evening: Evening) -> None:
    admitted_twice(evening)
    evening.hear()
    (incident,) = Settling(evening.counter.work).open_all()
    body = IncidentSettled(incident.id, "was_legitimate", 5, "An", "zoals vroeger", 2203)
    draft = Draft(FactKind.INCIDENT_SETTLED, incident.house, body_to_bytes(body))
    evening.counter.work.replica.append([draft])
    evening.hear()
    for place in evening.everybody:
        assert note_at(place) == "zoals vroeger"


def test_without_a_note_nothing_is_kept_beside_the_log(evening: Evening) -> None:
    admitted_twice(evening)
    evening.hear()
    assert settled_at(evening.counter, note="") == ""
    assert evening.counter.sql.rows("SELECT * FROM personal_body") == []
