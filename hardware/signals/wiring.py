"""What hangs on a board, as its address says it: ``?open=0&green=1&red=2&passage=0&pulse=500``."""

from __future__ import annotations

from hardware.device_url import DeviceUrl
from hardware.signals.port import Wiring

WIRES = ("open", "green", "red", "buzzer", "passage")
WIRING_OPTIONS = (*WIRES, "pulse", "lamp")


def wired(url: DeviceUrl) -> Wiring:
    """The relays ``open``, ``green``, ``red`` and ``buzzer``, and the contact ``passage``; what is
    not named is not there. Raises `BadDeviceUrl` for one that is no number."""
    known = {
        name: url.number(name, 0, least=0) if name in url.options else None for name in WIRES
    }  # fmt: skip
    return Wiring(
        known["open"], known["green"], known["red"], known["buzzer"], known["passage"],
        url.number("pulse", 500), url.number("lamp", 2000),
    )  # fmt: skip
