"""Whose order it is, as far as the names are here: on a desk, in an office, or at the store."""

from __future__ import annotations

from dataclasses import replace

from podium_desk.domain.customer_fields import Field
from podium_desk.domain.customers import Customer
from podium_desk.domain.ids import CustomerId, HouseId, OrderId
from podium_desk.domain.reaching import spoken_phone
from podium_desk.replica.customers import CustomerRows
from sync.store.personal import PersonalTable
from sync.store.port import Sql


class OrderNames:
    """Reads the names on one house's orders."""

    def __init__(self, sql: Sql, house: HouseId) -> None:
        self._sql = sql
        self._house = house
        self._personal = PersonalTable(sql)
        self._rows = CustomerRows(sql, house)

    def name_of(self, order: OrderId) -> str | None:
        """The name on an order; None when it has none, or none that is here (any more)."""
        customer = self.customer_of(order)
        return None if customer is None else customer.name

    def customer_of(self, order: OrderId) -> Customer | None:
        """Whose order it is; None when nobody is named, or not here (any more).

        A customer of the house comes before a name that was written on the order alone; what is
        asked on the invoice stands on the order.
        """
        written, known = self.written_on(order), self.known_of(order)
        if known is None:
            return written
        said = self._rows.known(known)
        name = said.get(Field.NAME, "") or said.get(Field.COMPANY, "")
        phone = spoken_phone(said.get(Field.PHONE, ""))
        if written is None:
            address = ", ".join(filter(None, (
                said.get(Field.STREET, ""),
                f"{said.get(Field.POSTCODE, '')} {said.get(Field.TOWN, '')}".strip(),
            )))  # fmt: skip
            return Customer(name, phone, "", said.get(Field.ENTERPRISE, ""), address)
        return replace(written, name=name, phone=phone or written.phone)

    def known_of(self, order: OrderId) -> CustomerId | None:
        """The customer of the house whose order it is; None when there is none, or not here."""
        tie = self._rows.customer_of(order)
        return tie[0] if tie is not None and self._rows.known(tie[0]) else None

    def written_on(self, order: OrderId) -> Customer | None:
        """The name that was written on the order alone."""
        row = self._sql.row(
            "SELECT house, origin, seq FROM order_named"
            " WHERE house = ? AND order_origin = ? AND order_number = ?"
            " ORDER BY at_ms DESC, origin, seq",
            (self._house, order.origin, order.number),
        )
        plain = None if row is None else self._personal.plain(*row)
        return None if plain is None else Customer.from_body(plain)
