"""The times of a scenario as instants."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from podium_desk.proving.replay.form import BadForm


def zone_of(name: str) -> ZoneInfo:
    """The venue's zone; raises `BadForm`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadForm(f"$.timezone: no zone is called {name}") from error


def instant(text: str, zone: ZoneInfo) -> datetime:
    """A time of a scenario; without an offset it is the venue's.

    One that a clock change skips is read an hour later, one that comes twice is the first of the
    two: that is what `fold` 0 means. Raises `BadForm` for a day that is in no calendar.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadForm(f"{text} is no time: {error}") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def instant_ms(text: str, zone: ZoneInfo) -> int:
    """The same in UTC milliseconds."""
    return int(instant(text, zone).timestamp() * 1000)
