"""Amounts and numbers as people type them at a till; what is no amount is None, never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping

from podium_desk.domain.till_report import Pieces

_AMOUNT = re.compile(r"(\d{1,6})(?:[.,](\d{1,2}))?")
_COUNT = re.compile(r"\d{1,4}")


def typed_cents(text: str) -> int | None:
    """The cents in ``150``, ``150,5`` or ``€ 150.50``; None for anything else, and for nothing."""
    found = _AMOUNT.fullmatch(text.replace("€", "").replace("\u00a0", "").strip())
    if found is None or not found.group(0).isascii():
        return None
    return int(found.group(1)) * 100 + int((found.group(2) or "").ljust(2, "0"))


def typed_pieces(fields: Mapping[int, str]) -> Pieces | None:
    """How many of each note and coin, by value in cents; an empty field is none of them.

    None when one of them holds anything but a number.
    """
    pieces = []
    for value, text in fields.items():
        plain = text.strip()
        if plain and not (plain.isascii() and _COUNT.fullmatch(plain)):
            return None
        if plain and int(plain):
            pieces.append((value, int(plain)))
    return tuple(pieces)


def as_typed(cents: int, decimal_sign: str = ",") -> str:
    """An amount as somebody would type it: ``150`` or ``150,05``."""
    euros, rest = divmod(cents, 100)
    return f"{euros}{decimal_sign}{rest:02d}" if rest else str(euros)
