"""The keeper's pen: the few things a house must be able to change tonight while it is cut off.

A broken chair, a late start, a performance that does not go on. Everything else of the catalogue is
written at the store (architecture.md, decision 12).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import VenueChange, VenueChanged
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.programme import Performance
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.keeping import keeper_of
from sync.facts.fact import Draft

TONIGHT = timedelta(hours=24)
"""How near a performance must be: its start within a day, before or after now."""


class VenuePen:
    """Changes of tonight's performances. Runs on the replica's lane of the house's keeper."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def close_place(self, number: PerformanceId, unit: Unit) -> Refusal | None:
        """The place is not offered any more; one that is sold stays sold."""
        return self._place(VenueChange.PLACE_CLOSED, number, unit)

    def open_place(self, number: PerformanceId, unit: Unit) -> Refusal | None:
        """The chair is mended."""
        return self._place(VenueChange.PLACE_OPENED, number, unit)

    def move_start(self, number: PerformanceId, start: datetime) -> Refusal | None:
        """It starts then; `start` is aware."""
        change = self._change(VenueChange.START_MOVED, number)
        if isinstance(change, Refusal):
            return change
        return self._write(change, start_ms=int(start.timestamp() * 1000))

    def cancel(self, number: PerformanceId) -> Refusal | None:
        """It does not go on: nobody is let in and nothing is sold."""
        change = self._change(VenueChange.CANCELLED, number)
        return change if isinstance(change, Refusal) else self._write(change)

    def go_on(self, number: PerformanceId) -> Refusal | None:
        """It goes on after all, as the catalogue has it."""
        change = self._change(VenueChange.GOES_ON, number)
        return change if isinstance(change, Refusal) else self._write(change)

    def _place(self, kind: VenueChange, number: PerformanceId, unit: Unit) -> Refusal | None:
        change = self._change(kind, number)
        if isinstance(change, Refusal):
            return change
        found = self._work.on_sale(number)
        if found is None or not 0 <= unit < found[1].unit_count:
            return Refusal(RefusalReason.UNKNOWN_SEAT, {"unit": unit})
        return self._write(change, unit=unit)

    def _change(self, change: VenueChange, number: PerformanceId) -> VenueChanged | Refusal:
        """The change, once it is known that this device may make it."""
        work = self._work
        performance = work.catalogue.performance(number)
        if performance is None or performance.house != work.house:
            return Refusal(RefusalReason.UNKNOWN_PERFORMANCE, {"performance": number})
        if keeper_of(work.replica.sql, work.house) != work.claims.device:
            return Refusal(RefusalReason.NOT_KEEPER, {})
        if not self._is_tonight(performance):
            return Refusal(RefusalReason.NOT_TONIGHT, {"performance": number})
        revision = work.catalogue.revision(work.house)
        return VenueChanged(number, change, work.clock.now_ms(), revision)

    def _is_tonight(self, performance: Performance) -> bool:
        return abs(performance.start - self._work.clock.now()) <= TONIGHT

    def _write(
        self, change: VenueChanged, unit: Unit | None = None, start_ms: int | None = None
    ) -> Refusal | None:
        whole = replace(change, unit=unit, start_ms=start_ms)
        kind = kind_of(whole)
        role = Role(self._work.claims.role)
        if role not in WRITERS[kind]:
            return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
        self._work.replica.append([Draft(kind, self._work.house, body_to_bytes(whole))])
        self._work.wake()
        return None
