"""A counter that knows the season of a whole cluster: 4,000 performances, 700,000 tickets sold.

The device is the demo's first counter, enrolled as any other. Its season is the demo's own,
repeated from tonight on, and its rows are written straight into the tables: to write as many
facts takes a minute, and what is measured here reads the tables alone. Every row is what the
projection of such a sale leaves: the right that was spent, the ticket, its order, its payment.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podium_desk.application.lane import ReplicaLane
from podium_desk.bootstrap import Device, database, open_device, read_membership, wall_ms
from podium_desk.config import DataFolder
from podium_desk.domain.ids import HouseId, PerformanceId, Unit, origin_of
from podium_desk.domain.places import place_at
from podium_desk.domain.programme import Performance, PerformanceStatus, Tariff
from podium_desk.domain.venue import HallPlan
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.stage import Stage, build_stage
from podium_desk.replica.codec import record_from_bytes, record_to_bytes
from podium_desk.replica.kinds import PERFORMANCE, PLAN, TARIFFS
from sync.records.record import Record
from sync.store.port import Sql
from sync.store.records import RecordTable

if TYPE_CHECKING:
    from podium_desk.ui.shell.counter_bench import CounterAtWork

PERFORMANCES = 4000
TICKETS_EACH = 175
TICKETS = PERFORMANCES * TICKETS_EACH
LARGE_HALL_SEATS = 2036
TONIGHT = PerformanceId(1_000_000)
"""In the hall of 2,036 seats, at the counter's own house; the counter holds what is not sold."""
_OWN, _FILHARMONIE, _ANKER = HouseId(1), HouseId(2), HouseId(3)
_SEATS = {_OWN: LARGE_HALL_SEATS, _FILHARMONIE: LARGE_HALL_SEATS, _ANKER: 260}
_A_DAY = 11
_PER_ORDER = 4
_OTHER_COUNTERS = range(100, 110)
_STORE = 1


@dataclass(frozen=True, slots=True)
class _Show:
    """One performance of the long season, with its tariffs."""

    performance: Performance
    tariffs: tuple[Tariff, ...]
    plan: HallPlan

    def price_cents(self, unit: int) -> int:
        """What the base tariff asks for a place, as a counter would."""
        place = place_at(self.plan, Unit(unit))
        assert place is not None, "both halls have so many places"
        return self.tariffs[0].price_cents(place.category) or 0


def season_counter(folder: Path, say: Callable[[str], None]) -> Path:
    """The folder of that counter; its store is not running."""
    stage = build_stage(folder, "nl", say)
    stage.close()
    fill_season(stage, "kassa1", say)
    _hold_the_rest(folder / "kassa1")
    return folder / "kassa1"


def fill_season(stage: Stage, name: str, say: Callable[[str], None]) -> None:
    """Write the season into the replica of a counter of the stage that is not open."""
    say(f"{PERFORMANCES} performances, {TICKETS} tickets…")
    sql = database(stage.folder / name / "replica.sqlite")
    try:
        with sql.transaction():
            shows = list(_long_season(sql))
            _write_catalogue(sql, shows)
            _write_sales(sql, shows)
    finally:
        sql.close()


def opened(folder: Path) -> Device:
    """The counter at work on a lane of its own, by today's clock."""
    return open_device(folder, ReplicaLane(), wall_ms)


def shown_counter(device: Device, performance: PerformanceId) -> CounterAtWork:
    """Its window with that hall, as when the store has answered: all that it holds may be sold."""
    # Qt is loaded by the measurements that show a window.
    from podium_desk.ui.shell.counter import CounterSetting
    from podium_desk.ui.shell.counter_bench import CounterAtWork

    desk, lane = device.desk(), device.lane
    assert isinstance(lane, ReplicaLane), "it was opened with one"
    lane(desk.confirm_memory)
    setting = CounterSetting("nl", device.work.clock.now, lambda: secrets.token_hex(8), _raise)
    return CounterAtWork(desk, lane, setting, performance)


def _raise(error: BaseException) -> None:
    raise error


def _long_season(sql: Sql) -> Iterator[_Show]:
    """The Filharmonie's season in both large halls and the Anker's in its own, over and over."""
    now_ms = wall_ms() // 3_600_000 * 3_600_000
    tonight = datetime.fromtimestamp(now_ms / 1000).astimezone() + timedelta(hours=2)
    large, small = _models(sql, _FILHARMONIE), _models(sql, _ANKER)
    halls = cycle(((_OWN, cycle(large)), (_FILHARMONIE, cycle(large)), (_ANKER, cycle(small))))
    for number, (house, models) in enumerate(islice(halls, PERFORMANCES)):
        model = next(models)
        start = tonight + timedelta(days=number // _A_DAY, minutes=15 * (number % _A_DAY))
        performance = PerformanceId(TONIGHT + number)
        yield _Show(
            replace(
                model.performance, id=performance, house=house, identity=f"bench {number}",
                start=start, end=None, status=PerformanceStatus.AVAILABLE,
            ),
            tuple(replace(tariff, performance=performance) for tariff in model.tariffs),
            model.plan,
        )  # fmt: skip


def _models(sql: Sql, house: HouseId) -> list[_Show]:
    table = RecordTable(sql)
    shows = []
    (plan_record,) = table.of_kind(house, PLAN)
    plan = record_from_bytes(plan_record.body or b"", HallPlan)
    for record in table.of_kind(house, PERFORMANCE):
        performance = record_from_bytes(record.body or b"", Performance)
        tariffs = table.get(house, TARIFFS, record.key)
        if performance.plan is not None and tariffs is not None and tariffs.body is not None:
            read = record_from_bytes(tariffs.body, tuple[Tariff, ...])
            shows.append(_Show(performance, read, plan))
    return shows


def _write_catalogue(sql: Sql, shows: list[_Show]) -> None:
    table = RecordTable(sql)
    revisions = table.revisions()

    def record(house: HouseId, kind: str, key: str, body: bytes) -> Record:
        # Of a revision that the store gave out: to be ahead of it would mean that it was put back.
        return Record(house, kind, key, revisions[house], body)

    (plan,) = table.of_kind(_FILHARMONIE, PLAN)
    table.take([record(_OWN, PLAN, plan.key, plan.body or b"")])
    for show in shows:
        house, key = show.performance.house, str(show.performance.id)
        table.take([
            record(house, PERFORMANCE, key, record_to_bytes(show.performance)),
            record(house, TARIFFS, key, record_to_bytes(show.tariffs)),
        ])  # fmt: skip
    sql.run_many(
        "INSERT INTO pool VALUES (?, ?, ?, ?)",
        [
            (house, show.performance.id, _SEATS[house], origin_of(_STORE, house))
            for show in shows
            for house in (show.performance.house,)
        ],
    )


def _write_sales(sql: Sql, shows: list[_Show]) -> None:
    """Every counter sold its part, four tickets an order, from the first seat on."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _COLUMNS}
    order = 0
    for show in shows:
        for first in range(0, TICKETS_EACH, _PER_ORDER):
            order += 1
            units = range(first, min(first + _PER_ORDER, TICKETS_EACH))
            for table, row in _order_rows(show, order, units):
                rows[table].append(row)
    for table, written in rows.items():
        places = ", ".join("?" * _COLUMNS[table])
        sql.run_many(f"INSERT INTO {table} VALUES ({places})", written)


_COLUMNS = {"unit_right": 8, "ticket_sold": 23, "order_sold": 15, "payment": 14}


def _order_rows(show: _Show, order: int, units: range) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The rows of one order and its payment, as `PodiumProjector` leaves them."""
    house, performance = show.performance.house, show.performance.id
    origin = origin_of(_OTHER_COUNTERS[order % len(_OTHER_COUNTERS)], 0)
    seq, at_ms = 2 * order, wall_ms() - order * 1000
    for line, unit in enumerate(units):
        yield "unit_right", (house, performance, unit, 2, origin, 1, origin, seq)
        yield "ticket_sold", (
            house, origin, seq, line, performance, unit, 2, "Parterre", str(unit // 40),
            str(unit % 40), show.tariffs[0].id, show.price_cents(unit), 6, 1, house, origin, order,
            at_ms, 0, "", "", None, None,
        )  # fmt: skip
    yield "order_sold", (
        house, origin, seq, origin, order, at_ms, "counter", "An", "nl", None, "", None, None,
        0, 0,
    )  # fmt: skip
    cents = sum(map(show.price_cents, units))
    yield "payment", (
        house, origin, seq + 1, origin, order, at_ms, "card", cents, 0, 0, 0, "An", "", 0,
    )  # fmt: skip


def _hold_the_rest(folder: Path) -> None:
    """Tonight's other seats are at this counter, which no store will hear of."""
    own = read_membership(DataFolder(folder)).own_origin
    store = origin_of(_STORE, _OWN)
    units = range(TICKETS_EACH, LARGE_HALL_SEATS)
    sql = database(folder / "replica.sqlite")
    with sql.transaction():
        sql.run_many(
            "INSERT INTO unit_right VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(_OWN, TONIGHT, unit, 1, own, 0, store, 1) for unit in units],
        )
    sql.close()
