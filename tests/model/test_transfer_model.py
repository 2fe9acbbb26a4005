"""The transfer of a right as a model that spin explores whole: every order of every event.

The model is small and by hand; what ships is tested by the simulation. It shows that the protocol
is right when each step is, and that each of its rules is needed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

MODEL = Path(__file__).with_name("transfer.pml")
STATES_MIN = 500

pytestmark = pytest.mark.skipif(
    shutil.which("spin") is None or shutil.which("gcc") is None,
    reason="needs spin and gcc: apt-get install spin gcc libc6-dev",
)


def explored(folder: Path, *switches: str) -> tuple[int, int, str]:
    """Errors found, states seen, and what the verifier said, with these switches on."""
    words = [f"-D{switch}" for switch in switches]
    for command in (
        ["spin", "-a", *words, str(MODEL)],
        ["gcc", "-O1", "-w", "-DSAFETY", "-o", "pan", "pan.c"],
    ):
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    said = subprocess.run(
        ["./pan", "-E", "-m100000", "-w20"],
        cwd=folder, check=False, capture_output=True, text=True, timeout=60,
    ).stdout  # fmt: skip
    errors = re.search(r"errors: (\d+)", said)
    states = re.search(r"(\d+) states, stored", said)
    assert errors is not None, said
    assert states is not None, said
    return int(errors[1]), int(states[1]), said


def test_no_order_of_events_sells_a_seat_twice(tmp_path: Path) -> None:
    errors, states, said = explored(tmp_path)
    assert errors == 0, said
    assert states > STATES_MIN


def test_after_a_write_off_a_seat_is_sold_once_for_each_epoch(tmp_path: Path) -> None:
    errors, states, said = explored(tmp_path, "WRITE_OFF")
    assert errors == 0, said
    assert states > STATES_MIN


def test_a_write_off_cannot_promise_that_the_seat_was_not_sold_already(tmp_path: Path) -> None:
    errors, _, said = explored(tmp_path, "WRITE_OFF", "SAYS_ONE")
    assert errors == 1, said
    assert "sold<=1" in said


@pytest.mark.parametrize("switch", ["FORGETS", "LEASE", "NO_HOLDER", "OLD_WINS"])
def test_each_rule_of_the_transfer_is_needed(tmp_path: Path, switch: str) -> None:
    errors, _, said = explored(tmp_path, switch)
    assert errors == 1, said
    assert "assertion violated" in said
