"""UiTPAS at a counter: the port between its panel and whoever can ask UiTPAS.

Unlike `CounterDesk` its methods wait for a network, three seconds at most, so they run on a thread
of their own and enter the replica's lane for short pieces only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from podium_desk.domain.facts import Reduction
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.uitpas import Chosen, OfferedTariff, OfflineGrant, PassNo
from podium_desk.late_dataclass import dataclass

ANSWER_S = 3.0
"""How long a clerk waits for UiTPAS, the way through the store included (domain.md 2.8)."""

Reductions = Mapping[tuple[PerformanceId, Unit], Reduction]


@dataclass(frozen=True, slots=True)
class UitpasPlace:
    """A place in the basket that a pass may be used for, with the price of its tariff."""

    performance: PerformanceId
    unit: Unit
    regular_cents: int


@dataclass(frozen=True, slots=True)
class UitpasRefusal:
    """No, with UiTPAS's own sentence for the visitor where it gave one."""

    no: PassNo
    message: str = ""


@dataclass(frozen=True, slots=True)
class UitpasOffers:
    """What a pass may have now, for these places, in their order.

    `notes` are UiTPAS's sentences, to be shown. While UiTPAS is silent `offers` is empty and
    `grants` is what the house grants by itself.
    """

    number: str
    places: tuple[UitpasPlace, ...]
    offers: tuple[OfferedTariff, ...] = ()
    notes: tuple[str, ...] = ()
    grants: tuple[OfflineGrant, ...] = ()
    is_doubtful: bool = False
    is_group: bool = False
    points: int = field(default=0)


@dataclass(frozen=True, slots=True)
class RewardOffer:
    """A reward; `why_not` is UiTPAS's sentence why the pass cannot have it now, empty if it can."""

    id: str
    title: str
    points: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class UitpasPoints:
    """What a pass has to trade, and for what."""

    number: str
    points: int
    rewards: tuple[RewardOffer, ...] = ()


@dataclass(frozen=True, slots=True)
class RewardGiven:
    """A reward that was handed out; `id` takes it back, `code` is for the visitor, if any."""

    id: str
    title: str
    code: str = ""


class PointsCounter(Protocol):
    """Points and rewards as a counter's panel sees them."""

    def look(self, typed: str) -> UitpasPoints | UitpasRefusal:
        """The points of the pass that was typed or scanned, and every reward of the house."""
        ...

    def redeem(self, number: str, reward: RewardOffer) -> RewardGiven | UitpasRefusal:
        """Hand a reward out; without an answer (`AWAY`) nobody knows whether it was."""
        ...

    def undo(self, given: RewardGiven) -> UitpasRefusal | None:
        """Take a reward back; its points return."""
        ...

    def check_in(self, number: str, performance: PerformanceId) -> int | UitpasRefusal:
        """Give the points of attending this performance; how many came."""
        ...


class UitpasCounter(Protocol):
    """UiTPAS as a counter's panel sees it."""

    @property
    def points(self) -> PointsCounter:
        """Points and rewards."""
        ...

    def left_over(self) -> int:
        """Give up what an earlier run began and never saw paid; how many places it was."""
        ...

    def look(self, typed: str, places: tuple[UitpasPlace, ...]) -> UitpasOffers | UitpasRefusal:
        """What the pass that was typed or scanned may have for these places."""
        ...

    def register(
        self, offers: UitpasOffers, chosen: tuple[Chosen, ...]
    ) -> Reductions | UitpasRefusal:
        """Register these choices at UiTPAS, all or none, before anything is paid."""
        ...

    def grant(self, offers: UitpasOffers) -> Reductions | UitpasRefusal:
        """Grant what the house grants by itself; it is registered once UiTPAS answers again."""
        ...
