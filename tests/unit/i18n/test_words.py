"""The words of a language, with what stands in when it has none."""

from __future__ import annotations

from podium_desk.i18n.words import Words


def test_a_language_without_words_for_a_screen_speaks_the_fallback_language():
    assert Words("de")("refusals.not_keeper") == Words("nl")("refusals.not_keeper")


def test_a_sentence_that_nobody_wrote_is_known_to_be_missing():
    assert "refusals.not_keeper" in Words("en")
    assert "refusals.no_such_sentence" not in Words("en")
