"""A question that a card asks before something is done: what it comes to, yes and no."""

from __future__ import annotations

from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What the deed comes to, and the words of the two answers."""

    title: str
    lines: tuple[str, ...]
    yes: str
    no: str
