"""What an event of UiTdatabank becomes, and every way in which one is refused."""

import json
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium_desk.domain.programme import PerformanceStatus
from podium_desk.i18n.words import Words
from podium_desk.integrations.refusals import (
    EventReason,
    FileReason,
    ImportRefusal,
    NoteKind,
    explain,
    explain_note,
)
from podium_desk.integrations.uitdatabank.events import Attendance, Audience, ImportedEvent
from podium_desk.integrations.uitdatabank.prices import cents_of, code_of
from podium_desk.integrations.uitdatabank.reading import read_events
from podium_desk.resources import resource_path

ADDRESS = "https://io.uitdatabank.be/events/7a1c"
BASE = {"category": "base", "name": {"nl": "Basistarief"}, "price": 18, "priceCurrency": "EUR"}


def an_event(**changes):
    event = {
        "@id": ADDRESS,
        "@type": "Event",
        "mainLanguage": "nl",
        "name": {"nl": "De Kreutzersonate", "fr": "La Sonate à Kreutzer"},
        "terms": [{"id": "0.55.0.0.0", "label": "Theatervoorstelling", "domain": "eventtype"}],
        "location": {"@id": "https://io.uitdatabank.be/places/aa11", "name": {"nl": "Grote Zaal"}},
        "organizer": {"@id": "https://io.uitdatabank.be/organizers/bb22", "name": {"nl": "CC"}},
        "calendarType": "single",
        "startDate": "2026-11-13T20:00:00+01:00",
        "endDate": "2026-11-13T22:00:00+01:00",
        "priceInfo": [BASE],
    }
    return {key: value for key, value in (event | changes).items() if value != "absent"}


def read(document, file_name="season.json"):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(read_events(content, file_name))


def imported(**changes):
    (event,) = read(an_event(**changes))
    assert isinstance(event, ImportedEvent), event
    return event


def refused(**changes):
    (refusal,) = read(an_event(**changes))
    assert isinstance(refusal, ImportRefusal), refusal
    assert_explained(refusal)
    return refusal


def assert_explained(refusal):
    for language in ("nl", "en"):
        sentence = explain(refusal, Words(language))
        assert (refusal.item or refusal.file) in sentence
        assert "{" not in sentence.replace("%{", "").replace("{…}", "")


def notes_of(event):
    return {note.kind for note in event.notes}


def sub_event(day, **more):
    start, end = f"2026-11-{day:02}T20:00:00+01:00", f"2026-11-{day:02}T22:00:00+01:00"
    return {"startDate": start, "endDate": end, **more}


@pytest.mark.parametrize(
    ("house", "events", "performances"),
    [("cc-de-sluis", 90, 114), ("filharmonie", 45, 57), ("gc-het-anker", 35, 40)],
)
def test_a_season_file_is_imported_whole(house, events, performances):
    path = resource_path("demo", "season", f"{house}.json")
    heard = []

    outcomes = list(read_events(path.read_bytes(), path.name, lambda *done: heard.append(done)))

    assert all(isinstance(outcome, ImportedEvent) for outcome in outcomes)
    assert len(outcomes) == events
    identities = Counter(p.identity for event in outcomes for p in event.performances)
    assert len(identities) == sum(identities.values()) == performances
    assert all(not event.notes for event in outcomes)
    assert all(sum(t.is_base for t in event.tariffs) == 1 for event in outcomes)
    assert {t.code for event in outcomes for t in event.tariffs} == {
        "base",
        "min-26-jaar",
        "vriend-van-het-huis",
    }
    assert heard == [(done, events) for done in range(1, events + 1)]


def test_an_event_brings_title_hall_genre_and_house():
    event = imported(typicalAgeRange="6-12", audience={"audienceType": "members"})

    assert event.event_id == "7a1c"
    assert event.title.in_language("fr") == "La Sonate à Kreutzer"
    assert (event.genre, event.hall.in_language("nl")) == ("Theatervoorstelling", "Grote Zaal")
    assert (event.place_id, event.organizer.in_language("nl")) == ("aa11", "CC")
    assert (event.age_range, event.audience) == ("6-12", Audience.MEMBERS)
    assert event.notes == ()


def test_a_performance_is_known_by_event_and_start_and_not_by_its_place_in_the_list():
    one_way = imported(calendarType="multiple", subEvent=[sub_event(13), sub_event(14)])
    other_way = imported(calendarType="multiple", subEvent=[sub_event(14), sub_event(13)])

    assert [p.identity for p in one_way.performances] == [
        "7a1c@2026-11-13T19:00:00Z",
        "7a1c@2026-11-14T19:00:00Z",
    ]
    assert one_way.performances == other_way.performances


def test_the_same_moment_in_another_zone_is_the_same_performance():
    winter = imported(startDate="2026-11-13T20:00:00", endDate=None)
    utc = imported(startDate="2026-11-13T19:00:00.000Z", endDate=None)

    assert winter.performances == utc.performances
    assert winter.performances[0].start == datetime(2026, 11, 13, 19, tzinfo=UTC)
    assert winter.performances[0].start.hour == 20


@pytest.mark.parametrize(
    ("status", "booking", "expected"),
    [
        ("Available", {"type": "Available"}, PerformanceStatus.AVAILABLE),
        ("Available", {"type": "Unavailable"}, PerformanceStatus.SOLD_OUT),
        ("Available", {"capacity": 80, "remainingCapacity": 0}, PerformanceStatus.SOLD_OUT),
        ("TemporarilyUnavailable", {"type": "Available"}, PerformanceStatus.POSTPONED),
        ("Unavailable", {"type": "Unavailable"}, PerformanceStatus.CANCELLED),
    ],
)
def test_each_date_has_its_own_status(status, booking, expected):
    marked = sub_event(14, status={"type": status}, bookingAvailability=booking)
    event = imported(calendarType="multiple", subEvent=[sub_event(13), marked])

    assert [p.status for p in event.performances] == [PerformanceStatus.AVAILABLE, expected]


def test_the_status_of_the_event_counts_for_dates_that_have_none():
    event = imported(status={"type": "Unavailable"}, bookingAvailability={"capacity": 300})

    assert event.performances[0].status is PerformanceStatus.CANCELLED
    assert event.performances[0].capacity == 300


def test_a_calendar_follows_its_dates_whatever_it_is_called():
    two = imported(calendarType="single", subEvent=[sub_event(13), sub_event(14)])
    one = imported(calendarType="multiple", subEvent=[sub_event(13)])

    assert (len(two.performances), len(one.performances)) == (2, 1)
    assert NoteKind.CALENDAR_TYPE_CORRECTED in notes_of(two) & notes_of(one)


def test_dates_that_contradict_the_event_win_and_are_remarked():
    event = imported(subEvent=[sub_event(20)])

    assert event.performances[0].start.day == 20
    assert notes_of(event) == {NoteKind.DATES_CONTRADICT}


@pytest.mark.parametrize("kind", ["periodic", "permanent"])
def test_an_event_without_fixed_dates_is_imported_without_performances(kind):
    event = imported(calendarType=kind, openingHours=[{"opens": "10:00", "closes": "17:00"}])

    assert event.performances == ()
    assert notes_of(event) == {NoteKind.NO_FIXED_DATES}


@pytest.mark.parametrize(
    ("calendar", "starts"),
    [
        ({"timeSpans": [{"start": "2026-11-13T19:00:00.000Z", "end": None}]}, 1),
        ({"timestamps": [{"start": "2026-11-13T19:00:00.000Z"}], "calendarType": "single"}, 1),
        ({"startDate": "2026-11-13T19:00:00Z", "endDate": "2026-12-13T19:00:00Z"}, 0),
        ({"calendarType": "permanent"}, 0),
    ],
)
def test_a_legacy_event_is_read_with_its_plain_name_calendar_and_location(calendar, starts):
    event = imported(
        name="Oude naam",
        terms="absent",
        type={"id": "0.50.4.0.0", "label": "Concert", "domain": "eventtype"},
        location="aa11",
        calendarType="absent",
        startDate="absent",
        endDate="absent",
        calendar=calendar,
    )

    assert (event.title.in_language("nl"), event.genre) == ("Oude naam", "Concert")
    assert event.place_id == "aa11"
    assert NoteKind.HALL_WITHOUT_NAME in notes_of(event)
    assert len(event.performances) == starts


def test_a_lone_event_without_an_address_is_named_after_its_file():
    (event,) = read(an_event(**{"@id": "absent"}), "rondleiding-citadel.json")

    assert event.event_id == "file:rondleiding-citadel"
    assert event.performances[0].identity.startswith("file:rondleiding-citadel@2026-11-13")
    assert notes_of(event) == {NoteKind.NAMED_AFTER_FILE}


def test_an_online_event_needs_no_hall():
    online = {"@id": "https://io.uitdatabank.be/places/00000000-0000-0000-0000-000000000000"}
    event = imported(attendanceMode="online", location=online)

    assert event.attendance is Attendance.ONLINE
    assert event.notes == ()


def test_references_that_nobody_can_check_here_are_kept_and_remarked():
    event = imported(location={"@id": "%{placeUrl}"}, organizer={"@id": "%{baseUrl}/organizers/x"})

    assert event.place_id == "%{placeUrl}"
    assert notes_of(event) == {NoteKind.HALL_WITHOUT_NAME, NoteKind.ORGANIZER_WITHOUT_NAME}


@pytest.mark.parametrize(("written", "age_range"), [("-", ""), ("18-", "18-"), (None, "")])
def test_all_ages_is_no_age_range(written, age_range):
    assert imported(typicalAgeRange=written).age_range == age_range


def test_an_unreadable_age_range_and_genre_stop_nothing():
    event = imported(typicalAgeRange="%{age}", terms=[{"id": "1.8.3.1.0", "domain": "theme"}])

    assert (event.age_range, event.genre) == ("", "")
    assert notes_of(event) == {NoteKind.AGE_RANGE_LEFT_OUT, NoteKind.NO_GENRE}


def test_every_remark_has_its_sentence():
    for kind in NoteKind:
        for language in ("nl", "en"):
            assert f"imports.{kind}" in Words(language)
    (note,) = imported(subEvent=[sub_event(20)]).notes
    assert "speeldata" in explain_note(note, Words("nl"))


def test_prices_are_exact_cents_whatever_the_floats_do():
    reduced = {"category": "tariff", "name": {"nl": "Vriend"}, "price": 14.4}
    free = {"category": "tariff", "name": {"nl": "Begeleider"}, "price": 0}
    event = imported(priceInfo=[reduced, BASE | {"price": 59.99}, free])

    assert [(t.code, t.price_cents, t.is_base) for t in event.tariffs] == [
        ("base", 5999, True),
        ("vriend", 1440, False),
        ("begeleider", 0, False),
    ]


@given(st.integers(0, 10_000_000))
def test_a_price_written_with_two_decimals_keeps_every_cent(cents):
    assert cents_of(Decimal(f"{cents // 100}.{cents % 100:02}")) == cents


def test_group_and_uitpas_prices_are_left_out_and_said():
    group = {"category": "tariff", "name": {"nl": "Klas"}, "price": 150, "groupPrice": True}
    uitpas = {"category": "uitpas", "name": {"nl": "UiTPAS Gent"}, "price": 4}
    event = imported(priceInfo=[BASE, group, uitpas])

    assert [tariff.code for tariff in event.tariffs] == ["base"]
    assert notes_of(event) == {NoteKind.GROUP_PRICE_LEFT_OUT, NoteKind.UITPAS_PRICE_LEFT_OUT}


def test_the_dearest_price_of_a_place_is_the_base_when_the_base_is_a_groups():
    pupil = {"category": "tariff", "name": {"nl": "Leerling"}, "price": 5}
    teacher = {"category": "tariff", "name": {"nl": "Leerkracht"}, "price": 8}
    event = imported(priceInfo=[BASE | {"groupPrice": True}, pupil, teacher])

    assert [(t.code, t.is_base) for t in event.tariffs] == [
        ("leerkracht", True),
        ("leerling", False),
    ]


def test_tariffs_of_different_names_never_share_a_code():
    names = ["-26 jaar", "+26 jaar", "26 jaar", "26-jaar!", "★"]
    tariffs = [{"category": "tariff", "name": {"nl": name}, "price": 1} for name in names]
    codes = [tariff.code for tariff in imported(priceInfo=[BASE, *tariffs]).tariffs]

    assert codes == ["base", "min-26-jaar", "plus-26-jaar", "26-jaar", "26-jaar-2", "tarief"]
    assert code_of("Vriend van het huis") == "vriend-van-het-huis"


def test_a_base_price_without_a_name_in_the_main_language_gets_its_fixed_name():
    event = imported(priceInfo=[BASE | {"name": {"en": "Base tariff"}}])

    assert event.tariffs[0].name.in_language("nl") == "Basistarief"


TARIFF = {"category": "tariff", "name": {"nl": "Reductie"}, "price": 9}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"workflowStatus": "DELETED"}, EventReason.DELETED),
        ({"workflowStatus": "REJECTED"}, EventReason.REJECTED),
        ({"workflowStatus": "DRAFT"}, EventReason.DRAFT),
        ({"workflowStatus": "SOON"}, EventReason.UNKNOWN_VALUE),
        ({"mainLanguage": "es"}, EventReason.UNKNOWN_VALUE),
        ({"name": "absent"}, EventReason.NO_NAME),
        ({"name": {"nl": "  \u0000 "}}, EventReason.NO_NAME),
        ({"name": {"fr": "Sonate"}}, EventReason.NOT_IN_MAIN_LANGUAGE),
        ({"name": {"nl": "%{name}"}}, EventReason.PLACEHOLDER),
        ({"name": {"nl": 5}}, EventReason.WRONG_FORM),
        ({"location": "absent"}, EventReason.NO_LOCATION),
        ({"location": []}, EventReason.WRONG_FORM),
        ({"subEvent": "soon"}, EventReason.WRONG_FORM),
        ({"subEvent": [5]}, EventReason.WRONG_FORM),
        ({"subEvent": [{"endDate": "2026-11-13T20:00"}]}, EventReason.NO_DATES),
        ({"calendarType": "multiple"}, EventReason.NO_DATES),
        ({"calendarType": "single", "startDate": None}, EventReason.NO_DATES),
        ({"calendarType": "yearly"}, EventReason.UNKNOWN_VALUE),
        ({"startDate": "%{startDate}"}, EventReason.PLACEHOLDER),
        ({"startDate": "2026-02-30T20:00"}, EventReason.WRONG_DATE),
        ({"startDate": "2026-11-13"}, EventReason.WRONG_DATE),
        ({"startDate": "0001-01-01T00:00:00+14:00"}, EventReason.WRONG_DATE),
        ({"startDate": "2026-11-14T20:00:00+01:00"}, EventReason.END_BEFORE_START),
        ({"subEvent": [sub_event(13), sub_event(13)]}, EventReason.SAME_START_TWICE),
        ({"status": {"type": "Perhaps"}}, EventReason.UNKNOWN_VALUE),
        ({"audience": {"audienceType": "friends"}}, EventReason.UNKNOWN_VALUE),
        ({"priceInfo": [TARIFF]}, EventReason.NO_BASE_PRICE),
        ({"priceInfo": [BASE, BASE]}, EventReason.TWO_BASE_PRICES),
        ({"priceInfo": [BASE, TARIFF, TARIFF | {"price": 5}]}, EventReason.TARIFF_NAME_TWICE),
        ({"priceInfo": [BASE, TARIFF | {"name": {"en": "VIP"}}]}, EventReason.NOT_IN_MAIN_LANGUAGE),
        ({"priceInfo": [BASE, TARIFF | {"name": {"nl": "%{t}"}}]}, EventReason.PLACEHOLDER),
        ({"priceInfo": [BASE | {"price": -1}]}, EventReason.WRONG_PRICE),
        ({"priceInfo": [BASE | {"price": 1.005}]}, EventReason.WRONG_PRICE),
        ({"priceInfo": [BASE | {"price": "18"}]}, EventReason.WRONG_PRICE),
        ({"priceInfo": [BASE | {"price": True}]}, EventReason.WRONG_PRICE),
        ({"priceInfo": [BASE | {"price": None}]}, EventReason.WRONG_PRICE),
        ({"priceInfo": [BASE | {"priceCurrency": "USD"}]}, EventReason.WRONG_CURRENCY),
        ({"priceInfo": [BASE | {"category": "vip"}]}, EventReason.UNKNOWN_VALUE),
    ],
)
def test_a_wrong_event_is_refused_with_its_reason(changes, reason):
    refusal = refused(**changes)

    assert refusal.reason is reason
    assert (refusal.file, refusal.event_id) == ("season.json", "7a1c")


def test_a_wrong_item_stops_none_of_the_others():
    good, again = an_event(), an_event(name={"nl": "Nog eens"})
    nameless = an_event(**{"@id": "absent"})
    bare = {"@id": ADDRESS + "0", "@type": "Event"}
    second = an_event(**{"@id": ADDRESS + "9"})

    outcomes = read({"member": [good, 7, nameless, bare, again, {"a": 1}, second]})

    assert [getattr(outcome, "reason", None) for outcome in outcomes] == [
        None,
        EventReason.NOT_AN_EVENT,
        EventReason.NO_ID,
        EventReason.NOT_EMBEDDED,
        EventReason.TWICE,
        EventReason.NOT_AN_EVENT,
        None,
    ]
    for outcome in outcomes:
        if isinstance(outcome, ImportRefusal):
            assert_explained(outcome)


PACKAGE_JSON = {"name": "left-pad", "version": "1.3.0", "type": "module", "scripts": {}}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileReason.EMPTY),
        (b"\xef\xbb\xbf \n", FileReason.EMPTY),
        (json.dumps(an_event()).encode("utf-16"), FileReason.ENCODING),
        ('{"name": "Café"}'.encode("latin-1"), FileReason.ENCODING),
        (b'{"member": [', FileReason.NOT_JSON),
        (b"<html></html>", FileReason.NOT_JSON),
        (b'"a word"', FileReason.NOT_JSON),
        (b'{"calendarType": NaN}', FileReason.NOT_JSON),
        (b'{"price": ' + b"9" * 5000 + b"}", FileReason.NOT_JSON),
        (b'{"price": 1e99999999999999999999}', FileReason.NOT_JSON),
        (b'{"member": ' + b"[" * 200_000, FileReason.TOO_DEEP),
        (b"[]", FileReason.IS_LIST),
        (json.dumps(PACKAGE_JSON).encode(), FileReason.NO_EVENTS),
        (b'{"zones": [], "name": "a plan"}', FileReason.NO_EVENTS),
    ],
)
def test_a_file_that_holds_no_events_is_refused_as_a_whole(content, reason):
    (refusal,) = read(content)

    assert (refusal.reason, refusal.item) == (reason, "")
    assert_explained(refusal)


def test_a_file_larger_than_any_export_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr("podium_desk.integrations.json_file.LARGEST_FILE_BYTES", 10)

    assert read(an_event())[0].reason is FileReason.TOO_LARGE


def test_every_refusal_has_its_sentence_in_dutch_and_english():
    for language in ("nl", "en"):
        words = Words(language)
        for reason in (*EventReason, *FileReason):
            assert f"imports.{reason}" in words


FIELDS = sorted({*an_event(), "subEvent", "status", "audience", "calendar", "workflowStatus"})
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["2026-11-13T20:00", "%{x}", "single", "multiple", "base", "EUR", "nl"])
)
KEYS = st.sampled_from([*FIELDS, "type", "start", "end", "timeSpans", "price", "category", "nl"])
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)


@settings(max_examples=150)
@given(JSON)
def test_arbitrary_json_gives_events_or_refusals_and_never_a_crash(document):
    for outcome in read({"member": [document]}) + read(document):
        assert isinstance(outcome, ImportedEvent | ImportRefusal)


@settings(max_examples=150)
@given(st.sampled_from(FIELDS), JSON)
def test_one_damaged_field_gives_an_event_or_a_refusal(field, value):
    (outcome,) = read(an_event(**{field: value}))

    assert isinstance(outcome, ImportedEvent | ImportRefusal)
    if isinstance(outcome, ImportedEvent):
        starts = [performance.start for performance in outcome.performances]
        assert all(earlier < later for earlier, later in pairwise(starts))
        assert all(tariff.price_cents >= 0 for tariff in outcome.tariffs)


@settings(max_examples=50)
@given(st.binary(max_size=40))
def test_arbitrary_bytes_are_refused_and_never_crash(content):
    for outcome in read(content):
        assert isinstance(outcome, ImportedEvent | ImportRefusal)


def test_nesting_just_within_what_json_takes_is_no_crash_either():
    for depth in (400, 900, 990):
        deep = b"[" * depth + b"]" * depth
        for outcome in read(b'{"calendarType": "single", "name": ' + deep + b"}"):
            assert outcome.reason in (EventReason.WRONG_FORM, FileReason.TOO_DEEP)
