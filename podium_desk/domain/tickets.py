"""What a ticket's code says, and its text: enough for a door that never heard of the ticket.

Nothing personal is inside. The signature is made and checked by the caller; here it is 64 bytes
beside the payload. See architecture.md, "The ticket code".
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.domain.ids import (
    FactId,
    HouseId,
    PerformanceId,
    TariffId,
    TicketId,
    Unit,
    device_of,
    incarnation_of,
    origin_of,
)
from podium_desk.late_dataclass import dataclass

PREFIX = "PODI"
LETTERS = "BCDEFGHIJKLNPRST"
"""Sixteen letters that US, Belgian, French, German and Dutch keyboards type alike."""
_LETTER_OF_HEX = str.maketrans("0123456789abcdef", LETTERS)
_HEX_OF_LETTER = str.maketrans(LETTERS + "0123456789A", "0123456789abcdef" + "?" * 11)
"""What else is hexadecimal is none of our letters."""
VERSION = 1
"""Signed by the device that issued the ticket."""
VERSION_BY_OTHER = 2
"""Signed by another device of the cluster, which names its own fact that let it do so."""
SIGNATURE_BYTES = 64
PAYLOAD_BYTES_MAX = 44
"""With prefix and signature 220 characters: QR version 8, level M, alphanumeric."""

_HAS_UNIT, _HAS_FROM, _HAS_UNTIL, _IS_ZONE_CUT = 1, 2, 4, 8
FIRST_MINUTE = 26_297_280
"""Minutes from 1970 to 2020-01-01 UTC: validity counts from there to stay short."""
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class TicketContent:
    """The payload of a ticket code.

    `tariff` is the product number. Validity is in whole minutes of UTC since 1970, both ends
    included, None for no bound. `is_zone_cut` tells that only the zone's beginning fitted.
    `signer` is None where the device that issued the ticket signs; else the fact of another one,
    which took its money or gave it a new code while it held the ticket's right.
    """

    cluster: int
    house: HouseId
    performance: PerformanceId
    ticket: TicketId
    generation: int
    unit: Unit | None
    zone: str
    row: str
    number: str
    tariff: TariffId
    valid_from_min: int | None
    valid_until_min: int | None
    persons: int = 1
    is_zone_cut: bool = False
    signer: FactId | None = None


class NotATicket(StrEnum):
    """What a scanned text is when no ticket can be read from it."""

    FOREIGN = "foreign"
    """Something else: an address, a number on a bottle, a telephone number."""
    DAMAGED = "damaged"
    """It has the form of our ticket, but letters are missing or wrong."""
    NEWER = "newer"
    """A ticket of a later form than this program knows."""


def pack(content: TicketContent) -> bytes:
    """The payload, at most 44 bytes; what does not fit of zone, number and row is cut, zone first.

    Raises ``ValueError`` when the numbers alone do not fit or are out of range.
    """
    numbers = _packed_numbers(content)
    room = PAYLOAD_BYTES_MAX - len(numbers) - 3
    if room < 0:
        raise ValueError("the numbers of this ticket do not fit in its code")
    row = _cut(content.row, min(room, 15))
    number = _cut(content.number, min(room - len(row), 15))
    zone = _cut(content.zone, room - len(row) - len(number))
    flags = (
        (content.unit is not None) * _HAS_UNIT
        | (content.valid_from_min is not None) * _HAS_FROM
        | (content.valid_until_min is not None) * _HAS_UNTIL
        | (content.is_zone_cut or zone != content.zone.encode()) * _IS_ZONE_CUT
    )
    body = numbers + bytes([len(row) << 4 | len(number)]) + row + number + zone
    version = VERSION if content.signer is None else VERSION_BY_OTHER
    return bytes([version << 4 | flags, len(body) + 2]) + body


def unpack(payload: bytes) -> TicketContent | NotATicket:
    """What a payload says; `damaged` or `newer` when it cannot be one of ours.

    Check the signature first: a payload that unpacks is not yet a true one.
    """
    if not _is_whole(payload):
        return NotATicket.DAMAGED
    if payload[0] >> 4 not in (VERSION, VERSION_BY_OTHER):
        is_newer = payload[0] >> 4 > VERSION_BY_OTHER
        return NotATicket.NEWER if is_newer else NotATicket.DAMAGED
    try:
        return _unpacked(payload)
    except (IndexError, ValueError):
        return NotATicket.DAMAGED


def whole_minutes(since_ms: int | None, until_ms: int | None) -> tuple[int | None, int | None]:
    """What a code says of a validity: whole minutes, so that nobody is kept out who may come in.

    What is earlier than a code can say, or ends before it begins, is told as that moment.
    """
    first = FIRST_MINUTE if since_ms is None else max(FIRST_MINUTE, since_ms // _MINUTE_MS)
    last = None if until_ms is None else max(first, -(-until_ms // _MINUTE_MS))
    return None if since_ms is None else first, last


def ticket_text(payload: bytes, signature: bytes) -> str:
    """The text in the QR code: prefix, payload and signature, two letters a byte."""
    if len(signature) != SIGNATURE_BYTES or not _is_whole(payload):
        raise ValueError("a ticket is a packed payload and a signature of 64 bytes")
    return PREFIX + (payload + signature).hex().translate(_LETTER_OF_HEX)


def read_ticket_text(text: str) -> tuple[bytes, bytes] | NotATicket:
    """Payload and signature from what a camera, a scanner or a keyboard gave.

    Takes lower case and spaces, and drops a scanner's marker before the code (``\\000026`` for
    the character set, ``]Q1`` for the symbology).
    """
    plain = without_marker("".join(text.split())).upper()
    letters = plain.removeprefix(PREFIX)
    if letters == plain:
        return _not_a_ticket(plain)
    try:
        both = bytes.fromhex(letters.translate(_HEX_OF_LETTER))
    except ValueError:
        return _not_a_ticket(plain)
    payload, signature = both[:-SIGNATURE_BYTES], both[-SIGNATURE_BYTES:]
    return (payload, signature) if _is_whole(payload) else _not_a_ticket(plain)


def is_whole_ticket(text: str) -> bool:
    """Whether a text that is typed letter by letter is a ticket's code with its last one.

    Its second byte says how long it is, so no code is the beginning of another. That it is genuine
    is not said. Of a later form nothing is known.
    """
    plain = without_marker(text).upper()
    letters = plain.removeprefix(PREFIX)
    head = letters[:4]
    if letters == plain or len(head) < 4 or head.strip(LETTERS):
        return False
    first, length = bytes.fromhex(head.translate(_HEX_OF_LETTER))
    is_known = first >> 4 in (VERSION, VERSION_BY_OTHER) and 2 < length <= PAYLOAD_BYTES_MAX
    is_full = len(letters) == 2 * (length + SIGNATURE_BYTES)
    return is_known and is_full and not letters.strip(LETTERS)


def _is_whole(payload: bytes) -> bool:
    """Whether nothing is missing at an end: the second byte says how long a payload is.

    That holds in every version, so that a code of which a scanner lost the tail is called
    damaged, not forged.
    """
    return 2 < len(payload) <= PAYLOAD_BYTES_MAX and payload[1] == len(payload)


def without_marker(text: str) -> str:
    """The text without what a scanner may put before it."""
    if text[:1] == "\\" and text[1:7].isdigit():
        text = text[7:]
    return text[3:] if text[:1] == "]" else text


def _not_a_ticket(plain: str) -> NotATicket:
    """Ours but damaged when it is long and nearly all in our letters, or begins like ours."""
    ours = sum(letter in LETTERS for letter in plain)
    is_long = len(plain) >= 64 and ours * 10 >= len(plain) * 9
    rest = plain.removeprefix(PREFIX)
    begins_like_ours = rest != plain and len(rest) >= 12 and ours * 10 >= len(plain) * 8
    return NotATicket.DAMAGED if is_long or begins_like_ours else NotATicket.FOREIGN


def _packed_numbers(content: TicketContent) -> bytes:
    """All numbers: the cluster in four bytes, the others as short as they are."""
    ticket = content.ticket
    start = content.valid_from_min
    numbers = [
        content.house,
        content.performance,
        device_of(ticket.origin),
        incarnation_of(ticket.origin),
        ticket.seq,
        ticket.line,
        content.generation,
        content.tariff,
        content.persons,
    ]
    if content.unit is not None:
        numbers.append(content.unit)
    if start is not None:
        numbers.append(start - FIRST_MINUTE)
    if content.valid_until_min is not None:
        numbers.append(content.valid_until_min - (FIRST_MINUTE if start is None else start))
    if content.signer is not None:
        origin, seq = content.signer.origin, content.signer.seq
        numbers += [device_of(origin), incarnation_of(origin), seq]
    if not 0 <= content.cluster < 1 << 32 or min(numbers) < 0:
        raise ValueError("a number of this ticket is out of range")
    return content.cluster.to_bytes(4, "big") + b"".join(map(_varint, numbers))


def _unpacked(payload: bytes) -> TicketContent:
    """The content; ``IndexError`` or ``ValueError`` where the bytes are not of this form."""
    flags = payload[0] & 15
    is_by_other = payload[0] >> 4 == VERSION_BY_OTHER
    optional = (flags & (_HAS_UNIT | _HAS_FROM | _HAS_UNTIL)).bit_count()
    numbers, position = _varints(payload, 6, 9 + optional + 3 * is_by_other)
    house, performance, device, incarnation, seq, line, generation, tariff, persons = numbers[:9]
    more = iter(numbers[9:])
    unit = Unit(next(more)) if flags & _HAS_UNIT else None
    start = next(more) + FIRST_MINUTE if flags & _HAS_FROM else None
    zero = FIRST_MINUTE if start is None else start
    until = next(more) + zero if flags & _HAS_UNTIL else None
    signer = _signer(*more) if is_by_other else None
    lengths = payload[position]
    text = payload[position + 1 :]
    row_end = lengths >> 4
    number_end = row_end + (lengths & 15)
    if number_end > len(text):
        raise ValueError("the seat is cut off")
    row, number, zone = text[:row_end], text[row_end:number_end], text[number_end:]
    return TicketContent(
        int.from_bytes(payload[2:6], "big"), HouseId(house), PerformanceId(performance),
        TicketId(origin_of(device, incarnation), seq, line), generation, unit,
        zone.decode(), row.decode(), number.decode(), TariffId(tariff), start, until, persons,
        bool(flags & _IS_ZONE_CUT), signer,
    )  # fmt: skip


def _signer(device: int, incarnation: int, seq: int) -> FactId:
    return FactId(origin_of(device, incarnation), seq)


def _varints(payload: bytes, position: int, count: int) -> tuple[list[int], int]:
    """So many numbers of seven bits a byte, least first, the eighth bit saying that more follow;
    and where they end. ``IndexError`` where the bytes do."""
    numbers = []
    for _ in range(count):
        number = payload[position]
        position += 1
        if number >= 128:
            number, position = _long(payload, position, number & 127)
        numbers.append(number)
    return numbers, position


def _long(payload: bytes, position: int, number: int) -> tuple[int, int]:
    """A number of several bytes whose first seven bits were read; and where it ends."""
    shift = 7
    while (byte := payload[position]) >= 128:
        number |= (byte & 127) << shift
        shift += 7
        position += 1
    return number | byte << shift, position + 1


def _varint(number: int) -> bytes:
    """A number as `_varints` reads it."""
    parts = bytearray()
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def _cut(text: str, room: int) -> bytes:
    """As much of the text as fits, never half a character."""
    return text.encode()[:room].decode(errors="ignore").encode()
