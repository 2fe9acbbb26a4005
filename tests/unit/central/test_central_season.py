"""Importing a season again: the same dates keep their numbers, vanished ones are asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from podium_desk.central.houses import NewHouse, add_house
from podium_desk.central.importing import Importing
from podium_desk.central.plans import SaleStart, put_on_sale
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.season import DatesAnswer
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.i18n.words import Words

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FIRST = "2026-12-01T20:00:00+01:00"
SECOND = "2026-12-02T20:00:00+01:00"
PAST = "2026-10-01T20:00:00+02:00"


@pytest.fixture
def on_sale(central, house, bring, event, plan):
    """One event with one date, on sale in the small hall."""
    bring({"plan.json": plan(), "season.json": event(FIRST)})
    put_on_sale(central, house, SaleStart("all", "Kleine zaal", {}))


def dates(central):
    return {
        performance.id: (f"{performance.start:%d}", performance.status.value, performance.plan)
        for performance in central.catalogue.performances().values()
    }


def test_the_same_season_again_changes_nothing(central, house, bring, event):
    season = {"member": [event(FIRST, SECOND), event(FIRST, number=2)]}
    assert bring({"season.json": season}).imported == 2
    before = central.catalogue.revision(house.id)
    again = bring({"season.json": season})
    assert (again.imported, again.updated, again.unchanged) == (0, 0, 2)
    assert central.catalogue.revision(house.id) == before
    assert sorted(dates(central)) == [100001, 100002, 100003]


def test_dates_in_another_order_keep_their_numbers(central, bring, event):
    bring({"season.json": event(FIRST, SECOND)})
    before = dates(central)
    bring({"season.json": event(SECOND, FIRST)})
    assert dates(central) == before


def test_an_import_keeps_the_plan_and_what_the_house_decided(central, house, bring, event, on_sale):
    programme = HouseProgramme(central, house)
    with central.sql.transaction():
        programme.write(replace(programme.performance(100001), status=PerformanceStatus.CANCELLED))
    bring({"season.json": event(FIRST, name={"nl": "Andere titel"})})
    assert dates(central) == {100001: ("01", "cancelled", "Kleine zaal")}
    assert programme.performance(100001).title.in_language("nl") == "Andere titel"


def test_a_status_that_uitdatabank_changes_is_taken(central, bring, event):
    bring({"season.json": event(FIRST)})
    bring({"season.json": event(FIRST, status={"type": "Unavailable"})})
    assert dates(central) == {100001: ("01", "cancelled", None)}


def test_a_date_on_sale_that_gave_way_to_another_is_asked_about(central, bring, event, on_sale):
    report = bring({"season.json": event(SECOND)})
    assert [refused.reason for refused in report.refused] == ["date_moved_or_new"]
    assert "--dates moved" in report.refused[0].message
    assert dates(central) == {100001: ("01", "available", "Kleine zaal")}


def test_a_moved_date_keeps_its_number_and_its_tickets(central, bring, event, on_sale):
    assert bring({"season.json": event(SECOND)}, DatesAnswer.MOVED).updated == 1
    assert dates(central) == {100001: ("02", "available", "Kleine zaal")}
    assert bring({"season.json": event(SECOND)}).unchanged == 1


def test_a_new_date_gets_a_number_and_the_old_one_is_withdrawn(central, bring, event, on_sale):
    bring({"season.json": event(SECOND)}, DatesAnswer.NEW)
    assert dates(central) == {
        100001: ("01", "withdrawn", "Kleine zaal"),
        100002: ("02", "available", None),
    }
    assert bring({"season.json": event(SECOND)}).unchanged == 1


def test_a_date_that_was_not_on_sale_is_withdrawn_without_a_question(central, bring, event):
    bring({"season.json": event(FIRST)})
    assert bring({"season.json": event(SECOND)}).refused == []
    assert [entry[1] for entry in dates(central).values()] == ["withdrawn", "available"]


def test_a_withdrawn_date_that_comes_back_is_in_the_programme_again(central, bring, event):
    bring({"season.json": event(FIRST, SECOND)})
    bring({"season.json": event(SECOND)})
    assert dates(central)[100001][1] == "withdrawn"
    bring({"season.json": event(FIRST, SECOND)})
    assert dates(central)[100001][1] == "available"


def test_a_date_that_is_over_may_leave_the_file(central, bring, event):
    bring({"season.json": event(PAST, SECOND)})
    bring({"season.json": event(SECOND)})
    assert [entry[1] for entry in dates(central).values()] == ["available", "available"]


def test_a_deleted_event_leaves_the_programme(central, bring, event, on_sale):
    report = bring({"season.json": event(FIRST, workflowStatus="DELETED")})
    assert [refused.reason for refused in report.refused] == ["event_deleted"]
    assert [note.kind for note in report.notes] == ["withdrawn"]
    assert dates(central) == {100001: ("01", "withdrawn", "Kleine zaal")}


def test_an_event_without_dates_is_imported_once(central, bring, event):
    exhibition = event(calendarType="permanent")
    assert bring({"season.json": exhibition}).imported == 1
    assert bring({"season.json": exhibition}).unchanged == 1
    assert dates(central) == {}


def test_wrong_files_are_named_and_the_others_taken(central, house, bring, event, tmp_path):
    bring({"empty.json": "", "half.json": '{"member": [', "list.json": "[]"})
    importing = Importing(central, house, Words("nl"))
    good = tmp_path / "good.json"
    bring({"good.json": event(FIRST)})
    report = importing.files(
        [tmp_path / "gone.json", tmp_path, tmp_path / "empty.json", good], lambda *_: None
    )
    assert [refused.reason for refused in report.refused] == [
        "file_unreadable",
        "file_unreadable",
        "file_empty",
    ]
    assert report.unchanged == 1


@pytest.mark.skipif(not DATA.is_dir(), reason="the data lies beside the checkout")
def test_the_three_real_seasons_are_taken_whole_and_only_once(central):
    for name, plan, events in (
        ("cc-de-sluis", "cc-de-sluis-grote-zaal", 90),
        ("gc-het-anker", "gc-het-anker-theaterzaal", 35),
        ("filharmonie", "filharmonie-concertzaal", 45),
    ):
        house = add_house(central, NewHouse(name))
        files = [DATA / "season" / f"{name}.json", DATA / "plans" / f"{plan}.json"]
        first = Importing(central, house, Words("en")).files(files, lambda *_: None)
        assert (first.imported, first.refused) == (events + 1, [])
        revision = central.catalogue.revision(house.id)
        again = Importing(central, house, Words("en")).files(files, lambda *_: None)
        assert (again.taken, again.unchanged) == (events + 1, events + 1)
        assert central.catalogue.revision(house.id) == revision


@pytest.mark.skipif(not DATA.is_dir(), reason="the data lies beside the checkout")
def test_the_acceptance_files_of_uitdatabank_are_all_taken_or_explained(central, house):
    files = sorted((DATA / "uitdatabank").glob("*.json"))
    first = Importing(central, house, Words("nl")).files(files, lambda *_: None)
    assert first.taken + len(first.refused) == len(files)
    assert all(refused.message for refused in first.refused)
    again = Importing(central, house, Words("nl")).files(files, lambda *_: None)
    assert (again.unchanged, again.refused) == (first.imported, first.refused)


def test_a_date_that_only_the_catalogue_knows_keeps_its_number(central, house, bring, event):
    """What a store that was put back has from its devices: the records, and not its own tables."""
    bring({"season.json": event("2027-03-01T20:00:00+01:00", "2027-03-02T20:00:00+01:00")})
    before = {one.start: one.id for one in central.catalogue.performances().values()}
    central.sql.run("DELETE FROM performance_number")
    central.sql.run("DELETE FROM imported_event")
    again = event("2027-03-02T20:00:00+01:00", "2027-03-03T20:00:00+01:00")
    bring({"season.json": again})
    after = {one.start: one.id for one in central.catalogue.performances().values()}
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3
