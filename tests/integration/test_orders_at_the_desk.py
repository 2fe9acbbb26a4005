"""An order is found by whatever a customer has, looked at, and changed: the shipped desks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from harness.cluster import EVENING, Cluster, Place
from harness.venue import VenueNetwork

from podium_desk.application.closing import hand_over_sold
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.order_desk import ExchangeWish, OrderSeen, Reservation, Scanned
from podium_desk.application.print_queue import PrintState
from podium_desk.documents.layouts.shelf import ROLL
from podium_desk.documents.page import Banner, Page, Text
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import Direction, PaymentMeans
from podium_desk.domain.ids import OrderId, PerformanceId, TariffId
from podium_desk.domain.order_states import OrderStanding, TicketStanding
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.i18n.words import Words
from podium_desk.replica.order_history import EventKind

BASE = TariffId(1)


class House:
    """Two counters and a door of one house, with a performance tonight and one next week."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster()
        number = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(number, "gc-het-anker-theaterzaal.json")
        self.tonight = self.cluster.performance(number, 100_001, plan)
        self.later = self.cluster.performance(number, 100_002, plan, EVENING + timedelta(days=7))
        self.first, self.second = (
            self.cluster.device(number, "counter", f"Kassa {n}", folder / f"{n}.sqlite")
            for n in (1, 2)
        )
        self.door = self.cluster.device(number, "door", "Deur", folder / "door.sqlite")
        self.venue = VenueNetwork(self.cluster, self.first, self.second)
        self.venue.round()

    def sync(self) -> None:
        for place in (self.first, self.second, self.door) * 2:
            place.sync()

    def lines(self, place: Place, count: int = 2, later: bool = False) -> tuple[BasketLine, ...]:
        performance = self.later if later else self.tonight
        held = place.desk.hold_best(performance, count, None, 0)
        assert isinstance(held, Held), held
        return tuple(BasketLine(performance, unit, BASE) for unit in held.units)

    def sell(self, count: int = 2) -> SaleDone:
        lines = self.lines(self.first, count)
        token = self.first.work.new_token()
        done = self.first.desk.sell(lines, card(2203 * count), token, "nl")
        assert isinstance(done, SaleDone), done
        return done

    def reserve(self, customer: Customer | None = None, by_transfer: bool = False) -> SaleDone:
        ends = self.first.work.clock.now_ms() + 3_600_000
        wish = Reservation(ends, customer, by_transfer)
        token = self.first.work.new_token()
        done = self.first.desk.orders.reserve(self.lines(self.first), wish, token, "nl")
        assert isinstance(done, SaleDone), done
        return done


def card(cents: int) -> tuple[Payment, ...]:
    return (Payment(PaymentMeans.CARD, cents, 0),)


def found(place: Place, text: str) -> list[OrderId]:
    return [one.order for one in place.desk.orders.find(text)]


def seen(place: Place, order: OrderId) -> OrderSeen:
    page = place.desk.orders.look(order)
    assert isinstance(page, OrderSeen), page
    return page


def why(outcome: object) -> RefusalReason | None:
    return outcome.reason if isinstance(outcome, Refusal) else None


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_an_order_is_found_by_any_beginning_of_a_name_in_any_case(house: House) -> None:
    order = house.reserve(Customer("Anaïs Van den Bossche", "0475 12 34 56")).order
    house.reserve(Customer("Anja Peeters"))
    for text in ("anais", "boss", "VAN bos an", "ïs", "0475123", "+32 475 12"):
        expected = [] if text == "ïs" else [order]
        assert found(house.first, text) == expected, text
    (one,) = house.first.desk.orders.find("bossche")
    assert (one.name, one.standing, one.total_cents) == (
        "Anaïs Van den Bossche", OrderStanding.OPEN, 4406,
    )  # fmt: skip


def test_an_order_is_found_by_its_number_its_ticket_its_code_and_its_seat(house: House) -> None:
    sold = house.sell()
    ticket = sold.tickets[0]
    code = house.first.desk.selling.codes(sold.order)[ticket.id]
    seat = f"{ticket.row}{ticket.number}"
    for text in (
        str(sold.order), str(ticket.id), ticket.short_code, ticket.short_code.lower(), code,
        seat, seat.lower(), f"{ticket.row} {ticket.number}",
    ):  # fmt: skip
        assert found(house.first, text) == [sold.order], text
    assert sold.order in found(house.first, str(sold.order.number))
    assert found(house.first, "") == found(house.first, "niemand") == []


def test_a_transfer_names_its_order(house: House) -> None:
    order = house.reserve(by_transfer=True).order
    communication = seen(house.first, order).communication
    assert len(communication) == 12
    printed = f"+++{communication[:3]}/{communication[3:7]}/{communication[7:]}+++"
    assert found(house.first, printed) == found(house.first, communication) == [order]


def test_a_scanned_ticket_names_its_order_and_nothing_else_does(house: House) -> None:
    sold = house.sell()
    code = house.first.desk.selling.codes(sold.order)[sold.tickets[1].id]
    assert house.first.desk.orders.scanned(code) == Scanned(sold.order, sold.tickets[1].id)
    for text in ("https://example.org", code[:-8], code[:-2] + "BB"):
        assert why(house.first.desk.orders.scanned(text)) is RefusalReason.NOT_OUR_TICKET


def test_a_name_that_was_erased_is_found_by_nobody(house: House) -> None:
    order = house.reserve(Customer("Mark Janssens")).order
    assert found(house.first, "janssens") == [order]
    house.first.sql.run("DELETE FROM personal_body")
    assert found(house.first, "janssens") == []


def test_an_order_of_another_house_and_one_that_is_none_are_not_known(house: House) -> None:
    nobody = OrderId(house.first.work.origin, 99)
    assert why(house.first.desk.orders.look(nobody)) is RefusalReason.UNKNOWN_ORDER
    office = house.cluster.device(house.cluster.house(2, "Toerisme"), "counter", "Balie")
    house.sell()
    sold = house.sell()
    house.sync()
    office.sync()
    assert why(office.desk.orders.look(sold.order)) is RefusalReason.UNKNOWN_ORDER
    assert found(office, str(sold.order)) == []


def test_a_page_tells_who_did_what_and_when(house: House) -> None:
    reserved = house.reserve(Customer("An Claes"))
    house.sync()
    orders = house.second.desk.orders
    assert isinstance(orders.pay(reserved.order, card(4406), "t1"), SaleDone)
    first, second = (ticket.id for ticket in reserved.tickets)
    house.cluster.clock.pass_(minutes=1)
    assert orders.reissue((first,), "verloren") is None
    house.cluster.clock.pass_(minutes=1)
    assert orders.reprint(reserved.order) is None
    assert not isinstance(orders.refund((second,), "ziek"), Refusal)
    house.sync()
    code = house.second.desk.papers.ticket(first, "nl").code
    house.door.door.scan(code)
    house.sync()
    page = seen(house.second, reserved.order)
    kinds = [event.kind for event in page.history]
    for kind in (
        EventKind.RESERVED, EventKind.NAMED, EventKind.MONEY_TAKEN, EventKind.PAID,
        EventKind.REISSUED, EventKind.REPRINTED, EventKind.REFUNDED, EventKind.MONEY_BACK,
        EventKind.ENTERED,
    ):  # fmt: skip
        assert kind in kinds, kind
    assert {event.device for event in page.history} == {"Kassa 1", "Kassa 2", "Deur"}
    assert [one.standing for one in page.tickets] == [
        TicketStanding.INSIDE, TicketStanding.REFUNDED,
    ]  # fmt: skip
    assert page.standing is OrderStanding.PARTLY_REFUNDED
    assert [(one.means, one.amount_cents) for one in page.payments] == [(PaymentMeans.CARD, 2203)]


def test_money_is_foreseen_as_it_then_goes_back(house: House) -> None:
    sold = house.sell()
    tickets = tuple(ticket.id for ticket in sold.tickets)
    orders = house.first.desk.orders
    foreseen = orders.foresee_refund(tickets)
    assert not isinstance(foreseen, Refusal)
    assert foreseen.parts == ((PaymentMeans.CARD, 4406),)
    assert seen(house.first, sold.order).standing is OrderStanding.PAID
    assert orders.refund(tickets, "ziek") == foreseen
    assert why(orders.refund(tickets, "ziek")) is RefusalReason.ALREADY_REFUNDED


def test_who_is_inside_is_paid_back_only_with_a_managers_word(house: House) -> None:
    sold = house.sell()
    ticket = sold.tickets[0].id
    house.sync()
    house.door.door.scan(house.first.desk.selling.codes(sold.order)[ticket], Direction.ENTRY)
    house.sync()
    outcome = house.first.desk.orders.refund((ticket,), "ziek")
    assert why(outcome) is RefusalReason.ALREADY_INSIDE
    house.first.work.approved_by = "Mia"
    assert not isinstance(house.first.desk.orders.refund((ticket,), "ziek"), Refusal)
    assert house.first.work.approved_by == ""


def test_where_nobody_is_heard_the_holder_is_named(house: House) -> None:
    sold = house.sell()
    house.sync()
    for place in (house.first, house.second):
        place.wire.is_cut = True
    house.venue.pull_the_plug(house.first, house.second)
    house.cluster.clock.pass_(seconds=10)
    outcome = house.second.desk.orders.refund((sold.tickets[0].id,), "ziek")
    assert isinstance(outcome, Refusal)
    assert outcome.details["holder"] == seen(house.second, sold.order).holder == "Kassa 1"


def test_tickets_are_exchanged_for_another_evening_at_another_desk(house: House) -> None:
    sold = house.sell()
    house.sync()
    orders = house.second.desk.orders
    lines = house.lines(house.second, 2, later=True)
    wish = ExchangeWish(tuple(ticket.id for ticket in sold.tickets), "t2", "nl")
    done = orders.exchange(wish, lines, ())
    assert isinstance(done, SaleDone)
    assert orders.exchange(wish, lines, ()) == done
    assert seen(house.second, sold.order).standing is OrderStanding.EXCHANGED
    assert seen(house.second, done.order).former == sold.order
    assert EventKind.EXCHANGED_FOR in [e.kind for e in seen(house.second, sold.order).history]
    assert house.second.desk.queue.count(PrintState.QUEUED) == 3


def test_what_was_taken_in_exchange_is_paid_back_by_what_paid_the_first(house: House) -> None:
    sold = house.sell()
    orders = house.first.desk.orders
    wish = ExchangeWish(tuple(ticket.id for ticket in sold.tickets), "t5", "nl")
    payment = (Payment(PaymentMeans.CASH, 2203, 2500),)
    done = orders.exchange(wish, house.lines(house.first, 3, later=True), payment)
    assert isinstance(done, SaleDone)
    back = orders.refund(tuple(ticket.id for ticket in done.tickets), "ziek")
    assert not isinstance(back, Refusal)
    assert dict(back.parts) == {PaymentMeans.CASH: 2205, PaymentMeans.CARD: 4406}


def test_a_reservation_that_is_late_says_so_and_is_still_paid_or_let_go(house: House) -> None:
    late, other = house.reserve(), house.reserve()
    house.cluster.clock.pass_(hours=1, minutes=1)
    orders = house.first.desk.orders
    assert seen(house.first, late.order).standing is OrderStanding.EXPIRED
    wish = ExchangeWish((late.tickets[0].id,), "t3", "nl")
    outcome = orders.exchange(wish, house.lines(house.first, 1, later=True), ())
    assert why(outcome) is RefusalReason.NOT_PAID_YET
    assert why(orders.reissue((late.tickets[0].id,), "x")) is RefusalReason.NOT_PAID_YET
    assert isinstance(orders.pay(late.order, card(4406), "t4"), SaleDone)
    assert orders.let_go(other.order) is None
    assert seen(house.first, other.order).standing is OrderStanding.LET_GO
    assert why(orders.let_go(other.order)) is RefusalReason.NOT_OPEN


def test_a_reservation_cut_off_before_its_name_gets_it_by_the_same_token(house: House) -> None:
    lines = house.lines(house.first)
    ends = house.first.work.clock.now_ms() + 3_600_000
    orders = house.first.desk.orders
    bare = orders.reserve(lines, Reservation(ends), "token", "nl")
    assert isinstance(bare, SaleDone)
    house.first.kill_and_restart()
    again = house.first.desk.orders.reserve(
        lines, Reservation(ends, Customer("Rik")), "token", "nl"
    )
    assert isinstance(again, SaleDone)
    assert again.order == bare.order
    assert found(house.first, "rik") == [bare.order]


def test_a_seat_is_looked_for_in_the_performances_that_are_near(house: House) -> None:
    assert isinstance(house.tonight, int)
    sold = house.sell(1)
    ticket = sold.tickets[0]
    house.cluster.clock.pass_(days=2)
    assert found(house.first, f"{ticket.row}{ticket.number}") == []
    assert PerformanceId(100_001) == ticket.performance


def test_a_cancelled_performance_is_paid_back_by_means_and_nobody_twice(house: House) -> None:
    by_card, by_cash = house.sell(), house.sell(1)
    reserved = house.reserve(Customer("Rik"))
    desk = house.first.desk
    assert why(desk.cancelled.owed(house.tonight)) is RefusalReason.NOT_CANCELLED
    house.cluster.cancel(house.tonight)
    house.sync()
    owed = desk.cancelled.owed(house.tonight)
    assert not isinstance(owed, Refusal)
    assert [(one.order, one.cents) for one in owed] == [
        (by_card.order, 4406), (by_cash.order, 2203), (reserved.order, 0),
    ]  # fmt: skip
    cash = desk.cancelled.pay_back(house.tonight, (PaymentMeans.CASH,))
    assert not isinstance(cash, Refusal)
    assert [one.order for one in cash.done] == [reserved.order]
    paid = desk.cancelled.pay_back(house.tonight, (PaymentMeans.CARD,))
    assert not isinstance(paid, Refusal)
    assert [one.order for one in paid.done] == [by_card.order, by_cash.order]
    assert desk.cancelled.owed(house.tonight) == ()
    assert seen(house.first, by_card.order).standing is OrderStanding.REFUNDED


def test_what_another_desk_holds_waits_and_is_paid_once_its_right_comes_in(house: House) -> None:
    sold = house.sell()
    house.cluster.cancel(house.tonight)
    house.sync()
    house.venue.pull_the_plug(house.first, house.second)
    house.cluster.clock.pass_(seconds=10)
    desk = house.second.desk
    waits = desk.cancelled.pay_back(house.tonight, (PaymentMeans.CARD,))
    assert not isinstance(waits, Refusal)
    ((one, reason),) = waits.waiting
    assert (one.holder, reason) == ("Kassa 1", RefusalReason.RIGHT_ELSEWHERE)
    assert hand_over_sold(house.first.work) == 2
    house.sync()
    paid = desk.cancelled.pay_back(house.tonight, (PaymentMeans.CARD,))
    assert not isinstance(paid, Refusal)
    assert [one.order for one in paid.done] == [sold.order]


def test_a_reservation_prints_a_slip_that_is_no_ticket_and_none_once_it_is_paid(
    house: House,
) -> None:
    order = house.reserve(Customer("An Claes"), by_transfer=True).order
    desk = house.first.desk
    assert desk.orders.reprint(order) is None
    job = desk.queue.next()
    assert job is not None
    for language in ("nl", "fr", "de", "en"):
        page = desk.papers.paper(job, Words(language), ROLL)
        assert isinstance(page, Page)
        blocks = page.blocks
        texts = [block.words for block in blocks if isinstance(block, Text | Banner)]
        assert "An Claes" in texts
        assert any(text.startswith("+++") for text in texts)
        assert Words(language)("documents.slip") in texts
    assert isinstance(desk.orders.pay(order, card(4406), "t6"), SaleDone)
    with pytest.raises(KeyError):
        desk.papers.paper(job, Words("nl"), ROLL)
