"""Finding the other devices on the local network by DNS-SD (multicast), through zeroconf.

What is announced is a name made up at each start, the port, and a tag that says which devices
belong together; nothing of the house, the device or a person can be read in it.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, ServiceStateChange, Zeroconf

SERVICE = "_podium-desk._tcp.local."
_LOOK_UP_MS = 1500
_MULTICAST_GROUP = "224.0.0.251"
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
        from zeroconf import InterfaceChoice, IPVersion, ServiceBrowser, Zeroconf

        chosen = self._interfaces or InterfaceChoice.All
        self._zeroconf = Zeroconf(interfaces=chosen, ip_version=IPVersion.V4Only)
        if port is not None:
            self._zeroconf.register_service(self._announcement(port), cooperating_responders=True)
        ServiceBrowser(self._zeroconf, SERVICE, handlers=[self._heard])

    def now(self) -> frozenset[str]:
        """Where devices with our tag are, as ``host:port``."""
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
        addresses = info.parsed_addresses()
        return f"{addresses[0]}:{info.port}" if addresses else None


def own_addresses() -> list[str]:
    """The IPv4 address of the network card that multicast goes out of; none without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only chooses the way.
            probe.connect((_MULTICAST_GROUP, _MULTICAST_PORT))
        except OSError:
            return []
        address: str = probe.getsockname()[0]
    return [] if ipaddress.ip_address(address).is_loopback else [address]
