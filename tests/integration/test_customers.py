"""Customers at two desks and a store: said apart, known together, forgotten everywhere."""

from __future__ import annotations

import pytest
from harness.cluster import Place
from harness.full_evening import central_of
from test_cli_till import hired
from test_desk_and_door import Evening, evening, sell

from podium_desk.application.basket_shelf import ParkedSeen, ParkWish
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.customer_desk import CustomerDesk, CustomerSeen
from podium_desk.application.order_desk import ExchangeWish, OrderSeen, Reservation
from podium_desk.central.erasing import Erased, erase_person
from podium_desk.domain.customer_facts import ConsentWay, Purpose, SameReason
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import CustomerId, OrderId, TariffId, TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason

__all__ = ["evening"]
ADA = {Field.NAME: "Ada Canarisvogel", Field.PHONE: "0471 23 45 67"}


def written_down(desk: CustomerDesk, fields: dict[Field, str]) -> CustomerId:
    customer = desk.write_down(fields)
    assert isinstance(customer, str), customer
    return customer


def page(desk: CustomerDesk, customer: CustomerId) -> CustomerSeen:
    seen = desk.look(customer)
    assert isinstance(seen, CustomerSeen), seen
    return seen


def meet(*places: Place) -> None:
    for place in places * 2:
        place.sync()


def test_two_desks_apart_know_one_customer_alike_once_they_meet(evening: Evening) -> None:
    here, there = evening.counter, evening.other
    one, two = here.desk.customers, there.desk.customers
    ada = written_down(one, ADA)
    meet(here, there)
    here.wire.is_cut = there.wire.is_cut = True
    assert one.correct(ada, {Field.EMAIL: "Ada@Anker.be"}) is None
    assert two.correct(ada, {Field.PHONE: "09/123.45.67"}) is None
    again = written_down(two, {Field.NAME: "A. Canarisvogel", Field.EMAIL: "ada@anker.be"})
    assert two.consent(ada, Purpose.NEWSLETTER, True, ConsentWay.COUNTER) is None
    here.wire.is_cut = there.wire.is_cut = False
    meet(here, there)
    seen = page(one, ada)
    assert seen == page(two, ada)
    assert seen.said == {
        Field.NAME: "Ada Canarisvogel", Field.PHONE: "+3291234567", Field.EMAIL: "ada@anker.be",
    }  # fmt: skip
    assert [like.customer.id for like in seen.likely_same] == [again]
    assert [like.reason for like in seen.likely_same] == [SameReason.EMAIL]
    _join_apart_and_erase(evening, ada, again)


def _join_apart_and_erase(evening: Evening, ada: CustomerId, again: CustomerId) -> None:
    """Both desks join the two while they hear nobody; one undoing is not enough then."""
    here, there = evening.counter, evening.other
    one, two = here.desk.customers, there.desk.customers
    order = sell(here, evening.tonight).order
    assert one.tie(order, again) is None
    here.wire.is_cut = there.wire.is_cut = True
    for desk in (one, two):
        assert desk.join(ada, again, SameReason.EMAIL) is None
    here.wire.is_cut = there.wire.is_cut = False
    meet(here, there)
    assert len(two.find("canaris")) == 1
    assert [found.order for found in page(two, ada).orders] == [order]
    assert two.undo_join(ada) is None
    assert len(two.find("canaris")) == 1
    assert two.undo_join(ada) is None
    assert len(two.find("canaris")) == 2
    assert page(two, ada).likely_same == ()
    assert two.join(ada, again, SameReason.SAID) is None
    meet(here, there)
    assert two.erase(again) == 2
    meet(there, here)
    assert one.find("canaris") == ()
    assert one.by_id(ada) is None
    assert one.customer_of(order) is None
    assert evening.cluster.sql.rows("SELECT * FROM personal_body") == []


def test_who_was_joined_elsewhere_with_somebody_who_is_forgotten_is_forgotten_too(
    evening: Evening,
) -> None:
    here, there = evening.counter, evening.other
    one, two = here.desk.customers, there.desk.customers
    ada = written_down(one, ADA)
    again = written_down(one, {Field.NAME: "Ada Vogel"})
    meet(here, there)
    here.wire.is_cut = there.wire.is_cut = True
    assert one.join(ada, again, SameReason.SAID) is None
    assert two.erase(ada) == 1
    here.wire.is_cut = there.wire.is_cut = False
    meet(here, there)
    assert evening.cluster.sql.rows("SELECT * FROM personal_body") == []
    for place in (here, there):
        assert place.work.replica.sql.rows("SELECT * FROM person_key") == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({Field.NAME: "Ada 85.07.30-033.28"}, RefusalReason.NATIONAL_NUMBER),
        ({Field.NAME: "Ada", Field.PHONE: "123"}, RefusalReason.WRONG_PHONE),
        ({Field.PHONE: "0471 23 45 67"}, RefusalReason.NAME_NEEDED),
    ],
)
def test_what_is_no_customer_is_refused(evening: Evening, fields, reason) -> None:
    refused = evening.counter.desk.customers.write_down(fields)
    assert isinstance(refused, Refusal)
    assert refused.reason is reason


def test_a_clock_that_ran_ahead_does_not_win_for_ever(evening: Evening) -> None:
    here, there = evening.counter, evening.other
    here.work.clock.error_ms = -20 * 365 * 24 * 3_600_000
    ada = written_down(here.desk.customers, ADA)
    here.work.clock.error_ms = 0
    meet(here, there)
    assert there.desk.customers.correct(ada, {Field.NAME: "Ada Vogel"}) is None
    meet(there, here)
    assert page(here.desk.customers, ada).said[Field.NAME] == "Ada Vogel"


def test_a_sale_is_the_customers_in_the_same_commit_and_found_by_that_name(
    evening: Evening,
) -> None:
    here = evening.counter
    ada = written_down(here.desk.customers, ADA)
    reserved, _cents = _reserved(evening, ada)
    seen = here.desk.orders.look(reserved)
    assert isinstance(seen, OrderSeen)
    assert seen.known == ada
    assert seen.customer == Customer("Ada Canarisvogel", "0471 23 45 67")
    for typed in ("canaris", "0471 23 45"):
        assert [one.order for one in here.desk.orders.find(typed)] == [reserved]
    assert here.desk.customers.tie(reserved, None) is None
    assert page(here.desk.customers, ada).orders == ()


def test_the_store_forgets_all_that_were_joined_and_the_names_on_their_orders(
    evening: Evening,
) -> None:
    here, desk = evening.counter, evening.counter.desk.customers
    ada, again = written_down(desk, ADA), written_down(desk, {Field.NAME: "Ada Vogel"})
    order = sell(here, evening.tonight).order
    assert desk.join(ada, again, SameReason.SAID) is None
    assert desk.tie(order, again) is None
    assert here.desk.orders.rename(order, Customer("Ada C.")) is None
    meet(here)
    assert isinstance(erase_person(central_of(evening.cluster), ada, "An"), Erased)
    meet(here)
    assert desk.find("ada") == ()
    assert here.desk.orders.find("ada") == ()
    assert evening.cluster.sql.rows("SELECT * FROM personal_body") == []


def test_above_a_clerk_a_manager_erases(evening: Evening) -> None:
    """Where the house wrote its staff down."""
    here, desk = evening.counter, evening.counter.desk.customers
    ada = written_down(desk, ADA)
    hired(evening.cluster, "An Claes", "2580")
    here.sync()
    refused = desk.erase(ada)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.MANAGER_NEEDED
    here.work.approved_by = "Bo"
    assert desk.erase(ada) == 1


def test_who_was_looked_at_stands_and_the_other_fills_what_lacked(evening: Evening) -> None:
    desk = evening.counter.desk.customers
    ada = written_down(desk, ADA)
    again = written_down(desk, {Field.NAME: "A. C.", Field.EMAIL: "ada@anker.be"})
    before = page(desk, ada).said, page(desk, again).said
    assert desk.join(ada, again, SameReason.SAID) is None
    assert page(desk, again).said == before[0] | {Field.EMAIL: "ada@anker.be"}
    assert desk.undo_join(again) is None
    assert (page(desk, ada).said, page(desk, again).said) == before


def test_a_customers_invoice_needs_the_address(evening: Evening) -> None:
    here, desk = evening.counter, evening.counter.desk.customers
    ada = written_down(desk, ADA)
    order, cents = _reserved(evening, ada)
    invoice = (Payment(PaymentMeans.INVOICE, cents, 0),)
    refused = here.desk.orders.pay(order, invoice, here.work.new_token())
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.ADDRESS_NEEDED
    address = {Field.STREET: "Kaai 1", Field.POSTCODE: "1755", Field.TOWN: "Gooik"}
    assert desk.correct(ada, address) is None
    assert isinstance(here.desk.orders.pay(order, invoice, here.work.new_token()), SaleDone)


def test_no_national_number_gets_in_beside_the_customers(evening: Evening) -> None:
    here = evening.counter
    order = sell(here, evening.tonight).order
    number = "85.07.30-033.28"
    refused = (
        here.desk.orders.rename(order, Customer(f"Ada {number}")),
        here.desk.orders.refund(tickets_of(here, order), number),
        here.desk.orders.reissue(tickets_of(here, order), number),
    )
    reasons = {one.reason for one in refused if isinstance(one, Refusal)}
    assert (len(refused), reasons) == (3, {RefusalReason.NATIONAL_NUMBER})


def tickets_of(place: Place, order: OrderId) -> tuple[TicketId, ...]:
    seen = place.desk.orders.look(order)
    assert isinstance(seen, OrderSeen)
    return tuple(ticket.id for ticket in seen.tickets)


def _reserved(evening: Evening, customer: CustomerId) -> tuple[OrderId, int]:
    here = evening.counter
    held = here.desk.hold_best(evening.tonight, 1, None, 0)
    assert isinstance(held, Held), held
    lines = tuple(BasketLine(evening.tonight, unit, TariffId(1)) for unit in held.units)
    wish = Reservation(here.work.clock.now_ms() + 3_600_000, known=customer)
    done = here.desk.orders.reserve(lines, wish, here.work.new_token(), "nl")
    assert isinstance(done, SaleDone), done
    return done.order, done.rest_cents


def test_an_exchange_and_a_basket_put_aside_keep_their_customer(evening: Evening) -> None:
    here, desk = evening.counter, evening.counter.desk.customers
    ada = written_down(desk, ADA)
    order = sell(here, evening.tonight).order
    assert desk.tie(order, ada) is None
    lines, cents = _lines(evening)
    wish = ExchangeWish(tickets_of(here, order), here.work.new_token(), "nl")
    done = here.desk.orders.exchange(wish, lines, (Payment(PaymentMeans.CARD, cents, 0),))
    exchanged = done if isinstance(done, SaleDone) else here.desk.orders.exchange(wish, lines, ())
    assert isinstance(exchanged, SaleDone), exchanged
    assert {one.order for one in page(desk, ada).orders} == {order, exchanged.order}
    lines, _cents = _lines(evening)
    parked = here.desk.baskets.park(ParkWish(lines, customer=Customer("Ada"), known=ada))
    assert isinstance(parked, ParkedSeen), parked
    assert parked.known is not None
    assert parked.known.id == ada


def _lines(evening: Evening) -> tuple[tuple[BasketLine, ...], int]:
    desk = evening.counter.desk
    held = desk.hold_best(evening.tonight, 1, None, 0)
    assert isinstance(held, Held), held
    lines = tuple(BasketLine(evening.tonight, unit, TariffId(1)) for unit in held.units)
    prices = desk.quote(lines)
    assert isinstance(prices, tuple), prices
    return lines, sum(prices)
