"""The composition root of a device: the only place that wires real parts together.

A `Device` is an enrolled data folder at work. `open_device` builds it from disk; the demo and
the tests build it with other clocks, links and printers.
"""

from __future__ import annotations

import operator
import os
import sys
import time
from collections.abc import Callable
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.application.aside_places import keep_parked
from podium_desk.application.clock import DeviceClock
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.application.enrolling import Membership, podium_charter
from podium_desk.application.evening_asking import EveningAsking
from podium_desk.application.forgetting import Lives, is_replica_of
from podium_desk.application.jobs import Changes
from podium_desk.application.lane import Lane, ReplicaLane, direct_lane
from podium_desk.application.late_printer import LatePrinter
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.news import NewsEar
from podium_desk.application.own_memory import OwnMemory, take_word
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.store_address import BadAddress as BadAddress
from podium_desk.application.store_address import check_address as check_address
from podium_desk.application.synchronising import (
    CLOCK_ERROR,
    LAST_CONTACT,
    RoundOutcome,
    StoreLine,
)
from podium_desk.application.workplace import Workplace
from podium_desk.config import (
    VERSION,
    DataFolder,
    FaultBook,
    IdentityDamaged,
    NotEnrolled,
    Settings,
    lock_folder,
    replace_file,
    witness_folder,
    write_secret,
)
from podium_desk.folder_lock import FolderLock
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.rereading import read_after_update
from podium_desk.sealed_names import SealedNames, session_folder
from sync.exchange.client import NONCE_BYTES, StoreClient
from sync.exchange.http_line import HttpLine, store_at
from sync.exchange.line import ExchangeFault
from sync.exchange.session import Session
from sync.facts.clock import HybridClock
from sync.identity.certificate import CertificateError
from sync.identity.keys import SEED_BYTES, DeviceKey
from sync.store.port import Sql, StoreDamaged
from sync.store.replica import OwnLog, Replica
from sync.store.schema import number_setting
from sync.store.sqlite import SqliteStore
from sync.store.witness_file import WitnessFile

if TYPE_CHECKING:
    from podium_desk.application.door_post import DoorPost
    from podium_desk.application.printing import LanePrinter, PrinterAt
    from podium_desk.application.shown_answer import ShownMark


def database(path: Path | None, read_only: bool = False, vfs: str | None = None) -> Sql:
    """The database in a file, or in memory; raises `StoreFault`. `vfs` is a simulated disk."""
    return SqliteStore(path, read_only, vfs)


def wall_ms() -> int:
    """The machine's clock in UTC milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Device:
    """One enrolled device at work. `close` it, also after a fault."""

    folder: DataFolder
    settings: Settings
    membership: Membership
    work: Workplace
    line: StoreLine
    lane: Lane
    _lock: FolderLock
    _sql: Sql
    _closers: list[Callable[[], None]] = field(default_factory=list)
    printer: LanePrinter | None = None
    _late_printer: LatePrinter | None = None
    _listeners: list[Callable[[Changes], None]] = field(default_factory=list)

    def desk(self, with_printer: bool = True, sells: bool = True) -> Desk:
        """This device as a counter, with its printer's lane begun.

        One that `sells` uses up the word that a person left for its memory.
        """
        desk = self.desk_before_printing(with_printer, sells)
        self.begin_printing()
        return desk

    def desk_before_printing(self, with_printer: bool = True, sells: bool = True) -> Desk:
        """The same, whose printer waits for `begin_printing`; its queue stands."""
        if sells:
            self.lane(lambda: take_word(self.work.replica.sql, self.work.memory))
        if not with_printer or not self.settings.printer:
            return Desk(self.work, NoPrinter(), self.tell)
        self.lane(PrintQueue(self.work.replica.sql, self.work.clock).after_start)
        self._late_printer = LatePrinter()
        return Desk(self.work, self._late_printer, self.tell)

    def begin_printing(self) -> None:
        """Begin the printer's lane, where a desk waits for it."""
        if self._late_printer is None or self.printer is not None:
            return
        # Drivers and papers take as long to load as a hall.
        from podium_desk.application.papers import Papers
        from podium_desk.application.printer_turns import shared_at
        from podium_desk.application.printing import LanePrinter, PrintEars, PrintLane

        print_lane = PrintLane(
            PrintQueue(self.work.replica.sql, self.work.clock), Papers(self.work),
            tuple(shared_at(one, self.work) for one in printers_of(self.settings)), self.lane,
            PrintEars(lambda: self.tell(Changes(printing=True)), FaultBook(self.folder.path).keep),
        )  # fmt: skip
        self._closers.append(print_lane.stop)
        print_lane.start()
        self.printer = LanePrinter(print_lane)
        self._late_printer.begin(self.printer)

    def door(self, shown: ShownMark | None = None) -> DoorPost:
        """This device as a door. A window passes where it notes what it `shown` last."""
        # A counter never asks for one.
        from podium_desk.application.door_post import DoorPost

        return DoorPost(self.work, shown)

    def start_line(self) -> None:
        """Begin to keep in touch with the store."""
        self._closers.append(self.line.stop)
        self.line.start(self.work)

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Hear of changes; called on whatever thread made them."""
        self._listeners.append(listener)

    def tell(self, changes: Changes) -> None:
        """Tell every listener."""
        for listener in self._listeners:
            listener(changes)

    @property
    def closers(self) -> list[Callable[[], None]]:
        """What is ended when the device is closed, the last one first."""
        return self._closers

    def close(self) -> None:
        """End the lanes, then the database, then let go of the folder."""
        for close in reversed(self._closers):
            close()
        if isinstance(self.lane, ReplicaLane):
            self.lane.close()
        self._sql.close()
        self._lock.release()


def open_device(
    path: Path, lane: Lane = direct_lane, now_ms: Callable[[], int] = wall_ms
) -> Device:
    """The enrolled device in this folder, ready to work on the given lane.

    `now_ms` is its clock in UTC milliseconds, the machine's own by default.

    Raises `FolderInUse`, `NotEnrolled`, `IdentityDamaged`, `SettingsError` or `StoreFault`.
    """
    folder = DataFolder(path)
    if not folder.membership.exists():
        raise NotEnrolled(str(path))
    lock = lock_folder(folder)
    sql: SqliteStore | None = None
    try:
        if not folder.replica.exists() or not folder.replica.stat().st_size:
            raise StoreDamaged(f"{folder.replica} is gone")
        settings = Settings.read(folder.settings)
        membership = read_membership(folder)
        sql = SqliteStore(folder.replica)
        if not is_replica_of(sql, membership.own_origin):
            raise StoreDamaged("this is not the replica of this device")
        parts = _Parts(folder, settings, membership, lane, now_ms)
        return _assemble(parts, sql, lock)
    except BaseException:
        if sql is not None:
            sql.close()
        lock.release()
        raise


def printers_of(settings: Settings) -> tuple[PrinterAt, ...]:
    """The printer of a device and, where there is one, the second that stands in for it.

    Raises `DeviceUrlFault`.
    """
    from hardware.registry import open_printer
    from podium_desk.application.printing import PrinterAt

    addresses = (settings.printer, settings.second_printer)
    return tuple(PrinterAt(address, open_printer(address)) for address in addresses if address)


def podium_replica(sql: Sql, membership: Membership, key: DeviceKey, clock: DeviceClock) -> Replica:
    """The replica of an enrolled device over its database."""
    projector = PodiumProjector(membership.store_device)
    replica = Replica(sql, podium_charter(), projector, HybridClock(clock.now_ms))
    replica.own = OwnLog(membership.claims.house, membership.own_origin, key)
    if replica.devices.get(membership.claims.device) is None:
        # The one in the replica may have been renewed since the enrolment.
        replica.devices.put(membership.certificate)
    replica.devices.put(membership.store_certificate)
    read_after_update(replica, projector, VERSION)
    return replica


@dataclass(frozen=True, slots=True)
class _Parts:
    folder: DataFolder
    settings: Settings
    membership: Membership
    lane: Lane
    now_ms: Callable[[], int]

    def keep(self, membership: Membership) -> None:
        """Put the membership in its file."""
        replace_file(self.folder.membership, membership.to_bytes())


def _assemble(parts: _Parts, sql: SqliteStore, lock: FolderLock) -> Device:
    settings, membership, lane = parts.settings, parts.membership, parts.lane
    key = own_key(parts.folder, membership)
    clock = DeviceClock(parts.now_ms)
    replica = podium_replica(sql, membership, key, clock)
    replica.witness = witness = witness_of(settings, membership)
    memory = OwnMemory(is_confirmed=False)
    lives = Lives(replica, membership, parts.keep, memory)
    lives.look_back()
    clock.error_ms = number_setting(sql, CLOCK_ERROR)
    listeners: list[Callable[[Changes], None]] = []

    book = FaultBook(parts.folder.path)

    def heard(outcome: RoundOutcome) -> None:
        if outcome.fault is not None and not isinstance(outcome.fault, ExchangeFault):
            book.keep(outcome.fault)
        for listener in listeners:
            listener(outcome.changes)

    client = store_client(settings, membership, key)
    session = Session(replica, client, lane, membership.trust, clock.raw_ms)
    session.confirmed = memory.confirm
    session.version = VERSION
    line = StoreLine(session, clock, lane, heard, number_setting(sql, LAST_CONTACT))
    line.listen_with(NewsEar(store_client(settings, membership, key), line.wake, time.monotonic))
    line.begin_anew = lives.begin_anew
    work = Workplace(
        replica=replica,
        catalogue=Catalogue(replica.records),
        clock=clock,
        claims=membership.claims,
        key=key,
        store_device=membership.store_device,
        link=line,
        new_token=lambda: os.urandom(8).hex(),
        clerk=settings.clerk,
        memory=memory,
        layout_folder=parts.folder.layouts,
        printer_address=settings.printer,
        ticket_paper=settings.ticket_paper,
    )
    asking = EveningAsking(work)
    work.evening.shelf = _name_shelf(parts.folder, membership)
    asking.recall()
    line.after_round = lambda: asking.ask_store(client, lane)
    keep_parked(work)
    NamedOrders(work, os.urandom).forget_stale(number_setting(sql, LAST_CONTACT))
    return Device(
        parts.folder, settings, lives.membership, work, line, lane, lock, sql,
        _closers=[client.close, witness.close], _listeners=listeners,
    )  # fmt: skip


def _name_shelf(folder: DataFolder, membership: Membership) -> SealedNames:
    """Where a door keeps the names of its evening: sealed here, its key in the machine's memory."""
    claims = membership.claims
    name = f"podium-desk-{claims.cluster}-{claims.device}-{claims.public_key.hex()[:8]}.names"
    session = session_folder(os.environ)
    key = None if session is None else session / name
    return SealedNames(folder.sealed_names, key, os.urandom)


def store_client(settings: Settings, membership: Membership, key: DeviceKey) -> StoreClient:
    """What calls the store of an enrolled device, held against the key known since then."""
    store_public = membership.store_certificate.claims.public_key
    is_store = partial(operator.eq, store_public)
    client = client_at(settings.store_url, key, membership.claims.device, is_store)
    client.store_public = store_public
    return client


def client_at(
    url: str, key: DeviceKey, device: int, is_pinned: Callable[[bytes], bool]
) -> StoreClient:
    """What calls a store at an address; `is_pinned` says whether a key is the expected one."""
    line = HttpLine(store_at(url, is_pinned))
    return StoreClient(line, key, lambda: os.urandom(NONCE_BYTES), device)


def read_membership(folder: DataFolder) -> Membership:
    """Who this folder's device is; `IdentityDamaged` when that cannot be read."""
    try:
        return Membership.from_bytes(folder.membership.read_bytes())
    except CertificateError as error:
        raise IdentityDamaged(str(error)) from error


def witness_of(settings: Settings, membership: Membership) -> WitnessFile:
    """The second memory of this device, outside its folder."""
    folder = Path(settings.witness_folder) if settings.witness_folder else witness_folder(
        os.environ, sys.platform, Path.home()
    )  # fmt: skip
    claims = membership.claims
    name = f"{claims.cluster}-{claims.device}-{claims.public_key.hex()[:8]}.witness"
    return WitnessFile(folder / name)


def own_key(folder: DataFolder, membership: Membership) -> DeviceKey:
    """The key that the cluster knows this device by; `IdentityDamaged` when it is not here."""
    if not folder.key.exists() or device_key(folder).public != membership.claims.public_key:
        raise IdentityDamaged(folder.key.name)
    return device_key(folder)


def device_key(folder: DataFolder) -> DeviceKey:
    """The device's key, made here on first use; `IdentityDamaged` when it is no key."""
    if not folder.key.exists():
        write_secret(folder.key, os.urandom(SEED_BYTES))
    seed = folder.key.read_bytes()
    if len(seed) != SEED_BYTES:
        raise IdentityDamaged(folder.key.name)
    return DeviceKey(seed)
