"""Money, dates and times as people of a language write them; Babel knows how (never by hand)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_currency

_LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}
_KEPT = 4096
"""Wordings kept: a screen says the same amounts and days again at each key."""


@lru_cache(maxsize=_KEPT)
def money(cents: int, language: str) -> str:
    """An amount in euro, e.g. ``€ 44,00``; may hold no-break spaces."""
    return format_currency(Decimal(cents) / 100, "EUR", locale=_LOCALES[language])


def time_short(moment: datetime, language: str) -> str:
    """The clock time, e.g. ``20:00``, in the zone of `moment`."""
    return format_time(moment, "HH:mm", locale=_LOCALES[language])


@lru_cache(maxsize=_KEPT)
def date_long(day: date, language: str) -> str:
    """The day in words, e.g. ``vrijdag 13 november 2026``."""
    return format_date(day, "full", locale=_LOCALES[language])


@lru_cache(maxsize=_KEPT)
def date_short(day: date, language: str) -> str:
    """The day in a list, e.g. ``vr 13 nov``."""
    return format_date(day, "EEE d MMM", locale=_LOCALES[language])


def date_and_time(moment: datetime, language: str) -> str:
    """Day and clock time for papers, e.g. ``13 nov 2026 20:00``."""
    return format_datetime(moment, "d MMM y HH:mm", locale=_LOCALES[language])


def duration(seconds: int, language: str) -> str:
    """How long, rounded to one unit, e.g. ``18 minuten``."""
    return format_timedelta(timedelta(seconds=seconds), locale=_LOCALES[language])
