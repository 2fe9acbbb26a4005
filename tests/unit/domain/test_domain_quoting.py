"""Terms of tariffs and discounts; the rows are those of docs/rules/pricing.md."""

from dataclasses import replace

import pytest
from test_domain_orders import ANKER, AT_MS, CONTEXT, OFFERS, SLUIS, card, line, reason, request

from podium_desk.domain.discounts import Cut, Discount
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.orders import SaleDecision, decide_sale
from podium_desk.domain.pricing import Priced
from podium_desk.domain.quoting import Asked, quote
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import Occasion, TariffTerms
from podium_desk.domain.text import Text

HOUR_MS = 3_600_000
TEN, NOON = AT_MS + 10 * HOUR_MS, AT_MS + 12 * HOUR_MS
ONE = PerformanceId(1)


def offers_with(**terms):
    """The base tariff of performance 1 with these terms; the others are for everybody."""
    offer = OFFERS[ONE]
    base, *rest = offer.tariffs
    prices = {**base.prices_cents, "Rolstoel": 1000}
    changed = replace(base, prices_cents=prices, terms=TariffTerms(**terms))
    return {**OFFERS, ONE: replace(offer, tariffs=(changed, *rest))}


def outcome(lines, offers=OFFERS, at_ms=TEN, discounts=(), channel="counter"):
    return quote(lines, offers, Asked(Occasion(channel, at_ms), tuple(discounts)))


def verdict(quoted) -> RefusalReason | None:
    return quoted.reason if isinstance(quoted, Refusal) else None


def lines(*tariffs):
    return [line(1, unit, tariff) for unit, tariff in enumerate(tariffs)]


@pytest.mark.parametrize(
    ("terms", "basket", "at_ms", "why"),
    [
        ({"channels": ("kiosk",)}, lines(10), TEN, RefusalReason.TARIFF_NOT_SOLD_HERE),
        ({"sold_from_ms": TEN}, lines(10), TEN - 1, RefusalReason.TARIFF_NOT_NOW),
        ({"sold_from_ms": TEN, "sold_until_ms": NOON}, lines(10), TEN, None),
        ({"sold_until_ms": NOON}, lines(10), NOON, RefusalReason.TARIFF_NOT_NOW),
        ({"is_for_wheelchair": True}, lines(10), TEN, RefusalReason.TARIFF_NOT_FOR_SEAT),
        ({"is_for_wheelchair": True}, [line(1, 9, 10)], TEN, None),
        ({"needs_remark": True}, lines(10), TEN, RefusalReason.REMARK_NEEDED),
        ({"needs_remark": True}, [replace(line(1, 0, 10), remark="pers")], TEN, None),
        ({"needs_pass": True}, lines(10), TEN, RefusalReason.CARD_NEEDED),
        ({"needs_pass": True}, [replace(line(1, 0, 10), pass_number="V-12")], TEN, None),
        ({"least_in_order": 3}, lines(10, 10), TEN, RefusalReason.GROUP_TOO_SMALL),
        ({"least_in_order": 3}, lines(10, 10, 10), TEN, None),
        ({"most_in_order": 2}, lines(10, 10, 10), TEN, RefusalReason.TOO_MANY_OF_TARIFF),
        ({"each_needs": 1}, lines(10), TEN, RefusalReason.COMPANION_WITHOUT_OTHERS),
        ({"each_needs": 1}, lines(10, 99), TEN, None),
        ({"each_needs": 2}, lines(10, 10, 99, 99, 99), TEN, RefusalReason.COMPANION_WITHOUT_OTHERS),
        ({"each_needs": 2}, lines(10, 10, 99, 99, 99, 99), TEN, None),
    ],
)
def test_a_tariff_is_sold_on_its_terms(terms, basket, at_ms, why):
    assert verdict(outcome(basket, offers_with(**terms), at_ms)) is why


def test_terms_are_not_looked_at_for_a_price_that_is_only_shown():
    assert not isinstance(quote(lines(10), offers_with(needs_remark=True)), Refusal)


@pytest.mark.parametrize(
    ("at_ms", "pass_number", "why"),
    [
        (NOON - 60_000, "", RefusalReason.NOT_YET_ON_SALE),
        (NOON - 60_000, "V-12", None),
        (TEN - 60_000, "V-12", RefusalReason.NOT_YET_ON_SALE),
        (NOON, "", None),
    ],
)
def test_the_sale_begins_for_who_has_a_pass_first(at_ms, pass_number, why):
    offer = OFFERS[ONE]
    later = replace(offer.performance, sold_from_ms=NOON, presale_from_ms=TEN)
    asked = [replace(line(1, 0, 10), pass_number=pass_number)]
    assert verdict(outcome(asked, {ONE: replace(offer, performance=later)}, at_ms)) is why


def discount(cut=Cut.PERCENT, value=10, **changes) -> Discount:
    return replace(Discount(SLUIS, "LENTE", Text.of("nl", "Lente"), cut, value), **changes)


@pytest.mark.parametrize(
    ("basket", "discounts", "prices"),
    [
        ([line(1, 0, 10)], [discount()], [1980]),
        ([line(1, 4, 10)], [discount()], [1623]),
        ([line(1, 0, 11)], [discount(value=50)], [550]),
        ([line(1, 0, 10)], [discount(Cut.AMOUNT, 500)], [1700]),
        ([line(1, 0, 11)], [discount(Cut.AMOUNT, 1500)], [0]),
        ([line(1, 0, 10)], [discount(Cut.PRICE, 1200)], [1200]),
        ([line(1, 0, 11)], [discount(Cut.PRICE, 1200)], [1101]),
        ([line(1, 0, 10)], [discount(), discount(Cut.AMOUNT, 500)], [1700]),
        ([line(1, 0, 10)], [discount(Cut.AMOUNT, 500), discount()], [1700]),
        ([line(1, 4, 10), line(1, 0, 10)], [discount(value=50, most_in_order=1)], [1803, 1100]),
        ([line(1, 0, 10), line(2, 0, 20)], [discount()], [1980, 2200]),
        ([line(1, 0, 10), line(1, 1, 11)], [discount(tariffs=("-26",))], [2200, 991]),
    ],
)
def test_a_discount_takes_off_the_most_for_the_customer(basket, discounts, prices):
    priced = outcome(basket, discounts=discounts)
    assert isinstance(priced, tuple)
    assert [one.price_cents for one in priced] == prices


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"house": ANKER}, RefusalReason.DISCOUNT_NOT_FOR_THESE),
        ({"performances": (PerformanceId(2),)}, RefusalReason.DISCOUNT_NOT_FOR_THESE),
        ({"valid_until_ms": TEN}, RefusalReason.DISCOUNT_NOT_NOW),
        ({"valid_from_ms": NOON}, RefusalReason.DISCOUNT_NOT_NOW),
    ],
)
def test_a_discount_that_is_good_for_nothing_is_refused(changes, why):
    assert verdict(outcome([line(1, 0, 10)], discounts=[discount(**changes)])) is why


def test_a_sold_line_keeps_what_went_off_and_who_bears_it():
    context = replace(CONTEXT, said=(discount(),))
    asked = replace(line(1, 0, 10), remark="jarig")
    sold = decide_sale(request([asked], card(1980)), context)
    assert isinstance(sold, SaleDecision)
    (one,) = sold.sold[0].lines
    assert (one.price_cents, one.discount_cents, one.discount_code) == (1980, 220, "LENTE")
    assert (one.discount_bearer, one.remark) == (SLUIS, "jarig")
    assert reason(decide_sale(request([asked], card(2200)), context)) is RefusalReason.WRONG_AMOUNT


def test_no_discount_leaves_the_line_as_it_was():
    priced = outcome([line(1, 0, 10)])
    assert isinstance(priced, tuple)
    assert [type(one) for one in priced] == [Priced]
    assert priced[0].discount_code == ""
