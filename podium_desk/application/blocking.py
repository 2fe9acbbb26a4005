"""Blocking a ticket's use and ending that: for whoever hears that a ticket was stolen.

It takes no right, so it works at once and anywhere; paying the ticket back, selling its place again
and giving it a new code do take one (architecture.md, decision 3).
"""

from __future__ import annotations

from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import TicketBlocked, TicketUnblocked
from podium_desk.domain.ids import HouseId, TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.queries import find_ticket, is_blocked
from sync.facts.fact import Draft


class Blocking:
    """Blocks tickets and ends blocks. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def block(self, ticket: TicketId, reason: str) -> Refusal | None:
        """No door that hears of it lets this ticket in; also one that never heard of its sale."""
        body = TicketBlocked(ticket, self._work.clock.now_ms(), reason, self._work.clerk)
        return self._say(body, ticket)

    def unblock(self, ticket: TicketId, reason: str, *, unheard: bool = False) -> Refusal | None:
        """The ticket is good again; refused when it is not blocked as far as is known here.

        With `unheard` also a block that was said elsewhere and did not come here yet: of both what
        was said last by corrected time holds.
        """
        house = self._house_of(ticket)
        if not unheard and not is_blocked(self._work.replica.sql, house, ticket):
            return Refusal(RefusalReason.NOT_BLOCKED, {"ticket": str(ticket)})
        body = TicketUnblocked(ticket, self._work.clock.now_ms(), reason, self._work.clerk)
        return self._say(body, ticket)

    def _say(self, body: TicketBlocked | TicketUnblocked, ticket: TicketId) -> Refusal | None:
        role, kind = Role(self._work.claims.role), kind_of(body)
        if role not in WRITERS[kind]:
            return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
        self._work.replica.append([Draft(kind, self._house_of(ticket), body_to_bytes(body))])
        self._work.wake()
        return None

    def _house_of(self, ticket: TicketId) -> HouseId:
        """The house that the ticket is for; our own as long as its sale was not heard of."""
        houses: list[int] = sorted(self._work.catalogue.houses())
        row = find_ticket(self._work.replica.sql, ticket, houses)
        return self._work.house if row is None else row.house
