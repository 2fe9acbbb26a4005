"""Wires a counter's Bancontact Pay: a line of its own to the store."""

from __future__ import annotations

import time

from podium_desk.application.counter import Connection
from podium_desk.application.qr_terminal import QrTerminal
from podium_desk.application.uitpas_asking import StoreAsking
from podium_desk.bootstrap import Device, own_key, store_client


def qr_terminal(device: Device) -> QrTerminal:
    """Bancontact Pay as a terminal of this device; its questions hold nothing else up."""
    client = store_client(
        device.settings, device.membership, own_key(device.folder, device.membership)
    )
    device.closers.append(client.close)

    def is_online() -> bool:
        state = device.lane(lambda: device.work.link.state())
        return state.connection is Connection.ONLINE

    return QrTerminal(StoreAsking(client, time.monotonic), is_online)
