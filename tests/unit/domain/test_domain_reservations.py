"""Reservations: until when, with which communication, for whom, and how an order stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.communication import (
    communication_of,
    parse_communication,
    printed_communication,
)
from podium_desk.domain.customers import Customer, digits_of, folded
from podium_desk.domain.ids import OrderId, origin_of
from podium_desk.domain.order_states import (
    OrderStanding,
    TicketStanding,
    TicketTraces,
    order_standing,
    ticket_standing,
)
from podium_desk.domain.reservations import reservation_choices, reservation_ends

MINUTE, DAY = 60_000, 86_400_000
NOW = 1_790_000_000_000
GOOD, UNPAID = TicketStanding.GOOD, TicketStanding.UNPAID


@pytest.mark.parametrize(
    ("start_in", "ends_in"),
    [
        (2 * DAY, 2 * DAY - 30 * MINUTE),
        (30 * DAY, 7 * DAY),
        (31 * MINUTE, 1 * MINUTE),
        (30 * MINUTE, 30 * MINUTE),
        (10 * MINUTE, 10 * MINUTE),
        (-20 * MINUTE, 15 * MINUTE),
    ],
)
def test_the_usual_end_of_a_reservation(start_in, ends_in):
    assert reservation_ends(NOW, NOW + start_in) == NOW + ends_in


@given(st.integers(-DAY, 400 * DAY))
def test_every_end_that_may_be_chosen_is_to_come_and_offered_once(start_in):
    ends = reservation_choices(NOW, NOW + start_in)
    assert ends[0] == reservation_ends(NOW, NOW + start_in)
    assert len(set(ends)) == len(ends)
    assert all(end > NOW for end in ends)


@pytest.mark.parametrize(
    ("device", "life", "number", "printed"),
    [(2, 0, 14, "+++000/2000/01468+++"), (9, 3, 7, "+++000/9300/00735+++")],
)
def test_a_communication_is_made_of_the_orders_number(device, life, number, printed):
    digits = communication_of(OrderId(origin_of(device, life), number))
    assert printed_communication(digits) == printed
    assert parse_communication(printed) == parse_communication(f" {digits} ") == digits


@given(st.integers(0, 9_999), st.integers(0, 9), st.integers(0, 99_999), st.integers(0, 11))
def test_one_wrong_digit_of_a_communication_is_found(device, life, number, place):
    digits = communication_of(OrderId(origin_of(device, life), number))
    other = str((int(digits[place]) + 1) % 10)
    assert parse_communication(digits[:place] + other + digits[place + 1 :]) is None


def test_an_order_with_too_large_a_number_has_no_communication():
    assert communication_of(OrderId(origin_of(10_000, 0), 1)) == ""
    assert communication_of(OrderId(origin_of(1, 10), 1)) == ""
    assert communication_of(OrderId(origin_of(1, 0), 100_000)) == ""
    assert parse_communication("97") is None
    assert parse_communication("naam") is None


@pytest.mark.parametrize(
    "customer",
    [Customer("An Claes"), Customer("An", "0475 12"), Customer("An", "", "K12"), Customer("", "1")],
)
def test_a_customer_is_read_as_written(customer):
    assert Customer.from_body(customer.to_body()) == customer


def test_a_body_that_holds_a_name_only_is_that_name_and_later_lines_are_not_read():
    assert Customer("An\nClaes").to_body() == b"An Claes"
    assert Customer.from_body(b"An\n1\n2\n3\n4\nlater") == Customer("An", "1", "2", "3", "4")


def test_names_and_telephones_are_compared_as_people_say_them():
    assert folded("ÀNAÏS Yılmaz").startswith("anais y")
    assert digits_of("+32 475 12.34") == digits_of("0032475 1234") == digits_of("0475/12 34")


@pytest.mark.parametrize(
    ("traces", "standing"),
    [
        (TicketTraces(None, False, False, False), "good"),
        (TicketTraces(None, True, False, False), "unpaid"),
        (TicketTraces(None, False, True, False), "inside"),
        (TicketTraces(None, False, True, True), "blocked"),
        (TicketTraces("ziek", False, False, True), "refunded"),
        (TicketTraces("exchanged", False, False, False), "exchanged"),
        (TicketTraces("expired", True, False, False), "let_go"),
    ],
)
def test_how_a_ticket_stands(traces, standing):
    assert ticket_standing(traces) == standing


@pytest.mark.parametrize(
    ("tickets", "pay_before_ms", "standing"),
    [
        ((GOOD, GOOD), None, OrderStanding.PAID),
        ((GOOD, TicketStanding.INSIDE), None, OrderStanding.INSIDE),
        ((GOOD, TicketStanding.REFUNDED), None, OrderStanding.PARTLY_REFUNDED),
        ((TicketStanding.EXCHANGED,), None, OrderStanding.EXCHANGED),
        ((TicketStanding.REFUNDED,), None, OrderStanding.REFUNDED),
        ((UNPAID, UNPAID), NOW + 1, OrderStanding.OPEN),
        ((UNPAID, TicketStanding.LET_GO), NOW - 1, OrderStanding.EXPIRED),
        ((TicketStanding.LET_GO,), NOW - 1, OrderStanding.LET_GO),
    ],
)
def test_how_an_order_stands(tickets, pay_before_ms, standing):
    assert order_standing(tickets, pay_before_ms, NOW) is standing
