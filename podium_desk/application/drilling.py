"""The outage drill: what this door would do tonight if store and network fell away now.

It judges real tickets of tonight by the door's own use case, and a forged one, one that was taken
back, one twice and one that is sold after the cut. It works on a copy that nobody hears of, so
everything is really decided and stored there, and nothing here. Only the seller can sign a code, so
in the copy the sellers have keys of the drill.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from functools import partial

from msgspec.structs import replace as replaced

from podium_desk.application.counter import Connection
from podium_desk.application.door_post import DoorPost
from podium_desk.application.gate_here import GateHere
from podium_desk.application.store_link import LinkState, NoLink
from podium_desk.application.ticket_codes import code_of
from podium_desk.application.venue_link import NoVenue
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.gates import IsolatedPolicy, ReEntry
from podium_desk.domain.ids import TicketId, device_of
from podium_desk.domain.tickets import LETTERS
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.queries import SoldRow, kept_tickets
from sync.identity.certificate import issue
from sync.identity.keys import SEED_BYTES, DeviceKey

TICKETS = 20
"""So many of tonight's are judged: enough to see, and over in a second."""
DRILLED = "drill"
"""Every scan of the drill begins so: none of them may ever stand in the real log."""
_FAR = 1 << 30
"""A number of a fact that no seller has come to: a sale that nobody heard of."""


class DrillCase(StrEnum):
    """What is held before the door."""

    TICKET = "ticket"
    FORGED = "forged"
    CANCELLED = "cancelled"
    TWICE = "twice"
    UNHEARD = "unheard"
    """A true ticket that is sold after the cut."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One scan of the drill and what came of it; `took_ms` until it was stored."""

    case: DrillCase
    verdict: Verdict
    reason: ScanReason | None
    took_ms: float

    @property
    def is_as_it_should(self) -> bool:
        """Whether a door does so; a ticket of tonight may be refused for a reason of its own."""
        match self.case:
            case DrillCase.TICKET:
                return self.reason not in (ScanReason.FORGED, ScanReason.UNKNOWN)
            case DrillCase.FORGED:
                return (self.verdict, self.reason) == (Verdict.REFUSE, ScanReason.FORGED)
            case DrillCase.CANCELLED:
                return (self.verdict, self.reason) == (Verdict.REFUSE, ScanReason.CANCELLED)
            case DrillCase.TWICE:
                return self.verdict is not Verdict.ADMIT
            case DrillCase.UNHEARD:
                return self.verdict is not Verdict.REFUSE


@dataclass(frozen=True, slots=True)
class DrillDone:
    """What would happen. `data_age_s` is None for a door that was never in contact."""

    gate: str
    policy: IsolatedPolicy
    performances: int
    tickets: int
    judged: tuple[Judged, ...]
    data_age_s: int | None
    is_stopped: bool = False

    def of(self, case: DrillCase) -> tuple[Judged, ...]:
        """The scans of one case."""
        return tuple(one for one in self.judged if one.case is case)

    @property
    def median_ms(self) -> float:
        """How long a decision takes, stored."""
        return statistics.median(one.took_ms for one in self.judged) if self.judged else 0.0

    @property
    def worst_ms(self) -> float:
        """The longest one."""
        return max((one.took_ms for one in self.judged), default=0.0)


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What would happen, and the proof that nothing did.

    `head_before` and `head_after` are the number and hash of the newest fact that the device wrote;
    they differ when a guest was scanned meanwhile. `found` counts scans of the drill in the real
    replica: 0, or the drill itself is broken.
    """

    done: DrillDone
    head_before: tuple[int, bytes]
    head_after: tuple[int, bytes]
    found: int

    @property
    def is_untouched(self) -> bool:
        """Whether nothing of the drill was written."""
        return self.found == 0


class CutLink(NoLink):
    """A line that has just fallen away."""

    def __init__(self, last_contact_ms: int | None) -> None:
        self._last_contact_ms = last_contact_ms

    def state(self) -> LinkState:
        """Cut, with the last contact that there really was."""
        never = self._last_contact_ms is None
        connection = Connection.NEVER if never else Connection.OFFLINE
        return LinkState(connection, self._last_contact_ms, "store_away")


class CutVenue(NoVenue):
    """The venue's network with nobody on it."""

    def is_on(self) -> bool:
        """The device is on it, and hears nobody."""
        return True


class Drill:
    """One drill on a workplace that is a copy, cut off from everybody."""

    def __init__(
        self, work: Workplace, now_s: Callable[[], float], secret: Callable[[int], bytes]
    ) -> None:
        """`now_s` is a clock that never goes back, `secret` makes so many random bytes."""
        self._work = work
        self._now_s = now_s
        self._secret = secret
        self._door = DoorPost(work)
        here = GateHere(work)
        self._gate = here.gate()
        self._tonight = here.performances(self._gate)
        self._keys: dict[int, DeviceKey] = {}
        self._scans = 0

    def run(
        self, progress: Callable[[int, int], None], is_stopped: Callable[[], bool]
    ) -> DrillDone:
        """Judge all; `progress` hears how many of how many are done."""
        rows = self._rows()
        chosen = rows[:: max(1, len(rows) // TICKETS)][:TICKETS]
        wanted = list(self._held(chosen))
        judged: list[Judged] = []
        for place, (case, code) in enumerate(wanted):
            if is_stopped():
                break
            judged.append(self._judge(case, code()))
            progress(place + 1, len(wanted))
        last_ms = self._work.link.state().last_contact_ms
        age_s = None if last_ms is None else max(0, self._work.clock.now_ms() - last_ms) // 1000
        return DrillDone(
            self._gate.name, self._gate.isolated, len(self._tonight), len(rows), tuple(judged),
            age_s, len(judged) < len(wanted),
        )  # fmt: skip

    def _rows(self) -> list[SoldRow]:
        """Tonight's tickets whose first code is good still: the drill can make that one."""
        return [
            row
            for one in self._tonight
            for row in kept_tickets(self._work.replica.sql, one.house, one.id)
            if row.generation == 1 and not row.is_open
        ]

    def _held(self, chosen: list[SoldRow]) -> Iterator[tuple[DrillCase, Callable[[], str]]]:
        """What is held before the door, in turn; each code is made when its turn comes."""
        yield from ((DrillCase.TICKET, partial(self._code, row)) for row in chosen)
        if chosen:
            first, last = chosen[0], chosen[-1]
            yield DrillCase.FORGED, lambda: _with_another_letter(self._code(first))
            if self._gate.re_entry is not ReEntry.ALWAYS:
                yield DrillCase.TWICE, partial(self._code, first)
            yield DrillCase.CANCELLED, partial(self._cancelled, last)
            unheard = replace(first, ticket=TicketId(first.ticket.origin, _FAR, 0))
            yield DrillCase.UNHEARD, partial(self._code, unheard)

    def _code(self, row: SoldRow) -> str:
        """The code of a ticket, as its seller would sign it with the key of the drill.

        The code of a seller who is not known here stays unknown: the door calls it forged.
        """
        work, device = self._work, device_of(row.ticket.origin)
        seller = work.replica.devices.get(device)
        claims = replaced(work.claims if seller is None else seller.claims, device=device)
        if device not in self._keys:
            key = self._keys[device] = DeviceKey(self._secret(SEED_BYTES))
            if seller is not None:
                work.replica.devices.put(issue(key, replaced(claims, public_key=key.public)))
        return code_of(replace(work, claims=claims, key=self._keys[device]), row, 1)

    def _cancelled(self, row: SoldRow) -> str:
        """A ticket's code once it was taken back, in the copy."""
        ticket = row.ticket
        self._work.replica.sql.run(
            "INSERT INTO ticket_refunded VALUES (?, ?, ?, ?, ?, 0, ?, '', '')",
            (row.house, ticket.origin, ticket.seq, ticket.line, self._work.origin,
             self._work.clock.now_ms()),
        )  # fmt: skip
        return self._code(row)

    def _judge(self, case: DrillCase, code: str) -> Judged:
        self._scans += 1
        began_s = self._now_s()
        outcome = self._door.scan(code, token=f"{DRILLED} {self._scans}")
        took_ms = (self._now_s() - began_s) * 1000
        return Judged(case, outcome.verdict, outcome.reason, took_ms)


def _with_another_letter(code: str) -> str:
    """A code of which one letter of the signature is another one."""
    return code[:-1] + next(letter for letter in LETTERS if letter != code[-1])
