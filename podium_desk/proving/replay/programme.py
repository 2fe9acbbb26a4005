"""What the store of a scenario has in its catalogue: houses, performances, prices, halls."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, Unit
from podium_desk.domain.programme import House, Performance, PerformanceStatus, Tariff
from podium_desk.domain.text import Text
from podium_desk.domain.venue import Category, HallPlan, Seat, Section
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.replay.form import Event, Scenario, Ticket
from podium_desk.proving.replay.times import instant
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import HOUSE, PERFORMANCE, PLAN, TARIFFS
from sync.store.replica import Replica

PRICE_CENTS = 1200
_CATEGORY = Category("Rang 1", "#000000")
_FIRST_PERFORMANCE = 1001


@dataclass(frozen=True, slots=True)
class Programme:
    """The numbers that the names of a scenario got.

    `houses` is by event: those whose tickets one gate lets in are one house, whatever they are
    called. A product has the same tariff at every performance.
    """

    houses: dict[str, HouseId]
    house_names: dict[HouseId, str]
    performances: dict[str, PerformanceId]
    tariffs: dict[str, TariffId]
    units: dict[str, Unit]

    @classmethod
    def of(cls, scenario: Scenario) -> Programme:
        """Number everything in the order in which the scenario names it."""
        houses, names = _houses(scenario)
        return cls(
            houses, names,
            {event.id: PerformanceId(_FIRST_PERFORMANCE + place)
             for place, event in enumerate(scenario.events)},
            {product: TariffId(place + 1) for place, product in enumerate(_products(scenario))},
            {ticket: unit for event in scenario.events
             for ticket, unit in _hall(scenario, event.id)[1].items()},
        )  # fmt: skip

    def write(self, store: Replica, scenario: Scenario) -> None:
        """Put all of it in the store's catalogue."""
        for house, name in self.house_names.items():
            record = House(house, f"huis-{house}", name, f"{name} vzw", timezone=scenario.timezone)
            store.write_records([(house, HOUSE, str(house), record_to_bytes(record))])
        for event in scenario.events:
            self._write_event(store, scenario, event)

    def _write_event(self, store: Replica, scenario: Scenario, event: Event) -> None:
        house, number = self.houses[event.id], self.performances[event.id]
        plan, _ = _hall(scenario, event.id)
        zone = ZoneInfo(scenario.timezone)
        performance = Performance(
            number, house, event.id, Text.of("nl", event.id), instant(event.start, zone),
            instant(event.end, zone), Text.of("nl", plan.name), "Theater",
            PerformanceStatus.AVAILABLE, plan.name, 6, "", tuple(self.tariffs.values()),
        )  # fmt: skip
        store.write_records([
            (house, PLAN, plan.name, record_to_bytes(plan)),
            (house, PERFORMANCE, str(number), record_to_bytes(performance)),
            (house, TARIFFS, str(number), record_to_bytes(self._prices(number))),
        ])  # fmt: skip

    def _prices(self, number: PerformanceId) -> tuple[Tariff, ...]:
        return tuple(
            Tariff(tariff, number, code, Text.of("nl", code), {"": PRICE_CENTS}, tariff == 1)
            for code, tariff in self.tariffs.items()
        )


def _houses(scenario: Scenario) -> tuple[dict[str, HouseId], dict[HouseId, str]]:
    """A device works for one house; so events that meet at one gate are of one house."""
    group = {event.id: event.house for event in scenario.events}
    for gate in scenario.gates:
        joined = {group[event] for event in gate.events}
        first = group[gate.events[0]]
        group = {event: first if name in joined else name for event, name in group.items()}
    numbers = {name: HouseId(place + 1) for place, name in enumerate(dict.fromkeys(group.values()))}
    return (
        {event: numbers[name] for event, name in group.items()},
        {number: name for name, number in numbers.items()},
    )


def _products(scenario: Scenario) -> Iterable[str]:
    sold = [ticket.product for ticket in scenario.tickets]
    admitted = [name for gate in scenario.gates for name in gate.products or ()]
    asked = [name for question in scenario.questions for name in question.products]
    return dict.fromkeys((*sold, *admitted, *asked)) or ("basis",)


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
