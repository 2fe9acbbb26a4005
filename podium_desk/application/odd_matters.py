"""What a volunteer is told with a ticket that goes in, because a person may have to look."""

from __future__ import annotations

from podium_desk.application.door import OddMatter
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import Decision, Verdict
from podium_desk.domain.tickets import TicketContent
from podium_desk.replica.queries import SoldRow
from podium_desk.replica.sold_twice import is_sold_twice


def odd_matter(
    work: Workplace, decision: Decision, ticket: SoldRow | TicketContent | None, has_rivals: bool
) -> OddMatter | None:
    """What is odd about an entry; `ticket` as this door heard of it, else as its code says.

    `has_rivals` is False where it is known that nothing else is said of its place. A contested
    seat goes first: two guests with true tickets may stand at one chair.
    """
    if decision.verdict is not Verdict.ADMIT:
        return None
    if has_rivals and ticket is not None and _is_contested(work, ticket):
        return OddMatter.CONTESTED_SEAT
    return OddMatter.SOLD_AFTER_LAST_NEWS if decision.is_unheard else None


def _is_contested(work: Workplace, ticket: SoldRow | TicketContent) -> bool:
    if ticket.unit is None:
        return False
    place = (ticket.house, ticket.performance, ticket.unit)
    former = work.replica.rights.former
    return bool(former.contested_of(*place)) or is_sold_twice(work.replica.sql, place)
