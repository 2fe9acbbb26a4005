"""What is needed of PC/SC, the system's own way to readers of chip cards.

It is part of Windows (``winscard.dll``), and on Linux the service ``pcscd`` with
``libpcsclite.so.1``. The library for Python (pyscard) has no package for Linux that need not be
compiled on each computer; these are six calls that have not changed since 2003 (``winscard.h`` of
pcsc-lite). Blocking calls let other threads run.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager

IS_WINDOWS = sys.platform == "win32"
DWORD = ctypes.c_uint32 if IS_WINDOWS else ctypes.c_ulong
HANDLE = ctypes.c_void_p if IS_WINDOWS else ctypes.c_long
ATR_BYTES = 36 if IS_WINDOWS else 33

SCOPE_SYSTEM = 2
SHARE_SHARED = 2
PROTOCOL_T0, PROTOCOL_T1 = 1, 2
LEAVE_CARD = 0
STATE_PRESENT = 0x20
CHANGED_ONLY = 0xFFFF
NO_READERS, TIMEOUT = 0x8010002E, 0x8010000A
_ANSWER_BYTES = 258


class PcscFault(Exception):
    """A call failed; `code` is PC/SC's number for why."""

    def __init__(self, call: str, code: int) -> None:
        super().__init__(f"{call}: {code:#010x}")
        self.code = code


class PcscMissing(Exception):
    """This computer has no PC/SC."""


class _ReaderState(ctypes.Structure):
    _fields_ = (
        ("reader", ctypes.c_char_p),
        ("user", ctypes.c_void_p),
        ("current", DWORD),
        ("event", DWORD),
        ("atr_bytes", DWORD),
        ("atr", ctypes.c_ubyte * ATR_BYTES),
    )


class _Protocol(ctypes.Structure):
    _fields_ = (("protocol", ctypes.c_ulong), ("length", ctypes.c_ulong))


class Pcsc:
    """An open way to the service; one thread uses it, and `close` ends it."""

    def __init__(self) -> None:
        """Raises `PcscMissing`, or `PcscFault` when the service does not run."""
        self._library = _library()
        self._context = HANDLE()
        place = ctypes.byref(self._context)
        self._call("SCardEstablishContext", DWORD(SCOPE_SYSTEM), None, None, place)

    def close(self) -> None:
        """End it."""
        self._library.SCardReleaseContext(self._context)

    def readers(self) -> tuple[str, ...]:
        """The names of the readers that are plugged in."""
        length = DWORD(0)
        try:
            self._call("SCardListReaders" + _A, self._context, None, None, ctypes.byref(length))
            names = ctypes.create_string_buffer(max(length.value, 1))
            self._call("SCardListReaders" + _A, self._context, None, names, ctypes.byref(length))
        except PcscFault as fault:
            if fault.code == NO_READERS:
                return ()
            raise
        return tuple(name.decode() for name in names.raw.split(b"\0") if name)

    def wait_for_change(self, reader: str, known: int, timeout_s: float) -> int:
        """How `reader` stands once that is other than `known` (0 asks at once), or after
        `timeout_s`."""
        state = _ReaderState(reader.encode(), None, known, 0, 0)
        wait_ms = DWORD(max(0, round(timeout_s * 1000)))
        try:
            self._call(
                "SCardGetStatusChange" + _A, self._context, wait_ms, ctypes.byref(state), DWORD(1)
            )
        except PcscFault as fault:
            if fault.code == TIMEOUT:
                return known
            raise
        return int(state.event) & ~2

    def answer(self, reader: str, command: bytes) -> bytes:
        """What the card on `reader` answers to `command`. Raises `PcscFault`: taken away too soon,
        or a card that speaks otherwise."""
        with self._card(reader) as (card, protocol):
            kind = _Protocol(protocol, ctypes.sizeof(_Protocol))
            got = ctypes.create_string_buffer(_ANSWER_BYTES)
            length = DWORD(_ANSWER_BYTES)
            self._call(
                "SCardTransmit", card, ctypes.byref(kind), command, DWORD(len(command)), None,
                got, ctypes.byref(length),
            )  # fmt: skip
            return got.raw[: length.value]

    @contextmanager
    def _card(self, reader: str) -> Iterator[tuple[object, int]]:
        card, protocol = HANDLE(), DWORD()
        self._call(
            "SCardConnect" + _A, self._context, reader.encode(), DWORD(SHARE_SHARED),
            DWORD(PROTOCOL_T0 | PROTOCOL_T1), ctypes.byref(card), ctypes.byref(protocol),
        )  # fmt: skip
        try:
            yield card, protocol.value
        finally:
            self._library.SCardDisconnect(card, DWORD(LEAVE_CARD))

    def _call(self, name: str, *arguments: object) -> None:
        code = getattr(self._library, name)(*arguments) & 0xFFFFFFFF
        if code:
            raise PcscFault(name, code)


_A = "A" if IS_WINDOWS else ""
"""Windows has each of these for two kinds of letters."""


def _library() -> ctypes.CDLL:
    try:
        if sys.platform == "win32":
            return ctypes.WinDLL("winscard.dll")
        return ctypes.CDLL("libpcsclite.so.1")
    except OSError as error:
        raise PcscMissing(str(error)) from error
