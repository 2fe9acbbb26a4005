"""Taking an entry back: the volunteer's undo of the last one, and an annulment by its token."""

from __future__ import annotations

from podium_desk.application.door import AnnulRefusal
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import ScanAnnulled
from podium_desk.domain.ids import PerformanceId, device_of
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes, kind_of
from sync.facts.fact import Draft

UNDO_MS = 30_000
ANNUL_MS = 15 * 60_000


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The door's newest admitted entry, which the volunteer may undo."""

    token: str
    performance: PerformanceId
    at_ms: int


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
        self._annul(last.token, last.performance)
        return True

    def annul(self, token: str) -> AnnulRefusal | None:
        """Annul the entry with this token, made here within 15 minutes."""
        row = self._work.replica.sql.row(
            "SELECT s.performance, s.at_ms, s.origin FROM scan s WHERE house = ? AND token = ?"
            " AND verdict = 'admit' AND NOT EXISTS (SELECT 1 FROM scan_annulled a"
            "  WHERE a.house = s.house AND a.token = s.token)",
            (self._work.house, token),
        )
        if row is None:
            return AnnulRefusal.UNKNOWN
        if device_of(row[2]) != self._work.claims.device:
            return AnnulRefusal.WRONG_DEVICE
        if self._work.clock.now_ms() - row[1] > ANNUL_MS:
            return AnnulRefusal.TOO_LATE
        self._annul(token, PerformanceId(row[0]))
        return None

    def _annul(self, token: str, performance: PerformanceId) -> None:
        body = ScanAnnulled(token, performance, self._work.clock.now_ms())
        self._work.replica.append([Draft(kind_of(body), self._work.house, body_to_bytes(body))])
        self.last_entry = None
        self._work.wake()
