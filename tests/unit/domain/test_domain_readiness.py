"""Ready for tonight: what each matter comes to, and that the light is as bad as its worst line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.readiness import CASES, WELL

from podium_desk.domain.readiness import Light, Matter, look_over


def test_a_door_that_is_well_is_green_in_every_line():
    found = look_over(WELL)
    assert found.light is Light.GREEN
    without_board = [matter for matter in Matter if matter is not Matter.BOARD]
    assert [one.matter for one in found.findings] == without_board
    assert {one.light for one in found.findings} == {Light.GREEN}


@pytest.mark.parametrize(("matter", "seen", "light", "case"), CASES)
def test_a_matter_comes_to_its_light_and_so_does_the_whole(matter, seen, light, case):
    found = look_over(replace(WELL, **seen))
    (line,) = [one for one in found.findings if one.matter is matter]
    assert (line.light, line.case) == (light, case)
    assert found.light is (Light.GREEN if light is Light.UNSEEN else light)
