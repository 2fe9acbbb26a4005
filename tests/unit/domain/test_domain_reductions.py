"""What UiTPAS takes off a line of a sale: its price, its neutral name, and what else goes off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_domain_orders import AT_MS, CONTEXT, OFFERS, ORDER, SLUIS, TWO

from podium_desk.domain.discounts import Cut, Discount
from podium_desk.domain.facts import PaymentMeans, Reduction
from podium_desk.domain.orders import SaleDecision, SaleRequest, decide_sale
from podium_desk.domain.payments import Tender
from podium_desk.domain.quoting import Asked, quote
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import Occasion
from podium_desk.domain.text import Text

GIVEN = Reduction("t1", 2200, 440, "901")
REDUCED = replace(TWO[0], reduction=GIVEN)
LATER = replace(TWO[0], reduction=replace(GIVEN, ticket_sale="", is_paid_in_full=True))
HALF = Discount(SLUIS, "ZOMER", Text.of("nl", "Zomer"), Cut.PERCENT, 50)
TONIGHT = Asked(Occasion("counter", AT_MS), (HALF,))


def prices(outcome: object) -> list[int]:
    assert isinstance(outcome, tuple), outcome
    return [one.price_cents for one in outcome]


def test_a_reduced_place_costs_what_uitpas_says_and_the_next_one_its_tariff() -> None:
    assert prices(quote((REDUCED, TWO[1]), OFFERS)) == [440, 2200]


def test_paid_in_full_it_costs_its_tariff_now() -> None:
    assert prices(quote((LATER,), OFFERS)) == [2200]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(GIVEN, regular_cents=2100),
        replace(GIVEN, price_cents=2201),
        replace(GIVEN, price_cents=-1),
    ],
)
def test_a_reduction_of_another_price_is_refused(wrong: Reduction) -> None:
    outcome = quote((replace(REDUCED, reduction=wrong),), OFFERS)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is RefusalReason.REDUCTION_OUTDATED


def test_the_line_of_the_sale_names_uitpas_and_keeps_what_it_was() -> None:
    request = SaleRequest(
        ORDER, AT_MS, (REDUCED,), (Tender(PaymentMeans.CARD, 440, 440),), "counter", "An", "nl"
    )
    decision = decide_sale(request, CONTEXT)
    assert isinstance(decision, SaleDecision), decision
    (line,) = decision.sold[0].lines
    assert (line.tariff_code, line.price_cents, line.reduction) == ("uitpas", 440, GIVEN)


def test_nothing_else_goes_off_the_price_of_a_pass() -> None:
    assert prices(quote((REDUCED, TWO[1]), OFFERS, TONIGHT)) == [440, 1100]
    alone = quote((REDUCED,), OFFERS, TONIGHT)
    assert isinstance(alone, Refusal)
    assert alone.reason is RefusalReason.DISCOUNT_NOT_FOR_THESE
