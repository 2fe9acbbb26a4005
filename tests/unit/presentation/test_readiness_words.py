"""The light and its list in words: a shape for each light, and advice wherever it is not green."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.readiness import CASES, WELL

from podium_desk.domain.readiness import Light, look_over
from podium_desk.i18n.words import Words
from podium_desk.presentation.mood import Mood
from podium_desk.presentation.readiness import light_view, ready_section


@pytest.mark.parametrize("language", ["nl", "en", "fr", "de"])
def test_every_line_that_is_not_green_says_what_to_do(language):
    words = Words(language)
    for _, seen, _, _ in CASES:
        found = look_over(replace(WELL, **seen))
        section = ready_section(found, words)
        for finding, row in zip(found.findings, section.rows, strict=True):
            assert row.value
            needs_somebody = finding.light in (Light.AMBER, Light.RED)
            assert bool(row.note) is needs_somebody, finding
            assert (row.mood is Mood.WELL) is not needs_somebody


def test_the_three_lights_have_three_shapes_and_count_what_is_open():
    seen = [WELL, replace(WELL, others_heard=1, clock_error_s=200), replace(WELL, data_age_s=None)]
    views = [light_view(look_over(one), Words("nl")) for one in seen]
    assert len({view.icon for view in views}) == 3
    assert [view.word for view in views] == [
        "Klaar voor vanavond", "Klaar, 2 punten nakijken", "Niet klaar: 1 punt",
    ]  # fmt: skip
    assert "Klok: 3 min voor" in views[1].spoken
