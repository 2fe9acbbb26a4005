from dataclasses import replace
from datetime import UTC, datetime

import pytest
from domain_halls import hall

from podium_desk.domain.facts import OrderPaid, OrderSold, PaymentMeans
from podium_desk.domain.ids import (
    HouseId,
    OrderId,
    PerformanceId,
    TariffId,
    Unit,
    origin_of,
)
from podium_desk.domain.orders import (
    OpenOrder,
    SaleContext,
    SaleDecision,
    SaleRequest,
    decide_payment,
    decide_sale,
)
from podium_desk.domain.payments import Tender, Till
from podium_desk.domain.pricing import Offer, Priced, QuoteLine
from podium_desk.domain.programme import Performance, PerformanceStatus, Tariff
from podium_desk.domain.quoting import quote
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text

PLAN = hall("A 1111\nB 2222\nC 1w11", sections=(("Staan", 50, "Rang 2"),))
ORDER = OrderId(origin_of(21, 0), 7)
AT_MS = 1_790_000_000_000
SLUIS, ANKER = HouseId(1), HouseId(2)


def performance(number: int, house: HouseId, **changes) -> Performance:
    one = Performance(
        id=PerformanceId(number),
        house=house,
        identity=f"event-{number}",
        title=Text.of("nl", "De kersentuin"),
        start=datetime(2026, 11, 24, 19, tzinfo=UTC),
        end=None,
        hall=Text.of("nl", "Grote zaal"),
        genre="theater",
        status=PerformanceStatus.AVAILABLE,
        plan="grote-zaal",
        vat_rate_percent=6,
        vat_basis="XXVIII",
        tariffs=(TariffId(number * 10), TariffId(number * 10 + 1)),
    )
    return replace(one, **changes)


def offer(one: Performance, **prices: int) -> Offer:
    full = Tariff(
        one.tariffs[0],
        one.id,
        "basis",
        Text.of("nl", "Basistarief"),
        {"Rang 1": 2200, "Rang 2": 1803},
        is_base=True,
    )
    young = Tariff(
        one.tariffs[1], one.id, "-26", Text.of("nl", "-26"), {"Rang 1": 1101}, is_base=False
    )
    free = Tariff(TariffId(99), one.id, "vrij", Text.of("nl", "Vrij"), {"": 0}, is_base=False)
    return Offer(one, PLAN, (full, young, free), revision=88)


OFFERS = {
    PerformanceId(1): offer(performance(1, SLUIS)),
    PerformanceId(2): offer(performance(2, ANKER, vat_rate_percent=0, vat_basis="art. 44")),
}
HOPS = {(p, Unit(unit)): 3 + unit for p in OFFERS for unit in range(PLAN.unit_count)}
CONTEXT = SaleContext(SLUIS, OFFERS, HOPS)


def line(performance_number: int, unit: int, tariff: int) -> QuoteLine:
    return QuoteLine(PerformanceId(performance_number), Unit(unit), TariffId(tariff))


TWO = (line(1, 1, 10), line(1, 2, 10))


def cash(amount: int, tendered: int) -> Tender:
    return Tender(PaymentMeans.CASH, amount, tendered)


def card(amount: int) -> Tender:
    return Tender(PaymentMeans.CARD, amount, reference="bon 41")


def request(lines, *tenders, **terms) -> SaleRequest:
    return SaleRequest(ORDER, AT_MS, tuple(lines), tenders, "counter", "Els", "nl", **terms)


def sale(lines, *tenders, context=CONTEXT, **terms) -> SaleDecision:
    outcome = decide_sale(request(lines, *tenders, **terms), context)
    assert isinstance(outcome, SaleDecision)
    return outcome


def reason(outcome) -> RefusalReason:
    assert isinstance(outcome, Refusal)
    return outcome.reason


@pytest.mark.parametrize(
    ("asked", "price"),
    [
        (line(1, 0, 10), 2200),
        (line(1, 0, 11), 1101),
        (line(1, 4, 10), 1803),
        (line(1, 12, 10), 1803),
        (line(1, 9, 99), 0),
    ],
)
def test_the_price_follows_from_tariff_and_category(asked, price):
    """The worked example of docs/rules/pricing.md."""
    outcome = quote([asked], OFFERS)
    assert isinstance(outcome, tuple)
    assert [one.price_cents for one in outcome] == [price]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (line(9, 0, 10), RefusalReason.UNKNOWN_PERFORMANCE),
        (line(1, 500, 10), RefusalReason.UNKNOWN_SEAT),
        (line(1, -1, 10), RefusalReason.UNKNOWN_SEAT),
        (line(1, 0, 77), RefusalReason.UNKNOWN_TARIFF),
        (line(1, 0, 20), RefusalReason.UNKNOWN_TARIFF),
        (line(1, 4, 11), RefusalReason.TARIFF_NOT_FOR_SEAT),
    ],
)
def test_a_line_without_a_price_refuses_the_quote(asked, why):
    assert reason(quote([line(1, 1, 10), asked], OFFERS)) is why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": PerformanceStatus.CANCELLED}, RefusalReason.PERFORMANCE_CANCELLED),
        ({"status": PerformanceStatus.POSTPONED}, RefusalReason.NOT_ON_SALE),
        ({"status": PerformanceStatus.WITHDRAWN}, RefusalReason.NOT_ON_SALE),
    ],
)
def test_what_does_not_play_is_not_sold(changes, why):
    offers = {PerformanceId(1): offer(performance(1, SLUIS, **changes))}
    assert reason(quote([line(1, 0, 10)], offers)) is why


def test_a_performance_without_a_hall_is_not_on_sale_and_a_sold_out_one_still_is():
    without_plan = replace(OFFERS[PerformanceId(1)], plan=None)
    assert reason(quote(TWO, {PerformanceId(1): without_plan})) is RefusalReason.NOT_ON_SALE
    sold_out = offer(performance(1, SLUIS, status=PerformanceStatus.SOLD_OUT))
    outcome = quote(TWO, {PerformanceId(1): sold_out})
    assert all(isinstance(one, Priced) for one in outcome)


def test_a_cash_sale_gives_lines_money_and_change():
    decision = sale(TWO, cash(4400, 5000))
    (order,) = decision.sold
    assert (order.order, order.at_ms, order.clerk, order.language) == (ORDER, AT_MS, "Els", "nl")
    first, second = order.lines
    assert (first.row, first.number, first.category, first.hop) == ("A", "2", "Rang 1", 4)
    assert (second.number, second.hop, second.tariff_code) == ("3", 5, "basis")
    assert (first.vat_rate_percent, first.vat_basis) == (6, "XXVIII")
    assert (first.organiser, first.seller, first.money_holder) == (SLUIS, SLUIS, SLUIS)
    assert (first.entitles, first.catalogue_revision) == (1, 88)
    (payment,) = decision.payments
    assert (payment.amount_cents, payment.rounding_cents) == (4400, 0)
    assert (payment.tendered_cents, payment.change_cents) == (5000, 600)
    assert decision.change_cents == 600


def test_cash_is_rounded_on_the_total_and_the_rounding_stands_apart():
    decision = sale([line(1, 0, 11), line(1, 1, 11)], cash(2202, 5000))
    (payment,) = decision.payments
    assert (payment.amount_cents, payment.rounding_cents, payment.change_cents) == (2202, -2, 2800)
    assert decision.due_cents == 2200


def test_a_card_pays_to_the_cent_and_keeps_its_reference():
    decision = sale([line(1, 4, 10)], card(1803))
    (payment,) = decision.payments
    assert (payment.amount_cents, payment.rounding_cents, payment.change_cents) == (1803, 0, 0)
    assert payment.reference == "bon 41"


def test_each_organising_house_gets_its_own_lines_and_the_seller_the_money():
    lines = [line(2, 0, 20), line(1, 1, 10), line(2, 55, 20), line(1, 2, 11)]
    decision = sale(lines, card(2200 + 2200 + 1803 + 1101))
    assert [[one.organiser for one in sold.lines] for sold in decision.sold] == [
        [ANKER, ANKER],
        [SLUIS, SLUIS],
    ]
    assert decision.positions == ((0, 0), (1, 0), (0, 1), (1, 1))
    for asked, (fact, place) in zip(lines, decision.positions, strict=True):
        assert decision.sold[fact].lines[place].unit == asked.unit
    standing = decision.sold[0].lines[1]
    assert (standing.zone, standing.row, standing.number) == ("Staan", "", "")
    assert {one.money_holder for sold in decision.sold for one in sold.lines} == {SLUIS}
    assert decision.sold[0].lines[0].vat_basis == "art. 44"


def test_an_order_that_costs_nothing_takes_no_money():
    decision = sale([line(1, 0, 99)], cash(0, 0))
    assert decision.payments == ()
    assert isinstance(decision.sold[0], OrderSold)


@pytest.mark.parametrize(
    ("lines", "tender", "why"),
    [
        ((), cash(0, 0), RefusalReason.EMPTY_BASKET),
        ((TWO[0], TWO[0]), cash(4400, 5000), RefusalReason.DOUBLE_LINE),
        ((line(1, 0, 10), line(1, 0, 11)), cash(3301, 5000), RefusalReason.DOUBLE_LINE),
        ((line(3, 0, 10),), cash(2200, 5000), RefusalReason.SEAT_ELSEWHERE),
        (TWO, cash(4400, 4000), RefusalReason.NOT_ENOUGH_MONEY),
        (TWO, cash(4200, 5000), RefusalReason.WRONG_AMOUNT),
        (TWO, card(4500), RefusalReason.WRONG_AMOUNT),
        ((line(1, 4, 11),), card(1101), RefusalReason.TARIFF_NOT_FOR_SEAT),
    ],
)
def test_a_sale_is_refused_whole(lines, tender, why):
    assert reason(decide_sale(request(lines, tender), CONTEXT)) is why


def test_a_place_whose_right_is_elsewhere_is_not_sold():
    context = replace(CONTEXT, hops={(PerformanceId(1), Unit(1)): 4})
    assert reason(decide_sale(request(TWO, card(4400)), context)) is RefusalReason.SEAT_ELSEWHERE


def test_more_than_three_thousand_euro_is_not_taken_in_cash():
    gala = performance(1, SLUIS)
    prices = {"Rang 1": 150_001, "Rang 2": 150_000}
    dear = Tariff(TariffId(10), gala.id, "gala", Text.of("nl", "Gala"), prices, is_base=True)
    context = replace(CONTEXT, offers={gala.id: Offer(gala, PLAN, (dear,))})
    within = request([line(1, 4, 10), line(1, 5, 10)], cash(300_000, 300_000))
    rounded_within = request([line(1, 4, 10), line(1, 1, 10)], cash(300_001, 300_000))
    beyond = request([line(1, 1, 10), line(1, 2, 10), line(1, 4, 10)], cash(450_002, 500_000))
    assert isinstance(decide_sale(within, context), SaleDecision)
    assert isinstance(decide_sale(rounded_within, context), SaleDecision)
    assert reason(decide_sale(beyond, context)) is RefusalReason.OVER_CASH_LIMIT


RESERVED = {"pay_before_ms": AT_MS + 3_600_000}


def test_a_sale_is_paid_by_several_means_and_only_its_cash_is_rounded():
    voucher = Tender(PaymentMeans.VOUCHER, 1001, reference="GIFT-7")
    decision = sale(TWO, cash(1702, 2000), voucher, card(1697))
    assert [one.means for one in decision.payments] == ["voucher", "card", "cash"]
    money = decision.payments[2]
    assert (money.amount_cents, money.rounding_cents, money.change_cents) == (1702, -2, 300)
    assert decision.payments[0].reference == "GIFT-7"
    assert (decision.due_cents, decision.change_cents, decision.rest_cents) == (4398, 300, 0)


@pytest.mark.parametrize(
    ("tenders", "why"),
    [
        ((card(2200), cash(2199, 5000)), RefusalReason.WRONG_AMOUNT),
        ((card(6600), card(-2200)), RefusalReason.WRONG_AMOUNT),
        ((cash(2200, 2200), cash(2200, 2200)), RefusalReason.CASH_TWICE),
        ((card(2200), cash(2200, 2000)), RefusalReason.NOT_ENOUGH_MONEY),
    ],
)
def test_parts_that_do_not_make_the_total_are_refused(tenders, why):
    assert reason(decide_sale(request(TWO, *tenders), CONTEXT)) is why


def test_a_reservation_takes_places_without_money():
    decision = sale(TWO, **RESERVED, communication="090933755493")
    (order,) = decision.sold
    assert (order.pay_before_ms, order.communication) == (AT_MS + 3_600_000, "090933755493")
    assert (decision.payments, decision.rest_cents) == ((), 4400)


def test_a_reservation_may_be_paid_in_part_but_never_too_much():
    decision = sale(TWO, card(1000), **RESERVED)
    assert decision.rest_cents == 3400
    assert reason(decide_sale(request(TWO, card(4500), **RESERVED), CONTEXT)) is (
        RefusalReason.WRONG_AMOUNT
    )


OPEN = OpenOrder(ORDER, (SLUIS, ANKER), 4400, is_open=True, is_held=True)
TILL = Till(ORDER, AT_MS, "Els")


def test_an_open_order_is_paid_once_nothing_is_owed():
    outcome = decide_payment(OPEN, TILL, (cash(4400, 5000),))
    assert not isinstance(outcome, Refusal)
    assert outcome.paid == OrderPaid(ORDER, AT_MS, "Els")
    assert [one.change_cents for one in outcome.payments] == [600]


def test_a_part_of_an_open_order_leaves_it_open():
    outcome = decide_payment(OPEN, TILL, (card(1000),))
    assert not isinstance(outcome, Refusal)
    assert outcome.paid is None
    assert [one.amount_cents for one in outcome.payments] == [1000]


@pytest.mark.parametrize(
    ("changes", "tender", "why"),
    [
        ({"is_open": False}, card(4400), RefusalReason.NOT_OPEN),
        ({"is_held": False}, card(4400), RefusalReason.RIGHT_ELSEWHERE),
        ({}, card(4401), RefusalReason.WRONG_AMOUNT),
    ],
)
def test_money_for_an_open_order_is_refused(changes, tender, why):
    assert reason(decide_payment(replace(OPEN, **changes), TILL, (tender,))) is why
