"""Making a folder a device of a cluster: the composition root of enrolment.

Who a device is, the store says. Its start, all that its house knows, comes from another device of
the house where one answers, since that is nearer than the store; else from the store.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from hardware.registry import open_printer
from podium_desk.application.beginning import THE_STORE, Beginning, begin_with_snapshot
from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership
from podium_desk.application.forgetting import found_replica
from podium_desk.application.lane import direct_lane
from podium_desk.application.store_address import check_address
from podium_desk.application.synchronising import LAST_CONTACT
from podium_desk.bootstrap import (
    client_at,
    database,
    device_key,
    open_device,
    own_key,
    podium_replica,
    read_membership,
    store_client,
    wall_ms,
)
from podium_desk.config import DataFolder, Settings, check_language, lock_folder, replace_file
from podium_desk.late_dataclass import dataclass
from podium_desk.venue_network import (
    LAN_OFF,
    addresses_now,
    given_addresses,
    look_around,
    open_lines,
)
from sync.exchange.certified import take_device
from sync.exchange.client import NONCE_BYTES, pinned_by
from sync.exchange.line import ExchangeFault, StoreAway
from sync.exchange.peer_session import PeerSession
from sync.exchange.peer_trust import Member
from sync.identity.keys import DeviceKey
from sync.snapshot.fetching import forget_begun, giver_of_begun
from sync.snapshot.shelf import FACTS_MIN
from sync.store.devices import DeviceTable
from sync.store.replica import Replica
from sync.store.schema import create_tables, number_setting, put_setting

PEER_TRIES = 3
"""How often a peer is called again that fell silent in the middle, before another one is."""
_FACTS_KNOWN = "facts at enrolment"


class AlreadyEnrolled(Exception):
    """This data folder belongs to a device already."""

    def __init__(self, membership: Membership) -> None:
        super().__init__(membership.claims.name)
        self.membership = membership


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a person types to enrol a device. Empty settings stay as they are.

    `peers` are addresses, ``host`` or ``host:port``, of devices of its house.
    """

    url: str
    code: str
    name: str
    printer: str = ""
    language: str = ""
    peers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears how an enrolment goes on."""

    facts_left: Callable[[int], None] = lambda _left: None
    """How many facts are still to come."""
    begins_at: Callable[[str], None] = lambda _peer: None
    """The name of the device of the house that gives the start."""
    peer_failed: Callable[[str], None] = lambda _peer: None
    """The name of one that did not give it; another is asked, at last the store."""


def enrol(
    path: Path, newcomer: Newcomer, told: Told, now_ms: Callable[[], int] = wall_ms
) -> Membership:
    """Make `path` a device of the cluster and fetch its start.

    Raises `AlreadyEnrolled`, `BadAddress`, `FolderInUse`, `IdentityDamaged`, `ExchangeFault`,
    `SettingsError` or `StoreFault`. After a fault the same call may be made again with the same
    code: nothing is lost, and what was fetched is not fetched again.
    """
    check_address(newcomer.url)
    given = given_addresses(newcomer.peers)
    folder = DataFolder(path)
    path.mkdir(parents=True, exist_ok=True)
    lock = lock_folder(folder)
    try:
        if not folder.membership.exists():
            _join(folder, newcomer, now_ms)
        elif _has_heard_all(folder):
            raise AlreadyEnrolled(read_membership(folder))
        start = _Start(folder, read_membership(folder), told, now_ms)
        neighbours = start.fetch(given)
    finally:
        lock.release()
    return _fetch_the_rest(path, neighbours, told, now_ms)


def _join(folder: DataFolder, newcomer: Newcomer, now_ms: Callable[[], int]) -> None:
    """Trade the code for a membership; the membership's file is the last thing written."""
    settings = _settings_for(newcomer, Settings.read(folder.settings))
    # The folder must be able to keep a replica before the code is used up.
    with contextlib.closing(database(folder.replica)) as sql:
        create_tables(sql)
        key = device_key(folder)
        with contextlib.closing(
            client_at(newcomer.url, key, 0, pinned_by(newcomer.code))
        ) as client:
            answer = client.enrol(newcomer.code, newcomer.name, now_ms())
        membership = Membership.from_answer(answer)
        found_replica(sql, membership.own_origin)
        replica = podium_replica(sql, membership, key, DeviceClock(now_ms))
        with sql.transaction():
            for certificate, revocation in answer.revoked:
                take_device(replica, certificate, revocation, membership.authority_public)
            put_setting(sql, _FACTS_KNOWN, b"%d" % answer.facts)
    settings.write(folder.settings)
    replace_file(folder.membership, membership.to_bytes())


def _settings_for(newcomer: Newcomer, settings: Settings) -> Settings:
    """The settings of the device to be; raises `SettingsError` and `BadDeviceUrl`."""
    if newcomer.language:
        check_language(newcomer.language)
    if newcomer.printer:
        open_printer(newcomer.printer).close()
    return replace(
        settings, store_url=newcomer.url,
        printer=newcomer.printer or settings.printer,
        language=newcomer.language or settings.language,
    )  # fmt: skip


def _has_heard_all(folder: DataFolder) -> bool:
    """False when an enrolment was cut off before it had fetched all that there was."""
    if read_membership(folder).incarnation:
        # A repaired device is no newcomer, though it has heard nothing yet.
        return True
    with contextlib.closing(database(folder.replica)) as sql:
        create_tables(sql)
        return number_setting(sql, LAST_CONTACT) is not None


def _fetch_the_rest(
    path: Path, neighbours: frozenset[str], told: Told, now_ms: Callable[[], int]
) -> Membership:
    """What came since the snapshot was made: of the devices that are near, then of the store.

    A device that began in its house can work; what only the store has comes when it answers.
    """
    with contextlib.closing(open_device(path, now_ms=now_ms)) as device:
        if neighbours:
            look_around(device, neighbours)
        try:
            device.line.first_round(device.work, told.facts_left)
        except StoreAway:
            if not neighbours:
                raise
        return device.membership


@dataclass(frozen=True, slots=True)
class _Start:
    """Fetches what a newcomer begins with."""

    folder: DataFolder
    membership: Membership
    told: Told
    now_ms: Callable[[], int]

    def fetch(self, given: frozenset[str]) -> frozenset[str]:
        """Put a snapshot in the replica's place, where there is one; the peers that helped."""
        settings = Settings.read(self.folder.settings)
        beginning = Beginning(self.folder, self.membership, database)
        if beginning.has_heard_facts():
            return given
        addresses = given | self._found(settings)
        if addresses and self._from_a_peer(beginning, addresses):
            return addresses
        client = store_client(settings, self.membership, self._key)
        with contextlib.closing(client):
            if not begin_with_snapshot(beginning, client, time.sleep, self.told.facts_left):
                # Every fact comes by the ordinary exchange: half a snapshot of a peer is no use.
                forget_begun(self.folder.snapshot)
        return frozenset()

    @property
    def _key(self) -> DeviceKey:
        return own_key(self.folder, self.membership)

    def _found(self, settings: Settings) -> frozenset[str]:
        """Others of the house; nobody is looked for to fetch what the store has in a minute."""
        with contextlib.closing(database(self.folder.replica)) as sql:
            is_long = (number_setting(sql, _FACTS_KNOWN) or 0) >= FACTS_MIN
        if settings.lan == LAN_OFF or not is_long:
            return frozenset()
        return addresses_now(settings, self._member)

    @property
    def _member(self) -> Member:
        membership = self.membership
        return Member(membership.certificate, self._key, membership.authority_public)

    def _from_a_peer(self, beginning: Beginning, addresses: Iterable[str]) -> bool:
        with contextlib.closing(database(None)) as sql:
            replica = podium_replica(sql, self.membership, self._key, DeviceClock(self.now_ms))
            self._know_devices(replica)
            with contextlib.ExitStack() as hanging_up:
                met = list(self._met(replica, sorted(addresses), hanging_up))
                begun = giver_of_begun(self.folder.snapshot)
                # The one that a fetch was cut off from goes on where it was.
                met.sort(key=lambda session: _device_of(session) != begun)
                return any(self._from_this(beginning, session) for session in met)

    def _know_devices(self, replica: Replica) -> None:
        """What the store said of the devices of our house, so that a revoked one is no peer."""
        with contextlib.closing(database(self.folder.replica)) as sql:
            for device in DeviceTable(sql).all():
                replica.devices.put(device.certificate)
                if device.revocation is not None:
                    replica.devices.revoke(device.revocation)

    def _met(
        self, replica: Replica, addresses: Iterable[str], hanging_up: contextlib.ExitStack
    ) -> Iterator[PeerSession]:
        for address in addresses:
            session = PeerSession(
                replica, self._member, open_lines(address), direct_lane,
                lambda: secrets.token_bytes(NONCE_BYTES),
            )  # fmt: skip
            hanging_up.callback(session.close)
            try:
                session.meet()
            except ExchangeFault:
                self.told.peer_failed(address)
                continue
            yield session

    def _from_this(self, beginning: Beginning, session: PeerSession) -> bool:
        """Whether this peer gave the start."""
        claims = session.claims
        assert claims is not None, "a peer that was met has a certificate"
        self.told.begins_at(claims.name)
        for _ in range(PEER_TRIES):
            try:
                has_begun = begin_with_snapshot(
                    beginning, session, time.sleep, self.told.facts_left, claims.device
                )
            except ExchangeFault:
                continue
            if has_begun:
                return True
            break
        self.told.peer_failed(claims.name)
        return False


def _device_of(session: PeerSession) -> int:
    return THE_STORE if session.claims is None else session.claims.device
