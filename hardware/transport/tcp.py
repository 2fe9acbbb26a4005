"""A line over TCP, as network printers listen on port 9100."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable

from hardware.transport.port import Connect, LinkAbsent, LinkLost

Secure = Callable[[socket.socket], socket.socket]
CHUNK_BYTES = 4096
LINGER_S = 0.2


def tcp_connect(host: str, port: int, secure: Secure | None = None) -> Connect:
    """Return what opens a line to `host`:`port`; `secure` makes it a private one."""

    def connect(timeout_s: float) -> TcpLink:
        return TcpLink(host, port, timeout_s, secure)

    return connect


class TcpLink:
    """One connection: opened for one job and closed after it, since most boards accept only one."""

    answers = True

    def __init__(
        self, host: str, port: int, timeout_s: float, secure: Secure | None = None
    ) -> None:
        self._address = f"{host}:{port}"
        try:
            plain = socket.create_connection((host, port), timeout=timeout_s)
            self._socket = plain if secure is None else secure(plain)
        except OSError as error:
            raise LinkAbsent(self._address, str(error)) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over up to a chunk; 0 when the printer's window stays shut for `timeout_s`."""
        self._socket.settimeout(max(timeout_s, 0.001))
        try:
            return self._socket.send(data[:CHUNK_BYTES])
        except TimeoutError:
            return 0
        except OSError as error:
            raise LinkLost(self._address, str(error)) from error

    def read(self, timeout_s: float) -> bytes:
        """Return what came within `timeout_s`; a line closed by the printer is lost."""
        self._socket.settimeout(max(timeout_s, 0.001))
        try:
            data = self._socket.recv(CHUNK_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise LinkLost(self._address, str(error)) from error
        if not data:
            raise LinkLost(self._address, "closed by the other side")
        return data

    def close(self) -> None:
        """Close the connection, so that what was sent still arrives.

        A socket closed with unread answers is reset, and a reset throws away what the printer
        had not read yet: say "no more" first and read on, for a moment, until it hangs up.
        """
        with self._socket, contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(LINGER_S)
            until = time.monotonic() + LINGER_S
            while time.monotonic() < until and self._socket.recv(CHUNK_BYTES):
                pass
