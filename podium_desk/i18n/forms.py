"""How people of a language write money and days: what Babel knows of it, as plain values.

Babel with one language takes a thirtieth of a counter's start to load, to write amounts and days
of four forms. They are asked of Babel once, and kept as long as it is the same Babel.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from podium_desk.late_dataclass import dataclass
from podium_desk.worked_out import worked_out

LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Forms:
    """Of one language; months and days from January and Monday on."""

    plus: tuple[str, str]
    """What stands before and behind an amount in euro."""
    minus: tuple[str, str]
    """And of one below zero."""
    thousands: str
    decimals: str
    days: tuple[str, ...]
    days_short: tuple[str, ...]
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    full: str
    """A day in full, for its weekday, day, month and year."""


@lru_cache(maxsize=len(LOCALES))
def forms_of(language: str) -> Forms:
    """Its forms; `KeyError` for a language that the program does not speak."""
    locale = LOCALES[language]
    return Forms(*worked_out(f"forms-{locale}", _which_babel(), lambda: _asked(locale)))


def _which_babel() -> bytes:
    """Its own first module, which names its version."""
    found = find_spec("babel")
    assert found is not None, "it is installed with the program"
    path = Path(found.origin or "")
    return path.read_bytes() if path.is_file() else b""


def _asked(locale: str) -> tuple[object, ...]:
    # Loaded by the first start of all.
    from decimal import Decimal

    from babel.dates import get_date_format, get_day_names, get_month_names
    from babel.numbers import format_currency

    plus, minus = (
        format_currency(Decimal(sign + "1234567.89"), "EUR", locale=locale) for sign in ("", "-")
    )
    days = [get_day_names(width, "format", locale) for width in ("wide", "abbreviated")]
    months = [get_month_names(width, "format", locale) for width in ("wide", "abbreviated")]
    return (
        *(
            tuple(text.split(text[text.index("1") : text.index("89") + 2]))
            for text in (plus, minus)
        ),
        plus[plus.index("1") + 1 : plus.index("234")],
        plus[plus.index("567") + 3 : plus.index("89")],
        *(tuple(names[day] for day in range(7)) for names in days),
        *(tuple(names[month] for month in range(1, 13)) for names in months),
        _filled_in(get_date_format("full", locale).pattern),
    )


def _filled_in(pattern: str) -> str:
    """A pattern of CLDR as one of `str.format`."""
    for place, letters in enumerate(("EEEE", "d", "MMMM", "y")):
        pattern = pattern.replace(letters, f"{{{place}}}")
    assert not any(letter.isalpha() for letter in pattern), f"{pattern} says more"
    return pattern
