"""The journal of the day in docs/rules/till.md, row by row."""

from __future__ import annotations

from datetime import date

from podium_desk.domain.daybook import DayPage, code_of, is_account, journal
from podium_desk.domain.vat import VatPart, vat_totals

DAY = date(2026, 11, 27)


def test_the_journal_of_the_day_in_the_rules():
    page = DayPage(
        DAY, vat_totals([VatPart(6, "", 8_812)]), (("card", 4_406), ("cash", 4_406)), -1, -2_000
    )
    rows = {p.account: (p.code, p.debit_cents, p.credit_cents) for p in journal(page, ())}
    assert rows == {
        "cash": ("570000", 2_405, 0),
        "card": ("580000", 4_406, 0),
        "sales_6": ("700006", 0, 8_313),
        "vat_6": ("451006", 0, 499),
        "rounding": ("656000", 1, 0),
        "moved": ("580100", 2_000, 0),
    }


def test_a_day_of_refunds_has_no_negative_amounts():
    page = DayPage(DAY, vat_totals([VatPart(6, "", -2_203)]), (("cash", -2_203),), -2)
    postings = journal(page, ())
    assert all(p.debit_cents >= 0 and p.credit_cents >= 0 for p in postings)
    assert sum(p.debit_cents for p in postings) == sum(p.credit_cents for p in postings)


def test_a_difference_in_the_drawer_is_posted_apart():
    page = DayPage(DAY, (), (), 0, 0, -500)
    rows = {p.account: (p.debit_cents, p.credit_cents) for p in journal(page, ())}
    assert rows == {"cash": (0, 500), "difference": (500, 0)}


def test_a_house_gives_its_own_codes_by_account():
    assert code_of("sales_21", {"sales_21": "701"}) == "701"
    assert [code_of(name, {}) for name in ("sales_0", "vat_21", "advances", "x")] == [
        "700000", "451021", "460000", "499000",
    ]  # fmt: skip
    assert [is_account(name) for name in ("cash", "vat_12", "sales_x", "koffie")] == [
        True, True, False, False,
    ]  # fmt: skip
