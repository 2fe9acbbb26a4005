"""Boards of relays that stand in for real ones: Modbus TCP, and four bytes on a serial port.

Written from "MODBUS Application Protocol 1.1b3" (functions 2 and 5) and "Modbus Messaging on TCP/IP
1.0b"; they know nothing of the drivers. `relays` is what is switched on now, and `history` each
switching in order.
"""

from __future__ import annotations

import os
import socketserver
import struct
import threading
import tty

_READ_INPUTS, _WRITE_COIL = 2, 5
_NO_FUNCTION, _NO_ADDRESS = 1, 2
_ON = 0xFF00


class ModbusTcpBoard:
    """A board on a free port of this computer; `stop` pulls its cable."""

    def __init__(self, relays: int = 8, contacts: int = 8) -> None:
        self.relays = [False] * relays
        self.contacts = [False] * contacts
        self.history: list[tuple[int, bool]] = []
        self.looks = 0
        """How often its contacts were read."""
        self.answers = True
        """Switch it off and the board does what it is told, and says nothing."""
        board = self

        class _Line(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                board._lines.add(self.request)
                while (answer := board._next(self.request)) is not None:
                    if board.answers:
                        self.request.sendall(answer)

        class _Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._lines: set[object] = set()
        self._server = _Server(("127.0.0.1", 0), _Line)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """It is gone, and so are its lines."""
        self._server.shutdown()
        self._server.server_close()
        for line in self._lines:
            line.close()  # type: ignore[attr-defined]

    def _next(self, line: object) -> bytes | None:
        head = _read(line, 7)
        if head is None:
            return None
        number, protocol, length, unit = struct.unpack(">HHHB", head)
        body = _read(line, length - 1)
        if body is None:
            return None
        answer = self._answer(body)
        return struct.pack(">HHHB", number, protocol, len(answer) + 1, unit) + answer

    def _answer(self, body: bytes) -> bytes:
        function, address, value = struct.unpack(">BHH", body[:5])
        if function == _WRITE_COIL:
            if address >= len(self.relays):
                return bytes((function | 0x80, _NO_ADDRESS))
            self.relays[address] = value == _ON
            self.history.append((address, value == _ON))
            return body[:5]
        if function == _READ_INPUTS:
            if address + value > len(self.contacts):
                return bytes((function | 0x80, _NO_ADDRESS))
            self.looks += 1
            bits = sum(on << at for at, on in enumerate(self.contacts[address : address + value]))
            data = bits.to_bytes((value + 7) // 8, "little")
            return bytes((function, len(data))) + data
        return bytes((function | 0x80, _NO_FUNCTION))


class SerialRelays:
    """The board of four bytes on a pseudo-terminal; `look` takes in what was sent."""

    def __init__(self) -> None:
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.path = os.ttyname(theirs)
        self._theirs: int | None = theirs
        self.history: list[tuple[int, bool]] = []

    def look(self, count: int) -> None:
        """Read `count` commands; one whose sum is wrong is not obeyed."""
        for _ in range(count):
            command = os.read(self._ours, 4)
            if command[0] == 0xA0 and sum(command[:3]) & 0xFF == command[3]:
                self.history.append((command[1], command[2] == 1))

    def unplug(self) -> None:
        """Take the cable out."""
        if self._theirs is not None:
            os.close(self._theirs)
            os.close(self._ours)
            self._theirs = None


class Pole:
    """Two lines of twenty letters on a pseudo-terminal; `look` takes in what was sent."""

    def __init__(self) -> None:
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.path = os.ttyname(self._theirs)
        self.lines = ("", "")

    def look(self) -> None:
        """Read what stands there until both lines are full."""
        shown = ""
        while len(shown) < 40:
            data = os.read(self._ours, 256)
            for known in (b"\x1b@", b"\x1bt\x13"):
                data = data.replace(known, b"")
            head, clear, rest = data.rpartition(b"\x0c")
            shown = rest.decode("cp858") if clear else shown + (head + rest).decode("cp858")
        self.lines = (shown[:20], shown[20:40])


def _read(line: object, count: int) -> bytes | None:
    data = b""
    while len(data) < count:
        try:
            more: bytes = line.recv(count - len(data))  # type: ignore[attr-defined]
        except OSError:
            return None
        if not more:
            return None
        data += more
    return data
