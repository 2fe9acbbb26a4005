"""What a house sets up at its gates and a counter says for the doors, on real replicas."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from harness.cluster import Cluster, Place

from podium_desk.application.cards import say_card
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.door import AnnulRefusal, ScanOutcome, VolunteerSays
from podium_desk.application.told_to_doors import ToldToDoors
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.door_questions import AnswerKind, Question, QuestionId
from podium_desk.domain.facts import Direction, PaymentMeans
from podium_desk.domain.gates import Gate, GateDoor, GateId
from podium_desk.domain.goods import Goods, GoodsWish
from podium_desk.domain.house_passes import PassTerms
from podium_desk.domain.ids import PerformanceId, TariffId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.evening_counts import door_counts
from podium_desk.replica.house_passes import passes_of_order
from podium_desk.replica.kinds import CARD_KEY, GATE, GOODS, QUESTION

TONIGHT, LATER = PerformanceId(100_001), PerformanceId(100_002)
FETCHED = QuestionId("afhaler")
CARD = "0900000095902"


@dataclass
class Evening:
    cluster: Cluster
    counter: Place
    door: Place

    def meet(self) -> None:
        for place in (self.counter, self.door) * 2:
            place.sync()

    def sell(
        self, count: int = 1, tonight: PerformanceId = TONIGHT, terms: SaleTerms | None = None
    ) -> SaleDone:
        desk, terms = self.counter.desk, terms or SaleTerms()
        held = desk.hold_best(tonight, count, None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(tonight, unit, TariffId(1)) for unit in held.units)
        prices = desk.quote(lines, terms.codes)
        assert isinstance(prices, tuple), prices
        due = 0 if terms.pay_before_ms else sum(prices)
        paid = (Payment(PaymentMeans.CARD, due, 0),) if due else ()
        done = desk.sell(lines, paid, self.counter.work.new_token(), "nl", terms)
        assert isinstance(done, SaleDone), done
        self.meet()
        return done

    def codes(self, sale: SaleDone) -> list[str]:
        made = self.counter.desk.selling.codes(sale.order)
        return [made[ticket.id] for ticket in sale.tickets]

    def gate(self, **what: object) -> None:
        """The door's gate, as the house sets it up now."""
        house = self.door.work.house
        gate = Gate(
            GateId(1), house, "Zaal", doors=(GateDoor(self.door.work.claims.device),), **what
        )  # type: ignore[arg-type]
        self.cluster.replica.write_records([(house, GATE, "1", record_to_bytes(gate))])
        self.meet()

    def scan(self, code: str, **what: object) -> ScanOutcome:
        return self.door.door.scan(code, **what)  # type: ignore[arg-type]


@pytest.fixture
def evening() -> Evening:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    for number in (TONIGHT, LATER):
        cluster.performance(house, number, plan)
    question = Question(
        FETCHED, house, Text.of("nl", "Wie haalt af?"), ("base",), AnswerKind.TEXT,
        is_required=True,
    )  # fmt: skip
    made = Evening(
        cluster, cluster.device(house, "counter", "Kassa 1"), cluster.device(house, "door", "Deur")
    )
    made.question = (house, QUESTION, FETCHED, record_to_bytes(question))  # type: ignore[attr-defined]
    cluster.replica.write_records([(house, CARD_KEY, CARD_KEY, b"k" * 32)])
    made.meet()
    return made


def test_a_door_finds_its_gate_and_the_gate_may_let_in_to_several_performances(evening):
    first, second = evening.sell(), evening.sell(tonight=LATER)
    evening.gate(performances=(TONIGHT,))
    assert evening.scan(*evening.codes(second)).reason is ScanReason.WRONG_EVENT
    evening.gate(performances=(TONIGHT, LATER))
    assert evening.scan(*evening.codes(second)).verdict is Verdict.ADMIT
    assert evening.scan(*evening.codes(first)).verdict is Verdict.ADMIT
    evening.gate(tariffs=())
    assert evening.scan(*evening.codes(evening.sell())).reason is ScanReason.WRONG_GATE


def test_training_answers_and_touches_nothing(evening):
    (code,) = evening.codes(evening.sell())
    before = evening.door.work.own_seq
    for _ in range(2):
        assert evening.scan(code, is_training=True).verdict is Verdict.ADMIT
    assert evening.door.work.own_seq == before
    assert not evening.door.door.undo()


def test_an_answer_is_kept_where_no_door_reads_it(evening):
    evening.cluster.replica.write_records([evening.question])
    (code,) = evening.codes(evening.sell())
    asked = evening.scan(code)
    assert (asked.verdict, asked.questions[0].text.in_language("nl")) == (
        Verdict.ASK, "Wie haalt af?",
    )  # fmt: skip
    told = VolunteerSays(answers={FETCHED: "mama, 0470 00 00 00"})
    assert evening.scan(code, says=told).verdict is Verdict.ADMIT
    evening.scan(code, direction=Direction.EXIT)
    assert evening.scan(code).verdict is Verdict.ADMIT
    evening.meet()
    facts = evening.door.sql.rows("SELECT items FROM fact_run")
    assert not any(b"0470" in items for (items,) in facts)
    assert evening.door.sql.rows("SELECT * FROM personal_body") == []
    sealed = evening.counter.sql.row("SELECT COUNT(*) FROM personal_body")
    assert sealed == (1,)


def test_a_card_carries_its_ticket_and_its_number_stands_nowhere(evening):
    sale = evening.sell(2)
    first, second = (ticket.id for ticket in sale.tickets)
    assert say_card(evening.counter.work, CARD, "uitpas", (first,)) is None
    evening.meet()
    assert evening.scan(CARD).ticket == first
    assert say_card(evening.counter.work, CARD, "uitpas", (second,)) is None
    evening.meet()
    assert evening.scan(CARD, token="k2").ticket == second
    for place in (evening.counter, evening.door):
        assert not any(
            CARD.encode() in items for (items,) in place.sql.rows("SELECT items FROM fact_run")
        )
    evening.gate(medium_kinds=("wristband",))
    assert evening.scan(CARD, token="k3").reason is ScanReason.UNKNOWN


def test_an_annulled_token_may_let_the_guest_in_again(evening):
    (code,) = evening.codes(evening.sell())
    door = evening.door.door
    assert door.scan(code, token="k1").verdict is Verdict.ADMIT
    assert door.annul("k1") is None
    assert door.annul("k1") is AnnulRefusal.UNKNOWN
    assert door.scan(code, token="k1").verdict is Verdict.ADMIT
    assert door.scan(code, token="k2").reason is ScanReason.ALREADY_IN
    evening.meet()
    store, now_ms = evening.cluster, evening.cluster.clock()
    counted = door_counts(
        store.replica.sql, store.catalogue, evening.door.work.house, TONIGHT, now_ms
    )
    assert (counted.inside, counted.admitted, counted.attempts, counted.refused) == (1, 1, 3, 1)


def test_an_order_that_had_to_be_approved_goes_in_once_it_is(evening):
    later_ms = evening.counter.work.clock.now_ms() + 3_600_000
    waiting = evening.sell(terms=SaleTerms(later_ms, needs_approval=True))
    school = evening.sell(terms=SaleTerms(later_ms, is_valid_unpaid=True))
    (code,), (of_school,) = evening.codes(waiting), evening.codes(school)
    assert evening.scan(code).reason is ScanReason.NOT_APPROVED
    assert evening.scan(of_school).verdict is Verdict.ADMIT
    doors = ToldToDoors(evening.counter.work)
    assert doors.approve(waiting.order) is None
    again = doors.approve(waiting.order)
    assert isinstance(again, Refusal)
    assert again.reason is RefusalReason.NOT_TO_APPROVE
    evening.meet()
    assert evening.scan(code).reason is ScanReason.UNPAID
    assert doors.take_approval_back(waiting.order) is None
    again = doors.take_approval_back(waiting.order)
    assert isinstance(again, Refusal)
    assert again.reason is RefusalReason.NOT_APPROVED
    evening.meet()
    assert evening.scan(code).reason is ScanReason.NOT_APPROVED
    assert doors.approve(waiting.order) is None
    evening.meet()
    assert evening.scan(code).reason is ScanReason.UNPAID


def test_a_pass_stands_for_its_places_one_after_the_other(evening):
    house = evening.door.work.house
    terms = PassTerms(visits=3)
    goods = Goods(house, "KAART", Text.of("nl", "Kaart"), 4000, 6, pass_terms=terms)
    evening.cluster.replica.write_records([(house, GOODS, "KAART", record_to_bytes(goods))])
    evening.meet()
    desk, work = evening.counter.desk, evening.counter.work
    bought = desk.sell(
        (), (Payment(PaymentMeans.CARD, 4000, 4000),), work.new_token(), "nl",
        SaleTerms(goods=(GoodsWish(house, "KAART"),)),
    )  # fmt: skip
    assert isinstance(bought, SaleDone), bought
    (number,) = passes_of_order(work.replica.sql, bought.order)
    evening.meet()
    none_yet = evening.scan(number)
    assert (none_yet.reason, none_yet.uses_left) == (ScanReason.UNKNOWN, 3)
    evening.sell(2, terms=SaleTerms(codes=(number,)))
    outcomes = [evening.scan(number, token=f"k{n}") for n in range(3)]
    assert [one.verdict for one in outcomes] == [Verdict.ADMIT, Verdict.ADMIT, Verdict.REFUSE]
    assert outcomes[0].ticket != outcomes[1].ticket
    assert outcomes[2].reason is ScanReason.ALREADY_IN
    assert outcomes[2].uses_left == 1
