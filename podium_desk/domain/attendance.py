"""Who came to a performance: counted exactly, from the tickets and from every scan at its doors.

The rules stand with worked tables in docs/rules/attendance.md. A device and the store count by this
one rule, so that they agree as soon as they know the same scans.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import TariffId, TicketId
from podium_desk.domain.stays import Passage, Stay, after, checking_out, coming, in_order
from podium_desk.domain.unheard_scans import Unknown
from podium_desk.late_dataclass import dataclass

STEP_MS = 300_000
"""Arrivals are counted in steps of five minutes."""
_K = TypeVar("_K", bound=Hashable)


class Passed(StrEnum):
    """What an admitted entry or an exit was, by what went before it."""

    FIRST = "first"
    """The ticket's first entry, or more of its group while those before are inside."""
    RE_ENTRY = "re_entry"
    """Back in after an exit."""
    DOUBLE = "double"
    """In once more without an exit between: two people with one ticket, or a volunteer's word."""
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket of the performance as it stands now, for so many persons.

    `is_expected`: paid and not taken back, so that somebody may come with it. `is_uitpas`: UiTPAS
    said its price.
    """

    id: TicketId
    persons: int
    section: str
    tariff: TariffId
    is_expected: bool = True
    price_cents: int = 0
    is_uitpas: bool = False
    row: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class DoorScan:
    """One attempt at a door. `reason` is empty where somebody was let through.

    `persons` is how many of a group went with it; 0 for all that could. An annulled entry is an
    attempt, and nobody went in.
    """

    at_ms: int
    door: str
    direction: Direction
    verdict: str
    reason: str = ""
    ticket: TicketId | None = None
    persons: int = 0
    is_annulled: bool = False
    hlc: int = 0

    @property
    def is_passage(self) -> bool:
        """Whether somebody went through."""
        return self.verdict in ("admit", "exit") and not self.is_annulled

    @property
    def passage(self) -> Passage:
        """The same, to be counted in a stay."""
        return Passage(self.at_ms, self.direction, self.door, self.is_annulled, self.persons,
                       self.hlc)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """Tickets and the persons they stand for: sold, let in, and sold but never let in.

    `beyond` were let in without being among those sold: taken back since, not paid, or of a sale
    not heard of. So ``admitted == sold - no_shows + beyond``.
    """

    sold: int = 0
    sold_persons: int = 0
    admitted: int = 0
    admitted_persons: int = 0
    no_shows: int = 0
    no_show_persons: int = 0
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class DoorCount:
    """What went through, and what did not. ``entries == first + re_entries + doubles``."""

    first: int = 0
    persons: int = 0
    re_entries: int = 0
    doubles: int = 0
    exits: int = 0
    refused: int = 0
    asked: int = 0
    annulled: int = 0

    @property
    def entries(self) -> int:
        """Every admitted entry."""
        return self.first + self.re_entries + self.doubles


@dataclass(frozen=True, slots=True)
class Refused:
    """So many attempts ended with this reason, with so many different tickets; 0 when the code
    named none."""

    reason: str
    attempts: int
    tickets: int


@dataclass(frozen=True, slots=True)
class DoubleEntry:
    """A ticket that went in though it was inside: when and where, and the entry before it."""

    ticket: TicketId
    at_ms: int
    door: str
    before_ms: int
    before_door: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """The report of one performance. `arrivals` are persons of first entries in steps of
    `STEP_MS` from `arrivals_from_ms` on, without a gap."""

    count: Count
    doors: DoorCount
    inside: int
    turned_away: int
    """Tickets that were refused or asked about, and never went in."""
    double_entries: tuple[DoubleEntry, ...]
    """Each double, in the order in which they happened."""
    refused: tuple[Refused, ...]
    by_section: tuple[tuple[str, Count], ...]
    by_tariff: tuple[tuple[TariffId, Count], ...]
    by_door: tuple[tuple[str, DoorCount], ...]
    arrivals_from_ms: int
    arrivals: tuple[int, ...]


def attendance(
    tickets: Iterable[Ticket], scans: Iterable[DoorScan], closings: Iterable[int] = ()
) -> Attendance:
    """Count who came. `tickets` are all that are known, `scans` all attempts, in any order;
    `closings` are the times at which everybody was checked out."""
    known = {ticket.id: ticket for ticket in tickets}
    ordered = sorted(scans, key=lambda scan: in_order(scan.passage))
    passings, inside = _passings(known, ordered, closings)
    persons = Counter[TicketId]()
    for one in passings:
        if one.what is not Passed.EXIT:
            persons[one.ticket] += one.persons
    first_ms, arrivals = _arrivals(passings)
    return Attendance(
        count=_count(known.values(), persons),
        doors=_door_count(ordered, passings),
        inside=inside,
        turned_away=len(_stopped(ordered) - persons.keys()),
        double_entries=tuple(sorted(_double_entries(passings), key=_in_time)),
        refused=_refused(ordered),
        by_section=_by(lambda ticket: ticket.section, "", known, persons),
        by_tariff=_by(lambda ticket: ticket.tariff, TariffId(0), known, persons),
        by_door=_by_door(ordered, passings),
        arrivals_from_ms=first_ms,
        arrivals=arrivals,
    )


@dataclass(frozen=True, slots=True)
class _Passing:
    """One admitted entry or exit. `persons` are new ones: 0 for all but first entries."""

    ticket: TicketId
    at_ms: int
    door: str
    what: Passed
    persons: int


def _passings(
    known: Mapping[TicketId, Ticket], ordered: Sequence[DoorScan], closings: Iterable[int]
) -> tuple[list[_Passing], int]:
    """What each passage was, in the order of their times, and how many tickets are inside then."""
    stays: dict[TicketId, Stay] = {}
    passings = []
    closed = deque(sorted(closings))
    for scan in ordered:
        while closed and closed[0] <= scan.at_ms:
            out = checking_out(closed.popleft())
            stays = {ticket: after(stay, out) for ticket, stay in stays.items()}
        if scan.ticket is None or not scan.is_passage:
            continue
        stay = stays.get(scan.ticket) or _nobody(scan, known.get(scan.ticket))
        what, new = _what(stay, scan.passage)
        stays[scan.ticket] = after(stay, scan.passage)
        passings.append(_Passing(scan.ticket, scan.at_ms, scan.door, what, new))
    if closed:
        return passings, 0
    return passings, sum(1 for stay in stays.values() if stay.is_inside)


def _what(stay: Stay, passage: Passage) -> tuple[Passed, int]:
    """What a passage is, and how many persons are new by it."""
    if passage.direction is Direction.EXIT:
        return Passed.EXIT, 0
    again, new = coming(stay, passage)
    return Passed.FIRST if new else Passed.RE_ENTRY if again else Passed.DOUBLE, new


def _nobody(scan: DoorScan, ticket: Ticket | None) -> Stay:
    """Before the first passage of a ticket."""
    return Stay(persons=max(1, scan.persons if ticket is None else ticket.persons))


def _count(tickets: Iterable[Ticket], persons: Mapping[TicketId, int]) -> Count:
    """Of these tickets, and of those let in that are among none that is known.

    A place for nobody is no ticket: one that makes room for a wheelchair, or one of a group's.
    """
    expected = {ticket.id: ticket for ticket in tickets if ticket.is_expected and ticket.persons}
    absent = [ticket for ticket in expected.values() if ticket.id not in persons]
    return Count(
        sold=len(expected),
        sold_persons=sum(ticket.persons for ticket in expected.values()),
        admitted=len(persons),
        admitted_persons=sum(persons.values()),
        no_shows=len(absent),
        no_show_persons=sum(ticket.persons for ticket in absent),
        beyond=sum(1 for ticket in persons if ticket not in expected),
    )


def _by(
    key: Callable[[Ticket], _K], unknown: _K,
    known: Mapping[TicketId, Ticket], persons: Mapping[TicketId, int],
) -> tuple[tuple[_K, Count], ...]:  # fmt: skip
    """The same count for each value of `key`, in its order; of a sale nobody heard: `unknown`."""
    keys = {ticket: key(one) for ticket, one in known.items()}
    counts = {}
    for value in {*keys.values(), *(keys.get(ticket, unknown) for ticket in persons)}:
        own = [one for ticket, one in known.items() if keys[ticket] == value]
        let_in = {t: count for t, count in persons.items() if keys.get(t, unknown) == value}
        counts[value] = _count(own, let_in)
    shown = [(value, count) for value, count in counts.items() if count != Count()]
    return tuple(sorted(shown, key=lambda pair: str(pair[0])))


def _door_count(scans: Iterable[DoorScan], passings: Iterable[_Passing]) -> DoorCount:
    what = Counter[Passed]()
    persons = 0
    for one in passings:
        what[one.what] += 1
        persons += one.persons
    verdicts = Counter(scan.verdict for scan in scans)
    annulled = sum(1 for scan in scans if scan.is_annulled)
    return DoorCount(
        what[Passed.FIRST], persons, what[Passed.RE_ENTRY], what[Passed.DOUBLE],
        what[Passed.EXIT], verdicts["refuse"], verdicts["ask"], annulled,
    )  # fmt: skip


def _by_door(
    ordered: Sequence[DoorScan], passings: Sequence[_Passing]
) -> tuple[tuple[str, DoorCount], ...]:
    doors = sorted({scan.door for scan in ordered})
    return tuple(
        (
            door,
            _door_count(
                [scan for scan in ordered if scan.door == door],
                [one for one in passings if one.door == door],
            ),
        )
        for door in doors
    )


def _double_entries(passings: Iterable[_Passing]) -> Iterator[DoubleEntry]:
    last_in: dict[TicketId, _Passing] = {}
    for one in passings:
        if one.what is Passed.DOUBLE:
            before = last_in[one.ticket]
            yield DoubleEntry(one.ticket, one.at_ms, one.door, before.at_ms, before.door)
        if one.what is not Passed.EXIT:
            last_in[one.ticket] = one


def _in_time(double: DoubleEntry) -> tuple[int, str, str]:
    return double.at_ms, double.door, str(double.ticket)


def _stopped(scans: Iterable[DoorScan]) -> set[TicketId]:
    """Tickets that were not simply let in, once at least."""
    return {
        scan.ticket
        for scan in scans
        if scan.ticket is not None and scan.verdict in ("refuse", "ask")
        and scan.direction is Direction.ENTRY
    }  # fmt: skip


def _refused(scans: Iterable[DoorScan]) -> tuple[Refused, ...]:
    """Each reason with its attempts, the most frequent first."""
    tickets: dict[str, list[TicketId | None]] = {}
    for scan in scans:
        if scan.verdict == "refuse":
            tickets.setdefault(scan.reason, []).append(scan.ticket)
    found = [Refused(reason, len(of), len({*of} - {None})) for reason, of in tickets.items()]
    return tuple(sorted(found, key=lambda one: (-one.attempts, one.reason)))


def _arrivals(passings: Iterable[_Passing]) -> tuple[int, tuple[int, ...]]:
    steps = Counter[int]()
    for one in passings:
        if one.what is Passed.FIRST:
            steps[one.at_ms // STEP_MS] += one.persons
    if not steps:
        return 0, ()
    first, last = min(steps), max(steps)
    return first * STEP_MS, tuple(steps[step] for step in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class AttendanceSeen:
    """The count, and the devices of which scans may be missing from it."""

    count: Attendance
    tickets: tuple[Ticket, ...]
    unknown: tuple[Unknown, ...]
    was_scanned: bool
    """Whether a door let anybody in or tried to: else nothing was counted."""
