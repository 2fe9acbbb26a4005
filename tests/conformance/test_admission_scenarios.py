"""The admission scenarios, those that are shared and those of our own, through the real code.

Here each is played in memory; a few also on files and with every program killed and started again
between any two steps. `podium-desk replay tests/conformance/* --all-ways` plays the whole matrix.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from podium_desk.proving.replay.form_checks import read_scenario
from podium_desk.proving.replay.playing import Way, play
from podium_desk.proving.replay.report import files_of

HERE = Path(__file__).parent
FILES = files_of([HERE / "admission", HERE / "admission_more"])
HARD = (
    "M03-double-admission-comes-to-light",
    "S01-a-saturday-at-the-village-hall",
    "a-lonely-counter-goes-on",
    "stale-through-others",
)


def named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_scenario_passes_in_memory(path: Path) -> None:
    assert play(read_scenario(path.read_bytes()), Way()).difference == ""


@pytest.mark.parametrize("path", [path for path in FILES if path.stem in HARD], ids=named)
def test_a_hard_scenario_passes_on_disk_with_restarts(path: Path) -> None:
    way = Way(on_disk=True, restarts=True)
    assert play(read_scenario(path.read_bytes()), way).difference == ""


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_scenario_is_called_as_its_file(path: Path) -> None:
    assert read_scenario(path.read_bytes()).id == path.stem
