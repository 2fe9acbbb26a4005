"""Length-prefixed frames over a socket, bounded in size and in time."""

from __future__ import annotations

import socket
import time

from sync.exchange.line import NotAStore, StoreAway

FRAME_BYTES_MAX = 32 * 1024 * 1024
_PREFIX_BYTES = 4
_CHUNK_BYTES = 256 * 1024


class Deadline:
    """A moment on the monotonic clock that a whole conversation must not pass."""

    def __init__(self, timeout_s: float) -> None:
        self._ends_at = time.monotonic() + timeout_s

    def left_s(self) -> float:
        """The seconds that are left; raises `StoreAway` when there are none."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise StoreAway("no whole answer in time")
        return left


def send_frame(connection: socket.socket, content: bytes, deadline: Deadline) -> None:
    """Send one frame; raises `StoreAway` when the time is over, `OSError` when the line breaks."""
    rest = memoryview(len(content).to_bytes(_PREFIX_BYTES, "big") + content)
    while rest:
        connection.settimeout(deadline.left_s())
        rest = rest[connection.send(rest[:_CHUNK_BYTES]) :]


def receive_frame(
    connection: socket.socket, deadline: Deadline, bytes_max: int = FRAME_BYTES_MAX
) -> bytes | None:
    """The next frame, None when the other side hung up before it began.

    Raises `NotAStore` for a frame that is too long or cut off, `StoreAway` when the time is over,
    `OSError` when the line breaks.
    """
    prefix = _receive(connection, _PREFIX_BYTES, deadline)
    if not prefix:
        return None
    size = int.from_bytes(prefix, "big")
    if len(prefix) < _PREFIX_BYTES or size > bytes_max:
        raise NotAStore("a frame that is cut off or too long")
    content = _receive(connection, size, deadline)
    if len(content) < size:
        raise NotAStore("a frame that is cut off")
    return content


def _receive(connection: socket.socket, size: int, deadline: Deadline) -> bytes:
    """So many bytes, or fewer when the other side hung up."""
    received = bytearray()
    while len(received) < size:
        connection.settimeout(deadline.left_s())
        piece = connection.recv(min(_CHUNK_BYTES, size - len(received)))
        if not piece:
            break
        received += piece
    return bytes(received)
