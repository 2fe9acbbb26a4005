"""The customers of a house at one desk: written down, corrected, asked, joined, forgotten.

Everything works offline, on what this desk has heard; what two desks say of one customer meanwhile
becomes one as soon as they meet (docs/rules/customers.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.clerks import has_staff
from podium_desk.application.customer_desk import (
    ConsentSeen,
    CustomerFound,
    CustomerSeen,
    JoiningSeen,
    line_of,
)
from podium_desk.application.customer_index import CustomerIndex
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.order_desk import OrderFound
from podium_desk.application.order_pages import OrderPages
from podium_desk.application.personal_text import PersonalText
from podium_desk.application.tying import tie_draft
from podium_desk.application.workplace import Workplace
from podium_desk.domain.consents import decide_consent, is_in_force, newest
from podium_desk.domain.customer_facts import (
    ConsentSaid,
    ConsentWay,
    CustomerSaid,
    CustomersJoined,
    JoinUndone,
    Purpose,
    SameReason,
    next_stamp,
)
from podium_desk.domain.customer_fields import (
    Field,
    Said,
    SaleKind,
    checked,
    decide_complete,
    is_minor,
)
from podium_desk.domain.facts import FactKind, PersonErased
from podium_desk.domain.ids import CustomerId, OrderId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.domain.same_customers import known_fields, name_of
from podium_desk.replica.codec import Body, body_to_bytes, kind_of
from podium_desk.replica.customers import CustomerRows, Members, fields_to_bytes
from podium_desk.replica.queries import tickets_of_order
from sync.facts.fact import Draft
from sync.store.personal import SECRET_TABLES, PersonalTable

_UNKNOWN = Refusal(RefusalReason.UNKNOWN_CUSTOMER)


class Customers:
    """Implements `CustomerDesk`. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._rows = CustomerRows(work.replica.sql, work.house)
        self._index = CustomerIndex(work)
        self._pages = OrderPages(work, NamedOrders(work, work.secret))

    def find(self, text: str) -> tuple[CustomerFound, ...]:
        """Customers by name, company, telephone, e-mail or card, as it is typed."""
        return self._index.find(text)

    def read_ahead(self) -> bool:
        """Read some of the customers before anybody looks for one; whether there are more."""
        return self._index.read_ahead()

    def by_id(self, customer: CustomerId) -> CustomerFound | None:
        """A customer by any id it ever had; None for one who is not here or was forgotten."""
        members = self._rows.members(customer)
        said = self._said(members)
        return line_of(name_of(members), said) if said else None

    def look(self, customer: CustomerId) -> CustomerSeen | Refusal:
        """All that is known of a customer."""
        members = self._rows.members(customer)
        said = self._said(members)
        if not said:
            return _UNKNOWN
        joinings = self._rows.joinings(members)
        return CustomerSeen(
            name_of(members),
            members,
            said,
            is_minor(said, self._today()),
            self._consents(members, said),
            tuple(
                JoiningSeen(one.fact, one.reason, self._local(one.at_ms), one.clerk)
                for one in joinings
            ),
            self._index.likely_same(name_of(members)),
            self._orders(members),
        )

    def problem(
        self, customer: CustomerId, kind: SaleKind, *, needs_birth: bool = False
    ) -> Refusal | None:
        """What a sale of this kind still needs to know of a customer; None when it is enough."""
        said = self._rows.known(customer)
        if not said:
            return _UNKNOWN
        return decide_complete(said, kind, self._today(), needs_birth)

    def write_down(self, fields: Said) -> CustomerId | Refusal:
        """A new customer, with what was typed."""
        kept = self._checked(fields)
        if isinstance(kept, Refusal):
            return kept
        named = {field: text for field, text in kept.items() if text}
        if Field.NAME not in named and Field.COMPANY not in named:
            return Refusal(RefusalReason.NAME_NEEDED)
        sealed = PersonalText.of_new(_plain(named), self._work.secret)
        self._say(sealed, 0)
        return CustomerId(sealed.person)

    def correct(self, customer: CustomerId, fields: Said) -> Refusal | None:
        """Say fields of a customer anew; an empty one is taken away, the others stay."""
        members = self._rows.members(customer)
        said = self._said(members)
        keys = self._keys(members)
        if not said or not keys:
            return _UNKNOWN
        kept = self._checked(fields)
        if isinstance(kept, Refusal):
            return kept
        changed = {field: text for field, text in kept.items() if said.get(field, "") != text}
        after = {field: text for field, text in {**said, **changed}.items() if text}
        if Field.NAME not in after and Field.COMPANY not in after:
            return Refusal(RefusalReason.NAME_NEEDED)
        if changed:
            one = min(keys)
            sealed = PersonalText.of_known(one, keys[one], _plain(changed), self._work.secret)
            self._say(sealed, self._rows.highest_stamp(members))
        return None

    def consent(
        self, customer: CustomerId, purpose: Purpose, is_given: bool, how: ConsentWay
    ) -> Refusal | None:
        """What the customer says of one purpose of the own house."""
        members = self._rows.members(customer)
        said = self._said(members)
        if not said:
            return _UNKNOWN
        refusal = decide_consent(said, is_given, purpose, self._today())
        if refusal is not None:
            return refusal
        return self._append(ConsentSaid(
            name_of(members), self._work.house, purpose, is_given, how, self._stamp(members),
            self._work.clock.now_ms(), self._work.clerk,
        ))  # fmt: skip

    def join(self, one: CustomerId, other: CustomerId, reason: SameReason) -> Refusal | None:
        """Two customers are one person."""
        first, second = self._rows.members(one), self._rows.members(other)
        if not self._said(first) or not self._said(second):
            return _UNKNOWN
        if first == second:
            return Refusal(RefusalReason.SAME_CUSTOMER)
        now_ms = self._work.clock.now_ms()
        joined = CustomersJoined(name_of(first), name_of(second), reason, now_ms, self._work.clerk)
        with self._work.replica.sql.transaction():
            refusal = self._append(joined)
            if refusal is None:
                self._keep_what_was_seen(first, second)
        return refusal

    def undo_join(self, customer: CustomerId) -> Refusal | None:
        """The newest joining of this person was a mistake."""
        joinings = self._rows.joinings(self._rows.members(customer))
        if not joinings:
            return Refusal(RefusalReason.NOT_JOINED)
        now_ms = self._work.clock.now_ms()
        return self._append(JoinUndone(joinings[0].fact, now_ms, self._work.clerk))

    def tie(self, order: OrderId, customer: CustomerId | None) -> Refusal | None:
        """An order is this customer's; None for nobody's."""
        if not tickets_of_order(self._work.replica.sql, order):
            return Refusal(RefusalReason.UNKNOWN_ORDER, {"order": str(order)})
        known = self._rows.tie_stamp(order)
        tied = CustomerId("")
        if customer is not None:
            members = self._rows.members(customer)
            if not self._said(members):
                return _UNKNOWN
            tied, known = name_of(members), max(known, self._rows.highest_stamp(members))
        return self._append_draft(tie_draft(self._work, order, tied, known))

    def customer_of(self, order: OrderId) -> CustomerFound | None:
        """Whose order it is; None when nobody's, or not here (any more)."""
        tie = self._rows.customer_of(order)
        return self.by_id(tie[0]) if tie is not None and tie[0] else None

    def orders_called(self, text: str, most: int) -> list[OrderId]:
        """The orders of the customers who fit what was typed, those tied last first."""
        found: dict[OrderId, None] = {}
        for one in self.find(text):
            found.update(dict.fromkeys(self.orders_of(one.id)))
            if len(found) >= most:
                break
        return list(found)[:most]

    def orders_of(self, customer: CustomerId) -> list[OrderId]:
        """The orders tied to a customer, under any id it ever had."""
        return self._rows.orders_of(self._rows.members(customer))

    def erase(self, customer: CustomerId) -> int | Refusal:
        """Forget a customer for ever, with all that were joined; how many ids it had.

        The names that stand on the customer's orders go too. Where the house wrote its staff down,
        a manager does it, or says so by PIN.
        """
        members = self._rows.members(customer)
        waiting = self._rows.unerased(members)
        if not any(self._rows.is_known(one) for one in waiting):
            return _UNKNOWN
        refusal = self._role_refusal(FactKind.PERSON_ERASED) or self._needs_manager()
        if refusal is not None:
            return refusal
        orders = self._rows.orders_of(members)
        persons = [*waiting, *self._rows.persons_named_on(orders)]
        erase_persons(self._work, dict.fromkeys(persons))
        return len(members)

    def _keys(self, members: Members) -> dict[CustomerId, bytes]:
        """The keys of a person that are here already."""
        table, house = PersonalTable(self._work.replica.sql), int(self._work.house)
        keys = {one: table.key(house, one) for one in members}
        return {one: key for one, key in keys.items() if key is not None}

    def _keep_what_was_seen(self, first: Members, second: Members) -> None:
        """What was known of the one that the clerk looked at stands; the other fills what lacks.

        It is said of the first alone, so that both are as they were when the joining is undone.
        """
        seen, after = self._said(first), self._said(first | second)
        again = {field: text for field, text in seen.items() if after.get(field) != text}
        keys = self._keys(first)
        if again and keys:
            one = min(keys)
            sealed = PersonalText.of_known(one, keys[one], _plain(again), self._work.secret)
            self._say(sealed, self._rows.highest_stamp(first | second))

    def _needs_manager(self) -> Refusal | None:
        person = self._work.person
        if not has_staff(self._work) or (person is not None and person.is_manager):
            return None
        return None if self._work.take_approval() else Refusal(RefusalReason.MANAGER_NEEDED)

    def _said(self, members: Members) -> dict[Field, str]:
        """What is known of a person; nothing of one who was forgotten under any id."""
        return {} if self._rows.is_erased(members) else known_fields(self._rows.said(members))

    def _consents(self, members: Members, said: Said) -> tuple[ConsentSeen, ...]:
        words = newest(self._rows.consents(members))
        seen = []
        for purpose in Purpose:
            one = words.get((self._work.house, purpose))
            if one is None:
                seen.append(ConsentSeen(purpose, is_in_force=False))
                continue
            at = self._local(one.at_ms)
            seen.append(ConsentSeen(purpose, is_in_force(one, said, at.date()), at, one.how))
        return tuple(seen)

    def _orders(self, members: Members) -> tuple[OrderFound, ...]:
        found = (self._pages.found(order) for order in self._rows.orders_of(members))
        return tuple(one for one in found if one is not None)

    def _checked(self, fields: Said) -> dict[Field, str] | Refusal:
        kept: dict[Field, str] = {}
        for field, text in fields.items():
            form = checked(field, text, self._today())
            if isinstance(form, Refusal):
                return form
            kept[field] = form
        return self._role_refusal(FactKind.CUSTOMER_SAID) or kept

    def _say(self, sealed: PersonalText, known: int) -> None:
        now_ms = self._work.clock.now_ms()
        body = CustomerSaid(
            CustomerId(sealed.person), sealed.commitment, next_stamp(now_ms, known), now_ms,
            self._work.clerk,
        )  # fmt: skip
        with self._work.replica.sql.transaction():
            (fact,) = self._work.replica.append([_draft(self._work, body)])
            sealed.keep(self._work.replica.sql, fact)
        self._work.wake()

    def _append(self, body: Body) -> Refusal | None:
        return self._append_draft(_draft(self._work, body))

    def _append_draft(self, draft: Draft) -> Refusal | None:
        refusal = self._role_refusal(FactKind(draft.kind))
        if refusal is None:
            self._work.replica.append([draft])
            self._work.wake()
        return refusal

    def _role_refusal(self, kind: FactKind) -> Refusal | None:
        role = Role(self._work.claims.role)
        if role in WRITERS[kind]:
            return None
        return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})

    def _stamp(self, members: Members) -> int:
        return next_stamp(self._work.clock.now_ms(), self._rows.highest_stamp(members))

    def _today(self) -> date:
        return self._local(self._work.clock.now_ms()).date()

    def _local(self, at_ms: int) -> datetime:
        zone = ZoneInfo(self._work.own_house.timezone)
        return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)


def erase_persons(work: Workplace, persons: Mapping[str, object]) -> None:
    """Say that these persons are forgotten, forget them here, and leave no trace on the disk."""
    now_ms = work.clock.now_ms()
    bodies = [PersonErased(person, now_ms, work.clerk) for person in persons]
    work.replica.append([_draft(work, body) for body in bodies])
    work.replica.sql.scrub(SECRET_TABLES)
    work.wake()


def forget_joined(work: Workplace) -> int:
    """Forget who was joined elsewhere with somebody who was forgotten; how many.

    The clerk who joined them could not know of the erasure, and the clerk who erased could not
    know of the joining: the person asked for both.
    """
    if Role(work.claims.role) not in WRITERS[FactKind.CUSTOMER_SAID]:
        return 0
    persons = CustomerRows(work.replica.sql, work.house).to_forget()
    if persons:
        erase_persons(work, dict.fromkeys(persons))
    return len(persons)


def _draft(work: Workplace, body: Body) -> Draft:
    return Draft(kind_of(body), int(work.house), body_to_bytes(body))


def _plain(fields: Mapping[Field, str]) -> bytes:
    return fields_to_bytes({field.value: text for field, text in fields.items()})
