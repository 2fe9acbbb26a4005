"""Terms, discounts and dates of sale: from the house's files to its catalogue."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from podium_desk.central.discounts import HouseDiscounts
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.sale_dates import Dated, SaleDates, set_sale_dates
from podium_desk.commands.command_line import app
from podium_desk.domain.discounts import Cut
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.integrations.csv_table import moment_ms

DAY = "2026-12-01T20:00:00+01:00"
TERMS = (
    "code;prijs;kanalen;van;tot;groep vanaf;hoogstens;per;rolstoel;reden;pas;vraag;toets\n"
    "groep;9,00;kassa kantoor;2026-11-01 10:00;2026-11-30;15;40;;;;;Vraag de naam van de groep;m\n"
    "begeleider;gratis;;;;;;1;;;;;\n"
    "pers;gratis;;;;;;;;ja;;;\n"
    "vriend;15;;;;;;;;;ja;Vraag de vriendenpas;\n"
    "rolstoel;10;;;;;;;ja;;;;\n"
)


def tariffs_of(central):
    (performance,) = central.catalogue.performances().values()
    return {tariff.code: tariff for tariff in central.catalogue.tariffs(performance)}


def discounts_of(central, house):
    return HouseDiscounts(central, HouseProgramme(central, house))


def test_the_terms_of_a_file_are_the_terms_in_the_catalogue(central, bring, event):
    bring({"season.json": event(DAY), "t.csv": TERMS})

    tariffs = tariffs_of(central)
    assert tariffs["groep"].terms == TariffTerms(
        channels=("counter", "office"),
        sold_from_ms=moment_ms("2026-11-01 10:00"),
        sold_until_ms=moment_ms("2026-12-01"),
        least_in_order=15,
        most_in_order=40,
        asks="Vraag de naam van de groep",
    )
    assert tariffs["groep"].quick_key == "M"
    assert tariffs["begeleider"].terms == TariffTerms(each_needs=1)
    assert tariffs["pers"].terms == TariffTerms(needs_remark=True)
    assert tariffs["vriend"].terms == TariffTerms(needs_pass=True, asks="Vraag de vriendenpas")
    assert tariffs["rolstoel"].terms == TariffTerms(is_for_wheelchair=True)
    assert tariffs["base"].terms == TariffTerms()


def test_a_tariff_of_a_time_slot_says_when_its_tickets_are_valid(central, bring, event):
    slot = "code;prijs;geldig van;geldig tot\nochtend;9,00;2026-12-01 10:00;2026-12-01 12:00\n"
    bring({"season.json": event(DAY), "t.csv": slot})
    morning = tariffs_of(central)["ochtend"]
    assert (morning.valid_from_ms, morning.valid_until_ms) == (
        moment_ms("2026-12-01 10:00"), moment_ms("2026-12-01 12:00"),
    )  # fmt: skip
    assert morning.terms == TariffTerms()
    bring({"t.csv": "code;prijs;geldig van;geldig tot\nochtend;9,00;;-\n"})
    morning = tariffs_of(central)["ochtend"]
    assert (morning.valid_from_ms, morning.valid_until_ms) == (
        moment_ms("2026-12-01 10:00"), None,
    )  # fmt: skip


def test_the_same_terms_again_change_nothing(central, house, bring, event):
    bring({"season.json": event(DAY), "t.csv": TERMS})
    revision = central.catalogue.revision(house.id)

    assert bring({"t.csv": TERMS}).unchanged == 5
    assert central.catalogue.revision(house.id) == revision


def test_an_empty_cell_leaves_a_term_and_a_dash_takes_it_away(central, bring, event):
    bring({"season.json": event(DAY), "t.csv": TERMS})

    report = bring({"t.csv": "code;prijs;hoogstens;vraag\ngroep;9,00;;-\n"})

    assert report.updated == 1
    terms = tariffs_of(central)["groep"].terms
    assert (terms.most_in_order, terms.asks) == (40, "")


def test_terms_of_one_performance_stand_over_those_of_the_house(central, bring, event):
    bring({"season.json": event(DAY), "t.csv": TERMS})
    (number,) = central.catalogue.performances()

    bring({"t.csv": f"voorstelling;code;prijs;groep vanaf\n{number};groep;9,00;20\n"})

    terms = tariffs_of(central)["groep"].terms
    assert (terms.least_in_order, terms.most_in_order) == (20, 40)


def test_terms_alone_leave_the_price_that_came_with_the_season(central, bring, event):
    rows = "code;prijs;vraag;toets\nmin-26-jaar;;Vraag de kaart;J\nniets;;Vraag iets;\n"
    bring({"season.json": event(DAY)})

    report = bring({"t.csv": rows})
    again = bring({"t.csv": rows})

    assert (report.updated, again.unchanged) == (1, 1)
    assert [one.reason for one in report.refused] == ["tariff_unknown_code"]
    young = tariffs_of(central)["min-26-jaar"]
    assert (young.prices_cents, young.terms.asks, young.quick_key) == (
        {"": 1000}, "Vraag de kaart", "J",
    )  # fmt: skip
    bring({"season.json": event(DAY, price=30)})
    assert tariffs_of(central)["min-26-jaar"].prices_cents == {"": 1500}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x;5;winkel;;;;", "tariff_wrong_term"),
        ("x;5;;gisteren;;;", "tariff_wrong_moment"),
        ("x;5;;2026-12-02;2026-12-01;;", "tariff_ends_before_start"),
        ("x;5;;;;10;5", "tariff_most_below_least"),
        ("x;5;;;;0;", "tariff_wrong_term"),
        ("goed;6;;;;9;", "tariff_twice"),
    ],
)
def test_a_wrong_term_is_refused_by_its_line(bring, event, row, reason):
    head = "code;prijs;kanalen;van;tot;groep vanaf;hoogstens\ngoed;5;;;;8;\n"
    report = bring({"season.json": event(DAY), "t.csv": f"{head}{row}\n"})

    assert [(one.item, one.reason) for one in report.refused] == [("3", reason)]


def test_a_letter_that_is_a_key_of_the_counter_is_refused_with_the_letters_there_are(bring, event):
    report = bring(
        {"season.json": event(DAY), "t.csv": "code;prijs;toets\ngroep;9;g\nvriend;8;d\n"}
    )

    (refusal,) = report.refused
    assert (refusal.item, refusal.reason) == ("2", "tariff_letter_taken")
    for named in ("letter G", "tarief groep", "A D F H I J L M Q W Y"):
        assert named in refusal.message


def test_two_rows_of_a_tariff_may_not_say_different_terms(bring, event, plan):
    rows = "code;categorie;prijs;hoogstens\nbase;Rang 1;5;2\nbase;Rang 2;4;3\n"
    report = bring({"plan.json": plan(), "season.json": event(DAY), "t.csv": rows})

    assert [one.reason for one in report.refused] == ["tariff_terms_differ"]
    assert "2" in report.refused[0].message


def test_discounts_come_with_a_file_and_again_is_no_change(central, house, bring, event):
    files = {"season.json": event(DAY), "d.csv": "code;korting;keer;voorstelling\n"
             "lente;10%;50;event-1\nvast;=12,00;;\n"}  # fmt: skip
    bring(files)

    lente, vast = central.catalogue.discounts(house.id).values()
    assert (lente.code, lente.cut, lente.value, lente.uses) == ("LENTE", Cut.PERCENT, 10, 50)
    assert lente.performances == tuple(central.catalogue.performances())
    assert (vast.cut, vast.value, vast.amount) == (Cut.PRICE, 1200, 0)
    accounts = central.replica.rights.amounts.accounts(house.id, lente.amount)
    assert [account.balance for account in accounts.values()] == [50]
    again = bring(files)
    assert (again.imported, again.updated, again.unchanged) == (0, 0, 3)


def test_a_discount_names_what_the_house_has_and_never_shrinks(bring, event):
    bring({"season.json": event(DAY), "d.csv": "code;korting;keer\nlente;10%;50\n"})

    rows = "code;korting;keer;voorstelling;tarief\nA1;5;;elders;\nA2;5;;;geen\nLENTE;10%;40;;\n"
    report = bring({"d.csv": rows})

    assert [one.reason for one in report.refused] == [
        "discount_unknown_target", "discount_unknown_tariff", "discount_fewer_uses",
    ]  # fmt: skip


def test_more_uses_are_put_in_and_codes_have_amounts_of_their_own(central, house, bring):
    bring({"d.csv": "code;korting;keer\nlente;10%;50\nzomer;10%;5\n"})
    bring({"d.csv": "code;korting;keer\nlente;10%;80\n"})

    lente, zomer = central.catalogue.discounts(house.id).values()
    amounts = central.replica.rights.amounts
    balances = [
        sum(account.balance for account in amounts.accounts(house.id, one.amount).values())
        for one in (lente, zomer)
    ]
    assert balances == [80, 5]
    assert lente.amount != zomer.amount


def test_a_discount_that_is_ended_stays_and_holds_no_longer(central, house, bring):
    bring({"d.csv": "code;korting\nlente;10%\n"})
    book = discounts_of(central, house)

    ended = book.end("lente")

    assert ended.valid_until_ms == central.now_ms()
    assert book.end("LENTE") == ended
    assert book.all() == [ended]
    unknown = book.end("winter")
    assert isinstance(unknown, CentralRefusal)
    assert unknown.reason is CentralReason.UNKNOWN_DISCOUNT


def test_dates_of_sale_stay_when_the_season_is_imported_again(central, house, bring, event):
    bring({"season.json": event(DAY)})
    dates = SaleDates(moment_ms("2026-11-20 10:00"), moment_ms("2026-11-10"))

    outcome = set_sale_dates(central, house, "event-1", dates)

    (number,) = central.catalogue.performances()
    assert outcome == Dated((number,), changed=1)
    bring({"season.json": event(DAY, price=25)})
    (performance,) = central.catalogue.performances().values()
    assert performance.sold_from_ms == dates.sold_from_ms
    assert performance.presale_from_ms == dates.presale_from_ms


def test_a_presale_begins_before_the_sale(central, house, bring, event):
    bring({"season.json": event(DAY)})
    late = SaleDates(moment_ms("2026-11-20"), moment_ms("2026-11-21"))

    refused = set_sale_dates(central, house, "all", late)

    assert isinstance(refused, CentralRefusal)
    assert refused.reason is CentralReason.PRESALE_NOT_BEFORE
    nobody = set_sale_dates(central, house, "999", replace(late, presale_from_ms=0))
    assert isinstance(nobody, CentralRefusal)
    assert nobody.reason is CentralReason.UNKNOWN_PERFORMANCE


def test_the_commands_add_list_and_end_a_code_and_date_the_sale(
    central, house, bring, event, tmp_path
):
    bring({"season.json": event(DAY)})
    folder = str(tmp_path / "centrale")

    def run(*words):
        told = CliRunner().invoke(app, ["central", *words, "--house", "proef", "--json"])
        return told.exit_code, json.loads(told.stdout)

    status, added = run("discount", "add", folder, "lente", "--off", "10%", "--uses", "5")
    assert (status, added["code"], added["cut"], added["value"]) == (0, "LENTE", "percent", 10)
    _, listed = run("discount", "list", folder)
    assert [(one["code"], one["uses"], one["used"]) for one in listed["discounts"]] == [
        ("LENTE", 5, 0)
    ]
    assert run("discount", "end", folder, "LENTE")[1]["valid_until_ms"] > 0
    assert run("discount", "add", folder, "x", "--off", "10%")[0] == 1
    assert (
        run("discount", "add", folder, "AB", "--off", "10%", "--tariff", "geen")[1]["refused"]
        == "discount_unknown_tariff"
    )
    status, dated = run("sale-dates", folder, "--performance", "all", "--from", "2026-11-20 10:00")
    assert (status, dated["changed"]) == (0, 1)
    assert run("sale-dates", folder, "--performance", "all", "--from", "ooit")[0] == 2
