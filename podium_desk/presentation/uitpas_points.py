"""Points on the UiTPAS panel: what a pass has, what it may be traded for, what was just given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.application.uitpas import RewardGiven, RewardOffer, UitpasPoints
    from podium_desk.domain.ids import PerformanceId
    from podium_desk.domain.text import Text
    from podium_desk.i18n.words import Words


@dataclass(frozen=True, slots=True)
class Attended:
    """The performance that points of attending are given for."""

    performance: PerformanceId
    title: Text


@dataclass(frozen=True, slots=True)
class RewardChoice:
    """A reward as a key; `why_not` is told beneath one that cannot be had now."""

    id: str
    label: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PointsView:
    """What a pass has to trade, what was just given, and what can be taken back."""

    balance: str
    rewards: tuple[RewardChoice, ...] = ()
    check_in: str = ""
    undo: str = ""


def points_view(
    points: UitpasPoints, given: RewardGiven | None, attended: Attended | None, words: Words
) -> PointsView:
    """The panel's points in the clerk's words."""
    title = "" if attended is None else attended.title.in_language(words.language)
    return PointsView(
        balance=words("uitpas.points", n=points.points),
        rewards=tuple(
            RewardChoice(one.id, _label(one, words), one.why_not) for one in points.rewards
        ),
        check_in="" if attended is None else words("uitpas.check_in", title=title),
        undo="" if given is None else words("uitpas.undo_reward", title=given.title),
    )


def given_text(given: RewardGiven, words: Words) -> str:
    """What the clerk hands over, with the code that the visitor needs, if any."""
    if given.code:
        return words("uitpas.given_code", title=given.title, code=given.code)
    return words("uitpas.given", title=given.title)


def _label(reward: RewardOffer, words: Words) -> str:
    if reward.points == 0:
        return words("uitpas.reward_free", title=reward.title)
    return words("uitpas.reward", n=reward.points, title=reward.title)
