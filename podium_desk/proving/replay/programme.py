"""What the store of a scenario has in its catalogue: a house, its performances, prices, halls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, Unit
from podium_desk.domain.programme import House, Performance, PerformanceStatus, Tariff
from podium_desk.domain.text import Text
from podium_desk.domain.venue import Category, HallPlan, Seat, Section
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.replay.form import Event, Scenario, Ticket
from podium_desk.proving.replay.times import instant, instant_ms
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import CARD_KEY, HOUSE, PERFORMANCE, PLAN, TARIFFS
from sync.store.replica import Replica

PRICE_CENTS = 1200
_CATEGORY = Category("Rang 1", "#000000")
_FIRST_PERFORMANCE = 1001
_HOUSE = HouseId(1)
_CARD_KEY = bytes(range(32))


class _Kind(NamedTuple):
    """What is sold at one tariff."""

    product: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Programme:
    """The numbers that the names of a scenario got.

    All its events are of one house, whatever theirs is called: all doors and counters of a
    scenario hear each other, and who is cut off is missed by all. `tariffs` are by product and
    validity, the same at every performance.
    """

    house: HouseId
    performances: dict[str, PerformanceId]
    tariffs: dict[_Kind, TariffId]
    units: dict[str, Unit]

    @classmethod
    def of(cls, scenario: Scenario) -> Programme:
        """Number everything in the order in which the scenario names it."""
        return cls(
            _HOUSE,
            {event.id: PerformanceId(_FIRST_PERFORMANCE + place)
             for place, event in enumerate(scenario.events)},
            {kind: TariffId(place + 1) for place, kind in enumerate(_kinds(scenario))},
            {ticket: unit for event in scenario.events
             for ticket, unit in _hall(scenario, event.id)[1].items()},
        )  # fmt: skip

    def tariff(self, ticket: Ticket) -> TariffId:
        """What a ticket is sold at: its product, valid as it is."""
        return self.tariffs[_kind(ticket)]

    def write(self, store: Replica, scenario: Scenario) -> None:
        """Put all of it in the store's catalogue."""
        house, name = self.house, scenario.events[0].house
        record = House(house, f"huis-{house}", name, f"{name} vzw", timezone=scenario.timezone)
        store.write_records([
            (house, HOUSE, str(house), record_to_bytes(record)),
            (house, CARD_KEY, CARD_KEY, _CARD_KEY),
        ])  # fmt: skip
        for event in scenario.events:
            self._write_event(store, scenario, event)

    def _write_event(self, store: Replica, scenario: Scenario, event: Event) -> None:
        house, number = self.house, self.performances[event.id]
        plan, _ = _hall(scenario, event.id)
        zone = ZoneInfo(scenario.timezone)
        performance = Performance(
            number, house, event.id, Text.of("nl", event.id), instant(event.start, zone),
            instant(event.end, zone), Text.of("nl", plan.name), "Theater",
            PerformanceStatus.AVAILABLE, plan.name, 6, "", tuple(self.tariffs.values()),
            doors_open=None if event.doors_open is None else instant(event.doors_open, zone),
        )  # fmt: skip
        store.write_records([
            (house, PLAN, plan.name, record_to_bytes(plan)),
            (house, PERFORMANCE, str(number), record_to_bytes(performance)),
            (house, TARIFFS, str(number), record_to_bytes(self._prices(number, zone))),
        ])  # fmt: skip

    def _prices(self, number: PerformanceId, zone: ZoneInfo) -> tuple[Tariff, ...]:
        return tuple(
            Tariff(
                tariff, number, kind.product, Text.of("nl", kind.product), {"": PRICE_CENTS},
                tariff == 1,
                valid_from_ms=None if kind.since is None else instant_ms(kind.since, zone),
                valid_until_ms=None if kind.until is None else instant_ms(kind.until, zone),
            )
            for kind, tariff in self.tariffs.items()
        )  # fmt: skip


def _kind(ticket: Ticket) -> _Kind:
    return _Kind(ticket.product, ticket.valid_from, ticket.valid_until)


def _kinds(scenario: Scenario) -> Iterable[_Kind]:
    return dict.fromkeys(map(_kind, scenario.tickets)) or (_Kind("basis", None, None),)


def _hall(scenario: Scenario, event: str) -> tuple[HallPlan, dict[str, Unit]]:
    """A hall with one place for each ticket of an event, and which is whose."""
    tickets = [ticket for ticket in scenario.tickets if ticket.event == event]
    seated = [ticket for ticket in tickets if ticket.row or ticket.seat]
    units = {ticket.id: Unit(place) for place, ticket in enumerate(seated)}
    sections = []
    for name in dict.fromkeys(one.section or "" for one in tickets if one.id not in units):
        own = [one for one in tickets if one.id not in units and (one.section or "") == name]
        sections.append(Section(name, len(units), len(own), _CATEGORY.name))
        units |= {one.id: Unit(len(units) + place) for place, one in enumerate(own)}
    seats = tuple(_seat(place, ticket) for place, ticket in enumerate(seated))
    if not units:
        sections.append(Section("", 0, 1, _CATEGORY.name))
    plan = HallPlan(
        f"Zaal {event}", 1000, 1000, (_CATEGORY,), seats, sections=tuple(sections)
    )  # fmt: skip
    return plan, units


def _seat(index: int, ticket: Ticket) -> Seat:
    return Seat(
        index, ticket.id, ticket.section or "", ticket.row or "", ticket.seat or "",
        _CATEGORY.name, 200 * index, 0, 80, ticket.row or "", 0,
    )  # fmt: skip
