"""What a tariff file's rows become, and how a wrong row is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium_desk.i18n.words import Words
from podium_desk.integrations.refusals import FileReason, ImportRefusal, TariffReason, explain
from podium_desk.integrations.tariffs import TariffRow, read_tariff_rows

HEADER = "voorstelling;code;naam;categorie;prijs;bewijs\n"


def read(text):
    content = text if isinstance(text, bytes) else text.encode()
    return list(read_tariff_rows(content, "tarieven.csv"))


def only(text):
    (row,) = read(text)
    return row


def test_a_row_sets_the_price_of_a_tariff_for_a_rank_of_a_performance():
    row = only(HEADER + "7a1c;min-26-jaar;-26 jaar;Rang 1;€ 12,50;ja\n")

    assert row == TariffRow(2, "7a1c", "min-26-jaar", "-26 jaar", "Rang 1", 1250, True)


@pytest.mark.parametrize(
    "text",
    [
        "code;prijs\nbase;18,00\n",
        "Code,Price\r\nbase,18.00\r\n",
        'prijs,code\n"18,00",base\n',
        "code\tprice\nBASE\t18\n",
        "\ufeffCODE;PRIJS\n\n base ; 18 EUR \n",
        "sep=;\ncode;prijs;opmerking\nbase;18;van vorig jaar\n",
    ],
)
def test_the_columns_are_known_by_name_in_both_languages_and_any_separator(text):
    row = only(text)

    assert (row.target, row.code, row.category, row.price_cents) == ("", "base", "", 1800)
    assert (row.name, row.needs_proof) == ("", False)


@pytest.mark.parametrize(
    ("written", "cents"),
    [("gratis", 0), ("0", 0), ("0,05", 5), ("7.5", 750), ("€12", 1200), ("1234,56", 123456)],
)
def test_an_amount_is_read_to_the_cent(written, cents):
    assert only(f"code;prijs\nx;{written}\n").price_cents == cents


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";;naam;;5;", TariffReason.NO_CODE),
        (";x;naam;;;", TariffReason.NO_PRICE),
        (";x;naam;;-5;", TariffReason.WRONG_PRICE),
        (";x;naam;;1.234,50;", TariffReason.WRONG_PRICE),
        (";x;naam;;5,005;", TariffReason.WRONG_PRICE),
        (";x;naam;;vijf;", TariffReason.WRONG_PRICE),
        (";x;naam;;5;misschien", TariffReason.WRONG_PROOF),
        (";x;naam;5", TariffReason.WRONG_WIDTH),
        (";goed;naam;;6;", TariffReason.TWICE),
    ],
)
def test_a_wrong_row_is_refused_by_its_line_and_the_others_are_taken(line, reason):
    first, refusal, last = read(f"{HEADER};goed;;;5;\n{line}\n;laatste;;;5;nee\n")

    assert (first.code, last.code) == ("goed", "laatste")
    assert (refusal.reason, refusal.item) == (reason, "3")
    for language in ("nl", "en"):
        assert "3" in explain(refusal, Words(language))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileReason.EMPTY),
        (b"naam;bedrag\nx;5\n", FileReason.NO_TARIFFS),
        (b'{"name": "x"}', FileReason.NO_TARIFFS),
        ("code;prijs\ncafé;5\n".encode("cp1252"), FileReason.ENCODING),
        (b"\x89PNG\r\n", FileReason.ENCODING),
        (b"code;prijs\n" + b"x" * 200_000 + b";5\n", FileReason.NO_TARIFFS),
    ],
)
def test_a_file_that_holds_no_tariffs_is_refused_as_a_whole(content, reason):
    assert only(content).reason is reason


def test_progress_counts_the_rows():
    heard = []
    text = "code;prijs\na;1\nb;2\n"
    list(read_tariff_rows(text.encode(), "t.csv", lambda *done: heard.append(done)))

    assert heard == [(1, 2), (2, 2)]


def test_every_refusal_of_a_tariff_has_its_sentence():
    for language in ("nl", "en"):
        for reason in TariffReason:
            assert f"imports.{reason}" in Words(language)


@settings(max_examples=100)
@given(st.text(alphabet=st.sampled_from(';,"\n\r\t 05a€-'), max_size=40) | st.text(max_size=40))
def test_any_text_below_the_header_gives_rows_or_refusals(text):
    for outcome in read((HEADER + text).encode("utf-8", "replace")):
        assert isinstance(outcome, TariffRow | ImportRefusal)
