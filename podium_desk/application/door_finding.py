"""A guest without a ticket, at a door: found among tonight's by name, seat or short code.

A door knows names where its gate shows them (`evening_known`). Else it asks a counter of the house
on the venue's own network, which answers with tickets of tonight only, and only for three letters
or more; nothing of the answer is stored.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

import msgspec

from podium_desk.application.customer_found import CustomerFound
from podium_desk.application.name_index import NameIndex
from podium_desk.application.tonight import Tonight
from podium_desk.application.workplace import FindNames, Workplace
from podium_desk.domain.customers import folded
from podium_desk.domain.ids import CustomerId, OrderId, Origin, TicketId
from podium_desk.domain.programme import Performance
from podium_desk.domain.roles import PERSONAL_ROLES, Role
from podium_desk.domain.short_code import short_code
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.evening_tally import EveningTally
from podium_desk.replica.group_tickets import ticket_of_place
from podium_desk.replica.queries import SoldRow, kept_tickets, sold_ticket, tickets_of_order
from sync.decoding import decode
from sync.exchange.line import StoreRefused
from sync.identity.certificate import CertificateClaims

LETTERS_LEAST = 3
FOUND_MOST = 9
NAMES_TOPIC = "names at the door"
_ORDERS_MOST = 20
_TIMEOUT_S = 0.3
_ASKED_MOST = 2
Names = Mapping[TicketId, str]
"""The name on a ticket's order, of tickets that were looked for."""
_MAY_ASK = frozenset({Role.DOOR, Role.COUNTER, Role.OFFICE})


@dataclass(frozen=True, slots=True)
class FoundTicket:
    """A ticket that could be the guest's. `code` is its short code, which the door scans."""

    ticket: TicketId
    code: str
    name: str
    zone: str
    row: str
    number: str
    tariff: Text | None
    is_inside: bool
    """All whom it lets in are."""
    is_unpaid: bool
    persons: int = 1
    inside: int = 0
    """How many of them are in."""


class NamesAsked(msgspec.Struct, frozen=True, array_like=True):
    """A door asks who has a name, among the tickets of these performances."""

    text: str
    performances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What fits; `knows_names` tells whether names could be looked up now."""

    tickets: tuple[FoundTicket, ...]
    knows_names: bool
    asks: NamesAsked | None = None
    """What `ask_names` may still be asked; None where the names are known, or nobody is heard."""


class NamedTicket(msgspec.Struct, frozen=True, array_like=True):
    """A ticket with the name on its order."""

    origin: int
    seq: int
    line: int
    name: str


class CallsCustomers(Protocol):
    """The customers of a house, as far as a name is looked up."""

    def find(self, text: str, /) -> tuple[CustomerFound, ...]:
        """The customers who fit."""

    def orders_of(self, customer: CustomerId, /) -> list[OrderId]:
        """The orders tied to a customer."""


class DoorFinding:
    """Finds tickets of tonight. Runs on the replica's lane."""

    def __init__(self, work: Workplace, tally: EveningTally) -> None:
        self._work = work
        self._tally = tally
        self._names = NameIndex(work)

    def find(self, text: str, tonight: tuple[Performance, ...], told: Names | None = None) -> Found:
        """The tickets that fit what was typed, at most `FOUND_MOST`; none below three letters.

        `told` is what a counter answered to what an earlier finding `asks`.
        """
        wanted = " ".join(text.split())
        if len(wanted) < LETTERS_LEAST:
            return Found((), knows_names=True)
        asked = NamesAsked(wanted, tuple(int(one.id) for one in tonight))
        named = self._named(asked) if told is None else told
        asks = asked if named is None and any(_who_names(self._work)) else None
        found = dict[TicketId, FoundTicket]()
        tallies = self._tally.of(tonight, self._work.clock.now_ms())
        for one, tally in zip(tonight, tallies, strict=True):
            for row in self._rows(wanted, one, named or {}):
                ticket = self._found(one, row, tally.inside_by(row.ticket))
                found[row.ticket] = replace(ticket, name=(named or {}).get(row.ticket, ""))
        return Found(tuple(found.values())[:FOUND_MOST], named is not None, asks)

    def _rows(self, wanted: str, one: Performance, named: Names) -> Iterator[SoldRow]:
        sql = self._work.replica.sql
        for ticket in named:
            row = sold_ticket(sql, one.house, ticket)
            if row is not None and row.performance == one.id and not row.is_refunded:
                yield self._ticket_of(row)
        plain = _plain(wanted)
        for row in kept_tickets(sql, one.house, one.id):
            is_code = _plain(_code_of(row)).startswith(plain)
            if is_code or (row.number and _plain(row.row + row.number) == plain):
                yield self._ticket_of(row)

    def _ticket_of(self, place: SoldRow) -> SoldRow:
        """The ticket of a place: of a group's there is one for all."""
        ticket = ticket_of_place(self._work.replica, place)
        found = sold_ticket(self._work.replica.sql, place.house, ticket)
        return place if place.persons or found is None else found

    def _found(self, one: Performance, row: SoldRow, inside: int) -> FoundTicket:
        tariff = self._work.catalogue.tariff(one.id, row.tariff)
        name = None if tariff is None else tariff.name
        return FoundTicket(
            row.ticket, _code_of(row), "", row.zone, row.row, row.number, name,
            inside >= row.persons, row.is_open, row.persons, inside,
        )  # fmt: skip

    def _named(self, asked: NamesAsked) -> Names | None:
        """Tickets by the name on their order; None where this device is told no names."""
        if self._work.claims.role in PERSONAL_ROLES:
            find = self._work.find_names or self._names.find_named
            return _by_ticket(_named_tickets(self._work, find, asked))
        known = self._work.evening.names()
        named = {ticket: name for ticket, name in known.items() if is_named(name, asked.text)}
        return named if known else None


def ask_names(work: Workplace, asked: NamesAsked) -> Names | None:
    """What a counter of the house says; None when none that is heard answers in time.

    Beside the lane: a scan never waits for one that does not answer.
    """
    question = msgspec.msgpack.encode(asked)
    for device in itertools.islice(_who_names(work), _ASKED_MOST):
        said = work.venue.errand(device, NAMES_TOPIC, question, _TIMEOUT_S)
        if said is not None:
            return _by_ticket(_named_in(said))
    return None


def _who_names(work: Workplace) -> Iterator[int]:
    """The devices that keep names and are heard."""
    return (
        peer.device for peer in work.venue.peers() if peer.role in PERSONAL_ROLES and peer.is_heard
    )


def is_named(name: str, text: str) -> bool:
    """Whether every word that was typed begins a word of this name."""
    plain = f" {folded(name)}"
    return all(f" {word}" in plain for word in folded(text).split())


class OrdersOfName:
    """The orders of a name at a counter: of those named on an order, and of the customers."""

    def __init__(self, work: Workplace, customers: CallsCustomers) -> None:
        self._names = NameIndex(work)
        self._customers = customers

    def find(self, text: str, most: int) -> list[tuple[OrderId, str]]:
        """The newest orders first; each with its name as it was written."""
        found = dict(self._names.find_named(text, most))
        for customer in self._customers.find(text):
            for order in self._customers.orders_of(customer.id):
                found.setdefault(order, customer.name)
        return list(found.items())[:most]


def answer_names(work: Workplace, claims: CertificateClaims, question: bytes) -> bytes:
    """What a counter answers a door of its house; raises `StoreRefused` for what is no question."""
    if claims.role not in _MAY_ASK or work.find_names is None:
        raise StoreRefused("unknown_topic", "this device does not answer that")
    try:
        asked = decode(question, NamesAsked)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreRefused("bad_request", str(error)) from error
    # A door that was stolen may ask anything: it hears of tonight only, and of names only.
    tonight = {int(one.id) for one in Tonight(work).performances()}
    performances = tuple(number for number in asked.performances if number in tonight)
    known = NamesAsked(asked.text, performances)
    return msgspec.msgpack.encode(_named_tickets(work, work.find_names, known))


def _named_tickets(work: Workplace, find: FindNames, asked: NamesAsked) -> list[NamedTicket]:
    """The tickets of these performances on orders with that name, by whoever keeps names."""
    if sum(letter.isalpha() for letter in asked.text) < LETTERS_LEAST:
        return []
    return [
        NamedTicket(row.ticket.origin, row.ticket.seq, row.ticket.line, name)
        for order, name in find(asked.text, _ORDERS_MOST)
        for row in tickets_of_order(work.replica.sql, order)
        if row.house == work.house and row.performance in asked.performances and row.persons
    ][:FOUND_MOST]


def _named_in(said: bytes) -> list[NamedTicket]:
    """An answer of another version names nobody."""
    try:
        return decode(said, list[NamedTicket])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return []


def _by_ticket(named: Iterable[NamedTicket]) -> dict[TicketId, str]:
    return {TicketId(Origin(one.origin), one.seq, one.line): one.name for one in named}


def _code_of(row: SoldRow) -> str:
    try:
        return short_code(row.performance, row.unit, row.hop)
    except ValueError:
        return ""


def _plain(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
