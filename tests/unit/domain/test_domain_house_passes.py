"""Passes: each row of the tables in docs/rules/passes.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from podium_desk.domain.concessions import with_concessions
from podium_desk.domain.house_passes import (
    HousePass,
    PassTerms,
    is_pass_pool,
    pass_code,
    pass_number,
    pool_of_pass,
    read_pass_code,
    read_pass_number,
)
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId, TariffId, Unit
from podium_desk.domain.places import Place
from podium_desk.domain.pricing import Offer, Priced, QuoteLine
from podium_desk.domain.programme import Performance, PerformanceStatus, Tariff
from podium_desk.domain.quoting import Asked, quote
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import Occasion
from podium_desk.domain.text import Text
from podium_desk.domain.vouchers import is_voucher_pool

HERE, THERE = HouseId(1), HouseId(2)
TONIGHT = PerformanceId(1)
AT = 1_000_000
NOW = Occasion("counter", AT)
NUMBER = pass_number(1)
PERFORMANCE = Performance(
    TONIGHT, HERE, "x", Text.of("nl", "Lear"), datetime(2026, 12, 1, tzinfo=UTC), None,
    Text.of("nl", "Zaal"), "theater", PerformanceStatus.AVAILABLE, "zaal", 6, "", (),
)  # fmt: skip
TARIFFS = (
    Tariff(TariffId(1), TONIGHT, "base", Text.of("nl", "Basis"), {"1": 2200, "2": 1800}, True),
    Tariff(TariffId(2), TONIGHT, "VRIEND", Text.of("nl", "Vriend"), {"1": 1900, "2": 1700}, False),
)
OFFERS = {TONIGHT: Offer(PERFORMANCE, None, TARIFFS)}


def line(unit: int, rank: str) -> Priced:
    place = Place("Parterre", "A", str(unit), rank)
    cents = TARIFFS[0].prices_cents[rank]
    quoted = QuoteLine(TONIGHT, Unit(unit), TariffId(1))
    return Priced(quoted, PERFORMANCE, place, TARIFFS[0], cents)


BASKET = (line(1, "1"), line(2, "2"), line(3, "1"))


def shown(left: int = 1, used: int = 0, **terms: object) -> HousePass:
    return HousePass(
        NUMBER, HERE, "PAS", PassTerms(**terms), OrderId(Origin(1), 1), 4000, left, 0,  # type: ignore[arg-type]
        used={TONIGHT: used},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "to_pay"),
    [
        (None, 6200),
        (shown(left=3, visits=10), 0),
        (shown(left=1, visits=10), 4000),
        (shown(percent=20, seats=2), 5320),
        (shown(percent=20, seats=2, used=1), 5760),
        (shown(percent=20), 4960),
        (shown(tariff="VRIEND"), 5500),
        (shown(presale_days=7), 6200),
        (replace(shown(left=3, visits=10), most=1), 4000),
        (replace(shown(percent=20, seats=2), most=1), 5760),
    ],
)
def test_what_a_pass_takes_off(said: HousePass | None, to_pay: int) -> None:
    outcome = with_concessions(BASKET, () if said is None else (said,), OFFERS, NOW)
    assert isinstance(outcome, tuple), outcome
    assert sum(one.price_cents for one in outcome) == to_pay
    assert sum(one.price_cents + one.discount_cents for one in outcome) == 6200


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (shown(left=0, visits=10), RefusalReason.PASS_SPENT),
        (shown(percent=20, seats=2, used=2), RefusalReason.PASS_GAVE_ALL),
        (replace(shown(percent=20), home=THERE), RefusalReason.PASS_NOT_FOR_THESE),
        (replace(shown(percent=20), valid_until_ms=AT), RefusalReason.PASS_ENDED),
        (replace(shown(percent=20), is_closed=True), RefusalReason.PASS_CLOSED),
    ],
)
def test_why_a_pass_takes_nothing_off(said: HousePass, reason: RefusalReason) -> None:
    outcome = with_concessions(BASKET, (said,), OFFERS, NOW)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is reason


def test_the_best_for_the_customer_counts_and_one_a_line() -> None:
    both = (shown(left=1, visits=10), shown(percent=20))
    outcome = with_concessions(BASKET, both, OFFERS, NOW)
    assert isinstance(outcome, tuple)
    assert sorted(one.price_cents for one in outcome) == [0, 1440, 1760]


def test_a_pass_of_several_houses_holds_in_each() -> None:
    regional = replace(shown(left=3, visits=10, houses=(HERE,)), home=THERE)
    outcome = with_concessions(BASKET, (regional,), OFFERS, NOW)
    assert isinstance(outcome, tuple)
    assert {one.discount_bearer for one in outcome} == {THERE}


@pytest.mark.parametrize(
    ("days_before", "has_pass", "is_sold"), [(0, False, True), (6, True, True), (6, False, False)]
)
def test_a_pass_opens_the_presale(days_before: int, has_pass: bool, is_sold: bool) -> None:
    from_ms = 100 * 86_400_000
    at = Occasion("counter", from_ms - days_before * 86_400_000)
    later = replace(PERFORMANCE, sold_from_ms=from_ms)
    offers = {TONIGHT: Offer(later, None, TARIFFS)}
    said = (shown(presale_days=7),) if has_pass else ()
    outcome = quote((BASKET[0].line,), offers, Asked(at, said))
    # There is no plan in this offer, so a sale that may begin is refused for that only.
    assert isinstance(outcome, Refusal)
    assert (outcome.reason is not RefusalReason.NOT_YET_ON_SALE) or not is_sold


@pytest.mark.parametrize(
    ("days", "until_ms", "ends_ms"),
    [(0, 0, 0), (1, 0, 86_400_005), (0, 77, 77), (1, 77, 77), (1, 10**12, 86_400_005)],
)
def test_a_pass_ends_at_the_first_of_its_two_ends(days: int, until_ms: int, ends_ms: int) -> None:
    assert PassTerms(valid_days=days, valid_until_ms=until_ms).ends_ms(5) == ends_ms


def test_what_does_not_divide_stays_with_the_house() -> None:
    assert shown(visits=3).visit_cents == 1333


@pytest.mark.parametrize("chance", [0, 1, 10**14, 10**18 + 7])
def test_a_number_is_read_back_and_is_no_voucher(chance: int) -> None:
    number = pass_number(chance)
    assert read_pass_number(f" {number[:4]} {number[4:]}") == number
    assert is_pass_pool(pool_of_pass(number))
    assert not is_voucher_pool(pool_of_pass(number))
    assert read_pass_number(number[:-1]) is None
    wrong = str((int(number[-1]) + 1) % 10)
    assert read_pass_number(number[:-1] + wrong) is None


@pytest.mark.parametrize(("most", "code"), [(0, NUMBER), (2, f"{NUMBER}X2")])
def test_how_many_places_are_wanted_of_a_pass_stands_behind_its_number(
    most: int, code: str
) -> None:
    assert pass_code(NUMBER, most) == code
    assert read_pass_code(code.lower()) == (NUMBER, most)
    assert read_pass_code("LENTEX2") is None
