"""How a performance's prices are put together from their layers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from podium_desk.central.plans import SaleStart, put_on_sale
from podium_desk.central.tariffs import TariffLayers, effective, rank_price_cents
from podium_desk.domain.text import Text
from podium_desk.integrations.tariffs import TariffRow
from podium_desk.integrations.uitdatabank.events import ImportedTariff

BASE = ImportedTariff("base", Text.of("nl", "Basistarief"), 2000, True)
YOUNG = ImportedTariff("min-26-jaar", Text.of("nl", "-26 jaar"), 1000, False)


def change(code="base", category="", cents=0, target="", name="", proof=False):
    return TariffRow(2, target, code, name, category, cents, proof)


def prices(*changes, ranks=None, imported=(BASE, YOUNG)):
    layers = TariffLayers(imported, ranks or {}, changes, "nl")
    return {draft.code: draft.prices_cents for draft in effective(layers)}


def test_price_ranks_are_a_percentage_of_each_tariffs_own_price():
    found = prices(ranks={"Rang 2": 85})
    assert found == {"base": {"": 2000, "Rang 2": 1700}, "min-26-jaar": {"": 1000, "Rang 2": 850}}


def test_a_changed_price_carries_its_ranks_along():
    assert prices(change(cents=3000), ranks={"Rang 2": 50})["base"] == {"": 3000, "Rang 2": 1500}


def test_a_price_named_for_a_rank_wins_over_the_percentage():
    found = prices(change(category="Rang 2", cents=1234), ranks={"Rang 2": 50})
    assert found["base"] == {"": 2000, "Rang 2": 1234}


def test_the_narrower_change_wins():
    assert prices(change(cents=1), change(cents=2, target="100001"))["base"] == {"": 2}


def test_an_unknown_code_adds_a_tariff_named_by_its_code():
    layers = TariffLayers((BASE,), {}, (change(code="begeleider", proof=True),), "nl")
    base, added = effective(layers)
    assert (base.is_base, added.is_base) == (True, False)
    assert (added.name.in_language("nl"), added.needs_proof) == ("begeleider", True)


def test_prices_without_a_base_still_have_a_tariff_that_a_seat_gets():
    layers = TariffLayers((), {}, (change(code="lid", cents=5), change(cents=9)), "nl")
    assert [(draft.code, draft.is_base) for draft in effective(layers)] == [
        ("base", True),
        ("lid", False),
    ]


@given(st.integers(0, 10_000_000), st.integers(0, 1000))
def test_a_rank_price_is_in_whole_ten_cents_and_never_five_cents_off(whole, percent):
    price = rank_price_cents(whole, percent)
    assert price % 10 == 0
    assert abs(price * 100 - whole * percent) <= 500


def test_the_houses_changes_survive_another_import(central, house, bring, event):
    season = event("2026-12-01T20:00:00+01:00")
    bring({"season.json": season, "t.csv": "code;prijs;bewijs\nlid;9,00;ja\nbase;15;\n"})
    dearer = {**event("2026-12-01T20:00:00+01:00", price=25)}
    assert bring({"season.json": dearer}).updated == 1
    (performance,) = central.catalogue.performances().values()
    tariffs = {t.code: t for t in central.catalogue.tariffs(performance)}
    assert tariffs["base"].prices_cents == {"": 1500}
    assert tariffs["min-26-jaar"].prices_cents == {"": 1250}
    assert tariffs["lid"].needs_proof
    assert performance.tariffs == tuple(t.id for t in central.catalogue.tariffs(performance))


def test_a_change_for_the_house_holds_for_dates_imported_later(central, bring, event):
    bring({"t.csv": "code;prijs\nlid;9\n"})
    bring({"season.json": event("2026-12-01T20:00:00+01:00")})
    (performance,) = central.catalogue.performances().values()
    assert "lid" in [tariff.code for tariff in central.catalogue.tariffs(performance)]


def test_a_tariff_keeps_its_number_whatever_is_imported_after_it(central, bring, event):
    bring({"season.json": event("2026-12-01T20:00:00+01:00")})
    before = numbers(central)
    bring(
        {"t.csv": "code;prijs\nlid;9\n", "more.json": event("2026-12-02T20:00:00+01:00", number=2)}
    )
    after = numbers(central)
    assert {code: after[code] for code in before} == before
    assert sorted(after.values()) == [1001, 1002, 1003]


def test_rows_for_what_is_not_there_are_refused_with_their_line(central, house, bring, event, plan):
    bring({"plan.json": plan(), "season.json": event("2026-12-01T20:00:00+01:00")})
    report = bring(
        {"t.csv": "voorstelling;code;categorie;prijs\n999;lid;;9\n;lid;Rang 9;9\nevent-1;lid;;9\n"}
    )
    assert [(refused.item, refused.reason) for refused in report.refused] == [
        ("2", "tariff_unknown_target"),
        ("3", "tariff_unknown_category"),
    ]
    assert report.imported == 1


def test_the_same_tariff_file_again_changes_nothing(central, house, bring, event, plan):
    bring({"plan.json": plan(), "season.json": event("2026-12-01T20:00:00+01:00")})
    put_on_sale(central, house, SaleStart("all", "Kleine zaal", {"Rang 2": 80}))
    rows = {"t.csv": "code;categorie;prijs\nbase;Rang 2;12\nlid;;9\n"}
    assert bring(rows).imported == 2
    revision = central.catalogue.revision(house.id)
    again = bring(rows)
    assert (again.imported, again.updated, again.unchanged) == (0, 0, 2)
    assert central.catalogue.revision(house.id) == revision


def test_a_house_cannot_have_more_tariffs_than_numbers(bring, event):
    rows = "".join(f"code-{number};1\n" for number in range(1001))
    report = bring({"t.csv": f"code;prijs\n{rows}"})
    assert report.imported == 999
    assert {refused.reason for refused in report.refused} == {"too_many_tariffs"}
    season = bring({"season.json": event("2026-12-01T20:00:00+01:00")})
    assert [refused.reason for refused in season.refused] == ["too_many_tariffs"]


def numbers(central):
    return {
        tariff.code: tariff.id
        for performance in central.catalogue.performances().values()
        for tariff in central.catalogue.tariffs(performance)
    }
