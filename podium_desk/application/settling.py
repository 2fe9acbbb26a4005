"""The list of what a person settles, and settling it: the same on a desk and on a door."""

from __future__ import annotations

from podium_desk.application.personal_text import PersonalText
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, IncidentSettled
from podium_desk.domain.incidents import Incident, IncidentKind, Outcome
from podium_desk.domain.official_numbers import refused_number
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.incident_finder import SALES_AT_ONCE, SALES_IN_A_HURRY, IncidentFinder
from podium_desk.replica.settled import Settlement, settlements
from sync.facts.fact import Draft


@dataclass(frozen=True, slots=True)
class SettleRequest:
    """How somebody settled an incident; `incident` is its name. The note can be forgotten."""

    incident: str
    outcome: Outcome
    by: str
    note: str = ""


class Settling:
    """What this device's house has to settle. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._finder = IncidentFinder(work.replica, work.catalogue)
        self._was_asked = False

    @property
    def is_whole(self) -> bool:
        """Whether all sales have been checked by now; else `open_now` goes on with them."""
        return self._finder.is_whole

    def open_now(self, is_hurried: bool = False) -> tuple[Incident, ...]:
        """The list as far as it is known without waiting: for a screen, which asks again."""
        at_once = SALES_IN_A_HURRY if is_hurried else SALES_AT_ONCE
        return self._own(self._finder.open_incidents(sales_at_once=at_once))

    def known_now(self, is_hurried: bool = False) -> tuple[Incident, ...]:
        """What is known: for a screen that has more to say. The first time nobody looks yet, since
        that look is the long one and a window is opening. `is_hurried`: a guest may be waiting."""
        if not self._was_asked:
            self._was_asked = True
            return ()
        return self.open_now(is_hurried)

    def count_now(self) -> int:
        """How many are known: for a strip."""
        return len(self.known_now())

    def open_all(self) -> tuple[Incident, ...]:
        """The whole list."""
        return self._own(self._finder.all_open())

    def history(self) -> tuple[Settlement, ...]:
        """What was settled, the newest first."""
        return tuple(settlements(self._work.replica.sql).values())

    def settle(self, request: SettleRequest) -> Settlement | Refusal:
        """Take an incident off the list; settled already, that settlement stands.

        Refuses a name that is not on the list, and an outcome that its kind does not have.
        """
        known = settlements(self._work.replica.sql).get(request.incident)
        if known is not None:
            return known
        found = {incident.id: incident for incident in self.open_all()}.get(request.incident)
        if found is None:
            details: dict[str, str | int] = {"incident": request.incident}
            return Refusal(RefusalReason.UNKNOWN_INCIDENT, details)
        if request.outcome not in found.outcomes:
            choices = ", ".join(outcome.value for outcome in found.outcomes)
            return Refusal(RefusalReason.WRONG_OUTCOME, {"known": choices})
        refusal = refused_number(request.note)
        if refusal is not None:
            return refusal
        self._append(found, request)
        return settlements(self._work.replica.sql)[request.incident]

    def _append(self, incident: Incident, request: SettleRequest) -> None:
        note = PersonalText.of(request.note, self._work.new_secret) if request.note else None
        body = IncidentSettled(
            incident.id, request.outcome.value, self._work.clock.now_ms(), request.by,
            amount_cents=incident.amount_cents,
            person="" if note is None else note.person,
            commitment=b"" if note is None else note.commitment,
        )  # fmt: skip
        # What has no house yet was settled in ours, and a note stays in a house.
        house = incident.house or int(self._work.house)
        replica = self._work.replica
        with replica.sql.transaction():
            (fact,) = replica.append([Draft(FactKind.INCIDENT_SETTLED, house, body_to_bytes(body))])
            if note is not None:
                note.keep(replica.sql, fact)
        self._work.link.wake()

    def _own(self, incidents: tuple[Incident, ...]) -> tuple[Incident, ...]:
        """Those of the own house; what has no house yet concerns everybody, and what this device
        printed concerns it, whosever ticket it was."""
        return tuple(
            one
            for one in incidents
            if one.house in (0, self._work.house) or one.kind is IncidentKind.UNKNOWN_PRINT
        )
