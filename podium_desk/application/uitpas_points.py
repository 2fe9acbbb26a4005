"""What a pass is worth beside its price: points, what they are traded for, points for attending.

Points live at UiTPAS alone, so nothing here works without an answer, and nothing is kept on the
device. Handing out and taking back are asked once each: without an answer nobody knows whether it
happened, and the points tell (domain.md 2.3 E and 2.4).
"""

from __future__ import annotations

from podium_desk.application.uitpas import (
    RewardGiven,
    RewardOffer,
    UitpasPoints,
    UitpasRefusal,
)
from podium_desk.application.uitpas_asking import StoreAsking
from podium_desk.application.uitpas_messages import (
    CHECK_IN,
    REDEEM,
    REWARDS,
    UNDO_REDEEM,
    CheckInAsked,
    CheckInTold,
    RedeemAsked,
    RedeemTold,
    RewardsAsked,
    RewardsTold,
    UndoAsked,
    no_of,
)
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.uitpas import PassNo, read_pass


class PointsDesk:
    """The `PointsCounter` of a device."""

    def __init__(self, asking: StoreAsking) -> None:
        self._asking = asking

    def look(self, typed: str) -> UitpasPoints | UitpasRefusal:
        """The points of the pass that was typed or scanned, and every reward of the house."""
        read = read_pass(typed)
        if isinstance(read, PassNo):
            return UitpasRefusal(read)
        asked = RewardsAsked(read.text, self._asking.nonce())
        told = self._asking.ask(REWARDS, asked, RewardsTold)
        if told is None:
            return UitpasRefusal(PassNo.AWAY)
        no = no_of(told.no)
        if no is not None:
            return UitpasRefusal(no, told.message)
        rewards = tuple(
            RewardOffer(one.id, one.title, one.points, one.message) for one in told.rewards
        )
        return UitpasPoints(told.number or read.text, told.points, rewards)

    def redeem(self, number: str, reward: RewardOffer) -> RewardGiven | UitpasRefusal:
        """Hand a reward out: its points are gone from then on."""
        asked = RedeemAsked(number, reward.id, self._asking.nonce())
        told = self._asking.ask(REDEEM, asked, RedeemTold)
        refused = _refused(told)
        if refused is not None or told is None:
            return refused or UitpasRefusal(PassNo.AWAY)
        return RewardGiven(told.redeemed, reward.title, told.code)

    def undo(self, given: RewardGiven) -> UitpasRefusal | None:
        """Take a reward back; its points return."""
        asked = UndoAsked(given.id, self._asking.nonce())
        return _refused(self._asking.ask(UNDO_REDEEM, asked, RedeemTold))

    def check_in(self, number: str, performance: PerformanceId) -> int | UitpasRefusal:
        """Give the points of attending this performance; how many came."""
        asked = CheckInAsked(number, performance, self._asking.nonce())
        told = self._asking.ask(CHECK_IN, asked, CheckInTold)
        refused = _refused(told)
        if refused is not None or told is None:
            return refused or UitpasRefusal(PassNo.AWAY)
        return told.points


def _refused(told: RedeemTold | CheckInTold | None) -> UitpasRefusal | None:
    if told is None:
        return UitpasRefusal(PassNo.AWAY)
    no = no_of(told.no)
    return None if no is None else UitpasRefusal(no, told.message)
