"""One ticket for a group, from the counter over the store to the door and back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from harness.cluster import Cluster, Place

from podium_desk.application.after_sales import RefundDone
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.door import VolunteerSays
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.application.ticket_codes import code_of
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.programme import Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.replica.attendance import attendance_of
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import TARIFFS
from podium_desk.replica.queries import sold_count, sold_ticket, totals

TONIGHT, CLASS, EACH_CENTS = PerformanceId(100_001), TariffId(5), 600
PUPILS = 25


@dataclass
class Evening:
    cluster: Cluster
    house: HouseId
    counter: Place
    other: Place
    door: Place

    def meet(self) -> None:
        for place in (self.counter, self.other, self.door) * 2:
            place.sync()

    def hold(self, count: int, place: Place | None = None) -> tuple[BasketLine, ...]:
        held = (place or self.counter).desk.hold_best(TONIGHT, count, None, 0)
        assert isinstance(held, Held), held
        return tuple(BasketLine(TONIGHT, unit, CLASS) for unit in held.units)

    def sell(self, count: int = PUPILS, place: Place | None = None) -> SaleDone:
        place = place or self.counter
        lines, due = self.hold(count, place), count * EACH_CENTS
        paid = (Payment(PaymentMeans.CARD, due, 0),)
        done = place.desk.sell(lines, paid, place.work.new_token(), "nl")
        assert isinstance(done, SaleDone), done
        self.meet()
        return done

    def code(self, sale: SaleDone, place: Place | None = None) -> str:
        codes = (place or self.counter).desk.selling.codes(sale.order)
        return codes[sale.tickets[0].id]


@pytest.fixture
def evening() -> Evening:
    cluster = Cluster()
    house, elsewhere = cluster.house(1, "GC Het Anker"), cluster.house(2, "CC De Sluis")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, int(TONIGHT), plan)
    performance = cluster.catalogue.performances()[tonight]
    name = Text.of("nl", "Schoolklas")
    terms = TariffTerms(is_one_ticket=True, least_in_order=10)
    own = Tariff(CLASS, tonight, "klas", name, {"": EACH_CENTS}, is_base=False, terms=terms)
    tariffs = (*cluster.catalogue.tariffs(performance), own)
    cluster.replica.write_records([(house, TARIFFS, str(tonight), record_to_bytes(tariffs))])
    return Evening(
        cluster, house, cluster.device(house, "counter", "Kassa 1"),
        cluster.device(elsewhere, "reseller", "Kassa 2"), cluster.device(house, "door", "Deur 1"),
    )  # fmt: skip


def test_a_class_is_one_paper_and_all_its_places_are_sold(evening: Evening) -> None:
    done = evening.sell()
    assert done.total_cents == PUPILS * EACH_CENTS
    jobs = evening.counter.sql.rows("SELECT what FROM print_job ORDER BY job")
    assert [what for (what,) in jobs] == [str(done.tickets[0].id), "receipt"]
    for sql in (evening.cluster.sql, evening.other.sql, evening.door.sql):
        assert sold_count(sql, evening.house, TONIGHT) == PUPILS
    for ticket in done.tickets:
        taken = evening.other.desk.hold(TONIGHT, (ticket.unit,))
        assert isinstance(taken, Refusal), "nobody else sells any of its places"


def test_its_paper_says_how_many_where_and_what_each_costs(evening: Evening) -> None:
    done = evening.sell()
    paper = evening.counter.desk.papers.ticket(done.tickets[0].id, "nl")
    assert (paper.persons, paper.price_cents) == (PUPILS, PUPILS * EACH_CENTS)
    assert sum(row.count for row in paper.places) == PUPILS
    assert paper.prices == ((PUPILS, EACH_CENTS),)


def test_a_door_lets_a_class_in_as_it_comes(evening: Evening) -> None:
    code = evening.code(evening.sell())
    few = evening.door.door.scan(code, says=VolunteerSays(persons=3))
    assert (few.verdict, few.persons_now, few.persons) == (Verdict.ADMIT, 3, PUPILS)
    assert sum(row.count for row in few.places) == PUPILS
    assert evening.door.door.status().inside == 3
    assert evening.door.door.evening().still_to_come == PUPILS - 3
    rest = evening.door.door.scan(code, token="the rest")
    assert (rest.admitted_before, rest.persons_now) == (3, PUPILS - 3)
    again = evening.door.door.scan(code, token="again")
    assert again.reason is ScanReason.ALREADY_IN
    evening.meet()
    (performance,) = evening.cluster.catalogue.performances().values()
    for replica, catalogue in (
        (evening.cluster.replica, evening.cluster.catalogue),
        (evening.door.work.replica, evening.door.work.catalogue),
    ):
        count = attendance_of(replica, catalogue, performance).count.count
        assert (count.sold, count.sold_persons) == (1, PUPILS)
        assert (count.admitted, count.admitted_persons, count.no_shows) == (1, PUPILS, 0)


def test_a_door_that_heard_nothing_of_it_reads_how_many_in_the_code(evening: Evening) -> None:
    evening.door.wire.is_cut = True
    code = evening.code(evening.sell())
    seen = evening.door.door.scan(code, says=VolunteerSays(persons=20))
    assert (seen.verdict, seen.persons_now, seen.persons) == (Verdict.ADMIT, 20, PUPILS)
    assert seen.places == ()


def test_any_of_its_seats_finds_the_ticket(evening: Evening) -> None:
    done = evening.sell()
    last = done.tickets[-1]
    (found,) = evening.door.door.find(last.short_code).tickets
    assert (found.ticket, found.persons, found.inside) == (done.tickets[0].id, PUPILS, 0)
    seen = evening.door.door.scan(last.short_code)
    assert (seen.ticket, seen.persons_now) == (done.tickets[0].id, PUPILS)


def test_none_of_its_places_has_a_code_that_opens_a_door(evening: Evening) -> None:
    done = evening.sell()
    assert list(evening.counter.desk.selling.codes(done.order)) == [done.tickets[0].id]
    work = evening.counter.work
    place = sold_ticket(work.replica.sql, evening.house, done.tickets[1].id)
    assert place is not None
    for is_cut in (False, True):
        evening.door.wire.is_cut = is_cut
        seen = evening.door.door.scan(code_of(work, place, 1))
        assert (seen.verdict, seen.reason) == (Verdict.REFUSE, ScanReason.UNKNOWN)


def test_a_part_of_it_is_not_taken_back_and_the_whole_is(evening: Evening) -> None:
    done = evening.sell()
    after_sales = evening.counter.desk.after_sales
    part = after_sales.refund((done.tickets[3].id,), None, "ziek")
    assert isinstance(part, Refusal)
    assert part.reason is RefusalReason.GROUP_STAYS_WHOLE
    assert "ticket" in Words("nl")("refusals.group_stays_whole", **part.details)
    whole = after_sales.refund((done.tickets[0].id,), None, "de bus is stuk")
    assert isinstance(whole, RefundDone), whole
    assert whole.handed_back_cents == PUPILS * EACH_CENTS
    evening.meet()
    for sql in (evening.cluster.sql, evening.door.sql):
        assert sold_count(sql, evening.house, TONIGHT) == 0


def test_for_fewer_it_is_exchanged_and_keeps_its_seats(evening: Evening) -> None:
    done = evening.sell()
    old = evening.code(done)
    fewer = tuple(BasketLine(TONIGHT, one.unit, CLASS) for one in done.tickets[:23])
    wish = ExchangeWish((done.tickets[0].id,), "twee zieken", "nl")
    exchanged = evening.counter.desk.exchanging.exchange(wish, fewer, ())
    assert isinstance(exchanged, SaleDone), exchanged
    evening.meet()
    assert sold_count(evening.cluster.sql, evening.house, TONIGHT) == 23
    assert evening.door.door.scan(old).reason is ScanReason.CANCELLED
    assert evening.door.door.scan(evening.code(exchanged)).persons_now == 23


def test_who_is_inside_keeps_the_whole_ticket(evening: Evening) -> None:
    done = evening.sell()
    evening.door.door.scan(evening.code(done), says=VolunteerSays(persons=3))
    evening.meet()
    refused = evening.counter.desk.after_sales.refund((done.tickets[0].id,), None, "")
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.ALREADY_INSIDE


def test_another_house_sells_it_and_the_store_and_the_door_agree(evening: Evening) -> None:
    done = evening.sell(place=evening.other)
    seen = evening.door.door.scan(evening.code(done, evening.other))
    assert (seen.verdict, seen.persons_now) == (Verdict.ADMIT, PUPILS)
    evening.meet()
    known = [totals(place.sql) for place in (evening.cluster, evening.counter, evening.door)]
    assert [(one.tickets, one.refunded, one.admitted) for one in known] == [(PUPILS, 0, 1)] * 3


def test_its_page_has_one_row_for_all(evening: Evening) -> None:
    done = evening.sell()
    page = evening.counter.desk.orders.look(done.order)
    assert not isinstance(page, Refusal)
    (ticket,) = page.tickets
    assert (ticket.persons, ticket.price_cents) == (PUPILS, PUPILS * EACH_CENTS)
    assert page.total_cents == PUPILS * EACH_CENTS
    assert all(isinstance(row, RowOfPlaces) for row in ticket.places)
