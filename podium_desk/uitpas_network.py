"""Wires a device's UiTPAS: a line of its own to the store, the desk's port, the errands' thread."""

from __future__ import annotations

import time

from podium_desk.application.uitpas_desk import UitpasDesk
from podium_desk.application.uitpas_errands import ErrandRunner, UitpasErrands
from podium_desk.bootstrap import Device, own_key, store_client
from podium_desk.config import FaultBook


def start_uitpas(device: Device) -> UitpasDesk:
    """UiTPAS for a counter's panel; what the device owes UiTPAS is done in the background.

    The panel and the errands have a line each, so that neither waits for the other.
    """
    key = own_key(device.folder, device.membership)
    asking, running = (store_client(device.settings, device.membership, key) for _ in range(2))
    errands = UitpasErrands(device.work, device.lane, running)
    runner = ErrandRunner(errands, FaultBook(device.folder.path).keep)
    device.closers.extend((asking.close, running.close, runner.stop))
    runner.start()
    return UitpasDesk(device.work, device.lane, asking, time.monotonic)
