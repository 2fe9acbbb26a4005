"""How long ago something was, in one unit that grows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from podium_desk.presentation.amounts import day_and_time

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words

_AGO_MINUTES_MAX = 90


def ago(at_ms: int | None, now: datetime, words: Words) -> str:
    """How long ago: seconds, minutes, then the day and time in the zone of `now`."""
    if at_ms is None:
        return words("device_status.never")
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 10:
        return words("device_status.just_now")
    if seconds < 60:
        return words("device_status.seconds_ago", n=seconds)
    if seconds < _AGO_MINUTES_MAX * 60:
        return words("device_status.minutes_ago", n=seconds // 60)
    return day_and_time(moment.astimezone(now.tzinfo), words.language)
