"""Incidents with the names that people know: the device, the house, the performance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from podium_desk.domain.ids import HouseId, PerformanceId, device_of
from podium_desk.domain.incidents import Incident
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.printed_papers import NamedPaper
from podium_desk.replica.settled import Settlement
from sync.store.replica import Replica

_NO_ZONE = "Europe/Brussels"


@dataclass(frozen=True, slots=True)
class ListedIncident:
    """An incident as it is told. Times are to be told in `timezone`."""

    incident: Incident
    device_name: str
    house_name: str
    title: Text | None
    start: datetime | None
    timezone: str


@dataclass(frozen=True, slots=True)
class ListedSettlement:
    """A settlement as it is told, with the name of the device it was settled on."""

    settlement: Settlement
    device_name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper as it is told; `title` and `start` (local) are None for what is of no evening."""

    paper: NamedPaper
    title: Text | None = None
    start: datetime | None = None


class Namer:
    """Knows the names of devices, houses and performances."""

    def __init__(self, replica: Replica, catalogue: Catalogue) -> None:
        self._replica = replica
        self._catalogue = catalogue

    def device(self, number: int | None) -> str:
        """How people call a device; its number while its certificate is not here."""
        known = None if number is None else self._replica.devices.get(number)
        if known is None:
            return "" if number is None else str(number)
        return known.claims.name

    def timezone(self, house: int) -> str:
        """The zone of a house."""
        known = self._catalogue.houses().get(HouseId(house))
        return _NO_ZONE if known is None else known.timezone

    def listed(self, incidents: Iterable[Incident]) -> tuple[ListedIncident, ...]:
        """These incidents with their names."""
        return tuple(self._listed(incident) for incident in incidents)

    def settled(self, settlements: Iterable[Settlement]) -> tuple[ListedSettlement, ...]:
        """These settlements with their names."""
        return tuple(
            ListedSettlement(one, self.device(device_of(one.origin)), self.timezone(one.house))
            for one in settlements
        )

    def papers(self, papers: Iterable[NamedPaper]) -> tuple[ListedPaper, ...]:
        """These papers with the names of their performances."""
        return tuple(
            ListedPaper(paper, *self._evening(paper.performance, paper.house)) for paper in papers
        )

    def _listed(self, incident: Incident) -> ListedIncident:
        house = self._catalogue.houses().get(incident.house)
        return ListedIncident(
            incident,
            self.device(incident.device),
            "" if house is None else house.name,
            *self._evening(incident.performance, incident.house),
            self.timezone(incident.house),
        )

    def _evening(
        self, number: PerformanceId | None, house: int
    ) -> tuple[Text | None, datetime | None]:
        performance = None if number is None else self._catalogue.performance(number)
        if performance is None:
            return None, None
        return performance.title, performance.start.astimezone(ZoneInfo(self.timezone(house)))


def incident_as_data(listed: ListedIncident) -> dict[str, Any]:
    """One incident for programs."""
    incident = listed.incident
    return {
        "id": incident.id,
        "kind": incident.kind.value,
        "severity": incident.severity.value,
        "house": incident.house,
        "performance": incident.performance,
        "ticket": None if incident.ticket is None else str(incident.ticket),
        "device": incident.device,
        "at_ms": incident.at_ms,
        "amount_cents": incident.amount_cents,
        "outcomes": [outcome.value for outcome in incident.outcomes],
        "details": dict(incident.details),
    }
