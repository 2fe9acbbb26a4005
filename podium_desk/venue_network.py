"""The composition root of the venue's network: sockets, discovery and threads for one device.

It begins on a thread of its own, so that no window waits for TLS or for the network.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from podium_desk.application.jobs import Changes
from podium_desk.application.venue import Venue, VenueWires
from podium_desk.application.venue_link import PeerState
from podium_desk.application.venue_threads import VenueThreads
from podium_desk.config import FaultBook, Settings, SettingsError
from podium_desk.replica.snapshot_tables import SHARED
from sync.exchange.addresses import NotAnAddress, joined_address, split_address
from sync.exchange.client import NONCE_BYTES
from sync.exchange.peer_trust import Member
from sync.snapshot.making import Maker, Shared
from sync.snapshot.serving import snapshot_handlers
from sync.snapshot.shelf import SnapshotShelf
from sync.store.sqlite_copy import SqliteCopier

if TYPE_CHECKING:
    from podium_desk.bootstrap import Device
    from sync.exchange.dns_sd import DnsSd
    from sync.exchange.lan import LanServer
    from sync.exchange.peer_session import Lines

LAN_PORT = 8471
"""Taken when it is free and the settings name none."""
LAN_OFF = "off"
LAN_LISTED = "listed"
"""Only the addresses in `lan_peers`; nothing is announced."""
RETRY_S = 30.0
LOOK_AROUND_S = 1.0
"""So long a command waits for others to answer an announcement."""


class VenueNetwork:
    """What a running device has of the venue's network: a server, and who is where."""

    def __init__(self, settings: Settings, member: Member, venue: Venue, book: FaultBook) -> None:
        self._settings = settings
        self._member = member
        self._venue = venue
        self._book = book
        self._listed = listed_addresses(settings)
        self._port = lan_port(settings)
        self._server: LanServer | None = None
        self._discovery: DnsSd | None = None
        self._retry_at_s = 0.0

    @property
    def port(self) -> int | None:
        """Where this device answers; None before it does."""
        return None if self._server is None else self._server.port

    def now(self) -> frozenset[str]:
        """Where others may be. The first call begins to answer and to announce."""
        if self._discovery is None and time.monotonic() >= self._retry_at_s:
            self._begin()
        found = frozenset() if self._discovery is None else self._discovery.now()
        return found | self._listed

    def know(self, address: str) -> None:
        """Somebody else says that a device is at this address."""
        self._listed |= {address}

    def stop(self) -> None:
        """Take the announcement back and hang up on everybody."""
        if self._discovery is not None:
            self._discovery.stop()
        if self._server is not None:
            self._server.stop()

    def _begin(self) -> None:
        """A network that is not there yet is tried again later, and stops nothing."""
        self._retry_at_s = time.monotonic() + RETRY_S
        try:
            if self._server is None:
                self._server = self._listening()
                self._server.start()
            if self._settings.lan != LAN_LISTED:
                discovery = _dns_sd(self._member)
                discovery.start(self._server.port)
                self._discovery = discovery
        except OSError as error:
            self._book.keep(error)

    def _listening(self) -> LanServer:
        from sync.exchange.lan import LanServer

        answer, key = self._venue.service.answer, self._member.key
        if self._port:
            return LanServer(answer, key, self._book.keep, port=self._port)
        with contextlib.suppress(OSError):
            return LanServer(answer, key, self._book.keep, port=LAN_PORT)
        return LanServer(answer, key, self._book.keep)


def start_venue(device: Device) -> VenueNetwork | None:
    """Put a running device on the venue's network; None where the settings say that it is off.

    Raises `SettingsError`. Its lane must be a thread of its own: peers call at any time.
    """
    if device.settings.lan == LAN_OFF:
        return None
    book = FaultBook(device.folder.path)
    member = _member_of(device)
    venue = _joined(device, member)
    network = VenueNetwork(device.settings, member, venue, book)
    threads = VenueThreads(venue.line, network, venue.tend, book.keep)
    device.closers.append(network.stop)
    device.closers.append(threads.stop)
    threads.start()
    return network


def look_around(device: Device, addresses: frozenset[str] | None = None) -> tuple[PeerState, ...]:
    """One exchange with everybody who is there now, or at these addresses: for a command, which
    answers nobody."""
    if device.settings.lan == LAN_OFF and addresses is None:
        return ()
    member = _member_of(device)
    venue = _joined(device, member)
    if addresses is None:
        addresses = addresses_now(device.settings, member)
    for address in sorted(addresses):
        venue.line.exchange(venue.line.found(address))
    device.closers.append(venue.line.close)
    return venue.line.peers()


def listed_addresses(settings: Settings) -> frozenset[str]:
    """The fixed addresses in the settings; `SettingsError` for one that is none."""
    parts = (part.strip() for part in settings.lan_peers.split(","))
    try:
        return given_addresses(part for part in parts if part)
    except NotAnAddress as error:
        raise SettingsError("settings_lan_peers", value=str(error)) from error


def given_addresses(texts: Iterable[str]) -> frozenset[str]:
    """Addresses that people wrote, each with a port; `NotAnAddress` for one that is none."""
    return frozenset(joined_address(*split_address(text, LAN_PORT)) for text in texts)


def lan_port(settings: Settings) -> int:
    """The port in the settings, 0 for none; `SettingsError` for one that is none."""
    if not settings.lan_port:
        return 0
    if not settings.lan_port.isdecimal() or not 0 < int(settings.lan_port) < 65536:
        raise SettingsError("settings_lan_port", value=settings.lan_port)
    return int(settings.lan_port)


def open_lines(address: str) -> Lines:
    """Two lines to a device at an address."""
    from sync.exchange.lan import LanLine
    from sync.exchange.peer_session import Lines

    host, port = split_address(address)
    return Lines(LanLine(host, port), LanLine(host, port))


def _member_of(device: Device) -> Member:
    membership = device.membership
    return Member(membership.certificate, device.work.key, membership.authority_public)


def _joined(device: Device, member: Member) -> Venue:
    def heard(changes: Changes) -> None:
        device.tell(changes)

    wires = VenueWires(device.lane, open_lines, lambda: secrets.token_bytes(NONCE_BYTES), heard)
    venue = Venue(device.work, member, wires)
    venue.line.begin_anew = device.line.begin_anew
    _offer_snapshots(device, venue)
    return venue


def _offer_snapshots(device: Device, venue: Venue) -> None:
    """Answer newcomers of the house with snapshots; none is made before somebody asks."""
    replica, folder = device.work.replica, device.folder
    maker = Maker(
        SqliteCopier(folder.replica), replica.charter, replica.projector, Shared(SHARED),
        device.work.claims.house,
    )  # fmt: skip
    shelf = SnapshotShelf(folder.path / "snapshots", maker, lambda: secrets.token_bytes(8))
    handlers = snapshot_handlers(shelf, lambda: sum(replica.log.heads().values()))
    for path, handler in handlers.items():
        venue.service.also_answers(path, handler)


def addresses_now(settings: Settings, member: Member) -> frozenset[str]:
    """The listed addresses, and who answers within a second."""
    listed = listed_addresses(settings)
    if settings.lan == LAN_LISTED:
        return listed
    discovery = _dns_sd(member)
    try:
        discovery.start(None)
        time.sleep(LOOK_AROUND_S)
        return listed | discovery.now()
    except OSError:
        return listed
    finally:
        discovery.stop()


def _dns_sd(member: Member) -> DnsSd:
    from sync.exchange.dns_sd import DnsSd

    claims = member.claims
    together = b"%d %d " % (claims.cluster, claims.house) + member.authority_public
    tag = blake2b(together, digest_size=8, person=b"podium lan").hexdigest()
    return DnsSd(tag, secrets.token_hex(6))
