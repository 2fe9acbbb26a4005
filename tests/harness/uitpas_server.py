"""The UiTPAS simulator on a real port of loopback, on a thread of its own, and its credentials."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from podium_desk.central.uitpas.settings import UitpasHouse
from podium_desk.integrations.uitpas.calling import Caller, Credentials, dialled
from podium_desk.integrations.uitpas.client import UitpasClient
from podium_desk.integrations.uitpas.simulator.app import Simulator

CLIENT = ("test-client", "geheim-kanarievogel-7351")
_PATIENCE_S = 10.0


@dataclass(frozen=True)
class ServedSimulator:
    """A simulator with its address."""

    simulator: Simulator
    url: str

    @property
    def house(self) -> UitpasHouse:
        return UitpasHouse(*CLIENT, self.url, self.url)

    def caller(self, secret: str = CLIENT[1]) -> Caller:
        return Caller(Credentials(CLIENT[0], secret, self.url, self.url), dialled, time.monotonic)

    def client(self, limit_s: float = 3.0) -> UitpasClient:
        return UitpasClient(self.caller(), limit_s)


@contextmanager
def served_simulator() -> Iterator[ServedSimulator]:
    """A simulator that answers until the block ends."""
    simulator = Simulator(CLIENT)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        simulator, log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=0
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    ends_at = time.monotonic() + _PATIENCE_S
    while not server.started and time.monotonic() < ends_at:
        time.sleep(0.01)
    try:
        yield ServedSimulator(simulator, f"http://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join(_PATIENCE_S)
        listener.close()
