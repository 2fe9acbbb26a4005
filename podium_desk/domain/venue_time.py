"""Moments and days at a venue, as its clock on the wall says them.

A time that a change of the clock skips is an hour later; one that comes twice is the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_DAY = timedelta(days=1)


def read_time_of_day(text: str) -> time | None:
    """The time in "HH:MM", None for anything else."""
    found = _TIME_OF_DAY.fullmatch(text)
    return None if found is None else time(int(found[1]), int(found[2]))


def day_at(zone: ZoneInfo, at_ms: int) -> date:
    """The venue's day of a moment in UTC milliseconds."""
    return datetime.fromtimestamp(at_ms / 1000, zone).date()


def moment_ms(zone: ZoneInfo, day: date, at: time) -> int:
    """That time of that day at the venue, in UTC milliseconds."""
    return to_ms(datetime.combine(day, at, zone))


def to_ms(moment: datetime) -> int:
    """A moment that knows its zone in UTC milliseconds."""
    return round(moment.astimezone(UTC).timestamp() * 1000)


def moments_between(zone: ZoneInfo, at: time, from_ms: int, until_ms: int) -> Iterator[int]:
    """Each time that it was `at` at the venue, from after `from_ms` up to and with `until_ms`."""
    day, last = day_at(zone, from_ms), day_at(zone, until_ms)
    while day <= last:
        moment = moment_ms(zone, day, at)
        if from_ms < moment <= until_ms:
            yield moment
        day += _DAY
