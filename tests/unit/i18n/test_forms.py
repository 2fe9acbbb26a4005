"""What is written with the forms that were kept is what Babel writes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency

from podium_desk.i18n import format as wording
from podium_desk.i18n.forms import LOCALES, forms_of

AMOUNTS = [
    *(
        sign * cents
        for cents in (0, 1, 99, 100, 4400, 99999, 100000, 123456789)
        for sign in (1, -1)
    ),
    10**11,
]
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(0, 366, 5)]
MOMENTS = [
    datetime(2026, 11, 3, 0, 5, tzinfo=UTC),
    datetime(2027, 5, 30, 20, 0, tzinfo=UTC),
    datetime(2026, 8, 1, 12, 59, tzinfo=UTC),
]


@pytest.mark.parametrize("language", LOCALES)
def test_money_is_as_babel_writes_it(language):
    for cents in AMOUNTS:
        babels = format_currency(Decimal(cents) / 100, "EUR", locale=LOCALES[language])
        assert wording.money(cents, language) == babels


@pytest.mark.parametrize("language", LOCALES)
def test_days_and_hours_are_as_babel_writes_them(language):
    locale = LOCALES[language]
    for day in DAYS:
        assert wording.date_long(day, language) == format_date(day, "full", locale=locale)
        assert wording.date_short(day, language) == format_date(day, "EEE d MMM", locale=locale)
    for moment in MOMENTS:
        told = wording.date_and_time(moment, language), wording.time_short(moment, language)
        assert told == (
            format_datetime(moment, "d MMM y HH:mm", locale=locale),
            format_time(moment, "HH:mm", locale=locale),
        )


def test_a_language_that_is_not_spoken_has_no_forms():
    with pytest.raises(KeyError):
        forms_of("es")
