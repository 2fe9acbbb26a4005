"""A door whose program ends between the verdict and its painting: the retry repeats the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.door_evening import DoorEvening

from podium_desk.application.door import ScanOutcome
from podium_desk.application.door_post import DoorPost
from podium_desk.config import ShownFile
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction


class Killed(DoorEvening):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.shown = ShownFile(folder / "shown")
        self.sells(2)
        self.door.door = DoorPost(self.door.work, self.shown)

    def scan(self, code: int = 0, direction: Direction = Direction.ENTRY) -> ScanOutcome:
        return self.door.door.scan(self.codes[code], direction)

    def start_again(self, minutes: float = 0.5) -> None:
        self.cluster.clock.pass_(minutes=minutes)
        self.door.kill_and_restart()
        self.door.door = DoorPost(self.door.work, self.shown)

    def attempts(self) -> int:
        row = self.door.sql.row("SELECT COUNT(*) FROM scan")
        assert row is not None
        return int(row[0])


@pytest.fixture
def evening(tmp_path: Path) -> Killed:
    return Killed(tmp_path)


def test_an_answer_that_nobody_saw_is_given_again_and_recorded_once(evening):
    first = evening.scan()
    evening.start_again()
    again = evening.scan()
    assert (first.verdict, again.verdict, again.token) == (
        Verdict.ADMIT,
        Verdict.ADMIT,
        first.token,
    )
    assert again.is_repeat
    assert evening.attempts() == 1


def test_an_answer_that_was_painted_is_not(evening):
    evening.shown.note(evening.scan().token)
    evening.start_again()
    assert evening.scan().reason is ScanReason.ALREADY_IN


def test_it_holds_for_the_first_code_after_the_start_only(evening):
    evening.scan()
    evening.start_again()
    assert evening.scan(1).verdict is Verdict.ADMIT
    assert evening.scan().reason is ScanReason.ALREADY_IN


@pytest.mark.parametrize("late", ["too late", "the other way"])
def test_it_holds_for_the_same_guest_at_the_same_moment_only(evening, late):
    evening.scan()
    evening.start_again(minutes=6 if late == "too late" else 0.5)
    if late == "too late":
        assert evening.scan().reason is ScanReason.ALREADY_IN
    else:
        assert evening.scan(direction=Direction.EXIT).verdict is Verdict.EXIT


def test_a_refusal_is_judged_anew(evening):
    evening.shown.note(evening.scan().token)
    evening.cluster.clock.pass_(minutes=1)
    assert evening.scan().verdict is Verdict.REFUSE
    evening.start_again()
    assert evening.scan().reason is ScanReason.ALREADY_IN
    assert evening.attempts() == 3
