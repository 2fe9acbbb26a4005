"""What a counter says of its tickets for the doors: an add-on, a note, a name, an approval.

Words are sealed under a key of their own beside the fact (docs/decisions/0014), to be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping

from podium_desk.application.door_words import DoorWords
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.personal_text import PersonalText
from podium_desk.application.workplace import Workplace
from podium_desk.domain.door_facts import AddOnTied, DoorNoted, OrderApproved, TicketNamed
from podium_desk.domain.door_questions import Answer, QuestionId, given_answers
from podium_desk.domain.ids import OrderId, TicketId
from podium_desk.domain.official_numbers import refused_number
from podium_desk.domain.order_states import Approval
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.replica.codec import Body, body_to_bytes, kind_of
from podium_desk.replica.door_tickets import order_approval
from podium_desk.replica.queries import SoldRow, sold_ticket, tickets_of_order
from sync.facts.fact import Draft

_BEFORE = {True: Approval.AWAITED, False: Approval.GIVEN}
"""How an approval stands before it is given, and before it is taken back."""
Whose = OrderId | TicketId
"""All tickets of an order, or one of them."""


class ToldToDoors:
    """Says it, for tickets of this house that are known here. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def tie(self, add_on: TicketId, main: TicketId) -> Refusal | None:
        """A gate that matches add-ons takes the one by the other's code."""
        for ticket in (add_on, main):
            found = self._row(ticket)
            if isinstance(found, Refusal):
                return found
        now_ms, clerk = self._work.clock.now_ms(), self._work.clerk
        return self._say(AddOnTied(add_on, main, now_ms, clerk))

    def approve(self, order: OrderId) -> Refusal | None:
        """The tickets of an order that had to be approved are good."""
        return self._say_approval(order, is_given=True)

    def take_approval_back(self, order: OrderId) -> Refusal | None:
        """They are not any more, until it is approved again."""
        return self._say_approval(order, is_given=False)

    def note(
        self,
        whose: Whose,
        note: str = "",
        *,
        attention: bool = False,
        answers: Mapping[QuestionId, Answer] | None = None,
    ) -> Refusal | None:
        """What a volunteer reads with the guest; with `attention` somebody should look. What was
        answered before is not asked at the door any more. The newest note holds."""
        row = refused_number(note) or self._row(whose)
        if isinstance(row, Refusal):
            return row
        known = given_answers(
            self._work.catalogue.questions(row.house), self._tariff(row), answers or {}
        )
        words = DoorWords(note=note, answers=known)
        sealed = self._sealed(words) if note or known else None
        ticket = None if isinstance(whose, OrderId) else whose
        body = DoorNoted(
            row.order, ticket, self._work.clock.now_ms(), self._work.clerk, attention, tuple(known),
            "" if sealed is None else sealed.person,
            b"" if sealed is None else sealed.commitment,
        )  # fmt: skip
        return self._say(body, sealed)

    def name(self, whose: Whose, name: str) -> Refusal | None:
        """Who bought an order, or whom one of its tickets is for."""
        if isinstance(whose, OrderId):
            named = NamedOrders(self._work, self._work.secret).name(whose, name)
            return named if isinstance(named, Refusal) else None
        row = refused_number(name) or self._row(whose)
        if isinstance(row, Refusal):
            return row
        sealed = self._sealed(DoorWords(name=name))
        now_ms = self._work.clock.now_ms()
        return self._say(TicketNamed(whose, now_ms, sealed.person, sealed.commitment), sealed)

    def _say_approval(self, order: OrderId, *, is_given: bool) -> Refusal | None:
        """In a house with staff it takes who may decide against the screen, or a manager's PIN."""
        row = self._row(order)
        if isinstance(row, Refusal):
            return row
        work = self._work
        if order_approval(work.replica.sql, work.house, order) is not _BEFORE[is_given]:
            reason = RefusalReason.NOT_TO_APPROVE if is_given else RefusalReason.NOT_APPROVED
            return Refusal(reason, {"order": str(order)})
        if work.person is not None and not work.person.may_override and not work.take_approval():
            return Refusal(RefusalReason.MANAGER_NEEDED)
        return self._say(OrderApproved(order, work.clock.now_ms(), work.clerk, is_given))

    def _say(self, body: Body, sealed: PersonalText | None = None) -> Refusal | None:
        work, kind = self._work, kind_of(body)
        role = Role(work.claims.role)
        if role not in WRITERS[kind]:
            return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
        with work.replica.sql.transaction():
            (fact,) = work.replica.append([Draft(kind, work.house, body_to_bytes(body))])
            if sealed is not None:
                sealed.keep(work.replica.sql, fact)
        work.wake()
        return None

    def _row(self, whose: Whose) -> SoldRow | Refusal:
        """The ticket, or the first of the order."""
        sql = self._work.replica.sql
        if isinstance(whose, OrderId):
            rows = [row for row in tickets_of_order(sql, whose) if row.house == self._work.house]
            unknown = Refusal(RefusalReason.UNKNOWN_ORDER, {"order": str(whose)})
            return rows[0] if rows else unknown
        row = sold_ticket(sql, self._work.house, whose)
        return row or Refusal(RefusalReason.UNKNOWN_TICKET, {"ticket": str(whose)})

    def _tariff(self, row: SoldRow) -> str:
        tariff = self._work.catalogue.tariff(row.performance, row.tariff)
        return "" if tariff is None else tariff.code

    def _sealed(self, words: DoorWords) -> PersonalText:
        return PersonalText.of_new(words.to_body(), self._work.secret)
