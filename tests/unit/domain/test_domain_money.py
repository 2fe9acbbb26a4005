import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.money import (
    EURO_CENTS,
    cash_due,
    change_due,
    denominations,
    quick_amounts,
)

cents = st.integers(-1_000_000, 1_000_000)


@pytest.mark.parametrize(
    ("total", "due"),
    [
        (1000, 1000),
        (1001, 1000),
        (1002, 1000),
        (1003, 1005),
        (1004, 1005),
        (1005, 1005),
        (1006, 1005),
        (1007, 1005),
        (1008, 1010),
        (1009, 1010),
    ],
)
def test_cash_is_rounded_to_the_nearest_five_cents(total, due):
    assert cash_due(total) == due
    assert cash_due(-total) == -due


@pytest.mark.parametrize("total", range(-5, 6))
def test_up_to_five_cents_nothing_is_rounded(total):
    assert cash_due(total) == total


def test_only_the_rest_that_is_paid_in_cash_is_rounded():
    assert cash_due(4403, paid_non_cash_cents=2001) == 2400
    assert cash_due(4403, paid_non_cash_cents=4403) == 0


@given(cents)
def test_rounding_moves_a_total_by_at_most_two_cents_and_only_once(total):
    due = cash_due(total)
    assert abs(due - total) <= 2
    assert cash_due(due) == due
    assert cash_due(-total) == -due


@given(st.integers(0, 1_000_000))
def test_notes_and_coins_add_up_and_none_could_be_a_larger_one(amount):
    parts = denominations(amount)
    assert sum(value * pieces for value, pieces in parts) == amount
    values = [value for value, _ in parts]
    assert values == sorted(values, reverse=True)
    for value, pieces in parts:
        larger = [v for v in EURO_CENTS if v > value]
        assert not larger or value * pieces < min(larger)


def test_change_of_six_euro_is_a_note_and_a_coin():
    assert denominations(change_due(4400, 5000)) == ((500, 1), (100, 1))
    assert denominations(0) == ()


def test_no_change_comes_out_of_too_little_money():
    with pytest.raises(ValueError, match="less was handed over"):
        change_due(4400, 4000)
    with pytest.raises(ValueError, match="not negative"):
        denominations(-5)


@pytest.mark.parametrize(
    ("due", "keys"),
    [
        (4400, (4400, 4500, 5000, 6000, 7000, 10000)),
        (1750, (1750, 2000, 3000, 4000, 5000, 10000)),
        (5000, (5000, 5500, 6000, 7000, 8000, 10000)),
        (0, (0,)),
    ],
)
def test_cash_keys_are_what_customers_hand_over(due, keys):
    assert quick_amounts(due) == keys


@given(st.integers(1, 300_000))
def test_every_cash_key_pays_and_they_rise(due):
    keys = quick_amounts(due)
    assert keys[0] == due
    assert list(keys) == sorted(set(keys))
    assert len(keys) <= 7
