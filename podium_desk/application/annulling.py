"""Taking an entry back: the volunteer's undo of the last one, and an annulment by its token."""

from __future__ import annotations

from podium_desk.application.door import AnnulRefusal
from podium_desk.application.taking_visits import given_back
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import Verdict
from podium_desk.domain.facts import ScanAnnulled
from podium_desk.domain.ids import FactId, PerformanceId, TicketId, device_of
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.queries import passage_of_token
from sync.facts.fact import Draft

UNDO_MS = 30_000
ANNUL_MS = 15 * 60_000


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The door's newest admitted entry, which the volunteer may undo."""

    token: str
    performance: PerformanceId
    at_ms: int
    fact: FactId
    ticket: TicketId | None = None


class Annulling:
    """Annuls entries of this device; both ends of the time are still in time."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self.last_entry: LastEntry | None = None
        """Undo is for the last answer on the screen: a refusal after it leaves nothing."""

    def undo(self) -> bool:
        """Annul the last admitted entry here, within 30 s; False when there is none."""
        last = self.last_entry
        if last is None or self._work.clock.now_ms() - last.at_ms > UNDO_MS:
            return False
        self._annul(last)
        return True

    def annul(self, token: str) -> AnnulRefusal | None:
        """Annul the entry with this token, made here within 15 minutes."""
        work = self._work
        entry = passage_of_token(work.replica.sql, work.house, token, work.claims.device)
        if entry is None or entry.verdict != Verdict.ADMIT:
            return AnnulRefusal.UNKNOWN
        if device_of(entry.fact.origin) != work.claims.device:
            return AnnulRefusal.WRONG_DEVICE
        if work.clock.now_ms() - entry.at_ms > ANNUL_MS:
            return AnnulRefusal.TOO_LATE
        self._annul(LastEntry(token, entry.performance, entry.at_ms, entry.fact, entry.ticket))
        return None

    def _annul(self, entry: LastEntry) -> None:
        now_ms = self._work.clock.now_ms()
        body = ScanAnnulled(entry.token, entry.performance, now_ms, entry.fact)
        drafts = [Draft(kind_of(body), self._work.house, body_to_bytes(body))]
        self._work.replica.append([*drafts, *given_back(self._work, entry.fact, entry.ticket)])
        self.last_entry = None
        self._work.wake()
