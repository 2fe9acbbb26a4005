"""How a piece of a screen is meant, for whoever glances at it; the words always say it too."""

from __future__ import annotations

from enum import StrEnum


class Mood(StrEnum):
    """How a chip or band looks."""

    WELL = "well"
    CAUTION = "caution"
    TROUBLE = "trouble"
    OFFLINE = "offline"
    TRAINING = "training"
    EXCHANGE = "exchange"
    """Tickets are being exchanged: what is chosen is no new sale."""


class Tone(StrEnum):
    """What a piece of text means."""

    QUIET = "quiet"
    GOOD = "good"
    BAD = "bad"
