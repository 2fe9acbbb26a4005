"""The season: events into performances, so that importing again updates and never doubles."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

import msgspec

from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.tariffs import TARIFFS_OF_HOUSE_MAX
from podium_desk.domain.programme import Performance
from podium_desk.integrations.uitdatabank.events import ImportedEvent, ImportedPerformance
from sync.store.port import Sql


class DatesAnswer(StrEnum):
    """What a person says when a date on sale is gone and another one has come."""

    MOVED = "moved"
    NEW = "new"


class Outcome(StrEnum):
    """What became of one item of a file."""

    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Season:
    """Takes the events of one house; each call is part of the caller's transaction."""

    def __init__(
        self, sql: Sql, programme: HouseProgramme, now: datetime, dates: DatesAnswer | None
    ) -> None:
        self._sql = sql
        self._programme = programme
        self._now = now
        self._dates = dates

    def take(self, event: ImportedEvent) -> Outcome | CentralRefusal:
        """Bring an event into the catalogue, or say why not; nothing is changed then."""
        title = event.title.in_language(event.title.main)
        if not self._programme.tariffs.has_room(tariff.code for tariff in event.tariffs):
            return CentralRefusal(
                CentralReason.TOO_MANY_TARIFFS, {"item": title, "max": TARIFFS_OF_HOUSE_MAX}
            )
        gone, come = self._differences(event)
        refusal = self._refusal(title, gone, come)
        if refusal is not None:
            return refusal
        changed = self._settle(gone, come)
        self._programme.tariffs.keep_imported(event.event_id, event.tariffs)
        for date in event.performances:
            changed = self._programme.take(event, date) or changed
        return self._outcome(event, changed)

    def withdraw(self, event_id: str) -> int:
        """An event was deleted: its coming dates leave the programme; how many there were."""
        coming = self._programme.coming(event_id, self._now)
        for performance in coming:
            self._programme.withdraw(performance)
        return len(coming)

    def _differences(
        self, event: ImportedEvent
    ) -> tuple[list[Performance], list[ImportedPerformance]]:
        """The known dates that are gone from the file, and the dates that were not known."""
        written = {date.identity for date in event.performances}
        known = {performance.identity for performance in self._programme.of_event(event.event_id)}
        coming = self._programme.coming(event.event_id, self._now)
        gone = [performance for performance in coming if performance.identity not in written]
        come = [date for date in event.performances if date.identity not in known]
        return gone, sorted(come, key=lambda date: date.start)

    def _refusal(
        self, title: str, gone: list[Performance], come: list[ImportedPerformance]
    ) -> CentralRefusal | None:
        on_sale = [performance for performance in gone if performance.plan is not None]
        if not on_sale or not come or self._dates is not None:
            return None
        return CentralRefusal(
            CentralReason.DATE_MOVED_OR_NEW,
            {
                "item": title,
                "old": f"{on_sale[0].start:%Y-%m-%d %H:%M}",
                "new": f"{come[0].start:%Y-%m-%d %H:%M}",
            },
        )

    def _settle(self, gone: list[Performance], come: list[ImportedPerformance]) -> bool:
        """Move what moved, by order of start; withdraw the rest of what is gone."""
        moved = []
        if self._dates is DatesAnswer.MOVED:
            moved = list(zip((p for p in gone if p.plan is not None), come, strict=False))
        for performance, date in moved:
            self._programme.rename(performance, date.identity)
        kept = {performance.id for performance, _ in moved}
        for performance in gone:
            if performance.id not in kept:
                self._programme.withdraw(performance)
        return bool(gone)

    def _outcome(self, event: ImportedEvent, changed: bool) -> Outcome:
        key = (self._programme.house.id, event.event_id)
        digest = blake2b(msgspec.msgpack.encode(event), digest_size=16).digest()
        known = self._sql.row(
            "SELECT digest FROM imported_event WHERE house = ? AND event = ?", key
        )
        self._sql.run(
            "INSERT INTO imported_event VALUES (?, ?, ?)"
            " ON CONFLICT (house, event) DO UPDATE SET digest = excluded.digest",
            (*key, digest),
        )
        if known is None:
            return Outcome.IMPORTED
        return Outcome.UPDATED if changed or known[0] != digest else Outcome.UNCHANGED
