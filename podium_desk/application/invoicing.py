"""Orders on an invoice: who may put them there, and the list for the accounting package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.clerks import has_staff
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import PaymentTaken
from podium_desk.domain.ids import OrderId, Origin
from podium_desk.domain.invoicing import InvoiceDue
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.staff import INVOICE_LIMIT_CENTS
from podium_desk.domain.vat import VatPart, vat_totals
from podium_desk.replica.goods import goods_of_order
from podium_desk.replica.queries import tickets_of_order


def why_not_on_invoice(work: Workplace, payments: Iterable[PaymentTaken]) -> Refusal | None:
    """Why this clerk may not put so much on an invoice without a manager; None when it is none, or
    granted. A house without staff asks nobody."""
    cents = sum(
        one.amount_cents for one in payments
        if one.means is PaymentMeans.INVOICE and one.amount_cents > 0
    )  # fmt: skip
    if not cents:
        return None
    person = work.person
    if person is None:
        return Refusal(RefusalReason.NO_CLERK) if has_staff(work) else None
    if person.may_invoice(cents) or work.take_approval():
        return None
    return Refusal(RefusalReason.MANAGER_NEEDED, {"limit_cents": INVOICE_LIMIT_CENTS})


def invoices_due(work: Workplace, first_ms: int, until_ms: int) -> list[InvoiceDue]:
    """What was put on invoices of this house from `first_ms` to before `until_ms`, by order."""
    sql, names = work.replica.sql, NamedOrders(work, work.secret)
    rows = sql.rows(
        "SELECT order_origin, order_number, MIN(at_ms), SUM(amount_cents) FROM payment"
        " WHERE house = ? AND means = ? AND at_ms >= ? AND at_ms < ? GROUP BY 1, 2 ORDER BY 3",
        (work.house, PaymentMeans.INVOICE.value, first_ms, until_ms),
    )
    zone = ZoneInfo(work.own_house.timezone)
    found = []
    for origin, number, at_ms, cents in rows:
        order = OrderId(Origin(origin), number)
        at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)
        vat = vat_totals(_parts(work, order))
        found.append(InvoiceDue(order, at, int(cents), names.customer_of(order), vat))
    return found


def _parts(work: Workplace, order: OrderId) -> Iterable[VatPart]:
    for row in tickets_of_order(work.replica.sql, order):
        if not row.is_refunded:
            yield VatPart(row.vat_rate_percent, "", row.price_cents)
    for goods in goods_of_order(work.replica.sql, order):
        yield VatPart(goods.vat_rate_percent, "", goods.left * goods.price_cents)
