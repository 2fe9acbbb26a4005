"""Reserved, split, exchanged: the shipped desk and door, and the same sums everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_desk_and_door import Evening, all_totals, evening

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.application.print_queue import PrintState
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId, Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.orders import parts_of_order, payments_of_order

__all__ = ["evening"]
BASE = TariffId(1)


def held_lines(one: Evening, count: int) -> tuple[BasketLine, ...]:
    held = one.counter.desk.hold_best(one.tonight, count, None, 0)
    assert isinstance(held, Held), held
    return tuple(BasketLine(one.tonight, unit, BASE) for unit in held.units)


def card(cents: int) -> tuple[Payment, ...]:
    return (Payment(PaymentMeans.CARD, cents, 0),)


def sell(one: Evening, count: int = 2, *payments: Payment) -> SaleDone:
    lines = held_lines(one, count)
    done = one.counter.desk.sell(
        lines, payments or card(2203 * count), one.counter.work.new_token(), "nl"
    )
    assert isinstance(done, SaleDone), done
    return done


def reserve(one: Evening, count: int = 2) -> SaleDone:
    terms = SaleTerms(one.counter.work.clock.now_ms() + 3_600_000, "090933755493")
    done = one.counter.desk.sell(
        held_lines(one, count), (), one.counter.work.new_token(), "nl", terms
    )
    assert isinstance(done, SaleDone), done
    return done


def pay_open(one: Evening, reserved: SaleDone, cents: int) -> SaleDone | Refusal:
    token = one.counter.work.new_token()
    return one.counter.desk.open_orders.pay(reserved.order, card(cents), token)


def queued(one: Evening) -> int:
    return one.counter.desk.queue.count(PrintState.QUEUED)


def scanned(one: Evening, done: SaleDone, which: int = 0) -> tuple[str, str | None]:
    one.counter.sync()
    one.door.sync()
    code = one.counter.desk.selling.codes(done.order)[done.tickets[which].id]
    outcome = one.door.door.scan(code)
    return outcome.verdict, outcome.reason


def test_an_order_is_paid_by_card_and_cash_together(evening: Evening) -> None:
    parts = (Payment(PaymentMeans.CASH, 2406, 5000), Payment(PaymentMeans.CARD, 2000, 0))
    done = sell(evening, 2, *parts)
    assert (done.due_cents, done.change_cents, done.rest_cents) == (4405, 2595, 0)
    assert [one.means for one in payments_of_order(evening.counter.sql, done.order)] == [
        "card",
        "cash",
    ]
    (same,) = all_totals(evening)
    assert (same.sold_cents, same.paid_cents) == (4406, 4406)


def test_a_reservation_holds_its_places_prints_nothing_and_is_not_let_in(evening: Evening) -> None:
    reserved = reserve(evening)
    assert (reserved.rest_cents, reserved.payments, queued(evening)) == (4406, (), 0)
    assert scanned(evening, reserved) == (Verdict.REFUSE, ScanReason.UNPAID)
    again = evening.other.desk.hold(evening.tonight, (reserved.tickets[0].unit,))
    assert isinstance(again, Refusal)


def test_a_reservation_that_is_paid_prints_and_is_let_in(evening: Evening) -> None:
    reserved = reserve(evening)
    half = pay_open(evening, reserved, 2000)
    assert isinstance(half, SaleDone)
    assert (half.rest_cents, queued(evening)) == (2406, 0)
    paid = pay_open(evening, reserved, 2406)
    assert isinstance(paid, SaleDone)
    assert (paid.rest_cents, queued(evening)) == (0, 3)
    assert scanned(evening, paid) == (Verdict.ADMIT, None)
    (same,) = all_totals(evening)
    assert (same.sold_cents, same.paid_cents) == (4406, 4406)


def test_a_reservation_is_paid_once_also_when_enter_is_pressed_twice(evening: Evening) -> None:
    reserved = reserve(evening)
    token = evening.counter.work.new_token()
    desk = evening.counter.desk
    first = desk.open_orders.pay(reserved.order, card(4406), token)
    assert desk.open_orders.pay(reserved.order, card(4406), token) == first
    refused = pay_open(evening, reserved, 4406)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.NOT_OPEN


def test_a_sale_after_an_older_order_was_paid_has_a_number_of_its_own(evening: Evening) -> None:
    reserved, later = reserve(evening), sell(evening)
    assert isinstance(pay_open(evening, reserved, 4406), SaleDone)
    newest = sell(evening)
    assert len({reserved.order, later.order, newest.order}) == 3
    assert evening.counter.desk.last_sale() == newest


def test_only_who_holds_the_places_takes_the_money(evening: Evening) -> None:
    reserved = reserve(evening)
    evening.counter.sync()
    evening.other.sync()
    refused = evening.other.desk.open_orders.pay(reserved.order, card(4406), "t")
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.RIGHT_ELSEWHERE


def test_places_that_nobody_pays_are_free_again(evening: Evening) -> None:
    reserved = reserve(evening)
    assert evening.counter.desk.open_orders.let_go(reserved.order) is None
    units = tuple(ticket.unit for ticket in reserved.tickets)
    assert isinstance(evening.counter.desk.hold(evening.tonight, units), Held)
    late = pay_open(evening, reserved, 4406)
    assert isinstance(late, Refusal)
    (same,) = all_totals(evening)
    assert same.paid_cents == 0


def exchange(one: Evening, old: SaleDone, unit: Unit, *payments: Payment) -> SaleDone | Refusal:
    lines = (BasketLine(one.tonight, unit, BASE),)
    token = one.counter.work.new_token()
    tickets = (old.tickets[0].id,)
    return one.counter.desk.exchanging.exchange(ExchangeWish(tickets, token, "nl"), lines, payments)


@pytest.mark.parametrize("is_same_place", [False, True])
def test_a_ticket_is_exchanged_and_the_old_one_is_dead(
    evening: Evening, is_same_place: bool
) -> None:
    old = sell(evening, 1)
    unit = old.tickets[0].unit if is_same_place else held_lines(evening, 1)[0].unit
    new = exchange(evening, old, unit)
    assert isinstance(new, SaleDone), new
    assert [part.former for part in parts_of_order(evening.counter.sql, new.order)] == [old.order]
    assert scanned(evening, new) == (Verdict.ADMIT, None)
    assert scanned(evening, old)[0] == Verdict.REFUSE
    code = evening.counter.desk.selling.codes(old.order)[old.tickets[0].id]
    assert evening.door.door.scan(code).advice.is_exchanged
    (same,) = all_totals(evening)
    assert (same.refunded, same.paid_cents) == (1, 2203)


def back_of(one: Evening, order: SaleDone) -> int | Refusal:
    tickets = tuple(ticket.id for ticket in order.tickets)
    done = one.counter.desk.after_sales.refund(tickets, None, "ziek")
    return done if isinstance(done, Refusal) else done.handed_back_cents


def test_an_exchanged_ticket_is_paid_back_as_the_first_one_was_paid(evening: Evening) -> None:
    old = sell(evening, 1)
    new = exchange(evening, old, old.tickets[0].unit)
    assert isinstance(new, SaleDone)
    newest = exchange(evening, new, held_lines(evening, 1)[0].unit)
    assert isinstance(newest, SaleDone)
    assert back_of(evening, newest) == 2203
    (same,) = all_totals(evening)
    assert (same.refunded, same.paid_cents) == (3, 0)


def test_two_exchanges_of_one_order_give_its_money_back_once(evening: Evening) -> None:
    parts = (Payment(PaymentMeans.CARD, 2203, 0), Payment(PaymentMeans.CASH, 2203, 2205))
    old = sell(evening, 2, *parts)
    orders = []
    for ticket in old.tickets:
        line = BasketLine(evening.tonight, ticket.unit, BASE)
        token = evening.counter.work.new_token()
        wish = ExchangeWish((ticket.id,), token, "nl")
        new = evening.counter.desk.exchanging.exchange(wish, (line,), ())
        assert isinstance(new, SaleDone)
        orders.append(new)
    assert [back_of(evening, order) for order in orders] == [2205, 2203]
    back = [one for order in orders for one in payments_of_order(evening.counter.sql, order.order)]
    assert [(one.means, one.amount_cents) for one in back] == [("cash", -2203), ("card", -2203)]


def test_a_refund_of_a_split_order_goes_back_as_it_came(evening: Evening) -> None:
    parts = (Payment(PaymentMeans.CASH, 2406, 5000), Payment(PaymentMeans.CARD, 2000, 0))
    done = sell(evening, 2, *parts)
    tickets = tuple(ticket.id for ticket in done.tickets)
    back = evening.counter.desk.after_sales.refund(tickets, None, "ziek")
    assert not isinstance(back, Refusal)
    assert back.handed_back_cents == 4405
    amounts = [
        (one.means, one.amount_cents)
        for one in payments_of_order(evening.counter.sql, done.order)
        if one.amount_cents < 0
    ]
    assert sorted(amounts) == [("card", -2000), ("cash", -2406)]


def test_an_unpaid_ticket_known_only_by_its_code_is_not_guessed_to_be_unpaid(
    evening: Evening, tmp_path: Path
) -> None:
    """A door that never heard of the order sees a genuine ticket: no paper of it was printed."""
    reserved = reserve(evening)
    code = evening.counter.desk.selling.codes(reserved.order)[reserved.tickets[0].id]
    assert evening.door.door.scan(code).verdict == Verdict.ADMIT
