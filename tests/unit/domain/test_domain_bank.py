"""Accounts, and the text of a QR code that fills a transfer in, byte by byte (EPC069-12 v2)."""

from __future__ import annotations

import pytest
import segno

from podium_desk.domain.bank import BankAccount, TransferWish, printed_iban, read_bic, read_iban


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("BE68 5390 0754 7034", "BE68539007547034"),
        ("be68-5390-0754-7034", "BE68539007547034"),
        ("NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("BE68 5390 0754 7035", None),
        ("BE86 5390 0754 7034", None),
        ("BE68 5390 0754 703", None),
        ("539-0075470-34", None),
        ("", None),
    ],
)
def test_an_account_number_is_known_by_its_check(typed: str, plain: str | None) -> None:
    assert read_iban(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("GKCC BE BB", "GKCCBEBB"), ("kredbebbxxx", "KREDBEBBXXX"), ("KRED", None), ("", None)],
)
def test_a_bank_is_known_by_its_code(typed: str, plain: str | None) -> None:
    assert read_bic(typed) == plain


def test_an_account_number_is_printed_in_fours() -> None:
    assert printed_iban("BE68539007547034") == "BE68 5390 0754 7034"


def test_the_picture_of_a_transfer_is_the_standards_text_byte_by_byte() -> None:
    account = BankAccount("Gemeenschapscentrum Het Anker", "BE68539007547034", "GKCCBEBB")
    wish = TransferWish(account, 4405, "000200001468")
    assert wish.picture.encode() == (
        b"BCD\n002\n1\nSCT\nGKCCBEBB\nGemeenschapscentrum Het Anker\nBE68539007547034\n"
        b"EUR44.05\n\n\n+++000/2000/01468+++"
    )


def test_a_picture_without_a_bank_code_leaves_its_line_empty_and_cuts_a_long_name() -> None:
    wish = TransferWish(BankAccount("é" * 80, "BE68539007547034"), 5, "000200001468")
    lines = wish.picture.split("\n")
    assert (lines[4], len(lines[5]), lines[7]) == ("", 70, "EUR0.05")


def test_the_picture_is_at_most_version_13_of_level_m() -> None:
    wish = TransferWish(
        BankAccount("é" * 80, "BE68539007547034", "KREDBEBBXXX"), 99_999_999, "0" * 12
    )
    code = segno.make(wish.picture, error="m", micro=False, boost_error=False)
    assert int(code.version) <= 13
    assert len(wish.picture.encode()) <= 331
