"""Who waits for places of a performance that is sold out, and whose turn it is.

Turns go by arrival, or by a draw that anybody can check: the list is closed and its digest made
public, then a number is said that nobody could know, and both together give the order
(`docs/rules/waiting-list.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from podium_desk.domain.ids import FactId, PerformanceId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass

PLACES_MAX = 20
LISTS_FROM = 10**16
"""The right to draw and to offer for a performance is the amount of this number plus its own."""
_MINUTE_MS, _HOUR_MS = 60_000, 3_600_000
_DAY_MS = 24 * _HOUR_MS
_LIST_HEAD, _DRAW_HEAD = "podium-desk waiting list 1", "podium-desk draw 1"


class Apart(StrEnum):
    """How far apart the places may be."""

    TOGETHER = "together"
    PAIRS = "pairs"
    """Nobody alone: two by two at least."""
    ANYWHERE = "anywhere"


class WaitingWord(StrEnum):
    """What was said of a waiting list."""

    CLOSED = "closed"
    DRAWN = "drawn"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class WaitingListed:
    """Somebody waits for so many places; the fact's own name is the entry's number.

    Name and contact stand beside the log: `commitment` is of what is kept under `person`.
    """

    performance: PerformanceId
    count: int
    apart: Apart
    at_ms: int
    clerk: str
    person: str = ""
    commitment: bytes = b""


@dataclass(frozen=True, slots=True)
class WaitingSaid:
    """A word on a list. `entry` is withdrawn; `entries` are those that a closed list holds; `said`
    is the public number of a draw. To close and to draw is for who has the list's right."""

    performance: PerformanceId
    word: WaitingWord
    at_ms: int
    clerk: str
    entry: FactId | None = None
    entries: tuple[FactId, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who waits, as the rules see it."""

    id: FactId
    count: int
    apart: Apart
    at_ms: int

    @property
    def line(self) -> str:
        """The entry as it stands in the closed list: number, places, how far apart."""
        return f"{self.id} {self.count} {self.apart.value}"


class EntryStanding(StrEnum):
    """How an entry stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    """Places are held until a time."""
    SERVED = "served"
    PASSED = "passed"
    """The time of an offer went by, or it was not wanted."""
    WITHDRAWN = "withdrawn"


def list_digest(performance: PerformanceId, entries: Iterable[Entry]) -> str:
    """What is made public of a closed list: SHA-256, 64 hexadecimal digits, of these lines joined
    by ``\\n``: a head, the performance, each entry sorted by its line."""
    lines = sorted(entry.line for entry in entries)
    return _digest([_LIST_HEAD, str(performance), *lines])


def drawn(digest: str, said: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The closed list in the order of the draw: by SHA-256 of head, digest, said number and entry.

    The same everywhere, and nobody could choose it: the digest was public before the number was
    said. Spaces and capitals of what was said do not matter.
    """
    number = said_number(said)
    return tuple(
        sorted(entries, key=lambda one: _digest([_DRAW_HEAD, digest, number, str(one.id)]))
    )


def said_number(said: str) -> str:
    """What was said, as it is drawn with."""
    return "".join(said.split()).casefold()


def turns(
    entries: Sequence[Entry], closed: frozenset[FactId], digest: str, said: str
) -> tuple[Entry, ...]:
    """Everybody in the order of their turns: who was drawn, then the others as they came.

    `said` is empty while nothing was drawn.
    """
    by_arrival = sorted(entries, key=lambda one: (one.at_ms, one.id))
    if not said:
        return tuple(by_arrival)
    first = drawn(digest, said, [one for one in entries if one.id in closed])
    return (*first, *(one for one in by_arrival if one.id not in closed))


def parts_of(count: int, apart: Apart) -> tuple[tuple[int, ...], ...]:
    """The ways to place a party, the best one first; each part sits together."""
    ways: list[tuple[int, ...]] = [(count,)]
    if apart is not Apart.TOGETHER and count > 3:
        twos, rest = divmod(count, 2)
        ways.append((*([2] * (twos - 1)), 2 + rest))
    if apart is Apart.ANYWHERE and count > 1:
        ways.append((1,) * count)
    return tuple(ways)


def offer_ends(now_ms: int, start_ms: int) -> int:
    """Until when an offer holds its places: a day; in the last three days three hours; in the last
    six hours half an hour; never beyond the start, and then a quarter of an hour."""
    left_ms = start_ms - now_ms
    if left_ms > 3 * _DAY_MS:
        return now_ms + _DAY_MS
    if left_ms > 6 * _HOUR_MS:
        return now_ms + 3 * _HOUR_MS
    ends_ms = min(now_ms + 30 * _MINUTE_MS, start_ms)
    return ends_ms if ends_ms > now_ms else now_ms + 15 * _MINUTE_MS


def waiting_problem(name: str, contact: str, count: int) -> Refusal | None:
    """What keeps somebody from the list: a name, a way to reach them, a number of places."""
    if not name.strip():
        return Refusal(RefusalReason.NAME_NEEDED)
    if not contact.strip():
        return Refusal(RefusalReason.CONTACT_NEEDED)
    if not 0 < count <= PLACES_MAX:
        return Refusal(RefusalReason.WRONG_GUEST_COUNT, {"most": PLACES_MAX})
    return None


def _digest(lines: Iterable[str]) -> str:
    # It loads OpenSSL, which a start does without.
    from hashlib import sha256

    return sha256("\n".join(lines).encode()).hexdigest()
