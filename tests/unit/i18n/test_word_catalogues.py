"""Sentences by key: plurals, named places, and Dutch where a language has none yet."""

from __future__ import annotations

import pytest

from podium_desk.i18n.words import Words


def test_the_number_chooses_the_form() -> None:
    words = Words("nl")
    assert words("device_status.places_n", n=1) == "1 plaats"
    assert words("device_status.places_n", n=0) == "0 plaatsen"


def test_a_language_without_the_sentence_says_it_in_dutch() -> None:
    assert Words("fr")("incidents.none") == Words("nl")("incidents.none")
    assert "incidents.none" not in Words("fr")


def test_a_key_that_nobody_has_is_named() -> None:
    with pytest.raises(KeyError, match="no_such_sentence"):
        Words("en")("incidents.no_such_sentence")
