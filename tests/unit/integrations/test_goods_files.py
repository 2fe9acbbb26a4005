"""Files of goods, passes and subscriptions: what is read, and what each wrong row says."""

import pytest

from podium_desk.domain.discounts import Cut
from podium_desk.i18n.words import Words
from podium_desk.integrations.goods import GoodsRow, PassRow, read_goods_rows
from podium_desk.integrations.refusals import ImportRefusal, explain
from podium_desk.integrations.series import SeriesRow, read_series_rows

GOODS = "code;naam;prijs;btw;btw-grond;van;tot"
PASSES = "code;naam;prijs;btw;beurten;korting;tarief;plaatsen;dagen;voorverkoop;huizen"
SERIES = "code;naam;voorstellingen;prijs;stappen"


def goods(*lines, header=GOODS, are_passes=False):
    content = "\n".join((header, *lines)).encode()
    return list(read_goods_rows(content, "f.csv", are_passes=are_passes))


def series(*lines):
    return list(read_series_rows("\n".join((SERIES, *lines)).encode(), "f.csv"))


def why(rows):
    (row,) = rows
    assert isinstance(row, ImportRefusal), row
    for language in ("nl", "en"):
        assert explain(row, Words(language))
    return row.reason.value


def test_goods_are_read_as_they_are_written():
    (row,) = goods("boek;Programmaboek;5,00;6%;;;2027-06-30")
    assert isinstance(row, GoodsRow)
    assert (row.code, row.price_cents, row.vat_rate_percent) == ("BOEK", 500, 6)
    assert row.sold_until_ms > 0


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("b!;x;5;6;;;", "goods_wrong_code"),
        ("BOEK;x;vijf;6;;;", "goods_wrong_price"),
        ("BOEK;x;5;7;;;", "goods_wrong_vat"),
        ("BOEK;x;5;0;;;", "goods_no_basis"),
        ("BOEK;x;5;6;;morgen;", "goods_wrong_moment"),
        ("BOEK;x;5;6;;2027-01-02;2027-01-01", "goods_ends_before_start"),
        ("BOEK;x;5;6", "goods_wrong_width"),
    ],
)
def test_a_wrong_row_of_goods_says_what_is_wrong(line, reason):
    assert why(goods(line)) == reason


def test_a_code_stands_once():
    first, second = goods("BOEK;x;5;6;;;", "boek;y;6;6;;;")
    assert isinstance(first, GoodsRow)
    assert why([second]) == "goods_twice"


def test_another_file_is_refused_whole():
    assert why(goods("1;2", header="a;b")) == "file_no_goods"
    assert why(list(read_series_rows(b"a;b\n1;2", "f.csv"))) == "file_no_series"


def test_a_pass_says_what_it_allows():
    (row,) = goods("VRIEND;Vriend;25;6;;20%;;2;365;7;anker sluis", header=PASSES, are_passes=True)
    assert isinstance(row, GoodsRow)
    expected = PassRow(percent=20, seats=2, days=365, presale_days=7, houses=("anker", "sluis"))
    assert row.terms == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("PAS;x;25;6;;;;;;;", "goods_wrong_rights"),
        ("PAS;x;25;6;10;20%;;;;;", "goods_wrong_rights"),
        ("PAS;x;25;6;;120%;;;;;", "goods_wrong_cut"),
        ("PAS;x;25;6;veel;;;;;;", "goods_wrong_count"),
    ],
)
def test_a_wrong_pass_says_what_is_wrong(line, reason):
    assert why(goods(line, header=PASSES, are_passes=True)) == reason


def test_series_are_fixed_by_a_price_and_chosen_by_steps():
    fixed, chosen = series("VAST;V;1 2 3;Rang 1=85,00 | 70,00;", "KEUZE;K;1 2;;4:=15,00 3:10%")
    assert isinstance(fixed, SeriesRow)
    assert isinstance(chosen, SeriesRow)
    assert fixed.prices_cents == {"Rang 1": 8500, "": 7000}
    assert chosen.steps == ((3, Cut.PERCENT, 10), (4, Cut.PRICE, 1500))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("VAST;V;1;85,00;", "goods_wrong_series"),
        ("VAST;V;1 2;;", "goods_wrong_series"),
        ("VAST;V;1 2;85;3:10%", "goods_wrong_series"),
        ("VAST;V;1 2;veel;", "goods_wrong_price"),
        ("KEUZE;K;1 2;;1:10%", "goods_wrong_count"),
        ("KEUZE;K;1 2;;3:0%", "goods_wrong_cut"),
    ],
)
def test_a_wrong_series_says_what_is_wrong(line, reason):
    assert why(series(line)) == reason
