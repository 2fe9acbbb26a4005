"""A door at work: the `Door` port on the replica alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.admitting import Admitting, Attempt
from podium_desk.application.door import (
    NOTHING_SAID,
    AnnulRefusal,
    DoorStatus,
    ScanOutcome,
    VolunteerSays,
)
from podium_desk.application.door_evening import DoorEvening, evening_of
from podium_desk.application.door_finding import (
    DoorFinding,
    Found,
    Names,
    NamesAsked,
    ask_names,
)
from podium_desk.application.help_call import call_for_help
from podium_desk.application.incident_list import ListedIncident, Namer
from podium_desk.application.settling import Settling
from podium_desk.application.shown_answer import ShownMark, UnseenAnswer
from podium_desk.application.venue_state import holder_name, keeper_name, venue_state
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import Verdict
from podium_desk.domain.facts import Direction
from podium_desk.domain.incidents import Incident, Severity
from podium_desk.domain.programme import Performance
from podium_desk.domain.roles import Role
from podium_desk.replica.door_visits import visits_to
from podium_desk.replica.evening_tally import EveningTally

COUNTER_ROLES = frozenset({Role.COUNTER, Role.OFFICE, Role.RESELLER})
"""Devices that have a counter's window for a walk-up guest; a door's role does not sell."""
SAME_SCAN_MS = 3_000
"""The same code again here within this time, with no other in between, is the same scan."""


class DoorPost:
    """One door. Runs on the replica's lane, but for what other devices are asked."""

    def __init__(self, work: Workplace, shown: ShownMark | None = None) -> None:
        """`shown` remembers what was painted last: what was not is answered again as it was."""
        self.work = work
        self._unseen = UnseenAnswer(work, shown)
        self.admitting = Admitting(work, work.claims.name)
        self._settling = Settling(work)
        self._namer = Namer(work.replica, work.catalogue)
        self._tally = EveningTally(work.replica, work.catalogue)
        self._finding = DoorFinding(work, self._tally)
        self._was_scanned = False
        self._last: tuple[str, Direction, ScanOutcome, int] | None = None

    def status(self) -> DoorStatus:
        """How things stand at this door."""
        tonight = self.admitting.tonight()
        shown = tonight[0] if tonight else None
        state = self.work.link.state()
        last_ms = state.last_contact_ms
        incidents, self._was_scanned = self._settling.known_now(self._was_scanned), False
        tallies = self._tally.of(tonight, self.work.clock.now_ms())
        return DoorStatus(
            device_name=self.work.claims.name,
            house_name=self.work.own_house.name,
            gate=self.admitting.gate,
            performance=None if shown is None else shown.id,
            title=None if shown is None else shown.title,
            start=None if shown is None else self._at_venue(shown.start),
            hall=None if shown is None else shown.hall,
            connection=state.connection,
            last_contact=None if last_ms is None else self._at_venue(
                datetime.fromtimestamp(last_ms / 1000, UTC)
            ),
            inside=sum(one.inside.total() for one in tallies),
            expected=sum(one.sold for one in tallies) + self._visits(tonight),
            clock_error_s=self._clock_error_s(),
            incidents=len(incidents),
            venue=venue_state(self.work),
            holder="" if shown is None else holder_name(self.work, shown.id),
            keeper=keeper_name(self.work),
            sells=self.work.claims.role in COUNTER_ROLES,
            is_training=self.work.is_training,
            urgent=self._urgent(incidents, tonight),
        )  # fmt: skip

    def scan(
        self,
        code: str,
        direction: Direction = Direction.ENTRY,
        says: VolunteerSays = NOTHING_SAID,
        token: str | None = None,
        is_training: bool = False,
    ) -> ScanOutcome:
        """Decide on a code; the same one again at once is the same scan and stays green."""
        now_ms = self.work.clock.raw_ms()
        is_plain = says == NOTHING_SAID and token is None and not is_training
        repeated = self._repeated(code, direction, now_ms) if is_plain else None
        if repeated is not None:
            return repeated
        unseen = self._unseen.token_of(code, direction)
        again = unseen if is_plain else None
        known = token or again
        attempt = Attempt(
            code, direction, known or self.work.new_token(), says, is_training, not known
        )
        with self.work.catalogue.steady():
            outcome = self.admitting.scan(attempt)
        self._was_scanned = True
        outcome = outcome if again is None else replace(outcome, is_repeat=True)
        self._last = None if is_training else (code, direction, outcome, now_ms)
        return outcome

    def undo(self) -> bool:
        """Undo the last admitted entry within 30 s."""
        self._last = None
        return self.admitting.annulling.undo()

    def annul(self, token: str) -> AnnulRefusal | None:
        """Undo the entry with this token, made here within 15 minutes."""
        self._last = None
        return self.admitting.annulling.annul(token)

    def evening(self) -> DoorEvening:
        """How tonight goes."""
        return evening_of(self.work, self.admitting.tonight(), self._tally)

    def find(self, text: str, told: Names | None = None) -> Found:
        """Tickets of tonight for a guest who has none."""
        return self._finding.find(text, self.admitting.tonight(), told)

    def ask_names(self, asked: NamesAsked) -> Names | None:
        """Ask the counters that are heard, beside the lane."""
        return ask_names(self.work, asked)

    def call_for_help(self) -> tuple[str, ...]:
        """Call the counters that are heard, beside the lane."""
        return call_for_help(self.work)

    def _repeated(self, code: str, direction: Direction, now_ms: int) -> ScanOutcome | None:
        if self._last is None:
            return None
        last_code, last_direction, outcome, at_ms = self._last
        is_same = (code, direction) == (last_code, last_direction)
        if not is_same or now_ms - at_ms > SAME_SCAN_MS:
            return None
        if outcome.verdict not in (Verdict.ADMIT, Verdict.EXIT):
            return None
        self._last = (code, direction, outcome, now_ms)
        return replace(outcome, is_repeat=True)

    def _clock_error_s(self) -> int | None:
        """None while it is not known; practice has a clock of its own."""
        error_ms = self.work.clock.error_ms
        return None if error_ms is None or self.work.is_training else error_ms // 1000

    def _urgent(
        self, incidents: tuple[Incident, ...], tonight: tuple[Performance, ...]
    ) -> ListedIncident | None:
        """The newest of tonight's that somebody can still mend; they come the most urgent first."""
        numbers = {one.id for one in tonight}
        found = (
            one for one in incidents if one.severity is Severity.NOW and one.performance in numbers
        )
        newest = next(found, None)
        return None if newest is None else self._namer.listed([newest])[0]

    def _visits(self, tonight: tuple[Performance, ...]) -> int:
        """How many visits of cards were taken for these; most evenings none."""
        return sum(len(visits_to(self.work.replica.sql, one.id)) for one in tonight)

    def _at_venue(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.work.own_house.timezone))
