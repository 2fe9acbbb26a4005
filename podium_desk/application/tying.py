"""Whose order it is: said with the sale in one commit, or afterwards by any desk of the house."""

from __future__ import annotations

from podium_desk.application.workplace import Workplace
from podium_desk.domain.customer_facts import OrderTied, next_stamp
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import CustomerId, OrderId
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.domain.same_customers import name_of
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.customers import CustomerRows
from sync.facts.fact import Draft


def customer_of(work: Workplace, order: OrderId) -> CustomerId | None:
    """Whose order it is, as far as it is known here; None for nobody's."""
    tie = CustomerRows(work.replica.sql, work.house).customer_of(order)
    return tie[0] if tie is not None and tie[0] else None


def tie_drafts(work: Workplace, order: OrderId, customer: CustomerId | None) -> list[Draft]:
    """The fact that an order which is being sold is a customer's; none for nobody's.

    Who was forgotten meanwhile, and a device that may not write it, leave the order nobody's: a
    sale is never held up by it.
    """
    if customer is None or Role(work.claims.role) not in WRITERS[FactKind.ORDER_TIED]:
        return []
    rows = CustomerRows(work.replica.sql, work.house)
    if not rows.known(customer):
        return []
    members = rows.members(customer)
    return [tie_draft(work, order, name_of(members), rows.highest_stamp(members))]


def tie_draft(work: Workplace, order: OrderId, customer: CustomerId, known: int) -> Draft:
    """The fact that an order is this customer's, above every stamp `known` of it; nobody's where
    `customer` is empty."""
    now_ms = work.clock.now_ms()
    body = OrderTied(order, customer, next_stamp(now_ms, known), now_ms, work.clerk)
    return Draft(FactKind.ORDER_TIED, int(work.house), body_to_bytes(body))
