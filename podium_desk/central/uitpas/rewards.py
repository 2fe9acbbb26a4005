"""Rewards for a counter: what points may be traded for, handing it out, taking it back."""

from __future__ import annotations

from podium_desk.application.uitpas_messages import (
    RedeemAsked,
    RedeemTold,
    RewardsAsked,
    RewardsTold,
    RewardTold,
    UndoAsked,
)
from podium_desk.central.uitpas.lines import HouseLine, HouseLines
from podium_desk.domain.uitpas import PassNo
from podium_desk.integrations.uitpas.calling import UitpasAway
from podium_desk.integrations.uitpas.problems import Problem
from sync.facts.batch import from_wire
from sync.identity.certificate import CertificateClaims

REWARDS_MAX = 20


class RewardAnswers:
    """The rewards of the asking device's own house."""

    def __init__(self, lines: HouseLines) -> None:
        self._lines = lines

    def list_for(self, claims: CertificateClaims, payload: bytes) -> RewardsTold:
        """The rewards, each with why the pass cannot have it now."""
        asked = from_wire(payload, RewardsAsked)
        line = self._lines.of(claims.house)
        if line is None:
            return RewardsTold(PassNo.NOT_SET_UP.value)
        ends_at_s = line.ends_at_s()
        holder = line.ask(asked.number, lambda client: client.look_up(asked.number), ends_at_s)
        if isinstance(holder, Problem):
            return RewardsTold(holder.no.value, holder.message)
        found = line.ask(holder.number, lambda client: client.rewards(), ends_at_s)
        if isinstance(found, Problem):
            return RewardsTold(found.no.value, found.message)
        told = []
        # A reward of a web shop is not handed out over a counter.
        for reward in [one for one in found if not one.is_online][:REWARDS_MAX]:
            message = _why_not(line, reward.id, holder.number, ends_at_s)
            if isinstance(message, Problem):
                return RewardsTold(message.no.value, message.message)
            told.append(RewardTold(reward.id, reward.title, reward.points, message))
        return RewardsTold(rewards=tuple(told), number=holder.number, points=holder.points)

    def redeem(self, claims: CertificateClaims, payload: bytes) -> RedeemTold:
        """Hand one out. Without an answer nobody knows: the clerk looks at the points again."""
        asked = from_wire(payload, RedeemAsked)
        line = self._lines.of(claims.house)
        if line is None:
            return RedeemTold(PassNo.NOT_SET_UP.value)
        try:
            done = line.attempt(
                asked.number, lambda client: client.redeem(asked.reward, asked.number)
            )
        except UitpasAway:
            return RedeemTold(PassNo.AWAY.value)
        if isinstance(done, Problem):
            return RedeemTold(done.no.value, done.message)
        return RedeemTold(redeemed=done.id, code=done.code)

    def undo(self, claims: CertificateClaims, payload: bytes) -> RedeemTold:
        """Take one back."""
        asked = from_wire(payload, UndoAsked)
        line = self._lines.of(claims.house)
        if line is None:
            return RedeemTold(PassNo.NOT_SET_UP.value)
        try:
            problem = line.attempt("", lambda client: client.undo_redeem(asked.redeemed))
        except UitpasAway:
            return RedeemTold(PassNo.AWAY.value)
        if problem is not None:
            return RedeemTold(problem.no.value, problem.message)
        return RedeemTold(redeemed=asked.redeemed)


def _why_not(line: HouseLine, reward: str, number: str, ends_at_s: float) -> str | Problem:
    """UiTPAS's sentence, or its reason where it gives no sentence; "" when it can be had."""
    told = line.ask(number, lambda client: client.redeemable(reward, number), ends_at_s)
    if isinstance(told, Problem):
        return told
    return "" if told.is_redeemable else told.message or told.reason
