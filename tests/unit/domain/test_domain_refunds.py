from dataclasses import replace

import pytest
from test_domain_orders import (
    ANKER,
    AT_MS,
    CONTEXT,
    ORDER,
    card,
    cash,
    line,
    reason,
    request,
    sale,
)

from podium_desk.domain.facts import PaymentMeans, TicketReissued
from podium_desk.domain.ids import OrderId, TicketId, origin_of
from podium_desk.domain.payments import Paid
from podium_desk.domain.refunds import (
    EXCHANGED,
    EXPIRED,
    ExchangeDecision,
    RefundDecision,
    RefundRequest,
    TicketState,
    decide_exchange,
    decide_expiry,
    decide_refund,
    decide_reissue,
)
from podium_desk.domain.refusals import RefusalReason

MUCH = 100_000


def sold_ticket(number: int = 0, price: int = 2200, **changes) -> TicketState:
    decision = sale([line(1, number, 10)], card(2200))
    sold = replace(decision.sold[0].lines[0], price_cents=price)
    state = TicketState(
        id=TicketId(origin_of(21, 0), 40, number),
        order=ORDER,
        line=sold,
        generation=1,
        is_refunded=False,
        is_right_here=True,
        is_admitted=False,
    )
    return replace(state, **changes)


def refund(*paid: Paid, **changes) -> RefundRequest:
    return replace(RefundRequest(ORDER, AT_MS, "ziek", "Els", paid), **changes)


BY_CARD = Paid(PaymentMeans.CARD, MUCH, "bon 41")
IN_CASH = Paid(PaymentMeans.CASH, MUCH)


@pytest.mark.parametrize(
    ("paid", "goods_cents", "back"),
    [
        ([(PaymentMeans.CARD, 5900)], 1500, [(PaymentMeans.CARD, -3700)]),
        (
            [(PaymentMeans.VOUCHER, 1500), (PaymentMeans.CARD, 4400)], 3700,
            [(PaymentMeans.CARD, -4400), (PaymentMeans.VOUCHER, -1500)],
        ),
        ([(PaymentMeans.CASH, 5903)], 1503, [(PaymentMeans.CASH, -3705)]),
        ([(PaymentMeans.CARD, 3699)], 1500, RefusalReason.NOT_PAID_SO),
    ],
)  # fmt: skip
def test_tickets_and_goods_come_back_as_one_deed(paid, goods_cents, back):
    means = tuple(Paid(one, cents) for one, cents in paid)
    decision = decide_refund([sold_ticket()], refund(*means, goods_cents=goods_cents))
    if isinstance(back, RefusalReason):
        assert reason(decision) is back
        return
    assert [(one.means, one.amount_cents + one.rounding_cents) for one in decision.payments] == back
    assert [one.amount_cents for one in decision.refunded] == [2200]
    assert decision.handed_back_cents == -sum(cents for _means, cents in back)


def test_a_refund_gives_back_what_was_paid():
    tickets = [sold_ticket(0), sold_ticket(1)]
    decision = decide_refund(tickets, refund(BY_CARD))
    assert isinstance(decision, RefundDecision)
    (fact,) = decision.refunded
    assert fact.tickets == (tickets[0].id, tickets[1].id)
    assert fact.amount_cents == 4400
    (payment,) = decision.payments
    assert (payment.amount_cents, payment.reference) == (-4400, "bon 41")
    assert decision.handed_back_cents == 4400


def test_a_cash_refund_is_rounded_on_its_total():
    tickets = [sold_ticket(0, price=1101), sold_ticket(1, price=1102)]
    decision = decide_refund(tickets, refund(IN_CASH))
    assert isinstance(decision, RefundDecision)
    (payment,) = decision.payments
    assert (payment.amount_cents, payment.rounding_cents) == (-2203, -2)
    assert decision.handed_back_cents == 2205


def test_each_house_sees_its_own_refund():
    foreign = sold_ticket(1)
    foreign = replace(foreign, line=replace(foreign.line, organiser=ANKER))
    decision = decide_refund([sold_ticket(0), foreign], refund(BY_CARD))
    assert isinstance(decision, RefundDecision)
    assert [fact.tickets for fact in decision.refunded] == [(sold_ticket(0).id,), (foreign.id,)]


def test_a_free_ticket_goes_back_without_money():
    decision = decide_refund([sold_ticket(price=0)], refund(IN_CASH))
    assert isinstance(decision, RefundDecision)
    assert decision.payments == ()
    assert decision.handed_back_cents == 0


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"is_refunded": True}, RefusalReason.ALREADY_REFUNDED),
        ({"is_right_here": False}, RefusalReason.RIGHT_ELSEWHERE),
        ({"is_admitted": True}, RefusalReason.ALREADY_INSIDE),
        ({"order": OrderId(origin_of(22, 0), 1)}, RefusalReason.UNKNOWN_TICKET),
    ],
)
def test_one_ticket_that_cannot_go_back_keeps_all(changes, why):
    tickets = [sold_ticket(0), sold_ticket(1, **changes)]
    assert reason(decide_refund(tickets, refund(IN_CASH))) is why


def test_nothing_and_the_same_ticket_twice_are_not_refunded():
    money = refund(IN_CASH)
    assert reason(decide_refund([], money)) is RefusalReason.EMPTY_BASKET
    twice = [sold_ticket(0), sold_ticket(0)]
    assert reason(decide_refund(twice, money)) is RefusalReason.DOUBLE_LINE


def test_a_reissue_makes_the_next_generation():
    inside = sold_ticket(generation=2, is_admitted=True)
    assert decide_reissue(inside, "verloren", "Els", AT_MS) == TicketReissued(
        inside.id, 3, AT_MS, "verloren", "Els"
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"is_refunded": True}, RefusalReason.ALREADY_REFUNDED),
        ({"is_right_here": False}, RefusalReason.RIGHT_ELSEWHERE),
    ],
)
def test_a_ticket_that_is_not_ours_to_change_gets_no_new_code(changes, why):
    assert reason(decide_reissue(sold_ticket(**changes), "verloren", "Els", AT_MS)) is why


def by(decision) -> list[tuple[str, int]]:
    assert isinstance(decision, RefundDecision)
    return [(one.means.value, one.amount_cents) for one in decision.payments]


SPLIT = (Paid(PaymentMeans.VOUCHER, 1500, "GIFT-7"), Paid(PaymentMeans.CARD, 2900))


def test_what_was_paid_last_goes_back_first():
    assert by(decide_refund([sold_ticket(0)], refund(*SPLIT))) == [("card", -2200)]
    both = [sold_ticket(0), sold_ticket(1)]
    assert by(decide_refund(both, refund(*SPLIT))) == [("card", -2900), ("voucher", -1500)]


def test_the_clerk_may_choose_among_the_means_that_paid():
    asked = refund(*SPLIT, means=(PaymentMeans.VOUCHER,))
    assert by(decide_refund([sold_ticket(0)], asked)) == [("voucher", -1500), ("card", -700)]


@pytest.mark.parametrize(
    "asked",
    [
        refund(*SPLIT, means=(PaymentMeans.CASH,)),
        refund(Paid(PaymentMeans.CARD, 2199)),
        refund(),
    ],
)
def test_money_never_goes_back_in_a_way_it_did_not_come(asked):
    assert reason(decide_refund([sold_ticket(0)], asked)) is RefusalReason.NOT_PAID_SO


def test_where_the_payments_are_not_known_the_clerk_says_how():
    unknown = replace(refund(), paid=None, means=(PaymentMeans.CARD,))
    assert by(decide_refund([sold_ticket(0)], unknown)) == [("card", -2200)]


def test_a_ticket_of_an_order_that_owes_more_gives_nothing_back():
    deposit = refund(Paid(PaymentMeans.CARD, 1000), owed_cents=3400)
    assert by(decide_refund([sold_ticket(0)], deposit)) == []
    nearly = refund(Paid(PaymentMeans.CARD, 3000), owed_cents=1400)
    assert by(decide_refund([sold_ticket(0)], nearly)) == [("card", -800)]


def test_places_that_nobody_came_to_pay_go_without_money():
    decision = decide_expiry([sold_ticket(0)], refund(owed_cents=2200))
    assert isinstance(decision, RefundDecision)
    assert [(one.reason, one.amount_cents) for one in decision.refunded] == [(EXPIRED, 0)]
    assert decision.payments == ()


def test_an_advance_goes_back_as_it_came_when_the_places_are_let_go():
    paid = (Paid(PaymentMeans.CARD, 1000), Paid(PaymentMeans.CASH, 503))
    decision = decide_expiry([sold_ticket(0)], refund(*paid, owed_cents=697))
    assert by(decision) == [("cash", -503), ("card", -1000)]
    assert decision.handed_back_cents == 1505, "503 in cash is 505"
    assert [one.amount_cents for one in decision.refunded] == [0]


def test_what_another_house_took_is_not_given_back_here():
    unknown = replace(refund(owed_cents=2200), paid=None)
    assert by(decide_expiry([sold_ticket(0)], unknown)) == []


def exchanged(tickets, lines, *tenders, paid=(BY_CARD,), **changes):
    back = replace(refund(*paid), **changes)
    return decide_exchange(tickets, back, request(lines, *tenders), CONTEXT)


@pytest.mark.parametrize(
    ("tariff", "tenders", "taken", "given_back"),
    [
        (10, (), [], []),
        (11, (), [], [("card", -1099)]),
        (99, (), [], [("card", -2200)]),
    ],
)
def test_an_exchange_moves_the_difference_only(tariff, tenders, taken, given_back):
    outcome = exchanged([sold_ticket(0)], [line(1, 3, tariff)], *tenders)
    assert isinstance(outcome, ExchangeDecision)
    assert [one.reason for one in outcome.refunded] == [EXCHANGED]
    assert [sold.exchanged_from for sold in outcome.sale.sold] == [ORDER]
    assert [(one.means, one.amount_cents) for one in outcome.sale.payments] == taken
    assert [(one.means, one.amount_cents) for one in outcome.given_back] == given_back


def test_a_dearer_ticket_is_paid_up():
    young = sold_ticket(0, price=1101)
    outcome = exchanged([young], [line(1, 3, 10)], cash(1099, 2000))
    assert isinstance(outcome, ExchangeDecision)
    assert [one.amount_cents for one in outcome.sale.payments] == [1099]
    assert outcome.sale.change_cents == 900
    refused = exchanged([young], [line(1, 3, 10)], card(1000))
    assert reason(refused) is RefusalReason.WRONG_AMOUNT


@pytest.mark.parametrize(
    ("ticket", "changes", "why"),
    [
        ({"is_admitted": True}, {}, RefusalReason.ALREADY_INSIDE),
        ({"is_right_here": False}, {}, RefusalReason.RIGHT_ELSEWHERE),
        ({}, {"owed_cents": 500}, RefusalReason.NOT_PAID_YET),
    ],
)
def test_an_exchange_that_cannot_be_is_refused_whole(ticket, changes, why):
    outcome = exchanged([sold_ticket(0, **ticket)], [line(1, 3, 10)], **changes)
    assert reason(outcome) is why
