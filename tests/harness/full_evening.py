"""One evening in which the shipped devices and store write every kind of fact there is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.cluster import Cluster, Place
from podium_desk.application.admission_holder import name_holder
from podium_desk.application.after_sales import ReissueDone
from podium_desk.application.basket_shelf import ParkedSeen, ParkWish
from podium_desk.application.blocking import Blocking
from podium_desk.application.cards import say_card
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.customers import Customers
from podium_desk.application.door import NOTHING_SAID, VolunteerSays
from podium_desk.application.guests import GuestSeen
from podium_desk.application.keeping import name_keeper
from podium_desk.application.named_orders import NamedOrders
from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.application.till import Closed
from podium_desk.application.told_to_doors import ToldToDoors
from podium_desk.application.venue_pen import VenuePen
from podium_desk.central.cluster import Central
from podium_desk.central.erasing import Erased, erase_person
from podium_desk.central.write_off import Exposure, WriteOff
from podium_desk.domain.customer_facts import ConsentWay, Purpose, SameReason
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.customers import Customer
from podium_desk.domain.facts import (
    PaymentMeans,
    Reduction,
    TicketUnblocked,
)
from podium_desk.domain.gates import Gate, GateDoor, GateId, VisitPolicy
from podium_desk.domain.goods import Goods, GoodsWish
from podium_desk.domain.guests import GuestWish
from podium_desk.domain.house_passes import PassTerms
from podium_desk.domain.ids import FactId, HouseId, PerformanceId, TariffId, TicketId, Unit
from podium_desk.domain.incidents import Outcome
from podium_desk.domain.money import cash_due
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.domain.till import Count, Money
from podium_desk.domain.till_report import ShiftTotal
from podium_desk.domain.uitpas import SaleState
from podium_desk.domain.uitpas_facts import UitpasSaleConfirmed, UitpasSaleException
from podium_desk.domain.vouchers import VoucherUsed
from podium_desk.domain.waiting_list import Apart
from podium_desk.replica.codec import body_to_bytes, kind_of, record_to_bytes
from podium_desk.replica.house_passes import find_pass, passes_of_order
from podium_desk.replica.kinds import CARD_KEY, GATE, GOODS, TARIFFS
from podium_desk.replica.till_log import StandingReport
from podium_desk.replica.uitpas_own import OwnPlace, OwnPlaces
from sync.facts.fact import Draft

TONIGHT = PerformanceId(100_001)
_TARIFF = TariffId(1)
_PEOPLE = ("An Claes", "Bo Dekker")


@dataclass
class FullEvening:
    """A house with three counters, of which one gets lost, and two doors."""

    cluster: Cluster
    keeper: Place
    other: Place
    lost: Place
    doors: tuple[Place, Place]

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.keeper, self.other, self.lost, *self.doors)

    def meet(self) -> None:
        """Everybody who is not cut off hears everything."""
        for place in self.places * 2:
            place.sync()


def opened() -> FullEvening:
    """The house before its first sale."""
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    cluster.performance(house, TONIGHT, plan)
    _give_a_free_tariff(cluster, house)
    keeper, other, lost = (cluster.device(house, "counter", f"Kassa {n}") for n in (1, 2, 3))
    doors = (cluster.device(house, "door", "Deur 1"), cluster.device(house, "door", "Deur 2"))
    return FullEvening(cluster, keeper, other, lost, doors)


def _give_a_free_tariff(cluster: Cluster, house: HouseId) -> None:
    tariffs = cluster.catalogue.tariffs(cluster.catalogue.performances()[TONIGHT])
    free = replace(
        tariffs[1], id=TariffId(3), code="vrij", name=Text.of("nl", "Vrijkaart"),
        prices_cents={"": 0}, terms=TariffTerms(needs_remark=True),
    )  # fmt: skip
    body = record_to_bytes((*tariffs, free))
    cluster.replica.write_records([(house, TARIFFS, str(TONIGHT), body)])


def played() -> FullEvening:
    """The whole evening, and everybody has heard it."""
    evening = opened()
    evening.meet()
    _open_the_till(evening)
    sale = _sell_and_change(evening)
    _close_the_till(evening)
    evening.meet()
    _admit_twice_and_settle(evening, sale)
    _name(evening)
    _tell_the_doors(evening, sale)
    _take_visits(evening)
    _take_passes(evening)
    _know_customers(evening, sale)
    _say_what_one_may_not(evening, sale.tickets[0].id)
    _lose_a_counter(evening)
    evening.meet()
    return evening


def sell(place: Place, count: int, means: PaymentMeans = PaymentMeans.CASH) -> SaleDone:
    """Sell the best places there."""
    held = place.desk.hold_best(TONIGHT, count, None, 0)
    assert isinstance(held, Held), held
    return sell_units(place, held.units, means)


def sell_units(
    place: Place, units: tuple[Unit, ...], means: PaymentMeans = PaymentMeans.CASH
) -> SaleDone:
    """Sell these places, which are in the device's hands."""
    lines = tuple(BasketLine(TONIGHT, unit, _TARIFF) for unit in units)
    prices = place.desk.quote(lines)
    assert isinstance(prices, tuple), prices
    due = cash_due(sum(prices)) if means is PaymentMeans.CASH else 0
    done = place.desk.sell(
        lines, (Payment(means, sum(prices), due),), place.work.new_token(), "nl"
    )  # fmt: skip
    assert isinstance(done, SaleDone), done
    return done


def _open_the_till(evening: FullEvening) -> None:
    till = evening.keeper.desk.till
    assert isinstance(till.open(Money(15_000, ((5_000, 2), (1_000, 5)))), ShiftTotal)
    assert isinstance(till.move(-2_000, "broodjes"), ShiftTotal)
    assert till.open_drawer("wisselen") is None


def _close_the_till(evening: FullEvening) -> None:
    till = evening.keeper.desk.till
    assert isinstance(till.interim(), StandingReport)
    closed = till.close(Count(Money(15_000), 15_000, "te weinig teruggegeven"), terminal_cents=0)
    assert isinstance(closed, Closed), closed
    assert closed.report is not None
    assert closed.report.is_balanced


def _sell_and_use_voucher(evening: FullEvening) -> None:
    """One counter sells a voucher, another takes a part of it for a place."""
    keeper, other = evening.keeper, evening.other
    sold = keeper.desk.sell_voucher(
        10_000, (Payment(PaymentMeans.CARD, 10_000, 0),), keeper.work.new_token()
    )
    assert isinstance(sold, SaleDone), sold
    evening.meet()
    (number,) = other.work.replica.sql.row("SELECT number FROM voucher") or ("",)
    held = other.desk.hold_best(TONIGHT, 1, None, 0)
    assert isinstance(held, Held), held
    lines = (BasketLine(TONIGHT, held.units[0], _TARIFF),)
    prices = other.desk.quote(lines)
    assert isinstance(prices, tuple), prices
    paid = (Payment(PaymentMeans.VOUCHER, prices[0], 0, str(number)),)
    done = other.desk.sell(lines, paid, other.work.new_token(), "nl")
    assert isinstance(done, SaleDone), done
    # There is one house in this evening: what one owes another is told as it would be told there.
    payee = HouseId(int(other.work.house) + 1)
    used = VoucherUsed(str(number), done.order, 100, payee, other.work.clock.now_ms(), "An")
    draft = Draft(kind_of(used), int(other.work.house), body_to_bytes(used))
    other.work.replica.append([draft])


def _sell_goods(evening: FullEvening) -> None:
    """Two programme books, of which one comes back."""
    keeper = evening.keeper
    book = Goods(keeper.work.house, "BOEK", Text.of("nl", "Programmaboek"), 500, 6)
    entry = (book.house, GOODS, book.code, record_to_bytes(book))
    evening.cluster.replica.write_records([entry])
    keeper.sync()
    terms = SaleTerms(goods=(GoodsWish(book.house, book.code, 2),))
    paid = (Payment(PaymentMeans.CARD, 1000, 0),)
    done = keeper.desk.sell((), paid, keeper.work.new_token(), "nl", terms)
    assert isinstance(done, SaleDone), done
    back = keeper.desk.goods_back.refund(done.order, [(book.code, 1)], "te veel")
    assert not isinstance(back, Refusal), back


def _sell_and_use_passes(evening: FullEvening) -> None:
    """Two cards of three visits: one pays a place, the other is paid back."""
    keeper = evening.keeper
    card = Goods(
        keeper.work.house, "KAART", Text.of("nl", "Kaart"), 4000, 6, pass_terms=PassTerms(visits=3)
    )
    entry = (card.house, GOODS, card.code, record_to_bytes(card))
    evening.cluster.replica.write_records([entry])
    keeper.sync()
    terms = SaleTerms(goods=(GoodsWish(card.house, card.code, 2),))
    money = (Payment(PaymentMeans.CARD, 8000, 0),)
    done = keeper.desk.sell((), money, keeper.work.new_token(), "nl", terms)
    assert isinstance(done, SaleDone), done
    number = passes_of_order(keeper.work.replica.sql, done.order)[0]
    held = keeper.desk.hold_best(TONIGHT, 1, None, 0)
    assert isinstance(held, Held), held
    lines = (BasketLine(TONIGHT, held.units[0], _TARIFF),)
    by_card = SaleTerms(codes=(number,))
    used = keeper.desk.sell(lines, (), keeper.work.new_token(), "nl", by_card)
    assert isinstance(used, SaleDone), used
    back = keeper.desk.goods_back.refund(done.order, [(card.code, 1)], "verhuisd")
    assert not isinstance(back, Refusal), back


def _sell_and_change(evening: FullEvening) -> SaleDone:
    keeper, door = evening.keeper, evening.doors[0]
    sale = sell(keeper, 3)
    sell(evening.other, 2, PaymentMeans.CARD)
    first, second, third = (ticket.id for ticket in sale.tickets)
    assert Blocking(door.work).block(first, "gestolen") is None
    door.sync()
    keeper.sync()
    assert Blocking(keeper.work).unblock(first, "gevonden") is None
    assert isinstance(keeper.desk.after_sales.reissue(second, "verloren"), ReissueDone)
    back = keeper.desk.after_sales.refund((third,), PaymentMeans.CASH, "ziek")
    assert not isinstance(back, Refusal), back
    _reserve_and_pay(keeper)
    _park_and_have_a_guest(keeper)
    _sell_and_use_voucher(evening)
    _sell_goods(evening)
    _sell_and_use_passes(evening)
    numbers = evening.cluster.numbers
    names = NamedOrders(keeper.work, lambda count: next(numbers).to_bytes(8).rjust(count, b"r"))
    person = names.name(sale.order, "Ada Canarisvogel")
    assert isinstance(person, str), person
    evening.meet()
    store = central_of(evening.cluster)
    assert isinstance(erase_person(store, person, "An"), Erased)
    return sale


def _reserve_and_pay(place: Place) -> None:
    held = place.desk.hold_best(TONIGHT, 1, None, 0)
    assert isinstance(held, Held), held
    lines = tuple(BasketLine(TONIGHT, unit, _TARIFF) for unit in held.units)
    terms = SaleTerms(evening_ends_ms(place), "090933755493")
    reserved = place.desk.sell(lines, (), place.work.new_token(), "nl", terms)
    assert isinstance(reserved, SaleDone), reserved
    money = (Payment(PaymentMeans.CARD, reserved.rest_cents, 0),)
    paid = place.desk.open_orders.pay(reserved.order, money, place.work.new_token())
    assert isinstance(paid, SaleDone), paid


def _park_and_have_a_guest(place: Place) -> None:
    held = place.desk.hold_best(TONIGHT, 2, None, 0)
    assert isinstance(held, Held), held
    lines = tuple(BasketLine(TONIGHT, unit, _TARIFF) for unit in held.units)
    parked = place.desk.baskets.park(ParkWish(lines, customer=Customer("Ada Canarisvogel")))
    assert isinstance(parked, ParkedSeen), parked
    assert place.desk.baskets.let_go(parked.id) is None
    guest = place.desk.guests.add(TONIGHT, GuestWish("Bo Distelvink", 1, "pers", "An"), "guest")
    assert isinstance(guest, GuestSeen), guest
    assert isinstance(place.desk.guests.give_out(guest.order, "given"), SaleDone)
    waiting, anyone = place.desk.waiting, Customer("Cas Goudplevier", "0475 12 34 56")
    assert isinstance(waiting.add(TONIGHT, anyone, 2, Apart.PAIRS), FactId)
    place.sync()
    assert isinstance(waiting.close(TONIGHT), str)


def evening_ends_ms(place: Place) -> int:
    """So late that nobody lets a reserved order go before."""
    return place.work.clock.now_ms() + 3_600_000


def _admit_twice_and_settle(evening: FullEvening, sale: SaleDone) -> None:
    codes = evening.keeper.desk.selling.codes(sale.order)
    for door in evening.doors:
        door.wire.is_cut = True
        assert door.door.scan(codes[sale.tickets[0].id]).verdict == "admit"
        evening.cluster.clock.pass_(minutes=6)
    door = evening.doors[1]
    assert door.door.scan(codes[sale.tickets[1].id]).verdict == "admit"
    assert door.door.undo()
    assert door.door.scan("geen ticket").verdict == "refuse"
    for door in evening.doors:
        door.wire.is_cut = False
    evening.meet()
    settling = Settling(evening.keeper.work)
    (incident,) = settling.open_all()
    said = settling.settle(SettleRequest(incident.id, Outcome.WAS_LEGITIMATE, "An", "zelfde gast"))
    assert not isinstance(said, Refusal), said


def _tell_the_doors(evening: FullEvening, sale: SaleDone) -> None:
    """A card, an add-on, a note and a name; and an order that had to be approved."""
    work, desk = evening.keeper.work, evening.keeper.desk
    evening.cluster.replica.write_records([(work.house, CARD_KEY, CARD_KEY, b"k" * 32)])
    evening.meet()
    first, second = (ticket.id for ticket in sale.tickets[:2])
    doors = ToldToDoors(work)
    assert doors.tie(second, first) is None
    assert doors.note(first, "rolstoel: zijdeur", attention=True) is None
    assert doors.name(first, "Dina Edelhert") is None
    assert say_card(work, "0900000095902", "uitpas", (first,)) is None
    held = desk.hold_best(TONIGHT, 1, None, 0)
    assert isinstance(held, Held), held
    lines = tuple(BasketLine(TONIGHT, unit, _TARIFF) for unit in held.units)
    terms = SaleTerms(evening_ends_ms(evening.keeper), needs_approval=True)
    reserved = desk.sell(lines, (), work.new_token(), "nl", terms)
    assert isinstance(reserved, SaleDone), reserved
    assert doors.approve(reserved.order) is None


def _take_visits(evening: FullEvening) -> None:
    """Who has a card comes by the place that it paid, with two guests; the second does not come in
    after all."""
    door, house = evening.doors[0], evening.keeper.work.house
    gate = Gate(GateId(1), house, "Zaal", visits=VisitPolicy.HELD, doors=(
        GateDoor(door.work.claims.device),
    ))  # fmt: skip
    evening.cluster.replica.write_records([(house, GATE, "1", record_to_bytes(gate))])
    evening.meet()
    sold = door.sql.rows("SELECT number FROM house_pass ORDER BY seq")
    found = (find_pass(door.sql, door.work.catalogue, number) for (number,) in sold)
    card = next(one for one in found if one is not None and not one.is_closed)
    another = VolunteerSays(takes_another=True)
    for says in (NOTHING_SAID, another, another):
        seen = door.door.scan(card.number, says=says, token=door.work.new_token())
        assert seen.verdict == "admit", seen
    assert door.door.undo()


def _name(evening: FullEvening) -> None:
    keeper = evening.keeper
    assert VenuePen(keeper.work).close_place(TONIGHT, Unit(7)) is None
    assert name_holder(keeper.work, TONIGHT, evening.doors[0].work.claims.device) is None
    assert name_keeper(keeper.work, evening.other.work.claims.device) is None


def _take_passes(evening: FullEvening) -> None:
    """Two places at the price of a pass, granted without a line; the store agrees with one."""
    keeper, cluster = evening.keeper, evening.cluster
    held = keeper.desk.hold_best(TONIGHT, 2, None, 0)
    assert isinstance(held, Held), held
    lines = []
    for unit in held.units:
        reduction = Reduction(f"pass {unit}", 2203, 440)
        OwnPlaces(keeper.work.replica.sql).put([OwnPlace(
            keeper.work.house, reduction.token, TONIGHT, unit, "0900000067513", b"m", 2203, 440,
            SaleState.REGISTERING, is_offline=True, at_ms=cluster.clock(),
        )])  # fmt: skip
        lines.append(BasketLine(TONIGHT, unit, _TARIFF, reduction))
    done = keeper.desk.sell(
        tuple(lines), (Payment(PaymentMeans.CARD, 880, 880),), keeper.work.new_token(), "nl"
    )
    assert isinstance(done, SaleDone), done
    evening.meet()
    first, second = done.tickets
    bodies = (
        UitpasSaleConfirmed(first.id, f"pass {first.unit}", cluster.clock(), "901", 440),
        UitpasSaleException(
            second.id, f"pass {second.unit}", cluster.clock(), "price_differs", 550
        ),
    )
    for body in bodies:
        draft = Draft(kind_of(body), keeper.work.house, body_to_bytes(body))
        cluster.replica.append([draft])


def _know_customers(evening: FullEvening, sale: SaleDone) -> None:
    """Two customers who are one, found out too late that they are not; an order, a consent."""
    work = evening.keeper.work
    work.secret = lambda count: next(evening.cluster.numbers).to_bytes(8).rjust(count, b"c")
    customers = Customers(work)
    ada, bo = (customers.write_down({Field.NAME: name}) for name in ("Ada Vink", "Bo Vink"))
    assert isinstance(ada, str)
    assert isinstance(bo, str)
    said = (
        customers.consent(ada, Purpose.NEWSLETTER, True, ConsentWay.COUNTER),
        customers.tie(sale.order, ada),
        customers.join(ada, bo, SameReason.SAID),
        customers.undo_join(bo),
    )
    assert said == (None,) * 4


def _say_what_one_may_not(evening: FullEvening, ticket: TicketId) -> None:
    """A door ends a block, which only a desk may: it is set aside, by a ruling of the store."""
    work = evening.doors[1].work
    body = TicketUnblocked(ticket, evening.cluster.clock(), "toch niet", "An")
    work.replica.append([Draft(kind_of(body), work.house, body_to_bytes(body))])


def _lose_a_counter(evening: FullEvening) -> None:
    """It sells while it is cut off, is written off, its place is sold again, and it comes back."""
    evening.meet()
    lost, other, cluster = evening.lost, evening.other, evening.cluster
    number = lost.work.claims.device
    lost.wire.is_cut = True
    seat = sell(lost, 1).tickets[0].unit
    store = central_of(cluster)
    stated = WriteOff(store).exposure(number)
    assert isinstance(stated, Exposure), stated
    done = WriteOff(store).confirm(number, stated.code, _PEOPLE)
    assert isinstance(done, Exposure), done
    other.sync()
    assert isinstance(other.desk.hold(TONIGHT, (seat,)), Held)
    sell_units(other, (seat,))
    lost.wire.is_cut = False


def central_of(cluster: Cluster) -> Central:
    """The store as its operators' commands have it."""
    return Central(
        cluster.replica, cluster.catalogue, cluster.service.identity, cluster.enrolment,
        cluster.clock, lambda alphabet: alphabet[0],
    )  # fmt: skip
