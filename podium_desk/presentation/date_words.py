"""A day as a clerk types it in the search: a weekday, a month, tomorrow, 18 nov, 18-11, 20u30.

What is typed may also be a word of a title, so each is looked for as it stands too.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from podium_desk.domain.customers import folded
from podium_desk.i18n.forms import forms_of

if TYPE_CHECKING:
    from datetime import date

    from podium_desk.i18n.words import Words

_DAY = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})(?:[-./](?:20)?([0-9]{2}))?")
_TIME = re.compile(r"([0-9]{1,2})[uh]([0-9]{2})?")
_NUMBER = re.compile(r"[0-9]{1,2}")
_BEGUN_LETTERS = 4
"""Shorter beginnings of a weekday or a month stand in too many titles."""


def spoken_days(text: str, today: date, words: Words) -> tuple[tuple[str, ...], ...]:
    """Each word of `text` with all that `PerformanceIndex` finds it by, in the language of `words`.

    A number before a month is one word with it: ``18 november`` is that day.
    """
    typed = folded(text).split()
    days = _days(today, words)
    wanted: list[tuple[str, ...]] = []
    while typed:
        word = typed.pop(0)
        months = _months(typed[0], words.language) if typed and _NUMBER.fullmatch(word) else ()
        if months:
            typed.pop(0)
            wanted.append(tuple(f" {int(word):02}{month}" for month in months))
        else:
            wanted.append((word, *days.get(word, ()), *_dates(word), *_named(word, words.language)))
    return tuple(wanted)


def _days(today: date, words: Words) -> dict[str, tuple[str]]:
    named = ((words("counter.today"), today), (words("counter.tomorrow"), today + timedelta(1)))
    return {folded(name): (f" {day:%d/%m/%Y}",) for name, day in named}


def _dates(word: str) -> tuple[str, ...]:
    """A day or a time in numbers."""
    if (time := _TIME.fullmatch(word)) is not None:
        return (f" {int(time[1]):02}:{time[2] or ''}",)
    if (day := _DAY.fullmatch(word)) is not None:
        return (f" {int(day[1]):02}/{int(day[2]):02}/{'20' + day[3] if day[3] else ''}",)
    return ()


def _named(word: str, language: str) -> tuple[str, ...]:
    """The weekday or the month that it names. A month's short form alone, as in Jan, is rather a
    word of a title."""
    forms = forms_of(language)
    pairs = zip(forms.days, forms.days_short, strict=True)
    days = (f" #{n}" for n, names in enumerate(pairs) if _is_meant(word, *names))
    months = (f"/{n:02}/" for n, name in enumerate(forms.months, 1) if _is_meant(word, name))
    return *days, *months


def _months(word: str, language: str) -> tuple[str, ...]:
    """The month behind a number."""
    forms = forms_of(language)
    pairs = zip(forms.months, forms.months_short, strict=True)
    return tuple(f"/{n:02}/" for n, names in enumerate(pairs, 1) if _is_meant(word, *names))


def _is_meant(word: str, name: str, short: str = "") -> bool:
    full = folded(name)
    is_begun = len(word) >= _BEGUN_LETTERS and full.startswith(word)
    return is_begun or word == full or word.rstrip(".") == folded(short).rstrip(".")
