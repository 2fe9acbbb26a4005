"""What a door asks about its evening, of the store or of a desk of its house, and what it is told.

It is the only way by which a name reaches a door: a name, of tonight's tickets, where the house
shows names at that door, and nothing else of anybody (docs/decisions/0021).
"""

from __future__ import annotations

import msgspec

EVENING = "/sync/evening"
EVENING_TOPIC = "evening"
PERFORMANCES_MAX = 32
"""No house has more of them in sixteen hours."""


class EveningAsked(msgspec.Struct, frozen=True, array_like=True):
    """About these performances. `names_mark` says which names the door has, empty for none."""

    performances: tuple[int, ...]
    names_mark: bytes
    nonce: bytes = b""


class TicketName(msgspec.Struct, frozen=True, array_like=True):
    """Whose ticket it is: a name alone."""

    origin: int
    seq: int
    line: int
    name: str


class EveningTold(msgspec.Struct, frozen=True, array_like=True):
    """How many valid tickets there are of each performance, and whose they are.

    `names` is None when the door has them all already by its mark. Where the house shows no names
    at that door they are empty, and so is the mark: what the door had is to be dropped.
    """

    counts: tuple[tuple[int, int], ...]
    names_mark: bytes = b""
    names: tuple[TicketName, ...] | None = ()
