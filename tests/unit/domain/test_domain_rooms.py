"""Room for a wheelchair where two chairs stand; the rows are those of docs/rules/seating.md."""

from dataclasses import replace

import pytest
from test_domain_orders import AT_MS, CONTEXT, OFFERS, PLAN, card, line, request

from podium_desk.domain.companions import companion_tariff
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.orders import SaleDecision, decide_sale
from podium_desk.domain.programme import Tariff
from podium_desk.domain.quoting import Asked, quote
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import Occasion, TariffTerms
from podium_desk.domain.text import Text

ONE = PerformanceId(1)
WHEELCHAIR, ROOM = 31, 32


def tariff(number, terms, cents):
    name = Text.of("nl", str(number))
    return Tariff(TariffId(number), ONE, str(number), name, {"": cents}, False, terms=terms)


ROOMY = (
    tariff(WHEELCHAIR, TariffTerms(is_for_wheelchair=True), 1500),
    tariff(ROOM, TariffTerms(is_room=True, each_needs=1), 0),
)


def with_pairs(*pairs):
    beside = dict(pairs) | {other: one for one, other in pairs}
    seats = tuple(replace(seat, room_with=beside.get(seat.index)) for seat in PLAN.seats)
    offer = replace(OFFERS[ONE], plan=replace(PLAN, seats=seats))
    return {**OFFERS, ONE: replace(offer, tariffs=(*offer.tariffs, *ROOMY))}


OFFERED = with_pairs((0, 1), (2, 3))


def room(unit, beside):
    return replace(line(1, unit, ROOM), goes_with=Unit(beside))


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([line(1, 0, WHEELCHAIR)], RefusalReason.ROOM_NEEDED),
        ([line(1, 0, WHEELCHAIR), room(1, 0)], None),
        ([line(1, 0, 10), line(1, 1, ROOM)], RefusalReason.ROOM_NEEDED),
        ([line(1, 4, WHEELCHAIR)], RefusalReason.TARIFF_NOT_FOR_SEAT),
        ([line(1, 0, WHEELCHAIR), room(3, 0)], RefusalReason.ROOM_NEEDED),
    ],
)
def test_two_chairs_that_go_together_make_room_for_a_wheelchair(lines, why):
    quoted = quote(lines, OFFERED, Asked(Occasion("counter", AT_MS)))
    assert (quoted.reason if isinstance(quoted, Refusal) else None) is why


def test_the_chair_that_makes_room_lets_nobody_in():
    context = replace(CONTEXT, offers=OFFERED)
    lines = (line(1, 0, WHEELCHAIR), room(1, 0))
    decision = decide_sale(request(lines, card(1500)), context)
    assert isinstance(decision, SaleDecision), decision
    sold = decision.sold[0].lines
    assert [(one.entitles, one.price_cents, one.parent_line) for one in sold] == [
        (1, 1500, None),
        (0, 0, 0),
    ]


def test_room_is_no_companion():
    companion = tariff(33, TariffTerms(each_needs=1), 0)
    assert companion_tariff((*ROOMY, companion)) == companion
