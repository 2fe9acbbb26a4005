"""How the evening goes, as a door tells it: sections, this door's speed, the other doors.

The counts are exact for what this device has heard; how long ago it heard the others stands
beside theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.workplace import Workplace
from podium_desk.domain.ids import device_of
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.roles import Role
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.evening_tally import EveningTally, LetIn, PerformanceTally
from sync.store.contacts import ContactTable

LATELY_MIN = 5
"""A door's speed is that of its last minutes."""
OTHERS_MAX = 12
_OFF = (PerformanceStatus.CANCELLED, PerformanceStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class SectionCount:
    """One section: persons inside, those who came at all, and those who are expected."""

    name: str
    inside: int
    came: int
    expected: int


@dataclass(frozen=True, slots=True)
class OtherDoor:
    """Another door of the house: what it let in as far as heard, and when it was last heard."""

    name: str
    admitted: int
    last_heard: datetime | None


@dataclass(frozen=True, slots=True)
class ShownPerformance:
    """A performance as a door names it."""

    title: Text
    start: datetime
    hall: Text | None


@dataclass(frozen=True, slots=True)
class DoorEvening:
    """`here_minute` and `all_minute` are guests a minute over the last minutes, at this door and
    at all doors together; `next` is what comes when there is nothing tonight."""

    sections: tuple[SectionCount, ...] = ()
    others: tuple[OtherDoor, ...] = ()
    admitted_here: int = 0
    here_minute: float = 0.0
    all_minute: float = 0.0
    still_to_come: int = 0
    tonight: tuple[ShownPerformance, ...] = ()
    next: ShownPerformance | None = None


def evening_of(
    work: Workplace, tonight: tuple[Performance, ...], tally: EveningTally
) -> DoorEvening:
    """How tonight's performances of this door go; on the replica's lane."""
    tallies = tally.of(tonight, work.clock.now_ms())
    sections = _sections(tallies)
    let_in = _let_in(work, tallies)
    here = [one for log, one in let_in if device_of(log) == work.claims.device]
    return DoorEvening(
        sections=sections,
        others=_others(work, Counter(_admitted_by_device(let_in))),
        admitted_here=sum(one.admitted for one in here),
        here_minute=_a_minute(work, here),
        all_minute=_a_minute(work, [one for _, one in let_in]),
        still_to_come=sum(max(0, one.expected - one.came) for one in sections),
        tonight=tuple(_shown(work, one) for one in tonight),
        next=None if tonight else _next(work),
    )


def _sections(tallies: Iterable[PerformanceTally]) -> tuple[SectionCount, ...]:
    """Every section of tonight's performances together, in the order of the hall."""
    expected, arrived, inside = Counter[str](), Counter[str](), Counter[str]()
    for one in tallies:
        expected.update(one.expected)
        # A section in which everybody was of a sale not heard of has nobody any more.
        arrived.update(+one.came)
        inside.update(one.inside)
    return tuple(
        SectionCount(name, inside[name], arrived[name], expected[name])
        for name in dict.fromkeys((*expected, *arrived))
    )


def _let_in(work: Workplace, tallies: Iterable[PerformanceTally]) -> list[tuple[int, LetIn]]:
    since_ms = work.clock.now_ms() - LATELY_MIN * 60_000
    return [(log, let_in) for one in tallies for log, let_in in one.let_in(since_ms).items()]


def _admitted_by_device(let_in: Iterable[tuple[int, LetIn]]) -> dict[int, int]:
    counted: Counter[int] = Counter()
    for log, one in let_in:
        counted[device_of(log)] += one.admitted
    return counted


def _a_minute(work: Workplace, let_in: list[LetIn]) -> float:
    """Over the last minutes; a door that has just begun is measured since its first guest."""
    lately = sum(one.lately for one in let_in)
    if not lately:
        return 0.0
    begun_min = (work.clock.now_ms() - min(one.first_ms for one in let_in)) / 60_000
    return lately / min(float(LATELY_MIN), max(1.0, begun_min))


def _others(work: Workplace, admitted: Counter[int]) -> tuple[OtherDoor, ...]:
    heard_ms = _heard_ms(work)
    doors = [
        claims
        for claims in (device.claims for device in work.replica.devices.all())
        if claims.house == work.claims.house and claims.device != work.claims.device
        and (claims.role == Role.DOOR or claims.device in admitted)
    ]  # fmt: skip
    doors.sort(key=lambda claims: (claims.device not in heard_ms, claims.name))
    return tuple(
        OtherDoor(claims.name, admitted[claims.device], _at(work, heard_ms.get(claims.device)))
        for claims in doors[:OTHERS_MAX]
    )


def _heard_ms(work: Workplace) -> dict[int, int]:
    """When each device was last heard, by this one on the venue's network or else by the store."""
    contacts = ContactTable(work.replica.sql).all(work.house)
    heard = {one.device: one.heard_ms for one in contacts if one.heard_ms is not None}
    for peer in work.venue.peers():
        if peer.last_heard_ms is not None:
            heard[peer.device] = max(peer.last_heard_ms, heard.get(peer.device, 0))
    return heard


def _next(work: Workplace) -> ShownPerformance | None:
    """The house's next performance, for a door that has nothing to do tonight."""
    now = work.clock.now()
    coming = [
        one
        for one in work.catalogue.performances().values()
        if one.house == work.house and one.start > now and one.status not in _OFF
    ]
    first = min(coming, key=lambda one: (one.start, one.id), default=None)
    return None if first is None else _shown(work, first)


def _shown(work: Workplace, one: Performance) -> ShownPerformance:
    zone = ZoneInfo(work.own_house.timezone)
    return ShownPerformance(one.title, one.start.astimezone(zone), one.hall)


def _at(work: Workplace, moment_ms: int | None) -> datetime | None:
    if moment_ms is None:
        return None
    moment = datetime.fromtimestamp(moment_ms / 1000, UTC)
    return moment.astimezone(ZoneInfo(work.own_house.timezone))
