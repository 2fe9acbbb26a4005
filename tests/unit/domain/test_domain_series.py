"""Subscriptions: each row of the tables in docs/rules/passes.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from podium_desk.domain.discounts import Cut
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, Unit
from podium_desk.domain.places import Place
from podium_desk.domain.pricing import Priced, QuoteLine
from podium_desk.domain.programme import Performance, PerformanceStatus, Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.series import Series, SeriesKind, Step, spread_cents, with_series
from podium_desk.domain.tariff_terms import Occasion
from podium_desk.domain.text import Text

HERE = HouseId(1)
NOW = Occasion("counter", 1000)
FOUR = tuple(PerformanceId(number) for number in (1, 2, 3, 4))
FIXED = Series(HERE, "VAST", Text.of("nl", "Vast"), SeriesKind.FIXED, FOUR, {"": 7000})
CHOICE = Series(
    HERE, "KEUZE", Text.of("nl", "Keuze"), SeriesKind.CHOICE, FOUR,
    steps=(Step(3, Cut.PERCENT, 10), Step(4, Cut.PERCENT, 20)),
)  # fmt: skip
EACH = replace(CHOICE, steps=(Step(3, Cut.PRICE, 1500),))


def line(number: int, seat: str = "7", cents: int = 2000) -> Priced:
    performance = Performance(
        PerformanceId(number), HERE, "x", Text.of("nl", "Lear"), datetime(2026, 12, 1, tzinfo=UTC),
        None, Text.of("nl", "Zaal"), "theater", PerformanceStatus.AVAILABLE, "zaal", 6, "", (),
    )  # fmt: skip
    tariff = Tariff(TariffId(1), performance.id, "base", Text.of("nl", "B"), {"": cents}, True)
    quoted = QuoteLine(performance.id, Unit(int(seat)), TariffId(1))
    return Priced(quoted, performance, Place("Parterre", "A", seat, "1"), tariff, cents)


def prices(series: Series, *lines: Priced) -> list[int]:
    outcome = with_series(lines, series, NOW)
    assert isinstance(outcome, tuple), outcome
    return [one.price_cents for one in outcome]


@pytest.mark.parametrize(
    ("total", "single", "parts"),
    [
        (7000, (2000, 2000, 2000, 2000), (1750, 1750, 1750, 1750)),
        (7000, (2000, 2000, 2000), (2000, 2000, 2000)),
        (5000, (2000, 2000, 2000), (1667, 1667, 1666)),
        (6000, (2400, 2000, 1800, 1200), (1946, 1622, 1460, 972)),
        (1, (2000, 2000), (1, 0)),
        (0, (2000, 2000), (0, 0)),
    ],
)
def test_a_price_is_spread_to_the_cent(
    total: int, single: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert spread_cents(total, single) == parts
    assert sum(parts) == min(total, sum(single))


def test_a_fixed_series_is_the_same_place_everywhere() -> None:
    whole = [line(number) for number in (1, 2, 3, 4)]
    assert prices(FIXED, *whole) == [1750] * 4
    elsewhere = [*whole[:3], line(4, seat="8")]
    assert prices(FIXED, *elsewhere) == [2000] * 4
    two = [line(number, seat) for number in (1, 2, 3, 4) for seat in ("7", "8")]
    assert prices(FIXED, *two) == [1750] * 8


def test_one_evening_too_few_is_the_usual_price() -> None:
    assert prices(FIXED, line(1), line(2), line(3)) == [2000] * 3
    assert FIXED.missing(FOUR[:3]) == 1


@pytest.mark.parametrize(
    ("series", "count", "each"),
    [(CHOICE, 2, 2000), (CHOICE, 3, 1800), (CHOICE, 4, 1600), (EACH, 2, 2000), (EACH, 4, 1500)],
)
def test_a_choice_costs_by_how_many(series: Series, count: int, each: int) -> None:
    chosen = [line(number) for number in range(1, count + 1)]
    assert prices(series, *chosen) == [each] * count


def test_each_subscriber_counts_apart() -> None:
    first = [line(number) for number in (1, 2, 3, 4)]
    second = [line(number, "8") for number in (1, 2)]
    assert prices(CHOICE, *first, *second) == [1600] * 4 + [2000] * 2


def test_a_choice_never_makes_a_place_dearer() -> None:
    assert prices(EACH, line(1), line(2), line(3, cents=1200)) == [1500, 1500, 1200]


def test_what_is_not_of_the_series_keeps_its_price() -> None:
    assert prices(FIXED, *(line(number) for number in (1, 2, 3, 4)), line(9)) == [
        1750, 1750, 1750, 1750, 2000,
    ]  # fmt: skip


def test_a_series_that_is_not_sold_or_not_asked_for_is_refused() -> None:
    over = with_series([line(1)], replace(FIXED, sold_until_ms=1000), NOW)
    assert isinstance(over, Refusal)
    assert over.reason is RefusalReason.DISCOUNT_NOT_NOW
    none = with_series([line(9)], FIXED, NOW)
    assert isinstance(none, Refusal)
    assert none.reason is RefusalReason.DISCOUNT_NOT_FOR_THESE
