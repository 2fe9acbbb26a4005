"""One request over HTTP whose answer may take a customer's minute: looked for, never waited for."""

from __future__ import annotations

import io
import time
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, cast

from hardware.transport.port import LinkFault, LinkLost

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from hardware.transport.port import Link

OK = 200
_ANSWER_BYTES_MAX = 1 << 20
_LOOK_S = 0.5


class HttpRefused(LinkFault):
    """The other side speaks HTTP and does not take the request."""


class HttpCall:
    """A POST that was sent on a line of its own. `look` until it answers, or `close` it."""

    def __init__(
        self, link: Link, address: str, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._link = link
        self._address = address
        self._clock_s = clock_s
        self._received = bytearray()

    def send(self, path: str, body: bytes, deadline_s: float) -> None:
        """Send the request. Raises `LinkLost`."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._address}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        rest, until_s = head.encode() + body, self._clock_s() + deadline_s
        while rest:
            if self._clock_s() > until_s:
                raise LinkLost(self._address, "it does not read")
            rest = rest[self._link.write(rest, deadline_s) :]

    def look(self, deadline_s: float) -> bytes | None:
        """The answer's body, once it is whole. Raises `LinkFault` when none will come."""
        until_s = self._clock_s() + deadline_s
        while True:
            body = self._body()
            left_s = until_s - self._clock_s()
            if body is not None or left_s <= 0:
                return body
            self._received += self._link.read(min(left_s, _LOOK_S))
            if len(self._received) > _ANSWER_BYTES_MAX:
                raise LinkLost(self._address, "an answer without end")

    def close(self) -> None:
        """Wait for nothing any more."""
        self._link.close()

    def _body(self) -> bytes | None:
        if b"\r\n\r\n" not in self._received:
            return None
        response = HTTPResponse(cast("socket.socket", _Received(bytes(self._received))))
        try:
            response.begin()
            body = response.read()
        except IncompleteRead:
            return None
        except (HTTPException, ValueError) as error:
            raise LinkLost(self._address, "this is no HTTP") from error
        if response.status != OK:
            raise HttpRefused(self._address, f"HTTP {response.status}")
        return body


class _Received:
    """What was received, as the socket that `HTTPResponse` wants to read from."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)
