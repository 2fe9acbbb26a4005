"""Hall plans at the central store, and putting performances on sale."""

from __future__ import annotations

import pytest

from podium_desk.central.houses import NewHouse, add_house
from podium_desk.central.plans import OnSale, SaleStart, put_on_sale
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.wheelchair_rooms import make_rooms
from sync.facts.fact import Draft, Verb, origin_of
from sync.identity.keys import DeviceKey
from sync.rights.rules import moves_of
from sync.store.replica import OwnLog

FIRST = "2026-12-01T20:00:00+01:00"
DEVICE = origin_of(2, 0)


@pytest.fixture
def ready(bring, event, plan):
    bring({"plan.json": plan(), "season.json": event(FIRST)})


def give_away(central, house, unit):
    """The store grants a place of the first performance to a device."""
    central.replica.own = OwnLog(0, origin_of(1, 0), DeviceKey(bytes(32)))
    moves = moves_of(Verb.GIVE, 100001, {unit: 0}, DEVICE)
    central.replica.append([Draft(1, house.id, b"", moves)])


def test_the_same_plan_again_changes_nothing(bring, plan):
    assert bring({"plan.json": plan()}).imported == 1
    assert bring({"plan.json": plan()}).unchanged == 1


def test_a_renewed_plan_brings_its_new_places_on_sale(central, house, bring, plan, ready):
    put_on_sale(central, house, SaleStart("all", "Kleine zaal", {}))
    assert central.replica.rights.size_and_owner(house.id, 100001) == (40, origin_of(1, house.id))
    assert bring({"plan.json": plan(rows=5)}).updated == 1
    assert central.replica.rights.size_and_owner(house.id, 100001) == (50, origin_of(1, house.id))


def test_a_plan_that_leaves_seats_out_is_refused(bring, plan, ready):
    report = bring({"plan.json": plan(rows=3)})
    assert [refused.reason for refused in report.refused] == ["plan_seats_gone"]


def test_two_plans_with_the_same_seats_are_refused_also_in_another_house(
    central, bring, plan, ready
):
    other = add_house(central, NewHouse("Ander huis"))
    own = bring({"copy.json": plan(name="Kopie")})
    theirs = bring({"plan.json": plan()}, into=other)
    reasons = [refused.reason for refused in (*own.refused, *theirs.refused)]
    assert reasons == ["plan_seats_of_other_plan"] * 2
    assert "CC De Proef" in theirs.refused[0].message


def test_all_puts_every_performance_of_the_hall_on_sale(central, house, bring, event, plan):
    elsewhere = {**event(FIRST, number=2), "location": {"name": {"nl": "Foyer"}}}
    bring({"plan.json": plan(), "season.json": {"member": [event(FIRST), elsewhere]}})
    assert put_on_sale(central, house, SaleStart("all", "Kleine zaal", {"Rang 2": 80})) == OnSale(
        "Kleine zaal", (100001,), 40
    )
    performance = central.catalogue.performance(100001)
    assert central.catalogue.tariffs(performance)[0].prices_cents == {"": 2000, "Rang 2": 1600}


def test_ranks_stay_when_none_are_named(central, house, ready):
    put_on_sale(central, house, SaleStart("100001", "Kleine zaal", {"Rang 2": 80}))
    put_on_sale(central, house, SaleStart("100001", "Kleine zaal", {}))
    performance = central.catalogue.performance(100001)
    assert central.catalogue.tariffs(performance)[0].prices_cents["Rang 2"] == 1600


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (SaleStart("all", "Grote zaal", {}), CentralReason.UNKNOWN_PLAN),
        (SaleStart("100009", "Kleine zaal", {}), CentralReason.UNKNOWN_PERFORMANCE),
        (SaleStart("morgen", "Kleine zaal", {}), CentralReason.UNKNOWN_PERFORMANCE),
        (SaleStart("100001", "Kleine zaal", {"Rang 7": 80}), CentralReason.UNKNOWN_RANK),
    ],
)
def test_what_is_not_there_cannot_be_put_on_sale(central, house, ready, start, reason):
    refusal = put_on_sale(central, house, start)
    assert isinstance(refusal, CentralRefusal)
    assert refusal.reason is reason


def test_a_plan_cannot_change_once_a_place_was_given_out(central, house, bring, plan, ready):
    bring({"other.json": plan(name="Andere zaal", guids="other")})
    put_on_sale(central, house, SaleStart("100001", "Kleine zaal", {}))
    assert isinstance(put_on_sale(central, house, SaleStart("100001", "Andere zaal", {})), OnSale)
    give_away(central, house, 3)
    refusal = put_on_sale(central, house, SaleStart("100001", "Kleine zaal", {}))
    assert isinstance(refusal, CentralRefusal)
    assert refusal.reason is CentralReason.PLAN_IN_USE
    assert isinstance(put_on_sale(central, house, SaleStart("100001", "Andere zaal", {})), OnSale)


# Room for a wheelchair


@pytest.mark.parametrize("written", ["1-1", "1-1+2-1", "1-1+1-1", "1-1+9-9", "1-1+1-2+1-3"])
def test_only_two_chairs_of_one_row_make_room(central, house, ready, written):
    refused = make_rooms(central, house, "Kleine zaal", (written,))
    assert isinstance(refused, CentralRefusal)
    assert refused.reason is CentralReason.NOT_A_PAIR


def test_a_chair_is_in_one_pair_only(central, house, ready):
    refused = make_rooms(central, house, "Kleine zaal", ("1-1+1-2", "1-2+1-3"))
    assert isinstance(refused, CentralRefusal)
    assert refused.details == {"pair": "1-2+1-3"}


def test_the_pairs_of_a_plan_stay_when_it_is_imported_again(central, house, bring, plan, ready):
    made = make_rooms(central, house, "Kleine zaal", ("1-1+1-2", "Zaal/1-9+1-10"))
    assert made.pairs == ("Zaal/1-1+1-2", "Zaal/1-9+1-10")
    assert bring({"plan.json": plan(rows=5)}).updated == 1
    kept = central.catalogue.plan(house.id, "Kleine zaal")
    assert [seat.room_with for seat in kept.seats[:3]] == [1, 0, None]
    assert make_rooms(central, house, "Kleine zaal", ()).pairs == ()
