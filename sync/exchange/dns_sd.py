"""Finding the other devices on the local network by DNS-SD (multicast), through zeroconf.

What is announced is a name made up at each start, the port, and a tag that says which devices
belong together; nothing of the house, the device or a person can be read in it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sync.exchange.addresses import joined_address

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, ServiceStateChange, Zeroconf

SERVICE = "_podium-desk._tcp.local."
_LOOK_UP_MS = 1500
_GROUP = "224.0.0.251"
_GROUP_IPV6 = "ff02::fb"
_MULTICAST_PORT = 5353


class DnsSd:
    """Announces this device and hears of others with the same tag."""

    def __init__(self, tag: str, name: str, interfaces: Sequence[str] = ()) -> None:
        """`name` is random letters; `interfaces` are addresses of our own, all for none."""
        self._tag = tag
        self._own_name = f"{name}.{SERVICE}"
        self._host = f"{name}.local."
        self._interfaces = list(interfaces)
        self._lock = threading.Lock()
        self._found: dict[str, str] = {}
        self._zeroconf: Zeroconf | None = None

    def start(self, port: int | None) -> None:
        """Begin to listen, and to announce `port` unless it is None; `OSError` without network."""
        # zeroconf is heavy and of no use to a device that stands alone.
        from zeroconf import ServiceBrowser

        self._zeroconf = _multicasting(self._interfaces)
        if port is not None:
            self._zeroconf.register_service(self._announcement(port), cooperating_responders=True)
        ServiceBrowser(self._zeroconf, SERVICE, handlers=[self._heard])

    def now(self) -> frozenset[str]:
        """Where devices with our tag are, as `addresses` writes it."""
        with self._lock:
            return frozenset(self._found.values())

    def stop(self) -> None:
        """Take the announcement back."""
        if self._zeroconf is not None:
            self._zeroconf.close()
            self._zeroconf = None

    def _heard(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        """Called by zeroconf, on its thread, for each announcement, its changes and its end."""
        if name.lower() == self._own_name.lower():
            return
        if state_change.name == "Removed":
            with self._lock:
                self._found.pop(name, None)
            return
        info = zeroconf.get_service_info(service_type, name, _LOOK_UP_MS)
        address = None if info is None else self._address(info)
        if address is not None:
            with self._lock:
                self._found[name] = address

    def _announcement(self, port: int) -> ServiceInfo:
        from zeroconf import ServiceInfo

        return ServiceInfo(
            SERVICE, self._own_name, port=port, server=self._host,
            parsed_addresses=self._interfaces or own_addresses(),
            properties={"g": self._tag},
        )  # fmt: skip

    def _address(self, info: ServiceInfo) -> str | None:
        if info.properties.get(b"g") != self._tag.encode() or not info.port:
            return None
        # IPv4 comes first. Of a link-local address it says on which of our cards it was heard.
        addresses = info.parsed_scoped_addresses()
        families = {_family(address) for address in self._interfaces or own_addresses()}
        reached = [address for address in addresses if _family(address) in families] or addresses
        return joined_address(reached[0], info.port) if reached else None


def own_addresses() -> list[str]:
    """The IPv4 address of the network card that multicast goes out of, then the IPv6 addresses of
    every card; none without a network. Without zones, which mean nothing to others."""
    cards = [index for index, _name in socket.if_nameindex()]
    found = [_own_address(socket.AF_INET, (_GROUP, _MULTICAST_PORT))]
    found += [
        _own_address(socket.AF_INET6, (_GROUP_IPV6, _MULTICAST_PORT, 0, card)) for card in cards
    ]
    return list(dict.fromkeys(address for address in found if address is not None))


def _own_address(family: socket.AddressFamily, group: tuple[str | int, ...]) -> str | None:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            # Nothing is sent: the system only chooses the way.
            probe.connect(group)
            address: str = probe.getsockname()[0].partition("%")[0]
    except OSError:
        return None
    return None if ipaddress.ip_address(address).is_loopback else address


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _multicasting(interfaces: list[str]) -> Zeroconf:
    """zeroconf over IPv4 and IPv6, over IPv4 alone where this machine has no other."""
    from zeroconf import InterfaceChoice, IPVersion, Zeroconf

    if interfaces:
        return Zeroconf(interfaces=interfaces)
    with contextlib.suppress(OSError):
        return Zeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.All)
    return Zeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.V4Only)
