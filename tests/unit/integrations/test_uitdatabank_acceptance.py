"""Every file of UiTdatabank's acceptance data, when it lies beside the checkout, and its outcome.

The files are theirs (udb3-backend, GPL-3.0) and are not copied into this repository.
"""

from pathlib import Path

import pytest

from podium_desk.i18n.words import Words
from podium_desk.integrations.refusals import EventReason, ImportRefusal, NoteKind, explain
from podium_desk.integrations.uitdatabank.events import ImportedEvent
from podium_desk.integrations.uitdatabank.reading import read_events

FILES = Path(__file__).resolve().parents[4] / "shared" / "data" / "uitdatabank"

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason="UiTdatabank's acceptance data does not lie beside this checkout"
)

REFUSED = {
    "event-minimal-permanent-with-variable-name": EventReason.PLACEHOLDER,
    "event-with-workflow-status-deleted": EventReason.DELETED,
    "opening-hours-adjusted_event-periodic-with-invalid-adjusted-hours": EventReason.PLACEHOLDER,
    "opening-hours-childcare_calendar-put-with-childcare": EventReason.NO_NAME,
    "price-info_event-with-duplicate-tariff-names": EventReason.TARIFF_NAME_TWICE,
    "price-info_event-without-base-tariff": EventReason.NO_BASE_PRICE,
    "price-info_event-without-main-language": EventReason.NOT_IN_MAIN_LANGUAGE,
    "sub-event-childcare_event-multiple-with-childcare": EventReason.PLACEHOLDER,
    "sub-event-childcare_event-single-with-childcare-end-only": EventReason.PLACEHOLDER,
    "sub-event-childcare_event-single-with-childcare-start-only": EventReason.PLACEHOLDER,
    "sub-event-childcare_event-single-with-childcare": EventReason.PLACEHOLDER,
    "sub-event-childcare_event-single": EventReason.PLACEHOLDER,
    "sub-event-overnight_calendar-single-with-overnight": EventReason.NO_NAME,
}

STARTS_UTC = {
    "event-with-single-calendar-but-without-timezone": ["2021-05-17T06:00:00Z"],
    "event-with-single-calendar-but-missing-sub-event": ["2021-05-17T08:00:00Z"],
    "event-with-multiple-calendar-but-only-one-sub-event": ["2021-05-17T08:00:00Z"],
    "event-with-single-calendar-but-multiple-sub-events": [
        "2021-05-17T08:00:00Z",
        "2021-05-24T08:00:00Z",
    ],
    "event-with-periodic-calendar-and-opening-hours": [],
    "legacy_event-missing-calendar": [],
    "legacy_event-missing-calendar-type-but-start-date-and-end-date": [],
    "legacy_event-missing-calendar-type-but-single-time-span": ["2018-05-05T18:00:00Z"],
    "legacy_event-missing-calendar-type-but-multiple-time-spans": [
        "2018-05-05T18:00:00Z",
        "2018-05-12T18:00:00Z",
    ],
    "overnight_event-single-with-overnight": ["2126-08-01T07:00:00Z"],
    "rondleiding-citadel": [
        "2020-04-01T13:45:00Z",
        "2020-05-01T13:45:00Z",
        "2020-06-01T13:45:00Z",
    ],
}

STATUSES = {
    "event-with-all-fields": ["cancelled", "available"],
    "event-with-unavailable-sub-events": ["cancelled", "cancelled"],
    "legacy_event-with-single-calendar": ["sold_out"],
}


def outcome_of(name):
    (outcome,) = read_events((FILES / f"{name}.json").read_bytes(), f"{name}.json")
    return outcome


def test_all_files_but_those_that_are_wrong_are_imported():
    outcomes = {path.stem: outcome_of(path.stem) for path in sorted(FILES.glob("*.json"))}

    refused = {
        name: outcome.reason
        for name, outcome in outcomes.items()
        if isinstance(outcome, ImportRefusal)
    }
    assert refused == REFUSED
    assert len(outcomes) == 83


def test_each_imported_file_has_an_identity_of_its_own():
    outcomes = [outcome_of(path.stem) for path in sorted(FILES.glob("*.json"))]
    ids = [outcome.event_id for outcome in outcomes if isinstance(outcome, ImportedEvent)]

    assert len(ids) == len(set(ids)) == 70


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_wrong_file_is_named_in_its_sentence(name, language):
    assert f"{name}.json" in explain(outcome_of(name), Words(language))


@pytest.mark.parametrize("name", STARTS_UTC)
def test_dates_are_read_as_uitdatabank_itself_reads_them(name):
    performances = outcome_of(name).performances

    assert [p.identity.partition("@")[2] for p in performances] == STARTS_UTC[name]


@pytest.mark.parametrize("name", STATUSES)
def test_cancelled_and_sold_out_dates_are_known(name):
    assert [p.status.value for p in outcome_of(name).performances] == STATUSES[name]


def test_places_and_organisers_that_do_not_exist_are_remarked():
    assert NoteKind.HALL_WITHOUT_NAME in {
        note.kind for note in outcome_of("event-with-non-existing-place").notes
    }
    assert NoteKind.ORGANIZER_WITHOUT_NAME in {
        note.kind for note in outcome_of("event-with-non-existing-organizer").notes
    }


def test_the_tour_of_the_citadel_brings_both_its_prices():
    tour = outcome_of("rondleiding-citadel")

    assert [(t.code, t.price_cents) for t in tour.tariffs] == [("base", 1100), ("senioren", 600)]
    assert (tour.title.in_language("fr"), tour.age_range) == (
        "Visite guidée de la citadelle",
        "3-15",
    )
