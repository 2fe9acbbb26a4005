"""How a device stands, whole: its line, its venue, what it can promise, what is unsent, who holds
what. The status page, the command line and whoever helps by phone all read this.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from podium_desk.application.closing import Closed, NotTaken, closing_texts, take_texts, to_close
from podium_desk.application.counter import Connection
from podium_desk.application.devices_in_use import DeviceInUse
from podium_desk.application.duties import Duties, Duty, DutyNow, Foreseen
from podium_desk.application.incident_list import (
    ListedIncident,
    ListedPaper,
    ListedSettlement,
    Namer,
)
from podium_desk.application.paper_now import NO_PAPER, PaperNow
from podium_desk.application.print_queue import PrintQueue, Settled
from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.application.workplace import Workplace
from podium_desk.documents.layouts.faults import LayoutFault
from podium_desk.domain.allotment import AFTER_START
from podium_desk.domain.ids import HouseId, PerformanceId, incarnation_of
from podium_desk.domain.paper_stock import PaperStock
from podium_desk.domain.programme import Performance
from podium_desk.domain.readiness import Readiness
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.roles import SELLING_ROLES
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.held_places import held_by, places_in_hands, still_to_sell
from podium_desk.replica.keeping import keeper_of
from podium_desk.replica.settled import Settlement
from sync.exchange.relay import pushed_up_to
from sync.exchange.session import unsent_count
from sync.store.contacts import Contact, ContactTable
from sync.store.port import Sql

PERFORMANCES_MAX = 12
HISTORY_MAX = 20
PAPERS_MAX = 40
SHOWN_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PlacesNow:
    """A performance's unsold places by what this device can promise of them.

    `here` is certain. `to_ask` lies with the store: certain once asked. `elsewhere` lies with
    other devices of the cluster and cannot be promised now.
    """

    performance: PerformanceId
    title: Text
    start: datetime
    here: int
    to_ask: int
    elsewhere: int
    sold: int


@dataclass(frozen=True, slots=True)
class OtherDevice:
    """Another device of the house, by what the store last told of it. Times are UTC ms.

    `heard_here_ms` is when this device itself heard it on the venue's network, None for never.
    """

    device: int
    name: str
    role: str
    is_keeper: bool
    heard_ms: int | None
    heard_here_ms: int | None
    clock_error_ms: int | None
    unsent: int
    held: int
    version: str


@dataclass(frozen=True, slots=True)
class DeviceOverview:
    """One device at one moment."""

    device: int
    name: str
    role: str
    house_name: str
    timezone: str
    now: datetime
    connection: Connection
    fault: str | None
    last_contact_ms: int | None
    unsent: int
    clock_error_ms: int | None
    incarnation: int
    head: int
    confirmed: int
    is_keeper: bool
    keeper_name: str
    places: tuple[PlacesNow, ...]
    stranded: int
    others: tuple[OtherDevice, ...]
    printer: str
    printing: int
    disk_free_bytes: int | None
    incidents: tuple[ListedIncident, ...]
    settled: tuple[ListedSettlement, ...]
    duties: tuple[DutyNow, ...] = ()
    """What this device may hand to another one."""
    ready: Readiness | None = None
    """How a door stands for tonight; None on any other device."""
    paper: PaperNow = NO_PAPER
    own_layouts: tuple[str, ...] = ()
    """The layouts of papers that the house has of its own."""
    layout_faults: tuple[LayoutFault, ...] = ()
    """Why some of them are not used."""
    devices: tuple[DeviceInUse, ...] = ()
    """What hangs on it."""
    unproven: tuple[ListedPaper, ...] = ()
    """The oldest papers that no printer confirmed, `PAPERS_MAX` at most."""


@dataclass(frozen=True, slots=True)
class PeerHeard:
    """A device that answers on the venue's network."""

    device: int
    last_heard_ms: int | None


def _nobody() -> tuple[PeerHeard, ...]:
    return ()


def _unknown() -> None:
    return None


def _no_printer() -> tuple[str, int]:
    return "none", 0


def _no_paper() -> PaperNow:
    return NO_PAPER


def _nobody_listens() -> None:
    return None


@dataclass(frozen=True, slots=True)
class DeviceSurroundings:
    """What a device is asked besides its replica. `printer` tells its state and waiting jobs.

    `printer_address` is how the settings call it; `paper_changed` hears what a person said of it
    and that there may be something to print.
    """

    peers: Callable[[], tuple[PeerHeard, ...]] = _nobody
    disk_free_bytes: Callable[[], int | None] = _unknown
    printer: Callable[[], tuple[str, int]] = _no_printer
    ready: Callable[[], Readiness | None] = lambda: None
    paper: Callable[[], PaperNow] = _no_paper
    printer_address: str = ""
    paper_changed: Callable[[], None] = _nobody_listens
    devices: tuple[DeviceInUse, ...] = ()


class StatusDesk:
    """Tells how a device stands, and settles. Runs on the replica's lane."""

    def __init__(self, work: Workplace, around: DeviceSurroundings) -> None:
        self._work = work
        self._around = around
        self._settling = Settling(work)
        self._duties = Duties(work)
        self._namer = Namer(work.replica, work.catalogue)
        self._prints = PrintQueue(work.replica.sql, work.clock)

    def overview(self, is_whole: bool = False) -> DeviceOverview:
        """How things stand; `is_whole` waits until every sale was checked for incidents."""
        work, state = self._work, self._work.link.state()
        incidents = self._settling.open_all() if is_whole else self._settling.open_now()
        keeper = keeper_of(work.replica.sql, work.house)
        others = self._others(keeper)
        printer, printing = self._around.printer()
        return DeviceOverview(
            device=work.claims.device,
            name=work.claims.name,
            role=work.claims.role,
            house_name=work.own_house.name,
            timezone=work.own_house.timezone,
            now=work.clock.now(),
            connection=state.connection,
            fault=state.fault,
            last_contact_ms=state.last_contact_ms,
            unsent=unsent_count(work.replica),
            clock_error_ms=work.clock.error_ms,
            incarnation=incarnation_of(work.origin),
            head=work.replica.log.head(work.house, work.origin)[0],
            confirmed=pushed_up_to(work.replica, work.origin),
            is_keeper=keeper == work.claims.device,
            keeper_name=self._namer.device(keeper),
            places=self._places(),
            stranded=sum(
                int(one.details["n"]) for one in incidents if one.kind.value == "stranded_rights"
            ),
            others=others,
            printer=printer,
            printing=printing,
            paper=self._around.paper(),
            disk_free_bytes=self._around.disk_free_bytes(),
            incidents=self._namer.listed(incidents),
            settled=self._namer.settled(self._settling.history()[:HISTORY_MAX]),
            duties=self._duties.now(),
            ready=self._around.ready(),
            own_layouts=work.layouts.own(),
            layout_faults=work.layouts.faults(),
            devices=self._around.devices,
            unproven=self._namer.papers(self._prints.unproven(PAPERS_MAX)),
        )

    def settle(self, request: SettleRequest) -> Settlement | Refusal:
        """Take an incident off the list."""
        return self._settling.settle(request)

    def settle_papers(self, came_out: tuple[str, ...], missing: tuple[str, ...]) -> Settled:
        """A person looked for these papers that no printer confirmed, by their jobs; what is
        missing is printed again."""
        settled = self._prints.settle_unproven(came_out, missing)
        self._around.paper_changed()
        return settled

    def new_roll(self) -> PaperStock | None:
        """Another roll as the one before is in the printer; None where none was ever counted."""
        stock = self._prints.book.same_again(self._around.printer_address)
        self._around.paper_changed()
        return stock

    def foresee(self, duty: Duty, device: int) -> Foreseen | Refusal:
        """What handing a duty to that device would come to."""
        return self._duties.foresee(duty, device)

    def hand_over(self, duty: Duty, device: int) -> Refusal | None:
        """That device has the duty from now on."""
        return self._duties.name(duty, device)

    def to_close(self) -> Closed:
        """What this device would give back if it closed for good."""
        return to_close(self._work)

    def close_out(self) -> tuple[str, ...]:
        """Give all back; the texts of the codes that say so."""
        return closing_texts(self._work)

    def take_closing(self, texts: tuple[str, ...]) -> tuple[Closed, ...] | NotTaken:
        """Carry the closing code of another device."""
        return take_texts(self._work, texts)

    def _places(self) -> tuple[PlacesNow, ...]:
        """What is near or held here, the soonest first; nothing on a device that does not sell."""
        if self._work.claims.role not in SELLING_ROLES:
            return ()
        now = self._work.clock.now()
        held = {one.performance: one.count for one in held_by(self._sql, self._own)}
        shown = [
            performance
            for performance in self._work.catalogue.performances().values()
            if performance.plan is not None
            and performance.start + AFTER_START > now
            and (performance.id in held or self._is_near(performance, now))
        ]
        shown.sort(key=lambda performance: (performance.start, performance.id))
        return tuple(self._places_of(performance) for performance in shown[:PERFORMANCES_MAX])

    def _is_near(self, performance: Performance, now: datetime) -> bool:
        return performance.house == self._work.house and performance.start < now + SHOWN_AHEAD

    def _places_of(self, performance: Performance) -> PlacesNow:
        hands = places_in_hands(self._sql, performance.house, performance.id)
        here = hands.by_device.get(self._own, 0)
        to_ask = hands.by_device.get(self._work.store_device, 0)
        house = self._work.catalogue.houses().get(HouseId(performance.house))
        zone = ZoneInfo(self._work.own_house.timezone if house is None else house.timezone)
        return PlacesNow(
            performance.id, performance.title, performance.start.astimezone(zone), here, to_ask,
            sum(hands.by_device.values()) - here - to_ask, hands.sold,
        )  # fmt: skip

    def _others(self, keeper: int | None) -> tuple[OtherDevice, ...]:
        contacts = {one.device: one for one in ContactTable(self._sql).all(self._work.house)}
        heard = {one.device: one.last_heard_ms for one in self._around.peers()}
        return tuple(
            self._other(claims.device, contacts.get(claims.device), heard, keeper)
            for claims in (device.claims for device in self._work.replica.devices.all())
            if claims.house == self._work.house and claims.device != self._own
        )

    def _other(
        self,
        number: int,
        contact: Contact | None,
        heard: dict[int, int | None],
        keeper: int | None,
    ) -> OtherDevice:
        device = self._work.replica.devices.get(number)
        assert device is not None, "listed from the same table"
        held = still_to_sell(
            self._work.catalogue, held_by(self._sql, number), self._work.clock.now_ms()
        )
        return OtherDevice(
            device=number,
            name=device.claims.name,
            role=device.claims.role,
            is_keeper=number == keeper,
            heard_ms=None if contact is None else contact.heard_ms,
            heard_here_ms=heard.get(number),
            clock_error_ms=None if contact is None else contact.clock_error_ms,
            unsent=0 if contact is None else self._unsent_of(contact),
            held=sum(one.count for one in held),
            version="" if contact is None else contact.version,
        )

    def _unsent_of(self, contact: Contact) -> int:
        head = self._work.replica.log.head(contact.house, contact.origin)[0]
        return max(0, contact.said_seq - head) if contact.origin else 0

    @property
    def _own(self) -> int:
        return self._work.claims.device

    @property
    def _sql(self) -> Sql:
        return self._work.replica.sql
