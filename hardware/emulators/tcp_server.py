"""An emulated printer behind a TCP port, one client at a time like most real boards."""

from __future__ import annotations

import select
import socket
import threading
from typing import Self

from hardware.emulators.printer import EmulatedPrinter

TURN_S = 0.005
CHUNK_BYTES = 4096


class TcpPrinterServer:
    """Serves `paper` on `host`:`port` (0 = a free port) on a thread of its own, as a context.

    `drop_after_bytes` closes each connection once so many bytes of it were taken: a pulled cable.
    `turn_bytes` is how much is read at a time: a small number is a slow printer.
    """

    def __init__(self, paper: EmulatedPrinter, host: str = "127.0.0.1", port: int = 0) -> None:
        self.paper = paper
        self.drop_after_bytes: int | None = None
        self.turn_bytes = CHUNK_BYTES
        self._listener = socket.create_server((host, port))
        self._stop = threading.Event()
        self._power = threading.Lock()
        self._power_failed = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulated-printer", daemon=True)

    @property
    def url(self) -> str:
        """The address of this printer in the notation of `hardware.registry`."""
        host, port = self._listener.getsockname()[:2]
        return f"{self.paper.scheme}+tcp://{host}:{port}"

    def cut_power(self) -> None:
        """Switch the printer off and on: its buffer is lost, and so is the connection."""
        with self._power:
            self._power_failed.set()
            self.paper.power_cycle()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            if select.select([self._listener], [], [], TURN_S)[0]:
                client, _ = self._listener.accept()
                if self.paper.faults.is_unplugged:
                    client.close()
                    continue
                self.paper.take_answers()  # what was said to the one before is lost
                self._power_failed.clear()
                with client:
                    self._converse(client)

    def _converse(self, client: socket.socket) -> None:
        taken_bytes = 0
        while not self._stop.is_set() and not self._power_failed.is_set():
            if self.paper.faults.is_unplugged:
                return
            try:
                received = self._turn(client, taken_bytes)
            except OSError:
                return  # the client is gone: a printer goes on waiting for the next one
            taken_bytes += received
            if received < 0 or taken_bytes == self.drop_after_bytes:
                return

    def _turn(self, client: socket.socket, taken_bytes: int) -> int:
        """Take and answer a little; return how many bytes were taken, -1 when the client left."""
        limit = min(self.turn_bytes, self.paper.room_bytes())
        if self.drop_after_bytes is not None:
            limit = min(limit, self.drop_after_bytes - taken_bytes)
        received = 0
        if limit > 0 and select.select([client], [], [], TURN_S)[0]:
            with self._power:
                if self._power_failed.is_set():
                    return -1
                data = client.recv(limit)
                self.paper.receive(data)
            received = len(data) or -1
        elif limit <= 0:
            self._stop.wait(TURN_S)
        client.sendall(self.paper.take_answers())
        return received
