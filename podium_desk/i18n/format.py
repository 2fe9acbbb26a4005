"""Money, dates and times as people of a language write them; Babel knows how (never by hand)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from podium_desk.i18n.forms import LOCALES, forms_of

_KEPT = 4096
"""Wordings kept: a screen says the same amounts and days again at each key."""


@lru_cache(maxsize=_KEPT)
def money(cents: int, language: str) -> str:
    """An amount in euro, e.g. ``€ 44,00``; may hold no-break spaces."""
    forms = forms_of(language)
    before, behind = forms.minus if cents < 0 else forms.plus
    euros, rest = divmod(abs(cents), 100)
    whole = f"{euros:,}".replace(",", forms.thousands)
    return f"{before}{whole}{forms.decimals}{rest:02}{behind}"


def time_short(moment: datetime, language: str) -> str:
    """The clock time, e.g. ``20:00``, in the zone of `moment`."""
    # The four languages write it alike.
    assert language in LOCALES
    return f"{moment:%H:%M}"


@lru_cache(maxsize=_KEPT)
def date_long(day: date, language: str) -> str:
    """The day in words, e.g. ``vrijdag 13 november 2026``."""
    forms = forms_of(language)
    weekday, month = forms.days[day.weekday()], forms.months[day.month - 1]
    return forms.full.format(weekday, day.day, month, day.year)


@lru_cache(maxsize=_KEPT)
def date_short(day: date, language: str) -> str:
    """The day in a list, e.g. ``vr 13 nov``."""
    forms = forms_of(language)
    return f"{forms.days_short[day.weekday()]} {day.day} {forms.months_short[day.month - 1]}"


def date_and_time(moment: datetime, language: str) -> str:
    """Day and clock time for papers, e.g. ``13 nov 2026 20:00``."""
    month = forms_of(language).months_short[moment.month - 1]
    return f"{moment.day} {month} {moment.year} {moment:%H:%M}"


def duration(seconds: int, language: str) -> str:
    """How long, rounded to one unit, e.g. ``18 minuten``."""
    # Babel is loaded by whoever needs its rules.
    from babel.dates import format_timedelta

    return format_timedelta(timedelta(seconds=seconds), locale=LOCALES[language])
