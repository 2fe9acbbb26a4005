"""What the gates of a house come to for a performance: who admits it, when all are checked out."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec

from podium_desk.domain.gates import Gate, GateId, ReEntry, VisitPolicy
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.rule_tree import UNKNOWN, Rule, read_rule
from podium_desk.domain.venue_time import moments_between, read_time_of_day
from podium_desk.replica.catalogue import Catalogue
from sync.decoding import decode_json

_TWO_DAYS_MS = 2 * 86_400_000


def rule_of(gate: Gate) -> Rule | None:
    """A gate's own rule, None where it has none; `UNKNOWN` for what is not understood."""
    if not gate.rule:
        return None
    try:
        return read_rule(decode_json(gate.rule, dict))
    except (msgspec.MsgspecError, RecursionError):
        return UNKNOWN


def zone_of(catalogue: Catalogue, house: int) -> ZoneInfo:
    """The clock on a house's wall."""
    known = catalogue.houses().get(HouseId(house))
    return ZoneInfo("Europe/Brussels" if known is None else known.timezone)


def gates_to(catalogue: Catalogue, house: int, performance: int) -> list[Gate]:
    """The gates of a house that let in to a performance; one for tonight's lets in to each."""
    number = PerformanceId(performance)
    return [
        gate
        for gate in catalogue.gates(HouseId(house))
        if gate.performances is None or number in gate.performances
    ]


def checked_out_ms(
    catalogue: Catalogue, house: int, performance: int, from_ms: int, until_ms: int
) -> tuple[int, ...]:
    """When everybody inside a performance was checked out, after `from_ms` and up to `until_ms`.

    It follows from the gates and the clock: no device writes it down, so all come to the same.
    """
    found: set[int] = set()
    for gate in gates_to(catalogue, house, performance):
        at = None if gate.checks_out_at is None else read_time_of_day(gate.checks_out_at)
        if at is not None:
            found.update(moments_between(zone_of(catalogue, house), at, from_ms, until_ms))
    return tuple(sorted(found))


def last_checked_out_ms(
    catalogue: Catalogue, house: int, performance: int, until_ms: int
) -> int | None:
    """The last time that everybody was checked out; each gate that does so does it every day."""
    found = checked_out_ms(catalogue, house, performance, until_ms - _TWO_DAYS_MS, until_ms)
    return found[-1] if found else None


def takes_visits(catalogue: Catalogue, house: int, device: int) -> bool:
    """Whether a device stands at a gate of its house where visits of cards are taken."""
    return any(
        gate.has_door(device) and gate.visits is not VisitPolicy.NONE
        for gate in catalogue.gates(HouseId(house))
    )


def free_gates(catalogue: Catalogue, house: int) -> frozenset[GateId]:
    """The gates at which a ticket goes in as often as it comes."""
    gates = catalogue.gates(HouseId(house))
    return frozenset(gate.number for gate in gates if gate.re_entry is ReEntry.ALWAYS)
