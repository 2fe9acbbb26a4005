"""One ticket for a group; the rows are those of docs/rules/group-tickets.md."""

from dataclasses import dataclass, replace

import pytest
from test_domain_orders import CONTEXT, OFFERS, card, line, request

from podium_desk.domain.group_tickets import by_row
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.orders import SaleDecision, decide_sale
from podium_desk.domain.programme import Tariff
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text

CLASS = 41
PRICES = {"Rang 1": 600, "Rang 2": 500}


def with_class(number):
    tariff = Tariff(
        TariffId(CLASS), PerformanceId(number), "klas", Text.of("nl", "Schoolklas"), PRICES,
        is_base=False, terms=TariffTerms(is_one_ticket=True),
    )  # fmt: skip
    offer = OFFERS[PerformanceId(number)]
    return replace(offer, tariffs=(*offer.tariffs, tariff))


OFFERED = {PerformanceId(number): with_class(number) for number in (1, 2)}


def pupil(unit, performance=1):
    return line(performance, unit, CLASS)


def sold(lines, cents):
    context = replace(CONTEXT, offers=OFFERED)
    decision = decide_sale(request(lines, card(cents)), context)
    assert isinstance(decision, SaleDecision), decision
    return decision


@pytest.mark.parametrize(
    ("lines", "tickets", "lets_in", "cents"),
    [
        ([pupil(0), pupil(1), pupil(2)], 1, [3, 0, 0], 1800),
        ([pupil(0), pupil(1), pupil(4)], 1, [3, 0, 0], 1700),
        ([pupil(0)], 1, [1], 600),
        ([line(1, 0, 10), pupil(1), pupil(2), line(1, 3, 10)], 3, [1, 2, 0, 1], 5600),
        ([pupil(0), pupil(1), pupil(0, 2), pupil(1, 2)], 2, [2, 0, 2, 0], 2400),
    ],
)
def test_all_places_of_a_group_are_one_ticket(lines, tickets, lets_in, cents):
    decision = sold(lines, cents)
    found = [one for part in decision.sold for one in part.lines]
    assert [one.entitles for one in found] == lets_in
    assert len([one for one in found if one.entitles]) == tickets
    assert decision.total_cents == cents


def test_the_places_of_a_group_stand_behind_its_ticket_and_are_paid_each():
    (part,) = sold([line(1, 0, 10), pupil(1), pupil(4), pupil(2)], 3900).sold
    assert [one.parent_line for one in part.lines] == [None, None, 1, 1]
    assert [one.price_cents for one in part.lines] == [2200, 600, 500, 600]
    assert all(one.vat_rate_percent == 6 for one in part.lines)


def test_who_goes_with_one_of_a_group_goes_with_its_ticket():
    companion = replace(line(1, 3, 99), goes_with=pupil(2).unit)
    (part,) = sold([pupil(1), pupil(2), companion], 1200).sold
    assert [one.parent_line for one in part.lines] == [None, 0, 0]


@dataclass(frozen=True)
class Seat:
    number: str
    zone: str = "Parterre"
    row: str = "F"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ("1 2 3 4", "1–4"),
        ("3 1 2 6", "1–3, 6"),
        ("1 2 6 7", "1, 2, 6, 7"),
        ("1 3 5 7", "1, 3 … 7"),
        ("12 R1", "12, R1"),
    ],
)
def test_the_seats_of_a_row_are_said_in_runs(numbers, said):
    seats = [Seat(one) for one in numbers.split()]
    (row,) = by_row(seats)
    assert (row.numbers, row.count) == (said, len(seats))


def test_places_without_a_number_are_counted_by_their_zone():
    (row,) = by_row([Seat("", "Staan", ""), Seat("", "Staan", "")])
    assert (row.zone, row.numbers, row.count) == ("Staan", "", 2)
