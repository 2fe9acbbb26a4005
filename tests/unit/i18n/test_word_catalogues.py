"""Sentences by key: plurals, named places, and Dutch where a language has none yet."""

from __future__ import annotations

import pytest

from podium_desk.i18n.words import Words


def test_the_number_chooses_the_form() -> None:
    words = Words("nl")
    assert words("device_status.places_n", n=1) == "1 plaats"
    assert words("device_status.places_n", n=0) == "0 plaatsen"


def test_a_language_without_the_sentence_says_it_in_dutch() -> None:
    assert Words("fr")("doctor.printer") == Words("nl")("doctor.printer")
    assert "doctor.printer" not in Words("fr")
    assert "doctor.printer" in Words("en")


def test_french_counts_nothing_as_one() -> None:
    assert Words("fr")("device_status.places_n", n=0) == Words("fr")("device_status.places_n", n=1)
    assert Words("de")("device_status.places_n", n=0) == "0 Plätze"


def test_a_key_that_nobody_has_is_named() -> None:
    with pytest.raises(KeyError, match="no_such_sentence"):
        Words("en")("incidents.no_such_sentence")
