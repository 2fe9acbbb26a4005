"""The counter's presenter over a real desk: what tariffs ask, codes, idle baskets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from test_prices_at_the_desk import Evening, evening, sold_by

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.ids import TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.programme import Tariff
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.counter_view import CardPanel, QuestionPanel
from podium_desk.presentation.hold_timer import HELD
from podium_desk.presentation.order_view import ReservePanel
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import TARIFFS

__all__ = ["evening"]
FRIEND, GROUP = TariffId(11), TariffId(12)


class Counter:
    """A presenter with a watch of its own over the first counter of an evening."""

    def __init__(self, evening: Evening) -> None:
        self.now = datetime.fromtimestamp(evening.cluster.clock.ms / 1000).astimezone()
        tokens = iter(f"sale {number}" for number in range(1000))
        world = Surroundings(lambda: self.now, lambda: next(tokens), _raise)
        self.desk = evening.first.desk
        self.presenter = CounterPresenter(self.desk, ImmediateJobs(), Words("nl"), world)
        self.presenter.start()
        self.presenter.choose_performance(evening.tonight)

    def letter_of(self, tariff: TariffId) -> str:
        keys = {FRIEND: "W", GROUP: "Q"}
        return keys[tariff]

    def take(self, count: int, tariff: TariffId) -> None:
        self.presenter.digit(count)
        assert self.presenter.filling.letter(self.letter_of(tariff))

    def pass_(self, span: timedelta) -> None:
        self.now += span
        self.presenter.tick()


@pytest.fixture
def counter(evening: Evening) -> Counter:
    performance = evening.cluster.catalogue.performance(evening.tonight)
    assert performance is not None
    tariffs = evening.cluster.catalogue.tariffs(performance)
    friend = Tariff(
        FRIEND, evening.tonight, "vriend", Text.of("nl", "Vriend"), {"": 1800}, False,
        terms=TariffTerms(needs_pass=True), quick_key="W",
    )  # fmt: skip
    group = replace(
        friend, id=GROUP, code="groep", name=Text.of("nl", "Groep"), quick_key="Q",
        terms=TariffTerms(least_in_order=3),
    )  # fmt: skip
    body = record_to_bytes((*tariffs, friend, group))
    evening.cluster.replica.write_records([(evening.house, TARIFFS, str(evening.tonight), body)])
    evening.meet()
    return Counter(evening)


def _raise(error: Exception) -> None:
    raise error


def test_each_pass_is_asked_in_turn_and_stands_on_its_line(
    evening: Evening, counter: Counter
) -> None:
    counter.take(2, FRIEND)
    counter.presenter.pay(PaymentMeans.CARD)
    for number in ("V-1", "V-2"):
        assert isinstance(counter.presenter.view.panel, QuestionPanel)
        counter.presenter.asking.answer(number)
    assert isinstance(counter.presenter.view.panel, CardPanel)
    counter.presenter.confirm()
    done = counter.desk.last_sale()
    assert done is not None
    assert [line.remark for line in sold_by(evening.first, done).lines] == ["V-1", "V-2"]


def test_a_group_that_is_too_small_is_not_paid_and_one_that_is_large_enough_is(
    counter: Counter,
) -> None:
    counter.take(2, GROUP)
    counter.presenter.pay(PaymentMeans.CARD)
    assert counter.presenter.view.panel is None
    assert "vanaf 3" in counter.presenter.view.refusal
    counter.take(3, GROUP)
    counter.presenter.pay(PaymentMeans.CARD)
    counter.presenter.confirm()
    done = counter.desk.last_sale()
    assert done is not None
    assert (len(done.tickets), done.total_cents) == (3, 5400)


def test_a_limited_code_is_used_by_the_sale_and_not_by_the_basket(
    evening: Evening, counter: Counter
) -> None:
    evening.write_code("LENTE", uses=10)
    counter.presenter.digit(2)
    counter.presenter.asking.code()
    counter.presenter.asking.answer("lente")
    assert evening.balances(evening.first) == (10, 0)
    counter.presenter.pay(PaymentMeans.CARD)
    counter.presenter.confirm()
    assert evening.balances(evening.first) == (9, 1)


def test_an_idle_basket_can_be_sold_by_another_counter_and_is_told(
    evening: Evening, counter: Counter
) -> None:
    counter.presenter.digit(1)
    (line,) = counter.presenter.view.basket.lines
    counter.pass_(HELD)
    evening.meet()
    asked = evening.first.work.in_basket.get(evening.tonight)
    assert not asked
    counter.presenter.confirm()
    assert counter.presenter.view.basket.lines[0].place == line.place
    assert evening.first.work.in_basket[evening.tonight] == {line.place[1]}


def test_a_basket_that_was_undone_is_sold_as_it_stands(evening: Evening, counter: Counter) -> None:
    counter.presenter.digit(2)
    first = [line.place for line in counter.presenter.view.basket.lines]
    counter.presenter.digit(4)
    counter.presenter.undo()
    assert [line.place for line in counter.presenter.view.basket.lines] == first
    counter.presenter.pay(PaymentMeans.CARD)
    counter.presenter.confirm()
    done = counter.desk.last_sale()
    assert done is not None
    assert [ticket.unit for ticket in done.tickets] == [unit for _, unit in first]
    assert not evening.first.work.in_basket.get(evening.tonight)


def test_a_pass_is_asked_before_a_basket_is_reserved(evening: Evening, counter: Counter) -> None:
    counter.take(1, FRIEND)
    counter.presenter.reserve()
    counter.presenter.asking.answer("V-1")
    assert isinstance(counter.presenter.view.panel, ReservePanel)
    counter.presenter.orders.reserve_until(0, None, is_by_transfer=False)
    done = counter.desk.last_sale()
    assert done is not None
    assert [line.remark for line in sold_by(evening.first, done).lines] == ["V-1"]


def test_a_code_goes_off_a_reservation_and_off_the_new_places_of_an_exchange(
    evening: Evening, counter: Counter
) -> None:
    evening.write_code("LENTE", uses=10)
    counter.presenter.digit(2)
    counter.presenter.asking.code()
    counter.presenter.asking.answer("lente")
    total_cents = counter.presenter._state.basket.total_cents
    counter.presenter.reserve()
    counter.presenter.orders.reserve_until(0, None, is_by_transfer=False)
    reserved = counter.desk.last_sale()
    assert reserved is not None
    assert (reserved.rest_cents, evening.balances(evening.first)) == (total_cents, (9, 1))
    counter.presenter.digit(2)
    counter.presenter.pay(PaymentMeans.CARD)
    counter.presenter.confirm()
    sold = counter.desk.last_sale()
    assert sold is not None
    counter.presenter.orders.scan(counter.desk.selling.codes(sold.order)[sold.tickets[0].id])
    counter.presenter.orders.exchange()
    counter.presenter.digit(1)
    counter.presenter.asking.code()
    counter.presenter.asking.answer("lente")
    counter.presenter.confirm()
    assert not counter.presenter.view.refusal
    new = counter.desk.last_sale()
    assert new is not None
    assert (new.order != sold.order, new.total_cents) == (True, total_cents // 2)
    assert evening.balances(evening.first) == (8, 2)


def test_what_is_on_first_is_told_as_the_whole_list_tells_it(counter: Counter) -> None:
    counter.presenter.digit(2)
    counter.presenter.pay(PaymentMeans.CARD)
    counter.presenter.confirm()
    rows = counter.desk.performances()
    assert rows[0].free < rows[0].capacity
    for count in range(1, len(rows) + 2):
        assert counter.desk.soonest(count) == rows[:count]
