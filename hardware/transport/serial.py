"""A line over a serial port, a virtual COM port or a USB-CDC device."""

from __future__ import annotations

import os
from dataclasses import dataclass

import serial  # type: ignore[import-untyped]

from hardware.transport.port import Connect, LinkAbsent, LinkLost
from hardware.transport.waiting import is_writable

CHUNK_BYTES = 512
"""Small, so that a slow port comes back in time to hear the printer and to keep a deadline."""


@dataclass(frozen=True, slots=True)
class SerialSettings:
    """Where the port is and how it speaks: `flow` is "none", "rtscts" or "dsrdtr"."""

    port: str
    baud: int = 115200
    flow: str = "none"


def serial_connect(settings: SerialSettings) -> Connect:
    """Return what opens the port of `settings`."""

    def connect(timeout_s: float) -> SerialLink:  # noqa: ARG001 - opening does not wait
        return SerialLink(settings)

    return connect


class SerialLink:
    """An open serial port."""

    answers = True

    def __init__(self, settings: SerialSettings) -> None:
        self._address = settings.port
        try:
            self._port = serial.Serial(
                settings.port,
                settings.baud,
                rtscts=settings.flow == "rtscts",
                dsrdtr=settings.flow == "dsrdtr",
            )
        except (OSError, ValueError) as error:  # pyserial's SerialException is an OSError
            raise LinkAbsent(self._address, str(error)) from error

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over up to a chunk; 0 when flow control holds it back for `timeout_s`."""
        try:
            return self._write(data[:CHUNK_BYTES], max(timeout_s, 0.001))
        except serial.SerialTimeoutException:
            # How much of the chunk left is not told: to go on would print a hole or a double row.
            raise LinkLost(self._address, "the printer stopped reading") from None
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LinkLost(self._address, str(error)) from error

    def _write(self, chunk: bytes, timeout_s: float) -> int:
        if os.name == "posix":
            # pyserial cannot say how much of a timed-out write went out; the descriptor can.
            fd = self._port.fileno()
            return os.write(fd, chunk) if is_writable(fd, timeout_s) else 0
        self._port.write_timeout = timeout_s
        return int(self._port.write(chunk) or 0)

    def read(self, timeout_s: float) -> bytes:
        """Return what came within `timeout_s`."""
        try:
            self._port.timeout = timeout_s
            first = bytes(self._port.read(1))
            return first + bytes(self._port.read(self._port.in_waiting)) if first else b""
        except OSError as error:
            raise LinkLost(self._address, str(error)) from error

    def close(self) -> None:
        """Close the port."""
        self._port.close()
