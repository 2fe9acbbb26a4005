"""The hours of a performance at the doors: from when to when a door admits to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from podium_desk.domain.programme import Performance

BEFORE_START = timedelta(hours=16)
"""A performance that starts within this time, or is under way, is tonight's."""
AFTER_END = timedelta(hours=1)
LENGTH = timedelta(hours=3)
"""How long one takes that does not say when it ends."""


def evening_of(performance: Performance) -> tuple[datetime, datetime]:
    """The first and the last moment at which it is tonight's; an hour after its end it still is."""
    end = performance.end or performance.start + LENGTH
    return performance.start - BEFORE_START, end + AFTER_END
