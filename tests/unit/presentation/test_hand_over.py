"""Handing a duty of the house over, as the status page says it and does it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from podium_desk.application.duties import Candidate, Duty, DutyNow, Foreseen
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.duties import duty_card
from podium_desk.presentation.hand_over import HandOver

NOW = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
HERE = Candidate(2, "Kassa 1", True, True, False, None)
NEAR = Candidate(3, "Kassa 2", False, False, True, NOW_MS)
AWAY = Candidate(4, "Kassa 3", False, False, False, NOW_MS - 600_000)
KEEPER = DutyNow(Duty.KEEPER, (HERE, NEAR, AWAY))
NL = Words("nl")


class DeskOfTests:
    def __init__(self) -> None:
        self.foreseen: Foreseen | Refusal = Foreseen(Duty.KEEPER, NEAR, (HERE,), 12, 0)
        self.refusal: Refusal | None = None
        self.named: list[tuple[Duty, int]] = []

    def foresee(self, duty: Duty, device: int) -> Foreseen | Refusal:
        return self.foreseen

    def hand_over(self, duty: Duty, device: int) -> Refusal | None:
        if self.refusal is None:
            self.named.append((duty, device))
        return self.refusal


class Stage:
    def __init__(self, jobs=None) -> None:
        self.desk, self.told, self.faults = DeskOfTests(), [], []
        self.hand_over = HandOver(
            self.desk, jobs or ImmediateJobs(), lambda: NL, self.told.append, self.faults.append
        )

    def card(self, now: DutyNow = KEEPER):
        return duty_card(now, self.hand_over.asked, NOW, NL)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def question(stage, *, named=NEAR, former=(HERE,), goes=0, stays=0, duty=Duty.KEEPER) -> str:
    stage.desk.foreseen = Foreseen(duty, named, former, goes, stays)
    stage.hand_over.begin(duty)
    stage.hand_over.choose(named.device)
    found = stage.card(DutyNow(duty, (*former, named))).question
    return "\n".join((found.title, *found.lines, found.yes))


def test_a_card_says_who_has_the_duty_and_lists_nobody_until_it_is_asked(stage):
    assert stage.card().title == "Hoofdkassa: Kassa 1 (dit toestel)"
    assert stage.card().choices == ()


def test_the_list_says_who_is_heard_and_leaves_out_who_has_it(stage):
    stage.hand_over.begin(Duty.KEEPER)
    assert [choice.label for choice in stage.card().choices] == [
        "Kassa 2 · nu te horen", "Kassa 3 · laatst gehoord: 10 min geleden",
    ]  # fmt: skip


def test_nothing_is_done_before_it_is_said_what_goes_and_how_to_undo_it(stage):
    said = question(stage, goes=12)
    assert "12 plaatsen die dit toestel niet zelf nodig heeft, gaan nu naar Kassa 2." in said
    assert "wijs Kassa 1 (dit toestel) opnieuw aan" in said
    assert stage.desk.named == []
    stage.hand_over.confirm()
    assert stage.desk.named == [(Duty.KEEPER, 3)]
    assert stage.told[-1] == "Kassa 2 is nu de hoofdkassa."
    assert stage.hand_over.asked is None


def test_of_a_keeper_that_is_away_it_is_said_what_stays_there(stage):
    former = Candidate(4, "Kassa 3", False, True, False, None)
    said = question(stage, former=(former,), stays=40)
    assert "Van dit toestel verhuist er nu niets." in said
    assert "Kassa 3 is niet te horen. 40 plaatsen blijven daar" in said


def test_of_a_keeper_that_is_heard_it_is_said_that_its_share_follows(stage):
    former = Candidate(4, "Kassa 3", False, True, True, NOW_MS)
    assert "geeft zijn deel door zodra het dit verneemt" in question(
        stage, former=(former,), stays=40
    )


def test_naming_one_that_is_not_heard_says_so(stage):
    assert "Kassa 3 is nu niet te horen" in question(stage, named=AWAY)


def test_of_a_holder_it_is_said_that_nothing_moves(stage):
    holder = DutyNow(Duty.HOLDER, (HERE, NEAR), ((Text.of("nl", "Wachten"), NOW),))
    assert "Vanavond: Wachten (18:30)" in stage.card(holder).meaning
    assert "Er verhuist niets" in question(stage, duty=Duty.HOLDER)
    stage.hand_over.confirm()
    assert stage.desk.named == [(Duty.HOLDER, 3)]


def test_a_step_back_goes_to_the_list_then_to_the_card_then_nowhere(stage):
    question(stage)
    assert stage.hand_over.back()
    assert stage.card().choices
    assert stage.hand_over.back()
    assert not stage.card().choices
    assert not stage.hand_over.back()


def test_a_no_is_told_and_changes_nothing(stage):
    stage.desk.refusal = Refusal(RefusalReason.NO_SUCH_COUNTER, {"device": 3})
    question(stage)
    stage.hand_over.confirm()
    assert "geen kassa van dit huis" in stage.told[-1]
    stage.desk.foreseen = stage.desk.refusal
    stage.hand_over.back()
    stage.hand_over.choose(3)
    assert "geen kassa van dit huis" in stage.told[-1]


def test_a_second_press_while_it_is_being_done_does_nothing():
    waiting = []

    class Later:
        def submit(self, work, done, failed):
            waiting.append((work, done, failed))

    stage = Stage(Later())
    stage.hand_over.begin(Duty.KEEPER)
    stage.hand_over.choose(3)
    stage.hand_over.choose(4)
    stage.hand_over.begin(Duty.HOLDER)
    assert not stage.hand_over.back()
    ((work, done, _),) = waiting
    done(work())
    assert stage.card().question is not None


def test_a_fault_closes_the_question_and_is_told(stage):
    def broken(duty, device):
        raise RuntimeError("the disk")

    stage.desk.hand_over = broken
    question(stage)
    stage.hand_over.confirm()
    assert [str(fault) for fault in stage.faults] == ["the disk"]
    assert stage.hand_over.asked is None
