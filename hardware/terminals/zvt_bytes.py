"""The bytes of ZVT over TCP, both ways: messages, and the fields ("bitmaps") in them.

A message is two bytes that say what it is, a length and data. The length is one byte, or FF and two
bytes, the low one first. Values, lengths of fields and meanings are those that the public readers
of the protocol agree on (Wireshark's packet-zvt.c, Portalum.Zvt, a Kotlin library that quotes
PA00P015 13.13); the specification itself was not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Command(IntEnum):
    """What a message is: its class and instruction."""

    STATUS_INFORMATION = 0x040F
    INTERMEDIATE_STATUS = 0x04FF
    REGISTRATION = 0x0600
    AUTHORISATION = 0x0601
    COMPLETION = 0x060F
    ABORTED = 0x061E
    """The terminal gave up; the first byte of its data is why."""
    REPEAT_RECEIPT = 0x0620
    REVERSAL = 0x0630
    END_OF_DAY = 0x0650
    ABORT = 0x06B0
    """The till asks to give up."""
    ACKNOWLEDGED = 0x8000


class Field(IntEnum):
    """The fields that are read or written; the others are passed over by their length."""

    AMOUNT = 0x04
    TRACE = 0x0B
    RESULT = 0x27
    CURRENCY = 0x49
    RECEIPT = 0x87


REFUSED_CLASS = 0x84
"""84 xx: not now, or not at all; 84 00 is a yes."""
EURO = bytes.fromhex("0978")
DONE = 0x00
PAYLOAD_BYTES_MAX = 0xFFFF
_LONG = 0xFF
_CLASSES = (0x04, 0x05, 0x06, 0x08, 0x80, REFUSED_CLASS)

_READ = frozenset(Field)
# Lengths in bytes. LL and LLL: two or three bytes FxFy(Fz) in front count what follows.
_LL, _LLL, _TLV = -2, -3, -1
_LENGTHS: dict[int, int] = {
    0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x06: _TLV, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2,
    0x17: 2, 0x19: 1, 0x22: _LL, 0x23: _LL, 0x24: _LLL, 0x27: 1, 0x29: 4, 0x2A: 15, 0x2D: _LL,
    0x2E: _LLL, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x3C: _LLL, 0x3D: 3, 0x49: 2, 0x4C: _LL, 0x60: _LLL,
    0x87: 2, 0x88: 3, 0x8A: 1, 0x8B: _LL, 0x8C: 1, 0x9A: _LLL, 0xA0: 1, 0xA7: _LL, 0xAA: 3,
    0xAF: _LLL, 0xBA: 5,
}  # fmt: skip


class ZvtGarbage(Exception):
    """Bytes that are no ZVT."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `code` is its two first bytes as a number."""

    code: int
    data: bytes = b""

    @property
    def refusal(self) -> int | None:
        """Why the terminal refuses; None when it does not."""
        is_no = self.code >> 8 == REFUSED_CLASS and self.code & 0xFF != DONE
        return self.code & 0xFF if is_no else None

    @property
    def is_acknowledgement(self) -> bool:
        """Whether it says that a message was taken."""
        return self.code in (Command.ACKNOWLEDGED, REFUSED_CLASS << 8)

    def packed(self) -> bytes:
        """The bytes that go over the line."""
        size = len(self.data)
        if size > PAYLOAD_BYTES_MAX:
            raise ValueError(f"a message of {size} bytes")
        length = bytes((size,)) if size < _LONG else bytes((_LONG, size & 0xFF, size >> 8))
        return self.code.to_bytes(2, "big") + length + self.data


def take_message(received: bytearray) -> Message | None:
    """Take the first whole message out of what was received; None while it is not whole."""
    if received and received[0] not in _CLASSES:
        raise ZvtGarbage("this is no message")
    if len(received) < 3:
        return None
    start, size = 3, received[2]
    if size == _LONG:
        if len(received) < 5:
            return None
        start, size = 5, received[3] | received[4] << 8
    if len(received) < start + size:
        return None
    message = Message(received[0] << 8 | received[1], bytes(received[start : start + size]))
    del received[: start + size]
    return message


def fields(data: bytes) -> dict[Field, bytes]:
    """The fields of a message that are read: a card's number is passed over, and kept nowhere.

    Raises `ZvtGarbage` for a field that is unknown or cut off.
    """
    found: dict[Field, bytes] = {}
    at = 0
    while at < len(data):
        tag = data[at]
        start, size = _extent(tag, data, at + 1)
        if start + size > len(data):
            raise ZvtGarbage(f"field {tag:02X} is cut off")
        if tag in _READ:
            found[Field(tag)] = data[start : start + size]
        at = start + size
    return found


def _extent(tag: int, data: bytes, at: int) -> tuple[int, int]:
    """Where a field's value begins, and its size."""
    length = _LENGTHS.get(tag)
    if length is None:
        raise ZvtGarbage(f"field {tag:02X} is unknown")
    if length == _TLV:
        return _tlv_extent(data, at)
    if length > 0:
        return at, length
    counter = data[at : at - length]
    digits = [byte & 0x0F for byte in counter]
    if len(counter) < -length or any(digit > 9 for digit in digits):
        raise ZvtGarbage(f"field {tag:02X} has no length")
    return at - length, int("".join(map(str, digits)))


def _tlv_extent(data: bytes, at: int) -> tuple[int, int]:
    first = data[at] if at < len(data) else 0
    if first < 0x80:
        return at + 1, first
    size_bytes = first & 0x03
    return at + 1 + size_bytes, int.from_bytes(data[at + 1 : at + 1 + size_bytes], "big")


def bcd(number: int, size_bytes: int) -> bytes:
    """A number as two decimal digits a byte."""
    return bytes.fromhex(str(number).rjust(2 * size_bytes, "0"))


def from_bcd(data: bytes) -> int:
    """The number of such digits. Raises `ZvtGarbage`."""
    text = data.hex()
    if not text.isdigit():
        raise ZvtGarbage("a number of other signs than digits")
    return int(text)
