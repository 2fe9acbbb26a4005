"""The simulator of Bancontact Pay, for the demo, for tests and for practice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from podium_desk.central.simulators import serve_here
from podium_desk.integrations.bancontact.client import Credentials
from podium_desk.integrations.bancontact.simulator import JWKS_PATH, KEY, BancontactSimulator


def serve_simulator(port: int, ready: Callable[[str], None]) -> None:
    """Serve until a signal; `ready` hears the address. Raises `CannotListen`."""
    serve_here(BancontactSimulator(), port, ready)


def quick_simulator(seconds: float) -> BancontactSimulator:
    """A simulator whose customers take so long."""
    simulator = BancontactSimulator()
    simulator.weather = replace(simulator.weather, seconds=seconds)
    return simulator


def key_of_simulator(url: str, callback_url: str = "") -> Credentials:
    """The key of a simulator at this address."""
    return Credentials(KEY, url, url.rstrip("/") + JWKS_PATH, callback_url)
