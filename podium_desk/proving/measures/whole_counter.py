"""A counter as the program wires it, at the size of a cluster, for whoever works at its window."""

from __future__ import annotations

import gc
import secrets
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.customer_files import CustomerFiles
from podium_desk.application.desk_deeds import load_deeds, load_papers
from podium_desk.application.lane import ReplicaLane
from podium_desk.application.late_customers import LateCustomers
from podium_desk.proving.measures.cluster_season import TONIGHT
from podium_desk.uitpas_network import start_uitpas

if TYPE_CHECKING:
    from podium_desk.application.desk import Desk
    from podium_desk.bootstrap import Device
    from podium_desk.ui.shell.clerk_bench import ClerkAtWork


def clerk_at(device: Device, desk: Desk, terminal: str = "") -> ClerkAtWork:
    """Its window at tonight's hall of 2,036 seats, once everything stands; with a display for the
    customer, and the card terminal at this address."""
    # Qt is loaded by the measurements that show a window.
    from podium_desk.ui.shell.clerk_bench import ClerkAtWork
    from podium_desk.ui.shell.counter import CounterSetting

    lane = device.lane
    assert isinstance(lane, ReplicaLane), "it was opened with one"
    lane(desk.confirm_memory)
    lane(partial(load_deeds, desk))
    lane(load_papers)
    files = CustomerFiles(device.work, device.folder.given)
    setting = CounterSetting(
        "nl", device.work.clock.now, lambda: secrets.token_hex(8), _raise,
        till_desk=lambda: desk, uitpas=lane(lambda: start_uitpas(device)), terminal=terminal,
        display="nl", lists_desk=lambda: desk, when_shown=(gc.freeze,), when_settled=gc.freeze,
        customers=LateCustomers(lambda: (desk.customers, files)),
    )  # fmt: skip
    return ClerkAtWork(device, (desk, lane), setting, TONIGHT)


def _raise(error: BaseException) -> None:
    raise error
