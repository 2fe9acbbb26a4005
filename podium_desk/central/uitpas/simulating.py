"""The simulator of UiTPAS, for the demo, for tests and for practice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from podium_desk.central.simulators import serve_here
from podium_desk.integrations.uitpas.simulator.app import Simulator
from podium_desk.integrations.uitpas.simulator.published import SimulatedEvent

CLIENT = ("podium-desk-simulator", "only-a-simulator")
"""The id and secret that it gives tokens for: published, since it guards nothing."""
EVENING_WEEKLY = 4


def simulator_with(events: Sequence[str]) -> Simulator:
    """A simulator with the published test data, and these events besides."""
    simulator = Simulator(CLIENT)
    for event in events:
        simulator.world.events[event] = SimulatedEvent(event, "", weekly=EVENING_WEEKLY)
    return simulator


def serve_simulator(port: int, events: Sequence[str], ready: Callable[[str], None]) -> None:
    """Serve until a signal; `ready` hears the address. Raises `CannotListen`."""
    serve_here(simulator_with(events), port, ready)
