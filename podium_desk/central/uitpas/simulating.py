"""Serves the simulator of UiTPAS on this machine, for the demo, for tests and for practice."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Sequence

import uvicorn

from podium_desk.central.refusals import CannotListen
from podium_desk.integrations.uitpas.simulator.app import Simulator
from podium_desk.integrations.uitpas.simulator.published import SimulatedEvent

CLIENT = ("podium-desk-simulator", "only-a-simulator")
"""The id and secret that it gives tokens for: published, since it guards nothing."""
LOOPBACK = "127.0.0.1"
EVENING_WEEKLY = 4


def simulator_with(events: Sequence[str]) -> Simulator:
    """A simulator with the published test data, and these events besides."""
    simulator = Simulator(CLIENT)
    for event in events:
        simulator.world.events[event] = SimulatedEvent(event, "", weekly=EVENING_WEEKLY)
    return simulator


def serve_simulator(port: int, events: Sequence[str], ready: Callable[[str], None]) -> None:
    """Serve until a signal, to this machine only; `ready` hears the address.

    Raises `CannotListen`.
    """
    try:
        listener = socket.create_server((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        number = error.errno if isinstance(error, OSError) and error.errno else errno.EINVAL
        raise CannotListen(host=LOOPBACK, port=port, why=os.strerror(number)) from error
    with listener:
        url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            simulator_with(events), log_level="warning", access_log=False, lifespan="off",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        ready(url)
        uvicorn.Server(config).run(sockets=[listener])
