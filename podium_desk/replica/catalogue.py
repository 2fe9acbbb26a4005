"""The catalogue as values: what is on, where, for how much. Decoded once a revision.

Performances are told as they stand tonight: with what their venue changed by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from podium_desk.domain.discounts import Discount
from podium_desk.domain.door_questions import Question
from podium_desk.domain.gates import Gate
from podium_desk.domain.goods import Goods
from podium_desk.domain.ids import HouseId, PerformanceId, Unit
from podium_desk.domain.pricing import NOT_SOLD
from podium_desk.domain.programme import House, Performance, PerformanceStatus, Tariff
from podium_desk.domain.qr_pay import QrRules
from podium_desk.domain.series import Series
from podium_desk.domain.uitpas import UitpasRules
from podium_desk.domain.venue import HallPlan
from podium_desk.domain.venue_changes import HeardChange, changed, closed_places
from podium_desk.domain.vouchers import VoucherType
from podium_desk.replica.codec import record_from_bytes
from podium_desk.replica.kinds import (
    DISCOUNT,
    GATE,
    GOODS,
    HOUSE,
    PERFORMANCE,
    PLAN,
    QR_PAY,
    QUESTION,
    SERIES,
    TARIFFS,
    UITPAS,
    VOUCHER_TYPE,
)
from podium_desk.replica.venue_changes import venue_changes
from sync.decoding import decoder_of
from sync.store.port import Row, StoreDamaged
from sync.store.records import RecordTable

_D = TypeVar("_D")

_OFF = (PerformanceStatus.CANCELLED, *NOT_SOLD)


class _Begins(msgspec.Struct):
    """What is read first of a performance."""

    start: datetime
    plan: str | None


class _Section(msgspec.Struct):
    capacity: int


class _Room(msgspec.Struct):
    """What is read of a plan to know how many places it has."""

    seats: list[msgspec.Raw]
    sections: list[_Section] = []


_NEWS = "SELECT house, revision FROM house_head UNION ALL SELECT -1, COUNT(*) FROM venue_change"
"""Asked several times a scan, so in one statement; no house has that number."""


class Catalogue:
    """Reads records; values are kept until a house has a newer revision."""

    def __init__(self, records: RecordTable) -> None:
        self._records = records
        self._seen: list[Row] | None = None
        self._steady = _Steady(self._refresh)
        self._closed: dict[PerformanceId, frozenset[Unit]] = {}
        self._houses: dict[HouseId, House] = {}
        self._performances: dict[PerformanceId, Performance] = {}
        self._unread: dict[PerformanceId, bytes] = {}
        """Those that nobody asked for yet: a season has thousands."""
        self._numbers: list[PerformanceId] = []
        """All, in the order of their records."""
        self._starts: dict[PerformanceId, datetime] | None = None
        """When those with a plan begin, once somebody asked."""
        self._off: list[Performance] | None = None
        """Those that are not sold any more, once somebody asked."""
        self._plans: dict[tuple[HouseId, str], HallPlan] = {}
        self._unit_counts: dict[tuple[HouseId, str], int] = {}
        self._tariffs: dict[PerformanceId, tuple[Tariff, ...]] = {}
        self._tariff: dict[tuple[PerformanceId, int], Tariff] = {}
        self._discounts: dict[HouseId, dict[str, Discount]] = {}
        self._goods: dict[HouseId, dict[str, Goods]] = {}
        self._series: dict[HouseId, dict[str, Series]] = {}
        self._gates: dict[HouseId, tuple[Gate, ...]] = {}
        self._questions: dict[HouseId, tuple[Question, ...]] = {}

    def steady(self) -> AbstractContextManager[None]:
        """A block that asks many times and looks for news only at its beginning."""
        return self._steady

    def houses(self) -> dict[HouseId, House]:
        """Every house of the cluster."""
        self._refresh()
        return self._houses

    def performances(self) -> dict[PerformanceId, Performance]:
        """Every performance, by number."""
        self._refresh()
        if self._unread:
            self._read_all()
        return self._performances

    def off(self) -> list[Performance]:
        """The performances that are not sold any more, with the moment since when."""
        self._refresh()
        if self._off is None:
            everything = self.performances().values()
            self._off = [one for one in everything if one.status in _OFF and one.status_since_ms]
        return self._off

    def performance(self, number: int) -> Performance | None:
        """One performance, None when it is not in the catalogue."""
        self._refresh()
        asked = PerformanceId(number)
        if asked in self._unread:
            self._performances[asked] = _stored(self._unread[asked], Performance)
            del self._unread[asked]
        return self._performances.get(asked)

    def closed_places(self, number: PerformanceId) -> frozenset[Unit]:
        """The places of a performance that its venue does not offer tonight."""
        self._refresh()
        return self._closed.get(number, frozenset())

    def plan(self, house: HouseId, name: str) -> HallPlan | None:
        """A house's hall plan by name."""
        self._refresh()
        return self._known_plan(house, name)

    def on_sale(self) -> list[tuple[Performance, HallPlan]]:
        """Every performance that is on sale with its plan; asks only once what is new."""
        pairs = []
        for performance in self.performances().values():
            if performance.plan is not None:
                plan = self._known_plan(performance.house, performance.plan)
                if plan is not None:
                    pairs.append((performance, plan))
        return pairs

    def starts(self, since: datetime) -> dict[PerformanceId, datetime]:
        """When each performance with a plan begins, of those that begin then or later.

        Nothing else is read of those that nobody has asked for yet.
        """
        self._refresh()
        if self._starts is None:
            begins: dict[PerformanceId, Performance | _Begins] = {**self._performances}
            read = decoder_of(_Begins)
            with _readable(Performance):
                begins |= {number: read(body) for number, body in self._unread.items()}
            self._starts = {
                number: one.start for number, one in begins.items() if one.plan is not None
            }
        return {number: start for number, start in self._starts.items() if start >= since}

    def plan_of(self, performance: Performance) -> HallPlan | None:
        """The plan a performance is on sale with, None when it is not on sale."""
        if performance.plan is None:
            return None
        return self.plan(performance.house, performance.plan)

    def unit_count(self, performance: Performance) -> int | None:
        """How many places a performance has, None when it is not on sale; of a plan that nobody
        asked for yet nothing else is read."""
        self._refresh()
        if performance.plan is None:
            return None
        key = performance.house, performance.plan
        if key not in self._unit_counts:
            record = self._records.get(performance.house, PLAN, performance.plan)
            if record is None or record.body is None:
                return None
            with _readable(HallPlan):
                room = decoder_of(_Room)(record.body)
            places = len(room.seats) + sum(section.capacity for section in room.sections)
            self._unit_counts[key] = places
        return self._unit_counts[key]

    def tariffs(self, performance: Performance) -> tuple[Tariff, ...]:
        """A performance's tariffs, base first."""
        self._refresh()
        if performance.id not in self._tariffs:
            record = self._records.get(performance.house, TARIFFS, str(performance.id))
            self._tariffs[performance.id] = (
                _stored(record.body, tuple[Tariff, ...])
                if record is not None and record.body is not None
                else ()
            )
        return self._tariffs[performance.id]

    def tariff(self, performance: PerformanceId, number: int) -> Tariff | None:
        """One tariff of a performance, None for one that the catalogue does not have."""
        self._refresh()
        if (performance, number) not in self._tariff:
            known = self.performance(performance)
            tariffs = () if known is None else self.tariffs(known)
            self._tariff |= {(performance, one.id): one for one in tariffs}
        return self._tariff.get((performance, number))

    def uitpas_rules(self, house: HouseId) -> UitpasRules | None:
        """How a house works with UiTPAS, None when it does not."""
        record = self._records.get(house, UITPAS, str(house))
        if record is None or record.body is None:
            return None
        return _stored(record.body, UitpasRules)

    def qr_rules(self, house: HouseId) -> QrRules | None:
        """Whether a house takes Bancontact Pay, None when it never said so."""
        record = self._records.get(house, QR_PAY, str(house))
        return None if record is None or record.body is None else _stored(record.body, QrRules)

    def voucher_types(self, house: HouseId) -> tuple[VoucherType, ...]:
        """What a house sells of vouchers besides the usual one, by code; ended ones too."""
        records = self._records.of_kind(house, VOUCHER_TYPE)
        found = (_stored(record.body or b"", VoucherType) for record in records)
        return tuple(sorted(found, key=lambda one: one.code))

    def discounts(self, house: HouseId) -> dict[str, Discount]:
        """A house's discounts by code, ended ones too."""
        self._refresh()
        if house not in self._discounts:
            found = (
                _stored(record.body or b"", Discount)
                for record in self._records.of_kind(house, DISCOUNT)
            )
            self._discounts[house] = {discount.code: discount for discount in found}
        return self._discounts[house]

    def goods(self, house: HouseId) -> dict[str, Goods]:
        """A house's goods and passes by code, those that are sold no more too."""
        self._refresh()
        if house not in self._goods:
            records = self._records.of_kind(house, GOODS)
            found = (_stored(record.body or b"", Goods) for record in records)
            self._goods[house] = {goods.code: goods for goods in found}
        return self._goods[house]

    def series(self, house: HouseId) -> dict[str, Series]:
        """A house's subscriptions by code, those that are sold no more too."""
        self._refresh()
        if house not in self._series:
            records = self._records.of_kind(house, SERIES)
            found = (_stored(record.body or b"", Series) for record in records)
            self._series[house] = {series.code: series for series in found}
        return self._series[house]

    def gates(self, house: HouseId) -> tuple[Gate, ...]:
        """The gates of a house, by number."""
        self._refresh()
        if house not in self._gates:
            records = self._records.of_kind(house, GATE)
            found = [_stored(record.body or b"", Gate) for record in records]
            self._gates[house] = tuple(sorted(found, key=lambda gate: gate.number))
        return self._gates[house]

    def questions(self, house: HouseId) -> tuple[Question, ...]:
        """What a house asks at its doors, in its own order."""
        self._refresh()
        if house not in self._questions:
            records = self._records.of_kind(house, QUESTION)
            found = [_stored(record.body or b"", Question) for record in records]
            self._questions[house] = tuple(sorted(found, key=lambda one: (one.place, one.id)))
        return self._questions[house]

    def revision(self, house: HouseId) -> int:
        """The house's newest revision, to be written on what is sold from it."""
        return self._records.revision(house)

    def _known_plan(self, house: HouseId, name: str) -> HallPlan | None:
        if (house, name) not in self._plans:
            record = self._records.get(house, PLAN, name)
            if record is None or record.body is None:
                return None
            self._plans[house, name] = _stored(record.body, HallPlan)
        return self._plans[house, name]

    def _refresh(self) -> None:
        if self._steady.depth:
            return
        seen = self._records.sql.rows(_NEWS)
        if self._seen == seen:
            return
        self._seen = seen
        revisions = self._records.revisions()
        self._plans.clear()
        self._unit_counts.clear()
        self._tariffs.clear()
        self._tariff.clear()
        self._discounts.clear()
        self._goods.clear()
        self._series.clear()
        self._gates.clear()
        self._questions.clear()
        self._houses = {}
        self._performances = {}
        self._unread, self._numbers, self._starts, self._off = {}, [], None, None
        self._closed = {}
        changes = venue_changes(self._records.sql)
        for house_number in sorted(revisions):
            self._read_house(house_number, changes)

    def _read_house(
        self, house_number: int, changes: dict[PerformanceId, list[HeardChange]]
    ) -> None:
        for _, _, body in self._records.bodies(house_number, HOUSE):
            house = _stored(body, House)
            self._houses[house.id] = house
        for key, revision, body in self._records.bodies(house_number, PERFORMANCE):
            number = PerformanceId(int(key))
            self._numbers.append(number)
            if heard := changes.get(number):
                # Its venue may have moved its start.
                performance = _stored(body, Performance)
                self._closed[number] = closed_places(revision, heard)
                self._performances[number] = changed(performance, revision, heard)
            else:
                self._unread[number] = body

    def _read_all(self) -> None:
        read, known = decoder_of(Performance), self._performances
        with _readable(Performance):
            self._performances = {
                number: known.get(number) or read(self._unread[number]) for number in self._numbers
            }
        self._unread = {}


class _Steady:
    """A block of `steady`, and blocks inside it; a guest at a door waits in it."""

    def __init__(self, refresh: Callable[[], None]) -> None:
        self._refresh = refresh
        self.depth = 0

    def __enter__(self) -> None:
        self._refresh()
        self.depth += 1

    def __exit__(self, *_error: object) -> None:
        self.depth -= 1


def _stored(body: bytes, kind: type[_D]) -> _D:
    """A value that was readable when it came; `StoreDamaged` when it no longer is."""
    with _readable(kind):
        return record_from_bytes(body, kind)


@contextmanager
def _readable(kind: type[Any]) -> Iterator[None]:
    try:
        yield
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreDamaged(f"a {kind.__name__} cannot be read: {error}") from error
