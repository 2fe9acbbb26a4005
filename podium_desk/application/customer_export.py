"""All that a house keeps of one customer, for that customer (GDPR, articles 15 and 20).

As JSON it has everything, in names that stay; as CSV the same in lines to read, in the customer's
language. Whoever was forgotten has nothing to be given.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.order_pages import OrderPages
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.same_customers import name_of
from podium_desk.replica.customers import CustomerRows

if TYPE_CHECKING:
    from podium_desk.application.order_desk import OrderSeen
    from podium_desk.application.workplace import Workplace
    from podium_desk.domain.ids import CustomerId
    from podium_desk.i18n.words import Words
    from podium_desk.replica.customers import Members

_BOM = "\ufeff"
"""A spreadsheet reads accents well when the text begins with it."""


class CustomerExport:
    """Gathers a customer's own data. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._rows = CustomerRows(work.replica.sql, work.house)
        self._pages = OrderPages(work, NamedOrders(work, work.secret))

    def all_of(self, customer: CustomerId, language: str) -> dict[str, Any] | Refusal:
        """Everything that is kept, as plain values; titles are in `language`."""
        known = self._rows.known(customer)
        if not known:
            return Refusal(RefusalReason.UNKNOWN_CUSTOMER)
        members = self._rows.members(customer)
        return {
            "house": self._work.own_house.name,
            "made_at": self._at(self._work.clock.now_ms()),
            "customer": name_of(members),
            "ids": sorted(members),
            "fields": {field.value: text for field, text in known.items()},
            "said": self._said(members),
            "consents": self._consents(members),
            "joined": [
                {"one": one.one, "other": one.other, "reason": one.reason.value,
                 "at": self._at(one.at_ms), "clerk": one.clerk}
                for one in self._rows.joinings(members)
            ],
            "orders": [
                _order(page, language)
                for order in self._rows.orders_of(members)
                for page in (self._pages.seen(order),)
                if page is not None
            ],
        }  # fmt: skip

    def _said(self, members: Members) -> list[dict[str, Any]]:
        """Every word that was kept, also what was corrected since."""
        texts = {one.fact: one.fields for one in self._rows.said(members)}
        return [
            {"at": self._at(one.at_ms), "clerk": one.clerk, "fields": dict(texts[one.fact])}
            for one in self._rows.sayings(members)
            if one.fact in texts
        ]

    def _consents(self, members: Members) -> list[dict[str, Any]]:
        names = {number: house.name for number, house in self._work.catalogue.houses().items()}
        return [
            {"house": names.get(one.house, str(one.house)), "purpose": one.purpose.value,
             "given": one.is_given, "how": one.how.value, "at": self._at(one.at_ms),
             "clerk": one.clerk}
            for one in self._rows.consents(members)
        ]  # fmt: skip

    def _at(self, at_ms: int) -> str:
        zone = ZoneInfo(self._work.own_house.timezone)
        return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone).isoformat(" ", "seconds")


def as_csv(data: dict[str, Any], words: Words) -> str:
    """What `all_of` gathered, a line each: what it is, when, and what was said."""
    text = io.StringIO()
    text.write(_BOM)
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow([data["house"], data["made_at"], data["customer"]])
    for name, value in data["fields"].items():
        lines.writerow([words(f"customers.field_{name}"), "", _harmless(value)])
    for one in data["said"]:
        said = ", ".join(f"{name}: {value}" for name, value in one["fields"].items())
        lines.writerow([words("customers.export_said"), one["at"], _harmless(said)])
    for one in data["consents"]:
        word = words("customers.allowed" if one["given"] else "customers.not_allowed")
        purpose = words(f"customers.purpose_{one['purpose']}")
        lines.writerow([purpose, one["at"], f"{word} ({one['house']})"])
    for order in data["orders"]:
        for ticket in order["tickets"]:
            what = f"{ticket['title']} {ticket['seat']} {ticket['price_cents'] / 100:.2f} EUR"
            lines.writerow([f"{words('customers.order')} {order['order']}", ticket["start"], what])
    return text.getvalue()


def _harmless(value: str) -> str:
    """A spreadsheet would take a text that begins so for a formula."""
    return f"'{value}" if value.startswith(("=", "@", "-")) else value


def _order(page: OrderSeen, language: str) -> dict[str, Any]:
    written = page.customer
    return {
        "order": str(page.order),
        "state": page.standing.value,
        "name": "" if written is None else written.name,
        "total_cents": page.total_cents,
        "tickets": [
            {
                "title": one.title.in_language(language),
                "start": one.start.isoformat(" ", "minutes"),
                "seat": f"{one.zone} {one.row} {one.number}".strip(),
                "tariff": one.tariff.in_language(language),
                "price_cents": one.price_cents,
                "state": one.standing.value,
            }
            for one in page.tickets
        ],
        "payments": [
            {"means": one.means.value, "amount_cents": one.amount_cents} for one in page.payments
        ],
        "history": [
            {"at": one.at.isoformat(" ", "seconds"), "what": one.kind.value, "clerk": one.clerk}
            for one in page.history
        ],
    }
