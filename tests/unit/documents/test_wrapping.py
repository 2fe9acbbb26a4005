"""Laws of breaking lines, with a face whose every letter is one dot wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from podium_desk.documents.wrapping import breaks_a_word, wrap, wrap_balanced

WORDS = st.lists(st.text("abij-/\u00a0", min_size=1, max_size=14), min_size=1, max_size=12).map(
    " ".join
)
WIDTHS = st.integers(2, 30)


@given(WORDS, WIDTHS)
def test_no_line_is_wider_than_the_paper_and_no_letter_is_lost(words, width):
    lines = wrap(words, width, len)
    assert all(len(line) <= width for line in lines)
    kept = "".join(lines).replace(" ", "").replace("-", "")
    assert kept == words.replace(" ", "").replace("-", "")


@given(WORDS, WIDTHS)
def test_balancing_needs_no_more_lines_and_divides_no_more_words(words, width):
    plain, balanced = wrap(words, width, len), wrap_balanced(words, width, len)
    assert len(balanced) <= len(plain)
    assert max(map(len, balanced)) <= max(map(len, plain))
    assert breaks_a_word(balanced, words) <= breaks_a_word(plain, words)


def test_a_title_is_not_left_with_one_word_on_its_last_line():
    assert wrap_balanced("de avonturen van een vergeten koffer", 32, len) == [
        "de avonturen van",
        "een vergeten koffer",
    ]


def test_an_amount_is_never_torn_from_its_currency():
    assert wrap("prijs € 1\u202f234,50", 12, len) == ["prijs €", "1\u202f234,50"]
    assert wrap("prijs €\u00a018,00", 9, len) == ["prijs", "€\u00a018,00"]


def test_a_word_that_is_too_long_breaks_after_its_own_hyphen_first():
    assert wrap("Sint-Katelijne-Waver", 16, len) == ["Sint-Katelijne-", "Waver"]
    assert wrap("tentententoonstelling", 12, len) == ["tententento-", "onstelling"]


def test_a_line_feed_begins_a_new_line_and_an_empty_one_stays():
    assert wrap("een\n\ntwee", 10, len) == ["een", "", "twee"]
