"""Questions about the customers of a house: who is one person, what is known, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from podium_desk.domain.customer_facts import ConsentSaid, ConsentWay, Purpose, SameReason
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.ids import CustomerId, FactId, HouseId, OrderId, Origin
from podium_desk.domain.same_customers import FieldsSaid, all_of, known_fields
from podium_desk.late_dataclass import dataclass
from sync.decoding import decode
from sync.records.personal import unseal
from sync.store.port import Sql

Members = frozenset[CustomerId]
"""Everybody who is one person: one customer, or several that were joined."""
_UNDONE = (
    "EXISTS (SELECT 1 FROM join_undone u WHERE u.house = j.house AND u.join_origin = j.origin"
    " AND u.join_seq = j.seq)"
)
_SAID = (
    "SELECT s.customer, s.origin, s.seq, s.stamp, b.sealed, k.key, b.number FROM personal_body b"
    " JOIN customer_said s ON s.house = b.house AND s.origin = b.origin AND s.seq = b.seq"
    " JOIN person_key k ON k.house = b.house AND k.person = b.person WHERE b.house = ?"
)


@dataclass(frozen=True, slots=True)
class Joining:
    """A joining that stands."""

    fact: FactId
    one: CustomerId
    other: CustomerId
    reason: SameReason
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class Saying:
    """When a customer was written down or corrected, and by whom; not what was said."""

    fact: FactId
    at_ms: int
    clerk: str


class CustomerRows:
    """Asks the tables of a replica about one house's customers."""

    def __init__(self, sql: Sql, house: HouseId) -> None:
        self._sql = sql
        self._house = house

    def is_known(self, customer: CustomerId) -> bool:
        """Whether this customer was written down, as far as was heard here."""
        return self._sql.row(
            "SELECT 1 FROM customer_said WHERE house = ? AND customer = ?", (self._house, customer)
        ) is not None  # fmt: skip

    def members(self, customer: CustomerId) -> Members:
        """Everybody who is one person with this customer."""
        return all_of(customer, self._neighbours)

    def is_erased(self, members: Members) -> bool:
        """Whether this person asked to be forgotten, under any of the names here."""
        return any(self._erased(one) for one in members)

    def unerased(self, members: Members) -> list[CustomerId]:
        """Those of a person that were not erased yet."""
        return sorted(one for one in members if not self._erased(one))

    def to_forget(self) -> list[CustomerId]:
        """Who was joined with somebody who was forgotten, and is not forgotten yet."""
        rows = self._sql.rows(
            "SELECT DISTINCT e.person FROM customers_joined j JOIN person_erased e"
            " ON e.house = j.house AND (e.person = j.one OR e.person = j.other)"
            f" WHERE j.house = ? AND NOT {_UNDONE}",
            (self._house,),
        )
        found: set[CustomerId] = set()
        for (person,) in rows:
            found.update(self.unerased(self.members(CustomerId(person))))
        return sorted(found)

    def joinings(self, members: Members) -> list[Joining]:
        """The joinings that made these one person, the newest first."""
        found = {
            FactId(Origin(row[0]), row[1]): row
            for one in members
            for row in self._sql.rows(
                "SELECT j.origin, j.seq, j.one, j.other, j.reason, j.at_ms, j.clerk"
                " FROM customers_joined j WHERE j.house = ? AND (j.one = ? OR j.other = ?)"
                f" AND NOT {_UNDONE}",
                (self._house, one, one),
            )
        }
        newest = sorted(found, key=lambda fact: (found[fact][5], fact), reverse=True)
        return [
            Joining(fact, CustomerId(row[2]), CustomerId(row[3]), SameReason(row[4]), *row[5:])
            for fact in newest
            for row in (found[fact],)
        ]

    def told_apart(self, members: Members) -> frozenset[CustomerId]:
        """Whom somebody joined with one of these by mistake."""
        rows = [
            row
            for one in members
            for row in self._sql.rows(
                "SELECT j.one, j.other FROM customers_joined j"
                f" WHERE j.house = ? AND (j.one = ? OR j.other = ?) AND {_UNDONE}",
                (self._house, one, one),
            )
        ]
        return frozenset(CustomerId(one) for row in rows for one in row) - members

    def join_counts(self) -> tuple[int, ...]:
        """How many joinings there are, and how many were undone: it tells whether any is new."""
        tables = ("customers_joined", "join_undone")
        return tuple(self._count(table) for table in tables)

    def ever_joined(self) -> frozenset[CustomerId]:
        """Everybody who was ever joined with another, also by mistake."""
        rows = self._sql.rows(
            "SELECT one, other FROM customers_joined WHERE house = ?", (self._house,)
        )
        return frozenset(CustomerId(one) for row in rows for one in row)

    def erased_count(self) -> int:
        """How many persons of this house were forgotten."""
        return self._count("person_erased")

    def erased(self) -> frozenset[CustomerId]:
        """Who of this house was forgotten."""
        rows = self._sql.rows("SELECT person FROM person_erased WHERE house = ?", (self._house,))
        return frozenset(CustomerId(person) for (person,) in rows)

    def said(self, members: Members) -> list[FieldsSaid]:
        """What was said of them, as far as it is here and was not forgotten."""
        return [
            one
            for member in sorted(members)
            for _number, one in self._opened(f"{_SAID} AND b.person = ?", (self._house, member))
        ]

    def known(self, customer: CustomerId) -> dict[Field, str]:
        """What is known of a person by any of its ids; nothing of one who was forgotten."""
        if not customer:
            return {}
        members = self.members(customer)
        return {} if self.is_erased(members) else known_fields(self.said(members))

    def said_since(self, number: int, most: int) -> list[tuple[int, FieldsSaid]]:
        """What came here of any customer after the body of that number, in order of arrival."""
        return list(self._opened(
            f"{_SAID} AND b.number > ? ORDER BY b.number LIMIT ?", (self._house, number, most)
        ))  # fmt: skip

    def sayings(self, members: Members) -> list[Saying]:
        """When these were written down and corrected, the first one first."""
        rows = [
            row
            for one in members
            for row in self._sql.rows(
                "SELECT at_ms, origin, seq, clerk FROM customer_said"
                " WHERE house = ? AND customer = ?",
                (self._house, one),
            )
        ]
        return [Saying(FactId(Origin(o), seq), at_ms, who) for at_ms, o, seq, who in sorted(rows)]

    def consents(self, members: Members) -> list[ConsentSaid]:
        """Every word of theirs on any consent, the first one first."""
        rows = [
            row
            for one in members
            for row in self._sql.rows(
                "SELECT stamp, origin, seq, for_house, purpose, is_given, how, at_ms, clerk,"
                " customer FROM consent_said WHERE house = ? AND customer = ?",
                (self._house, one),
            )
        ]
        return [
            ConsentSaid(
                CustomerId(row[9]), HouseId(row[3]), Purpose(row[4]), bool(row[5]),
                ConsentWay(row[6]), row[0], row[7], row[8],
            )
            for row in sorted(rows)
        ]  # fmt: skip

    def highest_stamp(self, members: Members) -> int:
        """The highest stamp on anything that was said of them; 0 when nothing was."""
        tables = ("customer_said", "consent_said", "order_tied")
        return max(
            int((self._sql.row(
                f"SELECT COALESCE(MAX(stamp), 0) FROM {table} WHERE house = ? AND customer = ?",
                (self._house, one),
            ) or (0,))[0])
            for one in members
            for table in tables
        )  # fmt: skip

    def customer_of(self, order: OrderId) -> tuple[CustomerId, int] | None:
        """Whose order it was last said to be, empty for nobody's, with the moment (UTC ms)."""
        row = self._tie(order)
        return None if row is None else (CustomerId(row[0]), row[2])

    def tie_stamp(self, order: OrderId) -> int:
        """The stamp of the newest word on whose order it is; 0 when there was none."""
        row = self._tie(order)
        return 0 if row is None else row[1]

    def orders_of(self, members: Members) -> list[OrderId]:
        """The orders that are theirs now, the one tied last first."""
        rows = {
            OrderId(Origin(row[1]), row[2]): row[0]
            for one in members
            for row in sorted(self._sql.rows(
                "SELECT stamp, order_origin, order_number FROM order_tied"
                " WHERE house = ? AND customer = ?",
                (self._house, one),
            ))
        }  # fmt: skip
        newest = sorted(rows, key=lambda order: (rows[order], order), reverse=True)
        return [order for order in newest if (self.customer_of(order) or ("",))[0] in members]

    def persons_named_on(self, orders: Iterable[OrderId]) -> list[str]:
        """Under which references these orders got a name of their own."""
        return [
            str(row[0])
            for order in orders
            for row in self._sql.rows(
                "SELECT DISTINCT person FROM order_named"
                " WHERE house = ? AND order_origin = ? AND order_number = ?",
                (self._house, order.origin, order.number),
            )
        ]

    def _count(self, table: str) -> int:
        row = self._sql.row(f"SELECT COUNT(*) FROM {table} WHERE house = ?", (self._house,))
        return 0 if row is None else int(row[0])

    def _tie(self, order: OrderId) -> tuple[str, int, int] | None:
        row = self._sql.row(
            "SELECT customer, stamp, at_ms FROM order_tied"
            " WHERE house = ? AND order_origin = ? AND order_number = ?"
            " ORDER BY stamp DESC, origin DESC, seq DESC LIMIT 1",
            (self._house, order.origin, order.number),
        )
        return None if row is None else (str(row[0]), int(row[1]), int(row[2]))

    def _neighbours(self, customer: CustomerId) -> list[CustomerId]:
        rows = self._sql.rows(
            f"SELECT j.other FROM customers_joined j WHERE j.house = ? AND j.one = ?"
            f" AND NOT {_UNDONE} UNION SELECT j.one FROM customers_joined j"
            f" WHERE j.house = ? AND j.other = ? AND NOT {_UNDONE}",
            (self._house, customer, self._house, customer),
        )
        return [CustomerId(row[0]) for row in rows]

    def _erased(self, customer: CustomerId) -> bool:
        return self._sql.row(
            "SELECT 1 FROM person_erased WHERE house = ? AND person = ?", (self._house, customer)
        ) is not None  # fmt: skip

    def _opened(self, query: str, values: tuple[object, ...]) -> Iterator[tuple[int, FieldsSaid]]:
        for customer, origin, seq, stamp, sealed, key, number in self._sql.rows(query, values):
            plain = unseal(key, customer, sealed)
            fact = FactId(Origin(origin), seq)
            if plain is not None:
                yield number, FieldsSaid(CustomerId(customer), fact, stamp, fields_in(plain))


def fields_in(plain: bytes) -> dict[str, str]:
    """The fields in a personal body of a customer, also those that only a newer program knows."""
    try:
        return decode(plain, dict[str, str])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        # Another program's form: nothing of it can be shown, and it stays where it stands.
        return {}


def fields_to_bytes(fields: dict[str, str]) -> bytes:
    """The personal body of a customer."""
    return msgspec.msgpack.encode(fields)
