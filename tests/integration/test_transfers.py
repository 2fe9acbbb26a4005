"""A reservation that a transfer pays: the slip's picture, the bank's statement, booked once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from harness.coda_statement import statement
from harness.full_evening import TONIGHT
from harness.venue import VenueNetwork

from podium_desk.application.coda import read_coda
from podium_desk.application.counter import BasketLine, Held, SaleDone
from podium_desk.application.order_desk import OrderSeen, Reservation
from podium_desk.application.print_queue import PrintState, doubt_all
from podium_desk.application.transfers import Transfers
from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.page import QrCode
from podium_desk.documents.slip import slip_content
from podium_desk.domain.ids import OrderId, TariffId
from podium_desk.domain.order_states import OrderStanding
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.transfers import Fit
from podium_desk.i18n.words import Words
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import HOUSE

IBAN = "BE68539007547034"


class House:
    """Two counters of a house that told its account; the first reserved two orders."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster()
        house = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(house, "gc-het-anker-theaterzaal.json")
        self.cluster.performance(house, TONIGHT, plan)
        told = replace(self.cluster.catalogue.houses()[house], iban=IBAN)
        self.cluster.replica.write_records([(house, HOUSE, str(house), record_to_bytes(told))])
        self.first, self.second = (
            self.cluster.device(house, "counter", f"Kassa {n}", folder / f"{n}.sqlite")
            for n in (1, 2)
        )
        self.venue = VenueNetwork(self.cluster, self.first, self.second)
        self.sync()
        self.venue.round()
        self.orders = [self.reserve(1), self.reserve(2)]
        self.sync()
        self.venue.round()

    def sync(self) -> None:
        for place in (self.first, self.second) * 2:
            place.sync()

    def reserve(self, count: int) -> OrderSeen:
        held = self.first.desk.hold_best(TONIGHT, count, None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
        until = self.first.work.clock.now_ms() + 3_600_000
        wish = Reservation(until, None, is_by_transfer=True)
        done = self.first.desk.orders.reserve(lines, wish, self.first.work.new_token(), "nl")
        assert isinstance(done, SaleDone), done
        return self.seen(self.first, done.order)

    def seen(self, place: Place, order: OrderId) -> OrderSeen:
        page = place.desk.orders.look(order)
        assert isinstance(page, OrderSeen), page
        return page

    def transfers(self, place: Place) -> Transfers:
        return Transfers(place.work, place.desk.open_orders)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_what_is_to_be_transferred_stands_on_the_page_and_on_the_slip(house: House) -> None:
    order = house.orders[0]
    assert order.transfer is not None
    assert order.transfer.picture.endswith(f"{IBAN}\nEUR22.03\n\n\n+++000/2000/00155+++")
    page = bundled_paper(
        "slip", slip_content(house.first.desk.papers.slip(order.order, "nl"), Words("nl"))
    )
    codes = [block.text for block in page.blocks if isinstance(block, QrCode)]
    assert codes == [order.transfer.picture]


def test_a_statement_pays_what_it_fits_once_at_whichever_counter_reads_it(house: House) -> None:
    one, two = house.orders
    moves = [(2203, one.communication, "AN"), (4000, two.communication, "BO"), (2203, "zaal", "")]
    read = read_coda(statement(moves))
    office = house.transfers(house.second)
    found = office.matches(read)
    assert [match.fit for match in found] == [Fit.EXACT, Fit.LESS, Fit.NEAR]
    booked = office.book_exact(found)
    assert [type(done) for _, done in booked] == [SaleDone], booked
    again = office.matches(read)
    assert [match.fit for match in again] == [Fit.BOOKED, Fit.LESS, Fit.UNKNOWN]
    house.sync()
    elsewhere = house.transfers(house.first)
    assert [match.fit for match in elsewhere.matches(read)] == [Fit.BOOKED, Fit.LESS, Fit.UNKNOWN]
    twice = elsewhere.book(read[0], one.order)
    assert isinstance(twice, Refusal)
    assert twice.reason is RefusalReason.TRANSFER_BOOKED
    assert house.seen(house.first, one.order).standing is OrderStanding.PAID


def test_a_person_books_what_is_less_and_the_rest_stays_owed(house: House) -> None:
    order = house.orders[1]
    read = read_coda(statement([(4000, order.communication, "BO")]))
    done = house.transfers(house.first).book(read[0], order.order)
    assert isinstance(done, SaleDone), done
    assert done.rest_cents == 406
    seen = house.seen(house.first, order.order)
    assert seen.transfer is not None
    assert seen.transfer.amount_cents == 406


def test_tickets_of_a_transfer_print_when_they_are_fetched_and_are_no_duplicates(
    house: House,
) -> None:
    order = house.orders[0]
    queue, waiting = house.first.desk.queue, (PrintState.QUEUED, PrintState.UNKNOWN)
    read = read_coda(statement([(2203, order.communication, "")]))
    assert isinstance(house.transfers(house.first).book(read[0], order.order), SaleDone)
    assert (queue.count(*waiting), queue.count(PrintState.KEPT)) == (0, 2)
    assert house.first.desk.reprint(order.order) is None
    assert (queue.count(*waiting), queue.duplicates(order.order)) == (2, 0)
    assert house.first.desk.reprint(order.order) is None
    assert queue.duplicates(order.order) == 1


def test_a_memory_that_was_put_back_does_not_take_kept_tickets_for_new(house: House) -> None:
    order = house.orders[0]
    read = read_coda(statement([(2203, order.communication, "")]))
    assert isinstance(house.transfers(house.first).book(read[0], order.order), SaleDone)
    doubt_all(house.first.work.replica.sql)
    assert house.first.desk.reprint(order.order) is None
    assert house.first.desk.queue.duplicates(order.order) == 1
