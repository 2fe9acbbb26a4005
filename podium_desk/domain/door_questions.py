"""Questions asked at the door before a guest goes in: an allergy, who fetches the child."""

from __future__ import annotations

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
