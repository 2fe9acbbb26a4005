"""Words about a guest that are for the door: who a ticket is for, notes; sealed beside a fact.

A desk and the store read them where they stand; a door reads what it was told of its evening
(docs/decisions/0021), a name only where its gate shows names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

import msgspec

from podium_desk.application.order_names import OrderNames
from podium_desk.application.workplace import Workplace
from podium_desk.domain.door_questions import Answer, QuestionId
from podium_desk.domain.ids import FactId, HouseId, TicketId
from podium_desk.domain.roles import PERSONAL_ROLES
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_from_bytes, record_to_bytes
from podium_desk.replica.door_tickets import holder_fact, main_of, notes_of
from podium_desk.replica.queries import SoldRow
from sync.store.personal import PersonalTable
from sync.store.port import Sql

_INTEGER_END = 1 << 63


@dataclass(frozen=True, slots=True)
class DoorWords:
    """What is sealed beside one fact: a name, or a note, or answers, which no door reads."""

    name: str = ""
    note: str = ""
    answers: Mapping[QuestionId, Answer] = field(default_factory=dict)

    def to_body(self) -> bytes:
        """As it is sealed; a number that is longer than bytes can say is kept by its digits."""
        answers = {question: _kept(answer) for question, answer in self.answers.items()}
        return record_to_bytes(replace(self, answers=answers))


@dataclass(frozen=True, slots=True)
class ShownWords:
    """What a volunteer reads: who it is, and the notes, that of the order first."""

    name: str = ""
    notes: tuple[str, ...] = ()


def shown_words(work: Workplace, row: SoldRow | None) -> ShownWords:
    """The words about a ticket that may be shown on this device; none of one not heard of."""
    if row is None:
        return ShownWords()
    if work.claims.role in PERSONAL_ROLES:
        return GuestWords(work.replica.sql, work.house).of(row)
    told = work.evening.words_of(row.ticket)
    return ShownWords() if told is None else ShownWords(told.name, told.notes)


class GuestWords:
    """Reads the words of one house where they are kept: on a desk, or at the store."""

    def __init__(self, sql: Sql, house: HouseId) -> None:
        self._sql = sql
        self._house = house
        self._names = OrderNames(sql, house)
        self._personal = PersonalTable(sql)

    def of(self, row: SoldRow) -> ShownWords:
        """The holder (of an add-on: else the main ticket's), else the buyer; and the notes."""
        notes = notes_of(self._sql, row.house, row.order, row.ticket)
        facts = (notes.of_order.fact, notes.of_ticket.fact)
        read = (self._read(fact).note for fact in facts)
        holder = self._holder(row.ticket) or self._holder_of_main(row.ticket)
        name = holder or self._names.name_of(row.order) or ""
        return ShownWords(name, tuple(note for note in read if note))

    def _holder_of_main(self, ticket: TicketId) -> str:
        main = main_of(self._sql, self._house, ticket)
        return "" if main is None else self._holder(main)

    def _holder(self, ticket: TicketId) -> str:
        return self._read(holder_fact(self._sql, self._house, ticket)).name

    def _read(self, fact: FactId | None) -> DoorWords:
        """The words beside a fact; none when they are not here, not yet or not any more."""
        if fact is None:
            return DoorWords()
        plain = self._personal.plain(self._house, fact.origin, fact.seq)
        return DoorWords() if plain is None else _decoded(plain)


def _kept(answer: Answer) -> Answer:
    is_long = isinstance(answer, int) and not -_INTEGER_END <= answer < _INTEGER_END
    return str(answer) if is_long else answer


def _decoded(plain: bytes) -> DoorWords:
    try:
        return record_from_bytes(plain, DoorWords)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        # Sealed by a device of the house, so it may hold anything; a guest does not wait for it.
        return DoorWords()
