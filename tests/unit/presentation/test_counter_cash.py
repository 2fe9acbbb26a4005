"""Cash as it is typed and given back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from podium_desk.presentation.cash import CashEntry


def typed(total_cents, keys):
    entry = CashEntry(total_cents)
    for key in keys:
        match key:
            case "<":
                entry = entry.backspace()
            case "," | ".":
                entry = entry.separator()
            case digit:
                entry = entry.digit(int(digit))
    return entry


def test_digits_alone_are_whole_euros():
    assert typed(4400, "50").tendered_cents == 5000


def test_a_comma_or_a_point_starts_the_cents():
    assert typed(4400, "44,5").tendered_cents == 4450
    assert typed(4400, "44.05").tendered_cents == 4405


def test_a_comma_alone_means_no_euros():
    assert typed(50, ",5").tendered_cents == 50
    assert typed(50, ",5").typed(",") == "0,5"


def test_nothing_typed_is_the_exact_amount():
    assert CashEntry(4403).tendered_cents == 4405
    assert CashEntry(4403).is_enough
    assert CashEntry(4403).rounding_cents == 2


def test_backspace_takes_back_exactly_one_key():
    assert typed(4400, "44,5<").typed(",") == "44,"
    assert typed(4400, "44,<").typed(",") == "44"
    assert typed(4400, "44<<<").typed(",") == ""


def test_a_quick_key_replaces_what_was_typed_and_a_digit_replaces_the_quick_key():
    entry = typed(4400, "20").quick(5000)
    assert entry.tendered_cents == 5000
    assert entry.digit(6).tendered_cents == 600
    assert entry.backspace() == CashEntry(4400)


def test_too_little_is_not_enough():
    entry = typed(4400, "40")
    assert not entry.is_enough
    assert entry.change_cents == -400


def test_a_digit_too_many_changes_nothing():
    assert typed(4400, "1234567").tendered_cents == 123400
    assert typed(4400, "1,234").tendered_cents == 123


@settings(max_examples=60)
@given(st.text(alphabet="0123456789,.<", max_size=20), st.integers(0, 200_000))
def test_any_typing_gives_whole_cents_that_the_field_shows(keys, total_cents):
    entry = typed(total_cents, keys)
    shown = entry.typed(",")
    if not shown:
        assert entry.tendered_cents == entry.due_cents
    else:
        euros, _, cents = shown.partition(",")
        assert entry.tendered_cents == int(euros) * 100 + int((cents + "00")[:2])


@settings(max_examples=60)
@given(st.text(alphabet="0123456789,", min_size=1, max_size=12))
def test_as_many_backspaces_as_keys_empty_the_field(keys):
    assert typed(0, keys + "<" * len(keys)).typed(",") == ""
