"""The paper of a gift voucher: its value, its number to scan and to type, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from paper_samples import codes_in, picture_of, said, voucher_page

from podium_desk.documents.raster import page_raster
from podium_desk.documents.voucher import VoucherPrint
from podium_desk.domain.vouchers import read_number, spoken_number, voucher_number
from podium_desk.i18n.words import Words

NUMBER = voucher_number(71_234_567_890_123)
VOUCHER = VoucherPrint(
    "CC De Sluis", "vzw De Sluis", "BE 0412.345.678", NUMBER, 5000,
    datetime(2028, 11, 27, 20, 0, tzinfo=ZoneInfo("Europe/Brussels")), "2.0.17",
)  # fmt: skip


def test_a_voucher_says_its_value_its_last_day_and_its_number() -> None:
    lines = list(said(voucher_page(VOUCHER, Words("nl")).blocks))
    assert lines[1:4] == ["Cadeaubon", "€ 50,00", "Geldig tot en met maandag 27 november 2028"]
    assert spoken_number(NUMBER) in lines


def test_what_a_scanner_reads_is_the_number_that_a_clerk_types() -> None:
    (code,) = codes_in(picture_of(page_raster(voucher_page(VOUCHER, Words("nl")))))
    assert read_number(code) == NUMBER
    assert read_number(spoken_number(NUMBER)) == NUMBER


@pytest.mark.parametrize("language", ["nl", "en", "fr", "de"])
def test_every_language_has_its_words(language: str) -> None:
    assert len(list(said(voucher_page(VOUCHER, Words(language)).blocks))) >= 8


def test_a_reprint_and_a_practice_voucher_say_so() -> None:
    again = replace(VOUCHER, duplicate_number=1, is_training=True)
    lines = list(said(voucher_page(again, Words("nl")).blocks))
    assert "OEFENING" in lines[0]
    assert "DUPLICAAT" in lines[1]


def test_one_wrong_digit_is_no_number() -> None:
    for place in range(len(NUMBER)):
        wrong = NUMBER[:place] + str((int(NUMBER[place]) + 1) % 10) + NUMBER[place + 1 :]
        assert read_number(wrong) is None
