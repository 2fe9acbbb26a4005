"""What a door asks about its evening, of the store or of a desk of its house, and what it is told.

It is the only way by which a word about a person reaches a door: of tonight's tickets a name, where
the house shows names at that door, and nothing else of anybody (docs/decisions/0021).
"""

from __future__ import annotations

import msgspec

EVENING = "/sync/evening"
EVENING_TOPIC = "evening"
PERFORMANCES_MAX = 128
"""No house has more of them in sixteen hours."""


class EveningAsked(msgspec.Struct, frozen=True, array_like=True):
    """About these performances. `mark` says which words the door has, empty for none."""

    performances: tuple[int, ...]
    mark: bytes
    nonce: bytes = b""


class TicketWords(msgspec.Struct, frozen=True, array_like=True):
    """What may be said at a door of one ticket: whose it is, where names are shown; and notes that
    were written for the door."""

    origin: int
    seq: int
    line: int
    name: str = ""
    notes: tuple[str, ...] = ()
    told_ms: int = 0
    """When a door was told this by who knows all, by the corrected clock; 0 from those themselves.
    Of two doors, each with its own word of a ticket, the later told is right."""


class EveningTold(msgspec.Struct, frozen=True, array_like=True):
    """How many valid tickets there are of each performance, and what may be said of them.

    `words` is None when the door has them all already by its mark. Where there is nothing to be
    said at that door they are empty, and so is the mark: what the door had is to be dropped.
    """

    counts: tuple[tuple[int, int], ...]
    mark: bytes = b""
    words: tuple[TicketWords, ...] | None = ()
