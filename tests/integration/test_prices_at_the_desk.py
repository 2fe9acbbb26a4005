"""Terms, codes and changed prices with shipped code: the desk, the store, the line between."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import pytest
from harness.cluster import Cluster, Place

from podium_desk.application.after_sales import RefundDone
from podium_desk.application.closing import hand_over_sold
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.offers import STANDS_MS
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.domain.discounts import Cut, Discount
from podium_desk.domain.facts import OrderSold
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, Unit
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.programme import Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.replica.codec import body_from_bytes, record_to_bytes
from podium_desk.replica.incident_finder import IncidentFinder
from podium_desk.replica.kinds import DISCOUNT, PERFORMANCE, PLAN, TARIFFS
from podium_desk.replica.queries import totals
from sync.store.conservation import breaches

BASE, COMPANION, WHEELCHAIR, ROOM = (TariffId(number) for number in (1, 3, 4, 5))
AMOUNT = 1 << 50


@dataclass
class Evening:
    cluster: Cluster
    house: HouseId
    first: Place
    second: Place
    tonight: PerformanceId

    def meet(self) -> None:
        for place in (self.first, self.second) * 2:
            place.sync()

    def write_code(self, code: str, value: int = 10, uses: int = 0, **limits: int) -> None:
        discount = Discount(
            self.house, code, Text.of("nl", code), Cut.PERCENT, value, uses=uses,
            amount=AMOUNT if uses else 0, **limits,
        )  # fmt: skip
        entry = (self.house, DISCOUNT, code, record_to_bytes(discount))
        self.cluster.replica.write_records([entry])
        self.meet()

    def write_price(self, cents: int) -> None:
        performance = self.cluster.catalogue.performance(self.tonight)
        assert performance is not None
        base, *rest = self.cluster.catalogue.tariffs(performance)
        tariffs = (replace(base, prices_cents={"": cents}), *rest)
        entry = (self.house, TARIFFS, str(self.tonight), record_to_bytes(tariffs))
        self.cluster.replica.write_records([entry])
        self.meet()

    def balances(self, place: Place) -> tuple[int, int]:
        """Uses left anywhere and uses made, as this device knows them."""
        accounts = place.work.replica.rights.amounts.accounts(self.house, AMOUNT).values()
        left = sum(account.balance for account in accounts)
        return left, sum(account.spent for account in accounts)


@pytest.fixture
def evening() -> Evening:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    first = cluster.device(house, "counter", "Kassa 1")
    return Evening(cluster, house, first, cluster.device(house, "counter", "Kassa 2"), tonight)


def held_lines(place: Place, tonight: PerformanceId, count: int = 1) -> tuple[BasketLine, ...]:
    held = place.desk.hold_best(tonight, count, None, 0)
    assert isinstance(held, Held), held
    return tuple(BasketLine(tonight, unit, BASE) for unit in held.units)


def sell(place: Place, lines: tuple[BasketLine, ...], *codes: str) -> SaleDone | Refusal:
    prices = place.desk.quote(lines, codes)
    if isinstance(prices, Refusal):
        return prices
    return pay(place, lines, sum(prices), *codes)


def pay(place: Place, lines: tuple[BasketLine, ...], cents: int, *codes: str) -> SaleDone | Refusal:
    payments = (Payment(PaymentMeans.CARD, cents, 0),)
    token = place.work.new_token()
    return place.desk.sell(lines, payments, token, "nl", SaleTerms(codes=codes))


def give_back(place: Place, lines: tuple[BasketLine, ...]) -> None:
    place.desk.release(lines[0].performance, tuple(line.unit for line in lines))


def sold_by(place: Place, done: SaleDone) -> OrderSold:
    ticket = done.tickets[0].id
    facts = place.work.replica.log.between(place.work.house, ticket.origin, ticket.seq, ticket.seq)
    body = facts[0].body
    assert body is not None
    sold = body_from_bytes(facts[0].header.kind, body)
    assert isinstance(sold, OrderSold)
    return sold


def why(outcome: object) -> RefusalReason:
    assert isinstance(outcome, Refusal), outcome
    return outcome.reason


def test_a_code_goes_off_and_stays_on_the_line_and_the_price_is_right(evening: Evening) -> None:
    evening.write_code("LENTE")
    lines = held_lines(evening.first, evening.tonight, 2)

    done = sell(evening.first, lines, "lente ")

    assert isinstance(done, SaleDone), done
    assert done.total_cents == 2 * 1983
    line = sold_by(evening.first, done).lines[0]
    assert (line.discount_cents, line.discount_code) == (220, "LENTE")
    assert line.discount_bearer == evening.house
    evening.meet()
    finder = IncidentFinder(evening.cluster.replica, evening.cluster.catalogue)
    assert finder.all_open(evening.cluster.clock()) == ()


def test_an_unknown_code_is_refused_before_anybody_pays(evening: Evening) -> None:
    lines = held_lines(evening.first, evening.tonight)

    assert why(evening.first.desk.quote(lines, ("NIETS",))) is RefusalReason.UNKNOWN_DISCOUNT
    assert why(pay(evening.first, lines, 2203, "NIETS")) is RefusalReason.UNKNOWN_DISCOUNT


def test_a_limited_code_is_used_once_an_order_and_never_more_often_than_it_may(
    evening: Evening,
) -> None:
    evening.write_code("TWEE", uses=2)

    outcomes = []
    for _ in range(3):
        outcomes.append(sell(evening.first, held_lines(evening.first, evening.tonight, 2), "TWEE"))
        evening.meet()

    assert [isinstance(outcome, SaleDone) for outcome in outcomes].count(True) <= 2
    assert isinstance(outcomes[0], SaleDone)
    assert evening.balances(evening.second) == evening.balances(evening.first)
    left, used = evening.balances(evening.first)
    assert left + used == 2


def test_a_code_that_is_used_up_is_told_so_everywhere(evening: Evening) -> None:
    evening.write_code("EEN", uses=1)
    having, other = evening.first, evening.second
    if isinstance(having.desk.quote(held_lines(having, evening.tonight), ("EEN",)), Refusal):
        having, other = other, having
    assert isinstance(sell(having, held_lines(having, evening.tonight), "EEN"), SaleDone)
    evening.meet()

    refused = other.desk.quote(held_lines(other, evening.tonight), ("EEN",))

    assert why(refused) is RefusalReason.DISCOUNT_USED_UP


def test_a_desk_that_is_cut_off_uses_what_it_was_given_and_no_more(evening: Evening) -> None:
    evening.write_code("LENTE", uses=20)
    amounts = evening.first.work.replica.rights.amounts
    given = amounts.account(evening.house, AMOUNT, evening.first.work.origin).balance
    assert given == 5
    evening.first.wire.is_cut = True

    for _ in range(given):
        done = sell(evening.first, held_lines(evening.first, evening.tonight), "LENTE")
        assert isinstance(done, SaleDone), done
    refused = sell(evening.first, held_lines(evening.first, evening.tonight), "LENTE")
    assert why(refused) is RefusalReason.DISCOUNT_NOT_HERE

    evening.first.wire.is_cut = False
    evening.meet()
    again = sell(evening.first, held_lines(evening.first, evening.tonight), "LENTE")
    assert isinstance(again, SaleDone), again


@pytest.mark.parametrize("seed", range(4))
def test_uses_are_conserved_whatever_happens_to_the_line(evening: Evening, seed: int) -> None:
    dice, uses = random.Random(seed), 17
    evening.write_code("LENTE", uses=uses)
    used = 0
    for _ in range(40):
        place = dice.choice((evening.first, evening.second))
        place.wire.is_cut = dice.random() < 0.4
        lines = held_lines(place, evening.tonight)
        outcome = sell(place, lines, "LENTE")
        if isinstance(outcome, SaleDone):
            used += 1
        else:
            give_back(place, lines)
        place.sync()
    for place in (evening.first, evening.second):
        place.wire.is_cut = False
    evening.meet()

    assert used <= uses, seed
    assert evening.balances(evening.first) == (uses - used, used), seed
    assert evening.balances(evening.second) == (uses - used, used), seed
    for sql in (evening.cluster.sql, evening.first.sql, evening.second.sql):
        assert breaches(sql) == [], seed


def test_a_price_that_was_said_stands_for_its_time_and_then_no_longer(evening: Evening) -> None:
    lines = held_lines(evening.first, evening.tonight)
    assert evening.first.desk.quote(lines) == (2203,)

    evening.write_price(2500)

    assert evening.first.desk.quote(lines) == (2203,)
    other = held_lines(evening.second, evening.tonight)
    assert evening.second.desk.quote(other) == (2500,)
    evening.cluster.clock.pass_(milliseconds=STANDS_MS)
    assert why(pay(evening.first, lines, 2203)) is RefusalReason.WRONG_AMOUNT
    assert evening.first.desk.quote(lines) == (2500,)


def test_a_sale_at_the_price_that_was_said_is_right_by_the_list_of_then(evening: Evening) -> None:
    lines = held_lines(evening.first, evening.tonight)
    evening.first.desk.quote(lines)
    evening.write_price(2500)

    done = pay(evening.first, lines, 2203)

    assert isinstance(done, SaleDone), done
    evening.meet()
    finder = IncidentFinder(evening.cluster.replica, evening.cluster.catalogue)
    assert finder.all_open(evening.cluster.clock()) == ()


def test_the_next_customer_pays_the_new_price(evening: Evening) -> None:
    lines = held_lines(evening.first, evening.tonight)
    evening.first.desk.quote(lines)
    give_back(evening.first, lines)
    evening.write_price(2500)

    assert evening.first.desk.quote(held_lines(evening.first, evening.tonight)) == (2500,)


def write_companion_tariff(evening: Evening) -> None:
    performance = evening.cluster.catalogue.performance(evening.tonight)
    assert performance is not None
    tariffs = evening.cluster.catalogue.tariffs(performance)
    companion = Tariff(
        COMPANION, evening.tonight, "begeleider", Text.of("nl", "Begeleider"), {"": 0}, False,
        terms=TariffTerms(each_needs=1),
    )  # fmt: skip
    entry = (evening.house, TARIFFS, str(evening.tonight), record_to_bytes((*tariffs, companion)))
    evening.cluster.replica.write_records([entry])
    evening.meet()


def guest_and_companion(evening: Evening) -> tuple[BasketLine, BasketLine]:
    write_companion_tariff(evening)
    guest, neighbour = held_lines(evening.first, evening.tonight, 2)
    return guest, replace(neighbour, tariff=COMPANION, goes_with=guest.unit)


def test_terms_are_told_before_money_is_taken_and_a_companion_is_tied(evening: Evening) -> None:
    guest, tied = guest_and_companion(evening)

    problem = evening.first.desk.problem((tied,))
    assert why(problem) is RefusalReason.COMPANION_WITHOUT_OTHERS
    assert evening.first.desk.problem((guest, tied)) is None
    done = sell(evening.first, (guest, tied))

    assert isinstance(done, SaleDone), done
    assert [line.parent_line for line in sold_by(evening.first, done).lines] == [None, 0]


def test_a_companion_comes_back_with_its_guest_and_may_come_back_alone(evening: Evening) -> None:
    done = sell(evening.first, guest_and_companion(evening))
    assert isinstance(done, SaleDone), done
    guest, companion = (ticket.id for ticket in done.tickets)
    refund = evening.first.desk.after_sales.refund

    together = refund((guest,), None, "ziek")

    assert isinstance(together, RefundDone), together
    assert together.tickets == (guest, companion)
    again = sell(evening.first, guest_and_companion(evening))
    assert isinstance(again, SaleDone), again
    guest, companion = (ticket.id for ticket in again.tickets)
    alone = refund((companion,), None, "")
    assert isinstance(alone, RefundDone), alone
    assert alone.tickets == (companion,)
    rest = refund((guest,), None, "")
    assert isinstance(rest, RefundDone), rest
    assert rest.tickets == (guest,)


def test_a_companion_goes_back_in_the_exchange_of_its_guest(evening: Evening) -> None:
    done = sell(evening.first, guest_and_companion(evening))
    assert isinstance(done, SaleDone), done
    new = held_lines(evening.first, evening.tonight)
    guest = (done.tickets[0].id,)

    exchanged = evening.first.desk.exchanging.exchange(ExchangeWish(guest, "ruil", "nl"), new, ())

    assert isinstance(exchanged, SaleDone), exchanged
    evening.meet()
    (same,) = {totals(evening.cluster.sql), totals(evening.first.sql), totals(evening.second.sql)}
    assert (same.tickets, same.refunded) == (3, 2)


def wheelchair_and_room(evening: Evening) -> tuple[BasketLine, BasketLine]:
    """Two chairs of the hall that go together, held for a wheelchair."""
    performance = evening.cluster.catalogue.performance(evening.tonight)
    assert performance is not None
    tariffs = evening.cluster.catalogue.tariffs(performance)
    own = [
        replace(
            tariffs[0], id=number, code=code, is_base=False, prices_cents={"": cents}, terms=terms
        )
        for number, code, cents, terms in (
            (WHEELCHAIR, "rolstoel", 1500, TariffTerms(is_for_wheelchair=True)),
            (ROOM, "ruimte", 0, TariffTerms(is_room=True, each_needs=1)),
        )
    ]
    guest, beside = held_lines(evening.first, evening.tonight, 2)
    pair = {guest.unit: beside.unit, beside.unit: guest.unit}
    plan = evening.cluster.catalogue.plan(evening.house, performance.plan or "")
    assert plan is not None
    seats = tuple(replace(seat, room_with=pair.get(Unit(seat.index))) for seat in plan.seats)
    evening.cluster.replica.write_records([
        (evening.house, TARIFFS, str(evening.tonight), record_to_bytes((*tariffs, *own))),
        (evening.house, PLAN, plan.name, record_to_bytes(replace(plan, seats=seats))),
    ])  # fmt: skip
    evening.meet()
    room = replace(beside, tariff=ROOM, goes_with=guest.unit)
    return replace(guest, tariff=WHEELCHAIR), room


def test_a_wheelchair_takes_the_room_of_two_chairs_with_one_ticket(evening: Evening) -> None:
    guest, room = wheelchair_and_room(evening)
    assert why(evening.first.desk.problem((guest,))) is RefusalReason.ROOM_NEEDED
    done = sell(evening.first, (guest, room))
    assert isinstance(done, SaleDone), done
    jobs = evening.first.sql.rows("SELECT what FROM print_job ORDER BY job")
    assert [what for (what,) in jobs] == [str(done.tickets[0].id), "receipt"]
    evening.meet()
    for unit in (guest.unit, room.unit):
        taken = evening.second.desk.hold(evening.tonight, (unit,))
        assert isinstance(taken, Refusal), "nobody else sells either chair"


def test_room_comes_back_with_its_wheelchair_only(evening: Evening) -> None:
    done = sell(evening.first, wheelchair_and_room(evening))
    assert isinstance(done, SaleDone), done
    guest, room = (ticket.id for ticket in done.tickets)
    after_sales = evening.first.desk.after_sales
    assert why(after_sales.refund((room,), None, "")) is RefusalReason.ROOM_STAYS
    assert why(after_sales.reissue(room, "")) is RefusalReason.ROOM_STAYS
    together = after_sales.refund((guest,), None, "ziek")
    assert isinstance(together, RefundDone), together
    assert together.tickets == (guest, room)


def test_before_the_sale_begins_a_pass_buys_in_the_presale(evening: Evening) -> None:
    performance = evening.cluster.catalogue.performance(evening.tonight)
    assert performance is not None
    now_ms = evening.cluster.clock()
    dated = replace(
        performance, sold_from_ms=now_ms + 3_600_000, presale_from_ms=now_ms - 3_600_000
    )
    entry = (evening.house, PERFORMANCE, str(evening.tonight), record_to_bytes(dated))
    evening.cluster.replica.write_records([entry])
    evening.meet()
    (line,) = held_lines(evening.first, evening.tonight)

    assert why(evening.first.desk.problem((line,))) is RefusalReason.NOT_YET_ON_SALE
    friend = replace(line, pass_number="V-1204")
    done = sell(evening.first, (friend,))

    assert isinstance(done, SaleDone), done
    assert sold_by(evening.first, done).lines[0].remark == "V-1204"


def test_a_use_is_there_again_once_all_tickets_with_its_code_came_back(evening: Evening) -> None:
    evening.write_code("TWEE", uses=2)
    done = sell(evening.first, held_lines(evening.first, evening.tonight, 2), "TWEE")
    assert isinstance(done, SaleDone), done
    assert evening.balances(evening.first) == (1, 1)
    evening.first.wire.is_cut = True
    refund = evening.first.desk.after_sales.refund
    first, second = (ticket.id for ticket in done.tickets)
    assert not isinstance(refund((first,), None, "ziek"), Refusal)
    assert evening.balances(evening.first) == (1, 1), "the other ticket still has it"
    assert not isinstance(refund((second,), None, "ziek"), Refusal)
    assert evening.balances(evening.first) == (2, 0)
    again = sell(evening.first, held_lines(evening.first, evening.tonight), "TWEE")
    assert isinstance(again, SaleDone)


def test_the_desk_that_sold_frees_the_use_of_what_another_desk_paid_back(evening: Evening) -> None:
    evening.write_code("TWEE", uses=2)
    done = sell(evening.first, held_lines(evening.first, evening.tonight), "TWEE")
    assert isinstance(done, SaleDone), done
    hand_over_sold(evening.first.work)
    evening.meet()
    (ticket,) = done.tickets
    back = evening.second.desk.after_sales.refund((ticket.id,), None, "ziek")
    assert not isinstance(back, Refusal), back
    evening.meet()
    assert evening.balances(evening.first) == (2, 0)
    evening.meet()
    assert evening.balances(evening.second) == (2, 0)
