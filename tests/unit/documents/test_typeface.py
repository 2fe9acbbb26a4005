"""What the bundled faces can write, and what happens to what it cannot."""

from __future__ import annotations

import pytest

from podium_desk.documents.page import Weight
from podium_desk.documents.right_to_left import drawn_from_left
from podium_desk.documents.typeface import (
    by_face,
    font,
    has_glyph,
    unwritable,
    width_of,
    writable,
)

OUR_LETTERS = "éëïçœ€’–èêàâöüßîôûŒÉËÇÀ“”«»…·×°§ĳłşğžőÅø"


@pytest.mark.parametrize("character", OUR_LETTERS)
@pytest.mark.parametrize("weight", list(Weight))
def test_each_letter_of_our_languages_has_a_glyph_of_its_own(character, weight):
    face = font(weight, 32)
    assert bytes(face.getmask(character)) != bytes(face.getmask("\uffff"))
    assert bytes(face.getmask(character)) != bytes(face.getmask("?"))


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
@pytest.mark.parametrize("weight", list(Weight))
def test_the_spaces_in_amounts_are_empty_and_have_a_width(space, weight):
    assert font(weight, 32).getmask(space).getbbox() is None
    assert 4 < font(weight, 32).getlength(space) < 16


def test_an_accent_typed_apart_joins_its_letter():
    assert writable("Noe\u0308l") == "Noël"


@pytest.mark.parametrize("words", ["Żółć i gęśl", "Ελλάδα", "Чайка", "Надія ї", "Café ★ ♥"])
def test_what_the_first_face_lacks_is_written_in_the_second(words):
    assert writable(words) == words
    assert not unwritable(words)
    for face, part in by_face(words):
        assert all(has_glyph(letter, face) for letter in part if not letter.isspace())


def test_arabic_letters_join_and_run_from_the_right():
    assert writable("بيت") == "\ufe91\ufef4\ufe96"
    assert drawn_from_left(writable("بيت")) == "\ufe96\ufef4\ufe91"
    assert writable("لا") == "\ufefb"


def test_within_a_latin_line_hebrew_runs_from_the_right_and_numbers_do_not():
    assert drawn_from_left("Avond שלום (עולם) 2026 uur") == "Avond (םלוע) םולש 2026 uur"
    assert drawn_from_left("א 12,50 ב") == "ב 12,50 א"


def test_what_no_face_has_is_told_by_its_name_and_never_by_a_question_mark():
    assert writable("🎭 Cats") == "[performing arts] Cats"
    assert writable("中") == "[U+4E2D]"
    assert unwritable("Cats 🎭 中 🎭") == ("🎭", "中")
    assert writable("👍🏽") == "[thumbs up sign]"


def test_a_ligature_that_no_face_has_comes_apart():
    assert writable("ﬁlm") in ("film", "ﬁlm")


def test_unseen_marks_and_strange_spaces_do_not_show():
    assert writable("Her\u00admans\u200b\u2003x\ty") == "Hermans x y"


def test_a_width_is_the_sum_of_its_letters_so_paper_and_pdf_agree():
    words = "Vrijdag 13 november, AVTo"
    assert width_of(words, Weight.BOLD, 40) == font(Weight.BOLD, 40).getlength(words)
