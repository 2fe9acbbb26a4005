"""Questions asked at the door before a guest goes in: an allergy, who fetches the child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from enum import StrEnum
from typing import NewType

from podium_desk.domain.ids import HouseId
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass

QuestionId = NewType("QuestionId", str)
"""The house's own short word for a question."""
Answer = str | int | float | bool


class AnswerKind(StrEnum):
    """What an answer has to be."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YESNO = "yesno"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a house, asked of tickets at these tariffs (codes). `place` orders them."""

    id: QuestionId
    house: HouseId
    text: Text
    tariffs: tuple[str, ...]
    kind: AnswerKind
    choices: tuple[str, ...] = ()
    is_required: bool = False
    place: int = 0


def is_answer(question: Question, answer: Answer) -> bool:
    """Whether this answers a question: a text, a number, one of the choices, yes or no.

    An empty text answers nothing, but for a question that need not be answered.
    """
    if answer == "":
        return not question.is_required
    match question.kind:
        case AnswerKind.TEXT:
            return isinstance(answer, str)
        case AnswerKind.NUMBER:
            return isinstance(answer, int | float) and not isinstance(answer, bool)
        case AnswerKind.CHOICE:
            return isinstance(answer, str) and answer in question.choices
        case AnswerKind.YESNO:
            return isinstance(answer, bool)


def given_answers(
    questions: Iterable[Question], tariff: str, answers: Mapping[QuestionId, Answer]
) -> dict[QuestionId, Answer]:
    """What of these answers is one to a question that is asked of this tariff."""
    asked = (question for question in questions if tariff in question.tariffs)
    return {
        question.id: answers[question.id]
        for question in asked
        if question.id in answers and is_answer(question, answers[question.id])
    }


def still_to_answer(
    questions: Iterable[Question], tariff: str, answered: Set[QuestionId]
) -> tuple[Question, ...]:
    """The questions of this tariff that nobody answered yet, in the house's order."""
    return tuple(
        question
        for question in questions
        if tariff in question.tariffs and question.id not in answered
    )
