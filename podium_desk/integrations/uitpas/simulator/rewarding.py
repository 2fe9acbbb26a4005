"""The simulated rewards and check-ins: points come by attending and go by redeeming."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta

from podium_desk.integrations.uitpas.simulator.published import (
    REWARDS,
    SimulatedPass,
    SimulatedReward,
)
from podium_desk.integrations.uitpas.simulator.saying import Said
from podium_desk.integrations.uitpas.simulator.world import World
from podium_desk.late_dataclass import dataclass

CHECK_IN_POINTS = 1
_SENTENCES = {
    "REWARD_PERIOD": "Dit voordeel is niet meer beschikbaar.",
    "PASSHOLDER_VOLUME": "Je hebt dit voordeel al gebruikt.",
    "PASSHOLDER_POINTS": "Jammer, je hebt niet genoeg punten.",
}
_SLUGS = {
    "REWARD_PERIOD": "reward-period-constraint",
    "PASSHOLDER_VOLUME": "reward-passholder-volume-constraint",
    "PASSHOLDER_POINTS": "reward-passholder-points-constraint",
}


@dataclass(frozen=True, slots=True)
class RedeemedReward:
    """A reward handed out to a pass."""

    id: str
    number: str
    reward: SimulatedReward
    at: datetime


@dataclass(frozen=True, slots=True)
class SimulatedCheckIn:
    """A pass attended an event."""

    id: str
    number: str
    event: str
    at: datetime


@dataclass(slots=True)
class Rewarding:
    """Points and rewards of a simulated test environment."""

    world: World
    redeemed: dict[str, RedeemedReward] = field(default_factory=dict)
    check_ins: dict[str, SimulatedCheckIn] = field(default_factory=dict)
    rewards: dict[str, SimulatedReward] = field(
        default_factory=lambda: {one.id: one for one in REWARDS}
    )

    def points(self, holder: SimulatedPass) -> int:
        """What a pass has now."""
        came = sum(one.number == holder.number for one in self.check_ins.values())
        gone = sum(
            one.reward.points for one in self.redeemed.values() if one.number == holder.number
        )
        return holder.points + came * CHECK_IN_POINTS - gone

    def constraint(self, reward: SimulatedReward, holder: SimulatedPass) -> str:
        """Why a pass may not have a reward now; "" when it may."""
        if reward.is_over:
            return "REWARD_PERIOD"
        since = self.world.now() - timedelta(days=reward.days)
        had = sum(
            one.number == holder.number and one.reward.id == reward.id and one.at > since
            for one in self.redeemed.values()
        )
        if reward.limit and had >= reward.limit:
            return "PASSHOLDER_VOLUME"
        return "PASSHOLDER_POINTS" if self.points(holder) < reward.points else ""

    def redeem(self, reward: SimulatedReward, holder: SimulatedPass) -> RedeemedReward | Said:
        """Hand it out."""
        reason = self.constraint(reward, holder)
        if reason:
            return Said(_SLUGS[reason], 400, _SENTENCES[reason])
        done = RedeemedReward(self.world.next_id(), holder.number, reward, self.world.now())
        self.redeemed[done.id] = done
        return done

    def check_in(self, event: str, holder: SimulatedPass) -> SimulatedCheckIn | Said:
        """Once a day for an event."""
        today = self.world.now().date()
        for one in self.check_ins.values():
            if (one.number, one.event, one.at.date()) == (holder.number, event, today):
                return Said("checkin-not-allowed", 400, "Je hebt hier al punten gespaard.")
        done = SimulatedCheckIn(self.world.next_id(), holder.number, event, self.world.now())
        self.check_ins[done.id] = done
        return done


def sentence_of(reason: str) -> str:
    """What the visitor is told."""
    return _SENTENCES.get(reason, "")
