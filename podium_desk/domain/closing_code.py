"""The text of a closing code's part, in the letters that every scanner and keyboard gets right."""

from __future__ import annotations

from podium_desk.domain.tickets import LETTERS

PREFIX = "PODS"
_LETTER_OF_HEX = str.maketrans("0123456789abcdef", LETTERS)
_HEX_OF_LETTER = str.maketrans(LETTERS, "0123456789abcdef")


def part_text(part: bytes) -> str:
    """What stands in the QR code of a part."""
    return PREFIX + part.hex().translate(_LETTER_OF_HEX)


def read_part(text: str) -> bytes | None:
    """The part in what a camera or a scanner gave; None when it is no part of a closing code."""
    plain = "".join(text.split()).upper()
    letters = plain.removeprefix(PREFIX)
    if letters == plain or len(letters) % 2 or not set(letters) <= set(LETTERS):
        return None
    return bytes.fromhex(letters.translate(_HEX_OF_LETTER))
