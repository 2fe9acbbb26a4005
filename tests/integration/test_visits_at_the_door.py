"""A card of visits at the doors of a house: taken, given back, never twice among who hears it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.cluster import Place
from harness.door_evening import DoorEvening
from harness.full_evening import central_of
from harness.venue import VenueNetwork

from podium_desk.application.admission_holder import name_holder
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.door import OverrideReason, ScanOutcome, VolunteerSays
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.pass_rights import VISIT_BACK_MS, gather_visit
from podium_desk.central.write_off import Exposure, WriteOff
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import Gate, GateDoor, GateId, VisitPolicy
from podium_desk.domain.goods import Goods, GoodsWish
from podium_desk.domain.house_passes import PassTerms
from podium_desk.domain.ids import TariffId
from podium_desk.domain.incidents import IncidentKind
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.door import DoorPresenter
from podium_desk.presentation.door_view import Intent
from podium_desk.replica.attendance import attendance_of
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.house_passes import find_pass, passes_of_order, uses_between
from podium_desk.replica.incident_finder import IncidentFinder
from podium_desk.replica.kinds import GATE, GOODS, PLAN
from sync.store.conservation import breaches

VISITS, PRICE_CENTS = 3, 4000
ANOTHER = VolunteerSays(takes_another=True)


class Evening(DoorEvening):
    """A card of three visits that a counter sold; two doors that take them, on one network."""

    def __init__(self) -> None:
        super().__init__()
        self.second = self.device("door", "Deur 2")
        for code, visits in (("KAART", VISITS), ("EEN", 1)):
            name, terms = Text.of("nl", "Tienbeurtenkaart"), PassTerms(visits=visits)
            goods = Goods(self.house, code, name, PRICE_CENTS, 6, pass_terms=terms)
            self.cluster.replica.write_records([(self.house, GOODS, code, record_to_bytes(goods))])
        self.gate(VisitPolicy.HELD)
        self.network = VenueNetwork(self.cluster, self.counter, self.door, self.second)
        self.network.round()
        self.number = self.buy()

    def gate(self, visits: VisitPolicy) -> None:
        doors = tuple(GateDoor(place.work.claims.device) for place in (self.door, self.second))
        gate = Gate(GateId(1), self.house, "Zaal", doors=doors, visits=visits)
        self.cluster.replica.write_records([(self.house, GATE, "1", record_to_bytes(gate))])
        self.meet()

    def buy(self, code: str = "KAART") -> str:
        desk, work = self.counter.desk, self.counter.work
        paid = (Payment(PaymentMeans.CARD, PRICE_CENTS, 0),)
        terms = SaleTerms(goods=(GoodsWish(self.house, code),))
        bought = desk.sell((), paid, work.new_token(), "nl", terms)
        assert isinstance(bought, SaleDone), bought
        return passes_of_order(work.replica.sql, bought.order)[0]

    def sells_with_card(self, count: int) -> SaleDone:
        held = self.counter.desk.hold_best(self.tonight, count, None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(self.tonight, unit, TariffId(1)) for unit in held.units)
        terms = SaleTerms(codes=(self.number,))
        done = self.counter.desk.sell(lines, (), self.counter.work.new_token(), "nl", terms)
        assert isinstance(done, SaleDone), done
        return done

    def cut_the_store(self) -> None:
        for place in self.cluster.places:
            place.wire.is_cut = True
            place.sync()

    def mend_the_line(self) -> None:
        for place in self.cluster.places:
            place.wire.is_cut = False
        self.meet()
        self.meet()

    def scan(self, place: Place | None = None, **what: object) -> ScanOutcome:
        what.setdefault("token", f"scan {next(self.cluster.numbers)}")
        return (place or self.door).door.scan(self.number, **what)  # type: ignore[arg-type]

    def left(self, place: Place | None = None) -> int:
        work = (place or self.door).work
        found = find_pass(work.replica.sql, work.catalogue, self.number)
        assert found is not None
        return found.left

    def used(self) -> list[tuple[int, int]]:
        """Places and worth of what was used, as the settlement at the store has it."""
        rows = uses_between(self.cluster.sql, self.house, 0, 2**60)
        return [(row.count, row.value_cents) for row in rows]

    def is_sound(self) -> bool:
        return not breaches(self.cluster.sql)


@pytest.fixture
def evening() -> Evening:
    return Evening()


def test_a_door_takes_a_visit_and_says_what_is_left(evening: Evening) -> None:
    evening.meet()
    seen = evening.scan()
    assert (seen.verdict, seen.uses_left, seen.is_on_trust) == (Verdict.ADMIT, 2, False)
    assert seen.tariff is not None
    assert seen.tariff.in_language("nl") == "Tienbeurtenkaart"
    evening.meet()
    assert evening.used() == [(1, PRICE_CENTS // VISITS)]
    assert {evening.left(place) for place in (evening.door, evening.second, evening.counter)} == {2}
    assert evening.is_sound()


def test_the_same_card_again_asks_before_it_takes_another_visit(evening: Evening) -> None:
    evening.meet()
    evening.scan()
    asked = evening.scan()
    assert (asked.verdict, asked.reason, asked.uses_left) == (
        Verdict.ASK, ScanReason.ANOTHER_VISIT, 2,
    )  # fmt: skip
    assert evening.scan(says=ANOTHER).uses_left == 1
    assert evening.door.door.status().inside == 2


def test_the_volunteer_reads_the_card_on_the_screen_and_undoes_it(evening: Evening) -> None:
    evening.meet()
    presenter = DoorPresenter(evening.door.door, Words("nl"), ImmediateJobs())
    presenter.scan(evening.number)
    assert "Nog 2 beurten" in presenter.view.panel.lines
    evening.cluster.clock.pass_(seconds=10)
    presenter.scan(evening.number)
    assert presenter.view.panel.word == "NOG IEMAND?"
    presenter.do(Intent.ACCEPT)
    assert "Nog 1 beurt" in presenter.view.panel.lines
    presenter.do(Intent.UNDO)
    assert evening.left() == 2


def test_an_entry_that_is_undone_gives_the_visit_back_without_any_line(evening: Evening) -> None:
    evening.meet()
    seen = evening.scan()
    evening.door.sync()
    evening.cut_the_store()
    evening.network.pull_the_plug(evening.door)
    assert evening.door.door.undo()
    assert evening.left() == VISITS
    evening.network.plug_in()
    evening.mend_the_line()
    assert sum(count for count, _cents in evening.used()) == 0
    assert sum(cents for _count, cents in evening.used()) == 0
    assert evening.is_sound()
    assert evening.scan().ticket != seen.ticket


def test_who_went_out_comes_back_by_the_same_visit(evening: Evening) -> None:
    evening.meet()
    first = evening.scan()
    out = evening.scan(direction=Direction.EXIT)
    assert (out.verdict, out.ticket) == (Verdict.EXIT, first.ticket)
    again = evening.scan()
    assert (again.verdict, again.ticket, again.uses_left) == (Verdict.ADMIT, first.ticket, 2)


def test_the_right_comes_from_the_counter_that_is_heard_without_any_internet(
    evening: Evening,
) -> None:
    evening.network.round()
    evening.cut_the_store()
    seen = evening.scan()
    assert (seen.verdict, seen.uses_left) == (Verdict.ADMIT, 2)
    evening.network.round()
    second = evening.scan(evening.second, says=ANOTHER)
    assert (second.verdict, second.uses_left) == (Verdict.ADMIT, 1)
    evening.network.round()
    assert evening.scan(says=ANOTHER).uses_left == 0
    evening.network.round()
    assert evening.scan(evening.second, says=ANOTHER).reason is ScanReason.NO_VISITS
    evening.mend_the_line()
    assert evening.used() == [(VISITS, VISITS * (PRICE_CENTS // VISITS))]
    assert evening.is_sound()


def test_a_card_with_a_counter_that_is_not_heard_says_where_it_is(evening: Evening) -> None:
    evening.network.round()
    evening.cut_the_store()
    evening.network.pull_the_plug(evening.counter)
    evening.cluster.clock.pass_(minutes=1)
    evening.network.round()
    seen = evening.scan()
    assert (seen.verdict, seen.reason) == (Verdict.REFUSE, ScanReason.CARD_ELSEWHERE)
    assert seen.advice.card_holder == "Kassa 1"
    presenter = DoorPresenter(evening.door.door, Words("nl"), ImmediateJobs())
    presenter.scan(evening.number)
    assert "Stuur naar Kassa 1: daar staat de kaart" in presenter.view.panel.lines
    assert evening.left() == VISITS


def test_with_the_store_away_a_house_may_trust_its_cards(evening: Evening) -> None:
    evening.gate(VisitPolicy.TRUSTED)
    evening.network.round()
    evening.cut_the_store()
    seen = evening.scan()
    assert (seen.verdict, seen.is_on_trust, seen.uses_left) == (Verdict.ADMIT, True, 2)
    evening.network.round()
    assert evening.left(evening.second) == 2
    evening.mend_the_line()
    assert evening.used() == [(1, PRICE_CENTS // VISITS)]
    assert {evening.left(place) for place in (evening.counter, evening.second)} == {2}
    assert evening.sells_with_card(2).total_cents == 0
    assert evening.left(evening.counter) == 0
    assert evening.is_sound()


def test_on_trust_two_doors_that_hear_the_holder_never_take_one_visit_twice(
    evening: Evening,
) -> None:
    evening.gate(VisitPolicy.TRUSTED)
    holder = evening.counter.work.claims.device
    assert name_holder(evening.door.work, evening.tonight, holder) is None
    evening.number = evening.buy("EEN")
    evening.meet()
    evening.network.round()
    evening.cut_the_store()
    evening.network.tell = lambda _place: None  # type: ignore[method-assign]  # between two rounds
    first = evening.scan()
    assert (first.is_on_trust, first.is_alone, first.uses_left) == (True, False, 0)
    assert evening.left(evening.second) == 1, "the second door has not heard of it"
    second = evening.scan(evening.second)
    assert (second.verdict, second.reason) == (Verdict.REFUSE, ScanReason.NO_VISITS)


def test_one_visit_taken_twice_by_doors_that_hear_nobody_comes_to_light(evening: Evening) -> None:
    evening.gate(VisitPolicy.TRUSTED)
    evening.cut_the_store()
    evening.network.pull_the_plug(evening.door, evening.second, evening.counter)
    evening.cluster.clock.pass_(minutes=1)
    evening.network.round()
    assert [evening.scan(place).verdict for place in (evening.door, evening.second)] == [
        Verdict.ADMIT, Verdict.ADMIT,
    ]  # fmt: skip
    evening.network.plug_in()
    evening.mend_the_line()
    finder = IncidentFinder(evening.cluster.replica, evening.cluster.catalogue)
    kinds = [one.kind for one in finder.all_open()]
    assert IncidentKind.DOUBLE_ADMISSION in kinds
    assert evening.used() == [(2, 2 * (PRICE_CENTS // VISITS))]


def test_a_visit_counts_among_who_came(evening: Evening) -> None:
    evening.meet()
    evening.sells(2)
    evening.scan()
    evening.scan(says=ANOTHER)
    evening.door.door.undo()
    evening.meet()
    (performance,) = evening.cluster.catalogue.performances().values()
    for replica, catalogue in (
        (evening.cluster.replica, evening.cluster.catalogue),
        (evening.door.work.replica, evening.door.work.catalogue),
    ):
        count = attendance_of(replica, catalogue, performance).count.count
        assert (count.sold, count.admitted, count.no_shows, count.beyond) == (3, 1, 2, 0)
    status = evening.door.door.status()
    assert (status.inside, status.expected) == (1, 3)


def test_what_a_door_spent_goes_to_the_store_once_it_is_not_taken_back(evening: Evening) -> None:
    evening.meet()
    evening.scan()
    evening.door.sync()
    amounts = evening.door.work.replica.rights.amounts
    assert [one.spent for one in amounts.held_by(evening.house, evening.door.work.origin).values()]
    evening.cluster.clock.pass_(minutes=VISIT_BACK_MS / 60_000 + 1)
    evening.meet()
    held = amounts.held_by(evening.house, evening.door.work.origin).values()
    assert not any(one.spent or one.balance for one in held)


def test_a_house_that_says_nothing_takes_no_visits_at_its_doors(evening: Evening) -> None:
    evening.gate(VisitPolicy.NONE)
    seen = evening.scan()
    assert (seen.verdict, seen.reason, seen.uses_left) == (Verdict.REFUSE, ScanReason.UNKNOWN, 3)
    assert not gather_visit(evening.door.work, evening.number), "nobody gives it a card's right"


def test_practice_takes_no_visit(evening: Evening) -> None:
    evening.meet()
    assert evening.scan(is_training=True).verdict is Verdict.ADMIT
    assert evening.left() == VISITS


def test_a_retry_takes_no_second_visit(evening: Evening) -> None:
    evening.meet()
    first = evening.scan(token="once")
    again = evening.scan(token="once")
    assert (again.verdict, again.ticket, again.uses_left) == (Verdict.ADMIT, first.ticket, 2)
    assert evening.left() == 2


def test_in_a_full_hall_each_more_guest_on_a_card_is_asked_about_and_costs_a_visit(
    evening: Evening,
) -> None:
    plan = replace(evening.plan, seats=evening.plan.seats[:1], sections=())
    entry = (evening.house, PLAN, plan.name, record_to_bytes(plan))
    evening.cluster.replica.write_records([entry])
    evening.meet()
    assert evening.scan().verdict is Verdict.ADMIT
    says = VolunteerSays(takes_another=True)
    full = evening.scan(says=says)
    assert (full.verdict, full.reason) == (Verdict.ASK, ScanReason.FULL)
    agreed = evening.scan(says=replace(says, override=OverrideReason.RESPONSIBLE_AGREES))
    assert (agreed.verdict, agreed.is_overridden, agreed.uses_left) == (Verdict.ADMIT, True, 1)
    assert evening.door.door.status().inside == 2


def test_what_a_lost_door_held_of_a_card_comes_back_to_the_store(evening: Evening) -> None:
    evening.meet()
    evening.scan()
    work = WriteOff(central_of(evening.cluster))
    lost = evening.door.work.claims.device
    stated = work.exposure(lost)
    assert isinstance(stated, Exposure)
    assert stated.papers == 1
    assert isinstance(work.confirm(lost, stated.code, ("An Claes", "Bo Dekker")), Exposure)
    evening.counter.sync()
    evening.second.sync()
    assert evening.scan(evening.second).verdict is Verdict.ADMIT
    assert evening.is_sound()
