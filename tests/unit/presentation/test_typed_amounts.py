"""Amounts as people type them: what is none is told, never guessed."""

from __future__ import annotations

import pytest

from podium_desk.presentation.typed import as_typed, typed_cents, typed_pieces


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("150", 15_000), ("150,5", 15_050), ("€ 150.50", 15_050), ("0", 0),
        ("\u00a0€ 20,00", 2_000),
        ("", None), ("-1", None), ("1,234", None), ("1.234,50", None), ("1e3", None),
        ("12345678", None), ("\u0661\u0665", None), ("€", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_an_amount_or_nothing(text, cents):
    assert typed_cents(text) == cents


def test_pieces_are_numbers_and_an_empty_field_is_none_of_them():
    assert typed_pieces({5_000: "3", 50: " ", 20: "0"}) == ((5_000, 3),)
    assert typed_pieces({5_000: "-3"}) is None
    assert typed_pieces({5_000: "drie"}) is None


@pytest.mark.parametrize("cents", [0, 5, 100, 15_050, 999_999])
def test_an_amount_can_be_typed_as_it_is_shown(cents):
    assert typed_cents(as_typed(cents)) == cents
