"""What a file of discounts becomes, and how a wrong row is refused."""

import pytest

from podium_desk.domain.discounts import Cut
from podium_desk.i18n.words import Words
from podium_desk.integrations.discounts import DiscountRow, is_discount_file, read_discount_rows
from podium_desk.integrations.refusals import DiscountReason, FileReason, explain

HEADER = "code;korting;naam;voorstelling;tarief;van;tot;hoogstens;keer\n"


def read(text):
    return list(read_discount_rows(text.encode(), "kortingen.csv"))


def test_a_row_is_a_code_with_what_goes_off_and_for_what():
    (row,) = read(HEADER + "lente;10%;Lenteactie;7a1c 200001;base Lid;2026-03-01;31/03/2026;2;50\n")

    assert row == DiscountRow(
        2, "LENTE", Cut.PERCENT, 10, "Lenteactie", ("7a1c", "200001"), ("base", "lid"),
        valid_from_ms=1_772_319_600_000, valid_until_ms=1_774_994_400_000, most_in_order=2, uses=50,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "cut", "value"),
    [
        ("5,00", Cut.AMOUNT, 500),
        ("€ 2.50", Cut.AMOUNT, 250),
        ("=12", Cut.PRICE, 1200),
        ("= gratis", Cut.PRICE, 0),
        ("100 %", Cut.PERCENT, 100),
    ],
)
def test_a_discount_is_a_percentage_an_amount_or_a_price(written, cut, value):
    (row,) = read(f"code;discount\nX1;{written}\n")

    assert (row.cut, row.value) == (cut, value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a;10%;;;;;;;", DiscountReason.WRONG_CODE),
        ("met spatie;10%;;;;;;;", DiscountReason.WRONG_CODE),
        ("X1;0%;;;;;;;", DiscountReason.WRONG_CUT),
        ("X1;101%;;;;;;;", DiscountReason.WRONG_CUT),
        ("X1;gratis;;;;;;;", DiscountReason.WRONG_CUT),
        ("X1;;;;;;;;", DiscountReason.WRONG_CUT),
        ("X1;10%;;;;ooit;;;", DiscountReason.WRONG_MOMENT),
        ("X1;10%;;;;2026-03-02;2026-03-01;;", DiscountReason.ENDS_BEFORE_START),
        ("X1;10%;;;;;;nul;", DiscountReason.WRONG_COUNT),
        ("X1;10%;;;;;;;0", DiscountReason.WRONG_COUNT),
        ("X1;10%", DiscountReason.WRONG_WIDTH),
        ("goed;20%;;;;;;;", DiscountReason.TWICE),
    ],
)
def test_a_wrong_row_is_refused_and_the_others_are_taken(line, reason):
    first, refusal, last = read(f"{HEADER}GOED;10%;;;;;;;\n{line}\nLAATSTE;5;;;;;;;\n")

    assert (first.code, last.code) == ("GOED", "LAATSTE")
    assert (refusal.reason, refusal.item) == (reason, "3")
    for language in ("nl", "en"):
        assert explain(refusal, Words(language))


def test_a_discount_file_is_told_from_a_tariff_file_by_its_columns():
    assert is_discount_file(HEADER.encode())
    assert not is_discount_file(b"code;prijs\nbase;10\n")
    (refusal,) = read("code;prijs\nbase;10\n")
    assert refusal.reason is FileReason.NO_DISCOUNTS
