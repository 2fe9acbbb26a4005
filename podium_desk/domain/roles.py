"""What a device may be, and which facts each role may write (architecture.md, decision 1)."""

from __future__ import annotations

from enum import StrEnum

from podium_desk.domain.facts import FactKind


class Role(StrEnum):
    """What a device was enrolled as."""

    STORE = "store"
    COUNTER = "counter"
    DOOR = "door"
    KIOSK = "kiosk"
    OFFICE = "office"
    RESELLER = "reseller"


SELLING_ROLES = frozenset({Role.COUNTER, Role.KIOSK, Role.OFFICE, Role.RESELLER})
"""Roles that hold places and sell them."""

CHANGING_ROLES = frozenset({Role.COUNTER, Role.OFFICE})
"""Roles that change what is sold: pay back, exchange, give a new code, take money later."""

WRITERS: dict[FactKind, frozenset[Role]] = {
    FactKind.RIGHTS_MOVED: SELLING_ROLES | {Role.STORE, Role.DOOR},
    FactKind.ORDER_SOLD: SELLING_ROLES,
    FactKind.PAYMENT_TAKEN: SELLING_ROLES,
    FactKind.ORDER_PAID: SELLING_ROLES,
    FactKind.VOUCHER_USED: SELLING_ROLES,
    FactKind.VOUCHER_ISSUED: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.BASKET_PARKED: CHANGING_ROLES,
    FactKind.BASKET_TAKEN: CHANGING_ROLES,
    FactKind.GUEST_LISTED: CHANGING_ROLES,
    FactKind.WAITING_LISTED: CHANGING_ROLES,
    FactKind.WAITING_SAID: CHANGING_ROLES,
    FactKind.GOODS_SOLD: SELLING_ROLES,
    FactKind.GOODS_REFUNDED: CHANGING_ROLES,
    FactKind.PASS_ISSUED: SELLING_ROLES,
    FactKind.PASS_USED: SELLING_ROLES | {Role.DOOR},
    FactKind.PASS_CLOSED: CHANGING_ROLES,
    FactKind.ADD_ON_TIED: CHANGING_ROLES,
    FactKind.DOOR_NOTED: CHANGING_ROLES,
    FactKind.TICKET_NAMED: CHANGING_ROLES,
    FactKind.ORDER_APPROVED: CHANGING_ROLES,
    FactKind.CARD_SAID: CHANGING_ROLES,
    FactKind.TICKETS_REFUNDED: CHANGING_ROLES,
    FactKind.TICKET_REISSUED: CHANGING_ROLES,
    FactKind.SCAN_RECORDED: frozenset({Role.DOOR, Role.COUNTER, Role.OFFICE}),
    FactKind.SCAN_ANNULLED: frozenset({Role.DOOR, Role.COUNTER, Role.OFFICE}),
    FactKind.TICKET_BLOCKED: frozenset({Role.DOOR, Role.COUNTER, Role.OFFICE, Role.RESELLER}),
    FactKind.TICKET_UNBLOCKED: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.RIGHTS_WRITTEN_OFF: frozenset({Role.STORE}),
    FactKind.PERSON_ERASED: frozenset({Role.STORE, Role.COUNTER, Role.OFFICE}),
    FactKind.ORDER_NAMED: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.CUSTOMER_SAID: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.CONSENT_SAID: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.CUSTOMERS_JOINED: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.JOIN_UNDONE: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.ORDER_TIED: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.VENUE_CHANGED: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.KEEPER_NAMED: frozenset({Role.COUNTER, Role.OFFICE}),
    FactKind.ADMISSION_HOLDER_NAMED: frozenset({Role.DOOR, Role.COUNTER, Role.OFFICE}),
    FactKind.SHIFT_OPENED: SELLING_ROLES,
    FactKind.CASH_MOVED: SELLING_ROLES,
    FactKind.DRAWER_COUNTED: SELLING_ROLES,
    FactKind.SHIFT_CLOSED: SELLING_ROLES,
    FactKind.X_TAKEN: SELLING_ROLES,
    FactKind.Z_CLOSED: SELLING_ROLES,
    FactKind.DRAWER_OPENED: SELLING_ROLES,
    FactKind.UITPAS_SALE_CONFIRMED: frozenset({Role.STORE}),
    FactKind.UITPAS_SALE_EXCEPTION: frozenset({Role.STORE}),
    FactKind.INCIDENT_SETTLED: frozenset({Role.DOOR, Role.COUNTER, Role.OFFICE, Role.STORE}),
}
"""Who may write each kind of fact; a door cannot sell. The only rights that it is given are those
of cards whose visits it takes."""

OPEN_KINDS = frozenset({FactKind.VENUE_CHANGED})
"""Kinds whose bodies every device of the cluster gets: whoever sells a performance must know."""

PERSONAL_ROLES = frozenset({Role.COUNTER, Role.OFFICE})
"""Roles whose devices keep the names of their house's customers; a door never does."""
