"""What the central store of a scenario counts, and what it holds for people to settle."""

from __future__ import annotations

from msgspec import UNSET

from podium_desk.domain.incidents import IncidentKind
from podium_desk.proving.replay.comparing import compare, compare_all
from podium_desk.proving.replay.counters import Counters
from podium_desk.proving.replay.evening import Evening
from podium_desk.proving.replay.form import CheckExpect, ExpectedIncident
from podium_desk.replica.evening_counts import door_counts
from podium_desk.replica.incident_finder import IncidentFinder

_KINDS = frozenset(
    {IncidentKind.DOUBLE_ADMISSION, IncidentKind.ADMITTED_AFTER_CANCEL, IncidentKind.CLOCK_SKEW}
)


def check(expect: CheckExpect, evening: Evening, counters: Counters) -> None:
    """Raises `Different` at the first thing that is expected and is something else."""
    name = evening.scenario.events[0].id if expect.event is UNSET else expect.event
    program = evening.world.store.program
    counted = door_counts(
        program.replica.sql, program.catalogue, evening.programme.house,
        evening.programme.performances[name], evening.time.now_ms,
    )  # fmt: skip
    compare(expect, counted, ("inside", "admitted", "attempts", "refused"))
    if expect.incidents is not UNSET:
        compare_all("incidents", map(_named, expect.incidents), _incidents(evening, counters))


def _incidents(evening: Evening, counters: Counters) -> list[str]:
    """Each kind once a ticket, as a scenario names them."""
    program = evening.world.store.program
    tickets = {sold.id: name for name, sold in counters.sold.items()}
    devices = {one.membership.claims.device: name for name, one in evening.devices.items()}
    found = IncidentFinder(program.replica, program.catalogue).all_open(evening.time.now_ms)
    named = set()
    for one in found:
        if one.kind is IncidentKind.CLOCK_SKEW and one.device in devices:
            named.add(f"{one.kind.value} {devices[one.device]}")
        elif one.kind in _KINDS and one.ticket in tickets:
            named.add(f"{one.kind.value} {tickets[one.ticket]}")
    return sorted(named)


def _named(incident: ExpectedIncident) -> str:
    return f"{incident.kind} {incident.ticket or incident.device}"
