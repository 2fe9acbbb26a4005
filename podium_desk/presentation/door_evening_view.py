"""How the evening goes, in words: who is still to come, how fast, each section, the other doors."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from podium_desk.i18n import format as formats
from podium_desk.presentation.door_view import EveningView, Gauge

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.application.door_evening import (
        DoorEvening,
        OtherDoor,
        SectionCount,
        ShownPerformance,
    )
    from podium_desk.i18n.words import Words

LONGEST_FORESEEN_MIN = 180
"""At a pace at which it would last longer, no time is said: it would be no more than a guess."""


def evening_view(evening: DoorEvening | None, now: datetime, words: Words) -> EveningView:
    """The rows and the sentence that stand on the waiting screen and on the page of the evening."""
    if evening is None or not evening.tonight:
        return EveningView()
    sections = evening.sections if len(evening.sections) > 1 else ()
    return EveningView(
        line=pace_line(evening, now, words),
        sections=tuple(_section(one, words) for one in sections),
        doors=tuple(_door(one, now, words) for one in evening.others),
        sections_label=words("door_pages.sections") if sections else "",
        doors_label=words("door_pages.doors") if evening.others else "",
    )


def pace_line(evening: DoorEvening, now: datetime, words: Words) -> str:
    """``Nog 125 te komen · deze deur 14 per minuut · iedereen binnen om 20:06``."""
    told = [words("door_pages.to_come", n=evening.still_to_come)]
    if evening.here_minute:
        told.append(words("door_pages.pace", n=max(1, round(evening.here_minute))))
    seated = seated_at(evening, now)
    if seated is not None:
        told.append(words("door_pages.seated", time=formats.time_short(seated, words.language)))
    return " · ".join(told)


def seated_at(evening: DoorEvening, now: datetime) -> datetime | None:
    """When everybody is in at the pace of all doors; None where that cannot be told."""
    if not evening.still_to_come or not evening.all_minute:
        return None
    minutes = evening.still_to_come / evening.all_minute
    if minutes > LONGEST_FORESEEN_MIN:
        return None
    start = evening.tonight[0].start
    return now.astimezone(start.tzinfo) + timedelta(minutes=minutes)


def performance_line(one: ShownPerformance, now: datetime, words: Words) -> str:
    """A coming performance with its day: ``zaterdag 5 december, 20:00 — Ritme / Rust``."""
    time = formats.time_short(one.start, words.language)
    when = time
    if one.start.date() != now.astimezone(one.start.tzinfo).date():
        day = formats.date_short(one.start.date(), words.language)
        when = words("door.day_at", day=day, time=time)
    return f"{when} — {one.title.in_language(words.language)}"


def age_text(seconds: float, words: Words) -> str:
    """How old in one short unit: ``40 s``, ``14 min``, ``3 u``, ``2 dagen``."""
    whole = max(0, int(seconds))
    if whole < 60:
        return words("door.age_seconds", n=whole)
    if whole < 2 * 3600:
        return words("door.age_minutes", n=whole // 60)
    if whole < 48 * 3600:
        return words("door.age_hours", n=whole // 3600)
    return words("door.age_days", n=whole // 86400)


def _section(one: SectionCount, words: Words) -> Gauge:
    name = one.name or words("door_pages.no_section")
    figures = words("door.count", inside=one.inside, expected=one.expected)
    return Gauge(name, figures, min(1.0, one.inside / one.expected) if one.expected else None)


def _door(one: OtherDoor, now: datetime, words: Words) -> Gauge:
    if one.last_heard is None:
        return Gauge(one.name, words("door_pages.door_unheard", n=one.admitted))
    age = age_text((now - one.last_heard).total_seconds(), words)
    return Gauge(one.name, words("door_pages.door_heard", n=one.admitted, age=age))
