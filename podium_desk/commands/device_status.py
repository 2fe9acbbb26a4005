"""`device status` in words and for programs."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hardware.power import battery_state
from podium_desk.application.device_overview import (
    DeviceOverview,
    DeviceSurroundings,
    PeerHeard,
    StatusDesk,
)
from podium_desk.application.devices_in_use import devices_in_use
from podium_desk.application.jobs import Changes
from podium_desk.application.paper_now import PaperNow
from podium_desk.application.print_queue import TO_COME, PrintQueue, PrintState
from podium_desk.application.readiness import MachineSeen, ReadyDesk, WindowSeen
from podium_desk.bootstrap import Device
from podium_desk.domain.readiness import Battery, Readiness
from podium_desk.domain.roles import Role
from podium_desk.i18n.words import Words
from podium_desk.presentation.device_status import device_status


def ready_desk_of(device: Device, window: WindowSeen | None = None) -> ReadyDesk:
    """What looks a door over for tonight; used on its lane. `window` tells what its window sees."""

    def battery() -> Battery | None:
        state = battery_state()
        return None if state is None else Battery(state.percent, state.is_plugged)

    window = window or WindowSeen()
    return ReadyDesk(device.work, MachineSeen(
        battery, partial(_disk_free_bytes, device), lambda: window.camera, lambda: window.sound,
        lambda: window.scanners_gone, lambda: window.board, lambda: window.heard,
    ))  # fmt: skip


def _disk_free_bytes(device: Device) -> int:
    return shutil.disk_usage(device.folder.path).free


def status_desk_of(device: Device, ready: ReadyDesk | None = None) -> StatusDesk:
    """What tells how a device stands, and settles what needs a person; used on its lane.

    A door is looked over for tonight too.
    """
    queue = PrintQueue(device.work.replica.sql, device.work.clock)

    def printer() -> tuple[str, int]:
        waiting = queue.count(*TO_COME)
        unseen = "unknown" if device.settings.printer else "none"
        return (device.printer.name_of_state() if device.printer else unseen), waiting

    def paper() -> PaperNow:
        if device.printer:
            return device.printer.paper_now()
        stock = queue.book.stock(device.settings.printer)
        return PaperNow(queue.count(PrintState.UNPROVEN), stock=stock)

    def peers() -> tuple[PeerHeard, ...]:
        seen = device.work.venue.peers()
        return tuple(PeerHeard(peer.device, peer.last_heard_ms) for peer in seen)

    def readiness() -> Readiness | None:
        is_door = device.work.claims.role == Role.DOOR
        return looked_over.readiness() if is_door else None

    def paper_changed() -> None:
        device.tell(Changes(printing=True))
        if device.printer:
            device.printer.wake()

    looked_over = ready or ready_desk_of(device)
    free = partial(_disk_free_bytes, device)
    around = DeviceSurroundings(
        peers, free, printer, readiness, paper, device.settings.printer,
        paper_changed, devices_in_use(device.settings),
    )  # fmt: skip
    return StatusDesk(device.work, around)


def status_as_data(overview: DeviceOverview) -> dict[str, Any]:
    """A device's state for programs."""
    return {
        "device": overview.device,
        "name": overview.name,
        "role": overview.role,
        "connection": overview.connection.value,
        "fault": overview.fault,
        "last_contact": moment(overview.last_contact_ms),
        "clock_error_ms": overview.clock_error_ms,
        "unsent": overview.unsent,
        "witness": {
            "incarnation": overview.incarnation,
            "head": overview.head,
            "confirmed": overview.confirmed,
        },
        "keeper": overview.keeper_name or None,
        "places": [
            {
                "performance": one.performance,
                "title": one.title.in_language(one.title.main),
                "start": one.start.isoformat(timespec="minutes"),
                "here": one.here,
                "to_ask": one.to_ask,
                "elsewhere": one.elsewhere,
                "sold": one.sold,
            }
            for one in overview.places
        ],
        "reserve": sum(one.here for one in overview.places),
        "stranded": overview.stranded,
        "peers": [{**asdict(one), "last_contact": moment(one.heard_ms)} for one in overview.others],
        "printing": overview.printing,
        "unproven": overview.paper.unproven,
        "devices": [
            {"kind": one.kind.value, "driver": one.driver, "was_seen": one.was_seen}
            for one in overview.devices
        ],
        "papers_left": None if overview.paper.stock is None else overview.paper.stock.papers_left,
        "disk_free_bytes": overview.disk_free_bytes,
        "incidents": len(overview.incidents),
    }


def status_in_words(overview: DeviceOverview, words: Words) -> str:
    """A device's state for people: the same sentences as on the status page."""
    shown = device_status(overview, words)
    lines = [shown.title]
    for section in shown.sections:
        lines.append(f"\n{section.title}")
        lines += [f"  {row.name}: {row.value}" if row.value else f"  {row.name}"
                  for row in section.rows]  # fmt: skip
    lines.append(f"\n{shown.to_settle}")
    return "\n".join(lines)


def moment(at_ms: int | None) -> str | None:
    """A time in UTC milliseconds for programs."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")
