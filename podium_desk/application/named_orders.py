"""The name on an order: written by any desk, offline too, and forgotten when the person asks.

The fact says that the order has a name and commits to it; the name itself is encrypted under the
person's own key and stands beside the log (docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.application.order_names import OrderNames
from podium_desk.application.personal_text import PersonalText
from podium_desk.application.workplace import Workplace
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import OrderNamed
from podium_desk.domain.ids import CustomerId, OrderId
from podium_desk.domain.official_numbers import refused_number
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.queries import tickets_of_order
from sync.exchange.personal import forget_cached
from sync.facts.fact import Draft
from sync.store.personal import SECRET_TABLES, PersonalTable
from sync.store.schema import number_setting, put_setting

CACHE_DAYS = 14
"""Names that came from the store are dropped after so many days without contact."""
_DAY_MS = 86_400_000
_SCRUBBED = "persons_scrubbed"


class NamedOrders:
    """Names on orders. Runs on the replica's lane."""

    def __init__(self, work: Workplace, secret: Callable[[int], bytes]) -> None:
        """`secret` makes so many random bytes."""
        self._work = work
        self._secret = secret
        self._names = OrderNames(work.replica.sql, work.house)

    def name(self, order: OrderId, name: str | Customer) -> str | Refusal:
        """Put a person's name on an order that is known here; the person's reference."""
        customer = Customer(name) if isinstance(name, str) else name
        role = Role(self._work.claims.role)
        if role not in WRITERS[kind_of(OrderNamed(order, "", b"", 0))]:
            return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
        if not tickets_of_order(self._work.replica.sql, order):
            return Refusal(RefusalReason.UNKNOWN_ORDER, {"order": str(order)})
        refusal = refused_number(customer.name, customer.number)
        if refusal is not None:
            return refusal
        text = PersonalText.of(customer.to_body().decode(), self._secret)
        body = OrderNamed(order, text.person, text.commitment, self._work.clock.now_ms())
        with self._work.replica.sql.transaction():
            draft = Draft(kind_of(body), int(self._work.house), body_to_bytes(body))
            (fact,) = self._work.replica.append([draft])
            text.keep(self._work.replica.sql, fact)
        self._work.wake()
        return text.person

    def name_of(self, order: OrderId) -> str | None:
        """The name on an order; None when it has none, or none that is here (any more)."""
        return self._names.name_of(order)

    def customer_of(self, order: OrderId) -> Customer | None:
        """Whose order it is; None when nobody is named, or not here (any more)."""
        return self._names.customer_of(order)

    def known_of(self, order: OrderId) -> CustomerId | None:
        """The customer of the house whose order it is; None when there is none, or not here."""
        return self._names.known_of(order)

    def written_on(self, order: OrderId) -> Customer | None:
        """The name that was written on the order alone."""
        return self._names.written_on(order)

    def forget_stale(self, last_contact_ms: int | None) -> int:
        """After too long without contact drop what the store gave; how many names."""
        now_ms = self._work.clock.now_ms()
        if last_contact_ms is None or now_ms - last_contact_ms <= CACHE_DAYS * _DAY_MS:
            return 0
        dropped = forget_cached(self._work.replica, int(self._work.house))
        if dropped:
            self._work.replica.sql.scrub(SECRET_TABLES)
        return dropped


def scrub_erased(work: Workplace) -> None:
    """Once a person was erased here, leave no trace of the deleted rows on the disk."""
    sql = work.replica.sql
    count = PersonalTable(sql).erased_count()
    if count != (number_setting(sql, _SCRUBBED) or 0):
        sql.scrub(SECRET_TABLES)
        with sql.transaction():
            put_setting(sql, _SCRUBBED, b"%d" % count)
