"""Who changes a ticket must hold its right: it is asked of whoever holds it, and handed over.

The seller's desk holds it until its Z, then the store; what is reserved goes to the store
at once and in the evening to the keeper, because it is paid elsewhere than it was made
(architecture.md, decision 3).
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.counter import Connection
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import Origin, device_of
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.keeping import keeper_of
from podium_desk.replica.orders import open_units
from podium_desk.replica.queries import SoldRow
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft, Verb
from sync.rights.rules import moves_of


def take_over(work: Workplace, rows: Iterable[SoldRow]) -> Refusal | None:
    """Ask for the rights of these tickets where they are not here; who is not heard gives none.

    Refuses where this data was found to be an older copy: what it holds may be paid back already.
    """
    if is_outdated(work.replica):
        return Refusal(RefusalReason.REPLICA_OUTDATED)
    wanted: dict[tuple[int, int, int], list[int]] = {}
    for row in rows:
        right = work.replica.rights.right(row.house, row.performance, row.unit)
        is_elsewhere = right is not None and right.holder != work.origin and right.is_spent
        if right is not None and is_elsewhere and not row.is_refunded:
            wanted.setdefault((right.holder, row.house, row.performance), []).append(row.unit)
    for (holder, house, pool), units in wanted.items():
        if holder == work.store_log(house):
            if work.link.state().connection is Connection.ONLINE:
                work.link.ask(house, pool, tuple(units), True)
        elif work.venue.hears(device_of(holder)):
            work.venue.ask(Origin(holder), house, pool, tuple(units), True)
    return None


def hand_over_open(work: Workplace) -> int:
    """Give the store the rights of reserved places that this device holds; how many went.

    The keeper keeps them: its guests pay there. To be called only while the store answers.
    """
    if keeper_of(work.replica.sql, work.house) == work.claims.device:
        return 0
    drafts = []
    for house, pool in _pools_with_open_orders(work):
        hops = open_units(work.replica.sql, house, pool, work.origin)
        moves = moves_of(Verb.GIVE_SPENT, pool, hops, work.store_log(house))
        if moves:
            drafts.append(Draft(FactKind.RIGHTS_MOVED, house, b"", moves))
    if drafts:
        work.replica.append(drafts)
    return sum(move.count for draft in drafts for move in draft.moves)


def _pools_with_open_orders(work: Workplace) -> list[tuple[int, int]]:
    """The performances of orders that this device reserved, or all of its house took over."""
    rows = work.replica.sql.rows(
        "SELECT DISTINCT t.house, t.performance FROM order_sold o JOIN ticket_sold t"
        "  ON t.house = o.house AND t.origin = o.origin AND t.seq = o.seq"
        " WHERE o.pay_before_ms IS NOT NULL AND NOT EXISTS (SELECT 1 FROM order_paid p"
        "  WHERE p.house = o.house AND p.order_origin = o.order_origin"
        "  AND p.order_number = o.order_number)"
    )
    return [(house, pool) for house, pool in rows]
