"""Closing a device for good from its window, and carrying the code on another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from podium_desk.application.closing import Closed, NotTaken
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.closing_code import part_text
from podium_desk.i18n.words import Words
from podium_desk.presentation.closing import Closing

FIRST, SECOND = part_text(b"one"), part_text(b"two")


class DeskOfTests:
    def __init__(self) -> None:
        self.codes: tuple[str, ...] = (FIRST, SECOND)
        self.is_closed = False
        self.tried: list[tuple[str, ...]] = []
        self.no: NotTaken | None = None

    def to_close(self) -> Closed:
        return Closed(2, "Kassa 1", 16, 1)

    def close_out(self) -> tuple[str, ...]:
        self.is_closed = True
        return self.codes

    def take_closing(self, texts: tuple[str, ...]) -> tuple[Closed, ...] | NotTaken:
        self.tried.append(texts)
        if self.no is not None:
            return self.no
        if set(texts) >= {FIRST, SECOND}:
            return (Closed(2, "Kassa 1", 16, 1),)
        return NotTaken("closing_not_whole", (2,) if FIRST in texts else (1,))


class Stage:
    def __init__(self, jobs=None) -> None:
        self.desk, self.told, self.faults = DeskOfTests(), [], []
        self.closing = Closing(
            self.desk, jobs or ImmediateJobs(), lambda: Words("nl"), self.told.append,
            self.faults.append,
        )  # fmt: skip


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_nothing_goes_back_before_it_is_said_what(stage):
    stage.closing.ask()
    said = " ".join(stage.closing.question.lines)
    assert "16 vrije plaatsen gaan terug" in said
    assert "1 verkocht ticket is van dan af van de centrale" in said
    assert not stage.desk.is_closed
    assert stage.closing.back()
    assert stage.closing.question is None
    stage.closing.confirm()
    assert not stage.desk.is_closed


def test_the_codes_are_shown_one_after_another_and_stop_at_both_ends(stage):
    stage.closing.ask()
    stage.closing.confirm()
    seen = [stage.closing.code.text]
    for step in (1, 1, -1, -1):
        stage.closing.step(step)
        seen.append(stage.closing.code.text)
    assert seen == [FIRST, SECOND, SECOND, FIRST, FIRST]
    assert stage.closing.code.heading == "Code 1 van 2"
    assert "Alle 2 codes zijn nodig" in " ".join(stage.closing.code.lines)
    assert stage.closing.back()
    assert stage.closing.code is None


def test_a_device_that_holds_nothing_says_so_and_shows_no_code(stage):
    stage.desk.codes = ()
    stage.closing.ask()
    stage.closing.confirm()
    assert stage.closing.code is None
    assert stage.told[-1] == "Dit toestel houdt niets vast: er is niets terug te geven."


def test_parts_come_in_any_order_until_all_are_there(stage):
    stage.closing.begin_taking()
    stage.closing.take(f" {SECOND.lower()}\n")
    assert stage.closing.taking.notice == "De sluitcode is niet volledig. Scan ook deel 1."
    stage.closing.take(FIRST)
    assert stage.closing.taking.is_done
    assert "16 plaatsen van ‘Kassa 1’ en 1 verkochte tickets" in stage.closing.taking.lines[0]


def test_what_is_no_part_is_told_and_left(stage):
    stage.closing.take("PODIATICKET")
    assert "geen sluitcode" in stage.closing.taking.notice
    assert stage.desk.tried == []


def test_pictures_give_their_parts_and_one_without_a_code_is_told(stage):
    texts = {"a.png": [FIRST], "b.png": [SECOND], "cat.png": []}
    read = lambda file: texts[file.name]  # noqa: E731
    stage.closing.begin_taking()
    stage.closing.take_pictures(read, [Path("cat.png")])
    assert "geen sluitcode" in stage.closing.taking.notice
    stage.closing.take_pictures(read, [Path("a.png"), Path("b.png")])
    assert stage.closing.taking.is_done


def test_parts_that_do_not_belong_together_are_read_anew(stage):
    stage.desk.no = NotTaken("closing_mixed")
    stage.closing.take(FIRST)
    assert "verschillende sluitcodes" in stage.closing.taking.notice
    stage.desk.no = None
    stage.closing.take(SECOND)
    assert stage.desk.tried[-1] == (SECOND,)


def test_a_scanner_that_is_faster_than_the_answer_loses_nothing():
    waiting = []

    class Later:
        def submit(self, work, done, failed):
            waiting.append((work, done))

    stage = Stage(Later())
    stage.closing.take(FIRST)
    stage.closing.take(SECOND)
    while waiting:
        work, done = waiting.pop(0)
        done(work())
    assert stage.desk.tried == [(FIRST,), (FIRST, SECOND)]
    assert stage.closing.taking.is_done


def test_after_one_code_another_can_be_taken(stage):
    stage.closing.take(FIRST, SECOND)
    assert stage.closing.taking.is_done
    stage.closing.take(SECOND)
    assert not stage.closing.taking.is_done
    assert stage.desk.tried[-1] == (SECOND,)


def test_a_fault_is_told_and_closes_what_was_open(stage):
    def broken():
        raise RuntimeError("the disk")

    stage.desk.to_close = broken
    stage.closing.ask()
    assert [str(fault) for fault in stage.faults] == ["the disk"]
    assert not stage.closing.back()
