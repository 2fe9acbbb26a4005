"""What the bundled face can write, and what happens to what it cannot."""

from __future__ import annotations

import pytest

from podium_desk.documents.page import Weight
from podium_desk.documents.typeface import font, has_glyph, width_of, writable

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


def test_letters_that_the_face_lacks_lose_their_accent_or_become_a_question_mark():
    assert not has_glyph("Ч")
    assert writable("Чайка") == "?????"
    assert writable("ﬁlm") in ("film", "ﬁlm")


def test_unseen_marks_and_strange_spaces_do_not_show():
    assert writable("Her\u00admans\u200b\u2003x\ty") == "Hermans x y"


def test_a_width_is_the_sum_of_its_letters_so_paper_and_pdf_agree():
    words = "Vrijdag 13 november, AVTo"
    assert width_of(words, Weight.BOLD, 40) == font(Weight.BOLD, 40).getlength(words)
