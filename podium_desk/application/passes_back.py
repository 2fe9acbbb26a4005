"""Passes that are paid back: those that were never used, and they allow nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from podium_desk.application.pass_rights import fetch_pass
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.house_passes import HousePass, PassClosed, pool_of_pass, spoken_pass
from podium_desk.domain.ids import OrderId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.house_passes import find_pass, passes_of_order
from sync.facts.fact import Draft, Verb
from sync.rights.amounts import movement


class PassReturns:
    """Finds and closes passes. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def unused(
        self, order: OrderId, wanted: Sequence[tuple[str, int]]
    ) -> tuple[HousePass, ...] | Refusal:
        """So many passes of each code that this order bought, which nobody used; none for goods.

        Refuses when fewer are left unused, and when this desk cannot have one whole: it might be
        used somewhere else at this moment.
        """
        found: list[HousePass] = []
        bought = [self._one(number) for number in passes_of_order(self._work.replica.sql, order)]
        for code, count in wanted:
            same = [one for one in bought if one is not None and one.code == code]
            if not same:
                continue
            fresh = [one for one in same if not one.is_closed and not any(one.used.values())]
            if len(fresh) < count:
                details: dict[str, str | int] = {"number": spoken_pass(same[0].number)}
                return Refusal(RefusalReason.PASS_WAS_USED, details)
            found += fresh[:count]
        away = next((one for one in found if not fetch_pass(self._work, one)), None)
        if away is not None:
            return Refusal(RefusalReason.PASS_ELSEWHERE, {"number": spoken_pass(away.number)})
        return tuple(found)

    def close_drafts(self, order: OrderId, passes: Iterable[HousePass], reason: str) -> list[Draft]:
        """The facts that end these passes, in each house where they held; in their own house all
        that is left of them is spent."""
        drafts = []
        now_ms, clerk = self._work.clock.now_ms(), self._work.clerk
        for one in passes:
            body = body_to_bytes(PassClosed(one.number, order, now_ms, reason, clerk))
            for house in one.houses:
                spent = movement(Verb.SPEND, pool_of_pass(one.number), one.left)
                moves = (spent,) if house == one.home and one.left else ()
                drafts.append(Draft(FactKind.PASS_CLOSED, house, body, moves))
        return drafts

    def _one(self, number: str) -> HousePass | None:
        return find_pass(self._work.replica.sql, self._work.catalogue, number)
