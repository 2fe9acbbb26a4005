"""Orders that a customer pays on an invoice: who gets it, and who may grant it.

The invoice itself, with its gap-free number, is made by the accounting package: this is what it is
told (domain.md 5.4 and 7.2). What is asked stands in a personal body, beside the log.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from podium_desk.domain.customers import Customer
from podium_desk.domain.ids import OrderId
from podium_desk.domain.official_numbers import enterprise_number, holds_national_number
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vat import VatTotal
from podium_desk.late_dataclass import dataclass

_LIKE_ENTERPRISE = re.compile(r"(BE)?[01]?\d{9}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InvoiceDue:
    """One order with money that stands on an invoice, or goes back on one where it is negative.

    `vat` is the whole order's, by rate, tickets that came back not in it; `at` is aware.
    """

    order: OrderId
    at: datetime
    cents: int
    customer: Customer | None
    vat: tuple[VatTotal, ...]


def invoice_customer(
    known: Customer | None, name: str, second: str, address: str
) -> Customer | Refusal:
    """Who gets the invoice, as it was typed: `second` is an enterprise number, or the number that
    the accounts know the customer by.

    Refuses no name, a wrong enterprise number, and no address for who has no number there.
    """
    if not name.strip():
        return Refusal(RefusalReason.NAME_NEEDED, {"field": "name"})
    if any(holds_national_number(text) for text in (name, second, address)):
        return Refusal(RefusalReason.NATIONAL_NUMBER, {"field": "number"})
    enterprise = enterprise_number(second)
    if enterprise is None and _LIKE_ENTERPRISE.fullmatch(re.sub(r"[\s.]", "", second)):
        return Refusal(RefusalReason.WRONG_ENTERPRISE_NUMBER, {"field": "enterprise"})
    number = second.strip() if enterprise is None else ""
    if not address.strip() and not number:
        return Refusal(RefusalReason.ADDRESS_NEEDED, {"field": "street"})
    base = Customer(name) if known is None else replace(known, name=name)
    return replace(base, number=number, enterprise=enterprise or "", address=address)
