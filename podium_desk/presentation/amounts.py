"""Money and time in words for the screens.

Babel takes a tenth of a second to load, so that it is loaded when the first amount is needed
(`warm_up`, off the screen's thread) and not when the window starts (packaging.md section 3).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache


def warm_up(language: str) -> None:
    """Load what the first amount and the first day need; called on the replica's lane."""
    money(0, language)
    day_and_time(datetime(2026, 1, 1, 20, 0), language)  # noqa: DTZ001 - only its form matters


def money(cents: int, language: str) -> str:
    """An amount in euro, e.g. ``€ 44,00``."""
    from podium_desk.i18n import format as wording

    return wording.money(cents, language)


def money_short(cents: int, language: str) -> str:
    """An amount on a key: whole euros without cents, e.g. ``€ 50``."""
    text = money(cents, language)
    return text if cents % 100 else text.replace(",00", "").replace(".00", "")


def clock_time(moment: datetime) -> str:
    """The clock time, the same in the four languages, e.g. ``20:00``."""
    return f"{moment:%H:%M}"


@lru_cache(maxsize=1024)
def day_heading(day: date, language: str) -> str:
    """A day as a heading, e.g. ``Vrijdag 13 november``."""
    from podium_desk.i18n import format as wording

    words = wording.date_long(day, language).replace(f" {day.year}", "")
    return words[:1].upper() + words[1:]


def day_and_time(moment: datetime, language: str) -> str:
    """Day and time in one line, e.g. ``vr 13 nov, 20:00``."""
    from podium_desk.i18n import format as wording

    return f"{wording.date_short(moment.date(), language)}, {clock_time(moment)}"
