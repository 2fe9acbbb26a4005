"""What the store knows of its houses' devices, and what is to be settled in all of them."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.incident_list import ListedIncident, ListedSettlement, Namer
from podium_desk.central.cluster import Central
from podium_desk.central.uitpas.overview import UitpasMatter, uitpas_matters
from podium_desk.domain.ids import HouseId
from podium_desk.domain.incidents import is_silent
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.held_places import held_by, still_to_sell
from podium_desk.replica.incident_finder import IncidentFinder
from podium_desk.replica.settled import settlements
from sync.store.contacts import Contact, ContactTable
from sync.store.devices import Device

SETTLED_SHOWN = 30


@dataclass(frozen=True, slots=True)
class HeldAtStore:
    """Unsold places of one performance that one device holds."""

    performance: int
    title: Text
    start: datetime
    count: int


@dataclass(frozen=True, slots=True)
class DeviceAtStore:
    """A device as the store last heard it. `unsent` is what it said it had and did not bring yet.

    `is_silent` makes what it holds stranded: nobody else can sell it.
    """

    house: int
    device: int
    name: str
    role: str
    heard_ms: int | None
    clock_error_ms: int | None
    unsent: int
    version: str
    is_revoked: bool
    is_silent: bool
    held: tuple[HeldAtStore, ...]

    @property
    def places(self) -> int:
        """How many places it holds of what is still to come."""
        return sum(one.count for one in self.held)

    @property
    def stranded(self) -> int:
        """How many of them nobody can get at."""
        return self.places if self.is_silent else 0


@dataclass(frozen=True, slots=True)
class HouseAtStore:
    """A house with its devices."""

    number: int
    name: str
    timezone: str
    devices: tuple[DeviceAtStore, ...]


@dataclass(frozen=True, slots=True)
class StoreOverview:
    """The store at one moment."""

    cluster: str
    now: datetime
    facts: int
    houses: tuple[HouseAtStore, ...]
    incidents: tuple[ListedIncident, ...]
    settled: tuple[ListedSettlement, ...]
    uitpas: tuple[UitpasMatter, ...] = ()


@dataclass(slots=True)
class StoreWatch:
    """Tells how the store stands, looking only at what is new since the last time."""

    central: Central
    _finder: IncidentFinder = field(init=False)

    def __post_init__(self) -> None:
        self._finder = IncidentFinder(self.central.replica, self.central.catalogue)

    def overview(self) -> StoreOverview:
        """How things stand now."""
        central = self.central
        incidents = self._finder.all_open(central.now_ms())
        namer = Namer(central.replica, central.catalogue)
        settled = list(settlements(central.sql).values())[:SETTLED_SHOWN]
        return StoreOverview(
            cluster=central.identity.cluster_name,
            now=central.now(),
            facts=sum(central.replica.log.heads().values()),
            houses=self._houses(),
            incidents=namer.listed(incidents),
            settled=namer.settled(settled),
            uitpas=uitpas_matters(central),
        )

    def _houses(self) -> tuple[HouseAtStore, ...]:
        contacts = {one.device: one for one in ContactTable(self.central.sql).all()}
        devices = self.central.replica.devices.all()
        return tuple(
            HouseAtStore(
                house.id, house.name, house.timezone,
                tuple(
                    self._device(device, contacts.get(device.claims.device))
                    for device in devices
                    if device.claims.house == house.id
                ),
            )
            for house in self.central.catalogue.houses().values()
        )  # fmt: skip

    def _device(self, device: Device, contact: Contact | None) -> DeviceAtStore:
        claims, now_ms = device.claims, self.central.now_ms()
        return DeviceAtStore(
            house=claims.house,
            device=claims.device,
            name=claims.name,
            role=claims.role,
            heard_ms=None if contact is None else contact.heard_ms,
            clock_error_ms=None if contact is None else contact.clock_error_ms,
            unsent=0 if contact is None else self._unsent(contact),
            version="" if contact is None else contact.version,
            is_revoked=device.is_revoked,
            is_silent=contact is not None and is_silent(contact.heard_ms, now_ms),
            held=self._held(claims.device, now_ms),
        )

    def _unsent(self, contact: Contact) -> int:
        head = self.central.replica.log.head(contact.house, contact.origin)[0]
        return max(0, contact.said_seq - head) if contact.origin else 0

    def _held(self, device: int, now_ms: int) -> tuple[HeldAtStore, ...]:
        catalogue = self.central.catalogue
        rows = []
        for one in still_to_sell(catalogue, held_by(self.central.sql, device), now_ms):
            performance = catalogue.performance(one.performance)
            assert performance is not None, "still_to_sell looked it up"
            zone = ZoneInfo(catalogue.houses()[HouseId(one.house)].timezone)
            rows.append(
                HeldAtStore(
                    performance.id, performance.title, performance.start.astimezone(zone), one.count
                )
            )
        return tuple(sorted(rows, key=lambda row: (row.start, row.performance)))


def incidents_of(
    central: Central,
) -> tuple[tuple[ListedIncident, ...], tuple[ListedSettlement, ...]]:
    """What is to be settled in all houses, and what was settled."""
    namer = Namer(central.replica, central.catalogue)
    found = IncidentFinder(central.replica, central.catalogue).all_open(central.now_ms())
    return namer.listed(found), namer.settled(settlements(central.sql).values())


def moment(at_ms: int | None) -> str | None:
    """UTC milliseconds as text for programs."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")
