"""A visit of a card, taken at a door: whether its holder goes in by it, and on what.

Who may take one is a matter of rights, which the caller has; here is what is decided from them.
The rules are told in docs/rules/passes.md, "A visit at the door".
"""

from __future__ import annotations

from podium_desk.domain.admission import ScanReason, Times, Verdict
from podium_desk.domain.gates import VisitPolicy
from podium_desk.domain.house_passes import HousePass
from podium_desk.domain.ids import HouseId, Origin, PerformanceId, TicketId
from podium_desk.late_dataclass import dataclass

Said = tuple[Verdict, ScanReason]


@dataclass(frozen=True, slots=True)
class VisitWanted:
    """Somebody shows a card, and nobody waits outside by a place that it has already.

    `is_guest_in`: somebody is inside by it; `is_another` is the volunteer's word that one more
    comes along.
    `is_full`: every place of the performance is taken; `is_override` lets in all the same.
    """

    shown: HousePass
    house: HouseId
    at_ms: int
    is_guest_in: bool = False
    is_another: bool = False
    is_full: bool = False
    is_override: bool = False


def why_no_visit(wanted: VisitWanted) -> Said | None:
    """What speaks against taking a visit, whoever holds its right; None for nothing.

    A card that cannot give one is refused; one whose holder is in already is asked about, for the
    same card held up twice must not cost twice.
    """
    shown = wanted.shown
    if wanted.house not in shown.houses or shown.why_not(wanted.at_ms) is not None:
        return Verdict.REFUSE, ScanReason.NO_VISITS
    if not shown.terms.visits:
        return Verdict.REFUSE, ScanReason.NO_VISITS
    if wanted.is_guest_in and not wanted.is_another:
        return Verdict.ASK, ScanReason.ANOTHER_VISIT
    if wanted.is_full and not wanted.is_override:
        return Verdict.ASK, ScanReason.FULL
    return None


def may_trust(policy: VisitPolicy, shown: HousePass, house: HouseId) -> bool:
    """Whether a visit is taken although nobody who holds its right answers: only of the house's
    own cards, whose every use it hears."""
    return policy is VisitPolicy.TRUSTED and shown.home == house


def goes_to(times: dict[PerformanceId, Times], at_ms: int) -> PerformanceId | None:
    """The performance that a visit is for: of those not over and not cancelled the first."""
    coming = [
        (when.start_ms, performance)
        for performance, when in times.items()
        if not when.is_cancelled and at_ms < when.end_ms
    ]
    return min(coming)[1] if coming else None


def ticket_on_trust(pool: int, which: int) -> TicketId:
    """What a card's visit is called that was taken on trust, the first 1: two doors that take the
    same one name the same, and so it comes to light as a double admission."""
    return TicketId(Origin(pool), which, 0)
