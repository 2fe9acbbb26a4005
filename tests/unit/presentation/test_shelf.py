"""Goods, passes and subscriptions at the counter, without widgets."""

import itertools

import pytest
from fake_desk import NOW, FakeDesk

from podium_desk.application.counter import SeatState
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.discounts import Cut
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.house_passes import HousePass, PassTerms, pass_number
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId
from podium_desk.domain.series import Series, SeriesKind, Step
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.counter_view import ShelfPanel

HERE = HouseId(1)
THREE = tuple(PerformanceId(number) for number in (1, 2, 4))
FIXED = Series(HERE, "VAST", Text.of("nl", "Vrijdagen"), SeriesKind.FIXED, THREE, {"": 5000})
CHOICE = Series(
    HERE, "KEUZE", Text.of("nl", "Keuze"), SeriesKind.CHOICE, THREE,
    steps=(Step(2, Cut.PERCENT, 10),),
)  # fmt: skip
NUMBER = pass_number(5)
CARD = HousePass(
    NUMBER, HERE, "KAART", PassTerms(visits=10), OrderId(Origin(1), 1), 9000, 7, 0,
    name=Text.of("nl", "Tienbeurtenkaart"),
)  # fmt: skip


@pytest.fixture
def desk():
    desk = FakeDesk()
    desk.subscriptions = (FIXED, CHOICE)
    desk.codes |= {"VAST": 20, "KEUZE": 10, NUMBER: 100}
    desk.passes[NUMBER] = CARD
    return desk


@pytest.fixture
def counter(desk):
    tokens = itertools.count(1)
    world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", _raise)
    presenter = CounterPresenter(desk, ImmediateJobs(), Words("nl"), world)
    presenter.start()
    return presenter


def _raise(error):
    raise error


def text(counter):
    return counter.view.toast.text, counter.view.toast.detail.replace("\xa0", " ")


def lines(counter):
    return [(one.name, one.price.replace("\xa0", " ")) for one in counter.view.basket.goods]


def test_a_digit_adds_one_and_backspace_takes_the_newest_back(counter):
    counter.shelf.open()
    assert isinstance(counter.view.panel, ShelfPanel)
    for digit in (1, 2, 2):
        counter.digit(digit)
    assert lines(counter) == [("1 × Programmaboek", "€ 5,00"), ("2 × Drankbon", "€ 5,00")]
    assert [tile.count for tile in counter.view.panel.tiles] == [1, 2, 0, 0, 0]
    counter.pay_keys.erase()
    assert counter.view.basket.goods[1].name == "1 × Drankbon"
    counter.confirm()
    assert counter.view.panel is None


def test_goods_alone_are_paid_by_the_usual_keys(counter, desk):
    counter.shelf.open()
    counter.digit(1)
    counter.confirm()
    assert counter.view.can_pay
    assert not counter.view.can_reserve
    counter.pay(PaymentMeans.CARD)
    counter.confirm()
    assert [one.amount_cents for one in desk.payments] == [500]
    assert counter.view.basket.goods == ()


@pytest.mark.parametrize("key", ["card", "split"])
def test_goods_are_paid_from_the_shelf_itself(counter, desk, key):
    counter.shelf.open()
    counter.digit(1)
    counter.pay(PaymentMeans.CARD) if key == "card" else counter.pay_keys.split()
    assert not isinstance(counter.view.panel, ShelfPanel)
    assert counter.view.panel is not None
    counter.cancel()
    assert counter.view.panel is None
    assert len(counter.view.basket.goods) == 1


def test_goods_stand_beside_places_and_go_with_the_basket(counter):
    counter.take_best(2)
    counter.shelf.open()
    counter.digit(2)
    counter.confirm()
    assert counter.view.basket.total.replace("\xa0", " ") == "€ 46,50"
    counter.shelf.drop("DRANK")
    assert counter.view.basket.goods == ()
    counter.undo()
    assert len(counter.view.basket.goods) == 1
    counter.cancel()
    assert (counter.view.basket.lines, counter.view.basket.goods) == ((), ())
    counter.undo()
    assert (len(counter.view.basket.lines), len(counter.view.basket.goods)) == (2, 1)


def test_nobody_reserves_goods(counter):
    counter.take_best(1)
    counter.shelf.open()
    counter.digit(1)
    counter.confirm()
    counter.reserve()
    assert "reserveren" in counter.view.refusal


def test_a_scanned_pass_says_what_it_holds_and_takes_off(counter):
    counter.take_best(1)
    counter.orders.scan(NUMBER)
    assert text(counter) == (
        "Tienbeurtenkaart", "nog 7 van 10 beurten · C en een getal: zoveel beurten"
    )  # fmt: skip
    assert counter.view.basket.total.replace("\xa0", " ") == "€ 0,00"


def test_a_small_number_where_codes_are_typed_is_how_many_visits(counter, desk):
    counter.take_best(3)
    counter.orders.scan(NUMBER)
    desk.codes[f"{NUMBER}X2"] = 66
    counter.asking.code()
    counter.asking.answer("2")
    assert "X2" in counter.view.basket.off


def test_a_pass_that_is_scanned_first_counts_for_what_is_chosen_next(counter):
    counter.orders.scan(NUMBER)
    counter.take_best(2)
    assert counter.view.basket.total.replace("\xa0", " ") == "€ 0,00"


def test_a_pass_that_nobody_knows_is_refused(counter, desk):
    desk.passes.clear()
    counter.orders.scan(NUMBER)
    assert "pas" in counter.view.refusal


def seats(counter):
    taken = {}
    for line in counter.view.basket.lines:
        taken.setdefault(line.place[0], []).append(line.name)
    return taken


def begin(counter, place):
    counter.shelf.open()
    counter.shelf.add(place)


def test_a_place_of_a_fixed_series_is_picked_once_for_all_evenings(counter):
    begin(counter, 3)
    assert counter.view.selected == THREE[0]
    counter.take_best(2)
    taken = seats(counter)
    assert set(taken) == set(THREE)
    assert taken[THREE[0]] == taken[THREE[1]] == taken[THREE[2]]
    assert "geldt" in counter.view.basket.hint


def test_one_place_less_is_one_less_everywhere(counter):
    begin(counter, 3)
    counter.take_best(2)
    counter.drop(counter.view.basket.lines[0].place)
    assert {len(names) for names in seats(counter).values()} == {1}


def test_best_places_are_those_that_are_free_on_every_evening(counter, desk):
    begin(counter, 3)
    counter.take_best(1)
    first = dict(one.place for one in counter.view.basket.lines)
    counter.cancel()
    desk.states[THREE[1]][first[THREE[1]]] = SeatState.SOLD
    begin(counter, 3)
    counter.take_best(1)
    second = dict(one.place for one in counter.view.basket.lines)
    assert set(second) == set(THREE)
    assert second[THREE[0]] != first[THREE[0]]


def test_a_place_that_is_gone_on_one_evening_is_refused_and_nothing_is_held(counter, desk):
    begin(counter, 3)
    desk.states[THREE[2]] = bytearray([SeatState.SOLD]) * len(desk.states[THREE[2]])
    counter.toggle_seat(desk.plans[THREE[0]].seats[30].index)
    assert counter.view.basket.lines == ()
    assert "elke avond" in counter.view.refusal
    assert desk.states[THREE[0]][30] != SeatState.HELD


def test_a_choice_says_how_many_are_still_to_be_chosen(counter):
    begin(counter, 4)
    counter.choose_performance(THREE[0])
    counter.take_best(1)
    assert "Nog 1 voorstelling" in counter.view.basket.hint
    counter.choose_performance(THREE[1])
    counter.take_best(1)
    assert "geldt" in counter.view.basket.hint


def test_a_house_without_goods_says_so(counter, desk):
    desk.shelf, desk.subscriptions = (), ()
    counter.shelf.open()
    assert counter.view.panel is None
    assert counter.view.toast is not None


def test_the_customer_sees_what_is_bought_beside_places(counter):
    counter.shelf.open()
    counter.digit(2)
    counter.confirm()
    shown = counter.customer_view(Words("en")).lines
    assert [(one.title, one.price.replace("\xa0", " ")) for one in shown] == [
        ("1 × Drink token", "€2.50")
    ]


def test_a_sale_that_was_cut_while_paying_comes_back_with_its_goods(desk, counter):
    counter.take_best(1)
    counter.shelf.open()
    counter.digit(1)
    counter.confirm()
    counter.pay(PaymentMeans.CARD)
    (attempt,) = desk.attempts.values()
    assert [(one.code, one.count) for one in attempt.sale.goods] == [("BOEK", 1)]
    assert attempt.amount_cents == 2700
