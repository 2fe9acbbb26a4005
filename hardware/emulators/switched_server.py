"""A server that can be switched off and on again at its address, as a device with a plug."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from typing import Self

TURN_S = 0.01
Make = Callable[[tuple[str, int], threading.Event], socketserver.TCPServer]


class SwitchedServer:
    """Serves on a free port of this machine while its context lasts."""

    def __init__(self, make: Make) -> None:
        """`make` gives the server of one life of the device: where it listens, and what tells its
        threads that this life is over."""
        self._make = make
        self._server: socketserver.TCPServer | None = None
        self._is_off = threading.Event()
        self.port = 0

    def __enter__(self) -> Self:
        self._switch_on()
        return self

    def __exit__(self, *_: object) -> None:
        self.switch_off()

    def switch_off(self) -> None:
        """Nobody is there any more: what was under way is gone."""
        if self._server is not None:
            self._is_off.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def restart(self) -> None:
        """Off, and on again at the same address."""
        self.switch_off()
        self._switch_on()

    def _switch_on(self) -> None:
        self._is_off = threading.Event()
        self._server = server = self._make(("127.0.0.1", self.port), self._is_off)
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(TURN_S,), daemon=True).start()
