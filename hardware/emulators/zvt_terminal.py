"""A ZVT card terminal behind a TCP port, that books what it takes and can fail as real ones do.

Written from the public readers of the protocol (Wireshark's packet-zvt.c, Portalum.Zvt, a Kotlin
library with a simulator), not from the driver: its bytes are made here.
"""

from __future__ import annotations

import socket
import socketserver
import threading
import time

from hardware.emulators.card_customer import Booking, CardTill
from hardware.emulators.switched_server import TURN_S, SwitchedServer

ACKNOWLEDGED = bytes.fromhex("800000")
PLEASE_WAIT = bytes.fromhex("849C00")
COMPLETION = bytes.fromhex("060F00")
INSERT_CARD = bytes.fromhex("04FF010A")
RECEIPT_LINE = bytes.fromhex("06D1") + bytes((7,)) + b"\x00TOTAAL"
ABORT_KEY = 0x6C
DECLINED = 0x05
ALREADY_REVERSED = 0xB4
NOT_POSSIBLE = 0xB5
CURRENCIES = {"EUR": b"\x09\x78", "USD": b"\x08\x40"}


class ZvtServer(SwitchedServer):
    """Serves `till` on a free port, as a context. What it booked outlives a restart."""

    def __init__(self, till: CardTill) -> None:
        super().__init__(lambda address, is_off: _Server(address, self, is_off))
        self.till = till
        self.registrations = 0

    @property
    def url(self) -> str:
        """The address in the notation of the registry."""
        return f"zvt+tcp://127.0.0.1:{self.port}"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], terminal: ZvtServer, is_off: threading.Event
    ) -> None:
        self.terminal, self.is_off = terminal, is_off
        self.paying = threading.Lock()
        """Held while a customer is at the terminal."""
        super().__init__(address, _Connection)


class _Gone(Exception):
    """The till hung up, or the terminal is off."""


class _Connection(socketserver.BaseRequestHandler):
    server: _Server
    request: socket.socket

    def setup(self) -> None:
        self._received = b""
        self._till = self.server.terminal.till
        self.request.settimeout(TURN_S)
        # Small messages go at once, as from a device.
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def handle(self) -> None:
        """Answer one command after another."""
        try:
            while True:
                command, data = self._command()
                self._answer(command, data)
        except (_Gone, OSError):
            return

    def _answer(self, command: bytes, data: bytes) -> None:
        faults = self._till.faults
        if command == b"\x06\x00":
            self.server.terminal.registrations += 1
            self._send(ACKNOWLEDGED)
            self._say(COMPLETION)
        elif faults.is_busy or self.server.paying.locked():
            self._send(PLEASE_WAIT)
        elif command == b"\x06\x01":
            with self.server.paying:
                self._pay(_bcd(data[1:7]))
        elif command == b"\x06\x20":
            self._repeat()
        elif command == b"\x06\x30":
            self._reverse(_bcd(data[4:6]))
        elif command == b"\x06\x50":
            self._close_day()
        else:
            self._send(bytes.fromhex("848300"))

    def _pay(self, cents: int) -> None:
        faults = self._till.faults
        self._send(ACKNOWLEDGED)
        self._say(INSERT_CARD)
        if faults.customer == "slow" and not self._wait_for_customer():
            self._say(b"\x06\x1e\x01" + bytes((ABORT_KEY,)))
            return
        if faults.customer == "decline":
            self._say(_status(DECLINED, b""))
            self._say(b"\x06\x1e\x01" + bytes((DECLINED,)))
            return
        told = cents if faults.answers_cents is None else faults.answers_cents
        booking = self._till.book(told)
        if faults.drops_after:
            raise _Gone
        if faults.is_silent_after:
            self._wait_until_gone()
        if faults.is_garbage:
            self._send(b"\xff\x00garbage")
            self._wait_until_gone()
        self._say(self._told(booking))
        self._say(RECEIPT_LINE)
        self._say(COMPLETION)

    def _wait_for_customer(self) -> bool:
        """False when the till stops the payment first. A till that left changes nothing: the
        customer stands here."""
        is_heard = True
        while not self._till.customer_decides.wait(TURN_S):
            if self.server.is_off.is_set():
                raise _Gone
            try:
                if is_heard and self._peek() == b"\x06\xb0":
                    self._command()
                    self._send(ACKNOWLEDGED)
                    self._till.has_stopped.set()
                    return False
            except (_Gone, OSError):
                is_heard = False
        return True

    def _repeat(self) -> None:
        self._send(ACKNOWLEDGED)
        if self._till.bookings:
            last = self._till.bookings[-1]
            self._say(self._told(last))
        self._say(COMPLETION)

    def _reverse(self, number: int) -> None:
        self._send(ACKNOWLEDGED)
        found = [one for one in self._till.bookings if one.number == number]
        if not self._till.faults.reverses or not found or found[0].is_reversed:
            refusal = NOT_POSSIBLE if not found else ALREADY_REVERSED
            self._say(b"\x06\x1e\x01" + bytes((refusal,)))
            return
        booking = found[0]
        reversal = Booking(self._till.give_back(booking), booking.cents)
        if self._till.faults.drops_after:
            raise _Gone
        self._say(self._told(reversal))
        self._say(COMPLETION)

    def _close_day(self) -> None:
        self._send(ACKNOWLEDGED)
        total = self._till.close_day()
        if self._till.faults.drops_after:
            raise _Gone
        self._say(_status(0, b"\x04" + _digits(total, 6) + b"\x49\x09\x78"))
        self._say(COMPLETION)

    def _told(self, booking: Booking) -> bytes:
        faults = self._till.faults
        number = faults.card_number
        card = bytes.fromhex(number + "F" * (len(number) % 2))
        length = bytes((0xF0 | len(card) // 10, 0xF0 | len(card) % 10))
        name = b"BANCONTACT\x00"
        container = b"\x1f\x10\x01\x01"
        return _status(
            0,
            b"\x04" + _digits(booking.cents, 6) + b"\x0b" + _digits(booking.number, 3)
            + b"\x0c\x20\x14\x05\x0d\x11\x30" + b"\x49" + CURRENCIES[faults.answers_currency]
            + b"\x87" + _digits(booking.number, 2) + b"\x22" + length + card
            + b"\x8a\x05" + b"\x8b" + bytes((0xF1, 0xF1)) + name
            + b"\x06" + bytes((len(container),)) + container
            + b"\x3c\xf2\xf0\xf0" + b"x" * 200,
        )  # fmt: skip

    def _say(self, message: bytes) -> None:
        """Say it, and wait for the till to have heard."""
        self._send(message)
        command, _ = self._command()
        if command == b"\x06\xb0":  # too late to stop it
            self._send(bytes.fromhex("848300"))
            self._command()

    def _send(self, *messages: bytes) -> None:
        whole = b"".join(messages)
        size = self._till.faults.piece_bytes or len(whole)
        for start in range(0, len(whole), size):
            self.request.sendall(whole[start : start + size])
            if self._till.faults.piece_bytes:
                time.sleep(0)

    def _command(self) -> tuple[bytes, bytes]:
        while True:
            taken = _split(self._received)
            if taken is not None:
                command, data, self._received = taken
                return command, data
            self._receive()

    def _peek(self) -> bytes:
        """The beginning of what the till has sent and nobody took yet."""
        self._receive()
        return self._received[:2]

    def _receive(self) -> None:
        if self.server.is_off.is_set():
            raise _Gone
        try:
            data = self.request.recv(4096)
        except TimeoutError:
            return
        if not data:
            raise _Gone
        self._received += data

    def _wait_until_gone(self) -> None:
        while True:
            self._receive()


def _status(result: int, more: bytes) -> bytes:
    data = b"\x27" + bytes((result,)) + more
    if len(data) < 255:
        return b"\x04\x0f" + bytes((len(data),)) + data
    return b"\x04\x0f\xff" + len(data).to_bytes(2, "little") + data


def _split(received: bytes) -> tuple[bytes, bytes, bytes] | None:
    if len(received) < 3 or len(received) < 3 + received[2]:
        return None
    end = 3 + received[2]
    return received[:2], received[3:end], received[end:]


def _digits(number: int, size: int) -> bytes:
    return bytes.fromhex(f"{number:0{2 * size}d}")


def _bcd(data: bytes) -> int:
    return int(data.hex())
