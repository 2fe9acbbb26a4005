"""Importing files of a house: what each is, and in what order.

A file is known by its content: a plan has zones, tariffs and discounts are CSV, all else is a
season. Whatever order the files are named in, what others name comes first: plans, the season,
tariffs, discounts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import islice
from pathlib import Path
from typing import TypeVar

from podium_desk.central.cluster import Central
from podium_desk.central.discounts import HouseDiscounts
from podium_desk.central.import_report import ImportReport
from podium_desk.central.plans import take_plan
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralRefusal
from podium_desk.central.season import DatesAnswer, Outcome, Season
from podium_desk.central.tariff_changes import TariffChanges
from podium_desk.domain.programme import House
from podium_desk.i18n.words import Words
from podium_desk.integrations.discounts import (
    DiscountRow,
    is_discount_file,
    read_discount_rows,
)
from podium_desk.integrations.json_file import read_json_object
from podium_desk.integrations.refusals import (
    EventReason,
    ImportRefusal,
    Progress,
    UnreadableError,
)
from podium_desk.integrations.seatingplan.reading import read_plan
from podium_desk.integrations.tariffs import TariffRow, read_tariff_rows
from podium_desk.integrations.uitdatabank.events import ImportedEvent
from podium_desk.integrations.uitdatabank.reading import read_events
from podium_desk.late_dataclass import dataclass

EVENTS_OF_TRANSACTION = 50
"""With two or three dates each, some 200 records."""
ROWS_OF_TRANSACTION = 200
FileProgress = Callable[[str, int, int], None]
"""Called with a file's name, how many of its items are done and how many there are."""
_T = TypeVar("_T")
_R = TypeVar("_R", TariffRow, DiscountRow)


class _Kind(IntEnum):
    """What a file holds, in the order in which files are taken."""

    PLAN = 1
    SEASON = 2
    TARIFFS = 3
    DISCOUNTS = 4


@dataclass(frozen=True, slots=True)
class _Source:
    """A file's name and bytes."""

    name: str
    content: bytes
    kind: _Kind


class Importing:
    """One import for one house. A fault of the store ends it; what was committed stays."""

    def __init__(
        self, central: Central, house: House, words: Words, dates: DatesAnswer | None = None
    ) -> None:
        self._central = central
        self._house = house
        self._programme = HouseProgramme(central, house)
        self._season = Season(central.sql, self._programme, central.now(), dates)
        self.report = ImportReport(words)

    def files(self, paths: Sequence[Path], progress: FileProgress) -> ImportReport:
        """Take these files; the outcome of each item stands in the report."""
        sources = list(self._read(paths))
        for source in sorted(sources, key=lambda source: source.kind):
            self._take(source, _of_file(progress, source.name))
        return self.report

    def _read(self, paths: Sequence[Path]) -> Iterator[_Source]:
        for path in paths:
            try:
                content = path.read_bytes()
            except OSError as error:
                self.report.refuse_file(path.name, error)
            else:
                yield _Source(path.name, content, _kind_of(path, content))

    def _take(self, source: _Source, progress: Progress) -> None:
        match source.kind:
            case _Kind.PLAN:
                self._take_plan(source, progress)
            case _Kind.SEASON:
                events = read_events(source.content, source.name, progress)
                for part in _parts(events, EVENTS_OF_TRANSACTION):
                    self._take_events(source.name, part)
            case _Kind.TARIFFS:
                rows = read_tariff_rows(source.content, source.name, progress)
                changes = TariffChanges(self._central, self._programme)
                for part_of_rows in _parts(rows, ROWS_OF_TRANSACTION):
                    self._take_rows(changes.take, source.name, part_of_rows)
            case _Kind.DISCOUNTS:
                found = read_discount_rows(source.content, source.name, progress)
                discounts = HouseDiscounts(self._central, self._programme)
                for part_of_found in _parts(found, ROWS_OF_TRANSACTION):
                    self._take_rows(discounts.take_all, source.name, part_of_found)

    def _take_plan(self, source: _Source, progress: Progress) -> None:
        plan = read_plan(source.content, source.name, progress)
        if not isinstance(plan, ImportRefusal):
            outcome = take_plan(self._central, self._house, plan, source.name)
            if not isinstance(outcome, ImportRefusal):
                self.report.count(outcome)
                return
            plan = outcome
        self.report.refuse(plan)

    def _take_events(self, file: str, part: list[ImportedEvent | ImportRefusal]) -> None:
        with self._central.sql.transaction():
            self._central.sql.lock((self._house.id,))
            for event in part:
                if isinstance(event, ImportRefusal):
                    self._refuse_event(event)
                else:
                    self._take_event(file, event)

    def _take_event(self, file: str, event: ImportedEvent) -> None:
        title = event.title.in_language(event.title.main)
        outcome = self._season.take(event)
        if isinstance(outcome, CentralRefusal):
            self.report.refuse_here(file, title, outcome)
            return
        self.report.count(outcome)
        for note in event.notes:
            self.report.note(file, title, note)

    def _refuse_event(self, refusal: ImportRefusal) -> None:
        self.report.refuse(refusal)
        if refusal.reason is not EventReason.DELETED or not refusal.event_id:
            return
        withdrawn = self._season.withdraw(refusal.event_id)
        if withdrawn:
            self.report.note_withdrawn(refusal.file, refusal.item, withdrawn)

    def _take_rows(
        self,
        take: Callable[[Sequence[_R]], list[Outcome | CentralRefusal]],
        file: str,
        part: list[_R | ImportRefusal],
    ) -> None:
        rows = []
        for row in part:
            if isinstance(row, ImportRefusal):
                self.report.refuse(row)
            else:
                rows.append(row)
        with self._central.sql.transaction():
            self._central.sql.lock((self._house.id,))
            outcomes = take(rows)
        for row, outcome in zip(rows, outcomes, strict=True):
            if isinstance(outcome, CentralRefusal):
                self.report.refuse_here(file, str(row.line), outcome)
            else:
                self.report.count(outcome)


def _kind_of(path: Path, content: bytes) -> _Kind:
    if path.suffix.lower() in (".csv", ".tsv"):
        return _Kind.DISCOUNTS if is_discount_file(content) else _Kind.TARIFFS
    try:
        document = read_json_object(content)
    except UnreadableError:
        # The season's reader says what is wrong with it.
        return _Kind.SEASON
    return _Kind.PLAN if "zones" in document else _Kind.SEASON


def _of_file(progress: FileProgress, name: str) -> Progress:
    return lambda done, total: progress(name, done, total)


def _parts(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    source = iter(items)
    while part := list(islice(source, size)):
        yield part
