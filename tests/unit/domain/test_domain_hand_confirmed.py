"""Why a card was booked against its terminal stands in the payment's reference."""

from __future__ import annotations

import pytest

from podium_desk.domain.hand_confirmed import Despite, Why


@pytest.mark.parametrize("why", list(Why))
def test_it_is_read_back_as_it_was_written(why):
    told = Despite("currency", 4405, why)
    assert Despite.of(told.reference) == told


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "0042",
        "1234 5678",
        "despite amount 12",
        "despite amount x slip",
        "despite amount 1 moon",
        "despite moon 1 slip",
    ],
)
def test_the_number_of_a_terminal_says_nothing_of_it(reference):
    assert Despite.of(reference) is None
