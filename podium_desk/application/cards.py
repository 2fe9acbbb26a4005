"""Cards that carry tickets: a UiTPAS card, a wristband. Only a keyed hash of a number is kept."""

from __future__ import annotations

from hashlib import blake2b

from podium_desk.application.workplace import Workplace
from podium_desk.domain.door_facts import CardSaid
from podium_desk.domain.ids import TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.domain.tickets import without_marker
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.kinds import CARD_KEY
from podium_desk.replica.queries import sold_ticket
from sync.facts.fact import Draft

HASH_BYTES = 16


def card_hash(work: Workplace, number: str) -> bytes | None:
    """What a card is known by here; None in a house that has no cards, and for no number at all.

    The key is the house's own, so that a hash says nothing to who does not have it.
    """
    plain = without_marker("".join(number.split())).upper()
    record = work.replica.records.get(work.house, CARD_KEY, CARD_KEY)
    if not plain or record is None or not record.body:
        return None
    return blake2b(plain.encode(), digest_size=HASH_BYTES, key=record.body).digest()


def say_card(
    work: Workplace,
    number: str,
    kind: str,
    tickets: tuple[TicketId, ...],
    *,
    is_active: bool = True,
) -> Refusal | None:
    """A card carries these tickets of this house from now on; none, or an inactive one, is unknown.

    Refuses a device that may not say so, a house without cards and a ticket that is not known.
    """
    role = Role(work.claims.role)
    hashed = card_hash(work, number)
    body = CardSaid(hashed or b"", kind, tickets, work.clock.now_ms(), work.clerk, is_active)
    if role not in WRITERS[kind_of(body)]:
        return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
    if hashed is None:
        return Refusal(RefusalReason.NO_CARDS)
    for ticket in tickets:
        if sold_ticket(work.replica.sql, work.house, ticket) is None:
            return Refusal(RefusalReason.UNKNOWN_TICKET, {"ticket": str(ticket)})
    work.replica.append([Draft(kind_of(body), work.house, body_to_bytes(body))])
    work.wake()
    return None
