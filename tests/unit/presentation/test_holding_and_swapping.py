"""A basket that nobody touches lets its places go, and a place is swapped for another."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from fake_desk import NOW, ORIGIN, FakeDesk
from test_counter_presenter import TONIGHT, type_keys, units
from test_filling_the_basket import COMPANION, tariff

from podium_desk.application.basket_shelf import ParkedSeen
from podium_desk.application.counter import BasketLine, SeatState
from podium_desk.application.customer_found import CustomerFound
from podium_desk.application.jobs import Changes, ImmediateJobs
from podium_desk.application.order_desk import Due
from podium_desk.domain.customers import Customer
from podium_desk.domain.goods import Goods
from podium_desk.domain.ids import CustomerId, FactId, HouseId, PerformanceId, TariffId, Unit
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.basket import Basket, with_goods
from podium_desk.presentation.basket_goods import BasketGoods
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.counter_view import CashPanel
from podium_desk.presentation.filling_words import SHORT
from podium_desk.presentation.hold_timer import HELD


class Watch:
    """The clock of one counter."""

    def __init__(self):
        self.now = NOW

    def pass_(self, presenter, span):
        self.now += span
        presenter.tick()


@pytest.fixture
def desk():
    made = FakeDesk()
    made.states[TONIGHT] = bytearray([SeatState.MINE]) * len(made.states[TONIGHT])
    return made


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def counter(desk, watch):
    world = Surroundings(lambda: watch.now, lambda: "token", _raise)
    presenter = CounterPresenter(desk, ImmediateJobs(), Words("nl"), world)
    presenter.start()
    return presenter


def _raise(error):
    raise error


def states(desk, places):
    return {SeatState(desk.states[TONIGHT][unit]) for unit in places}


def test_the_basket_says_until_when_and_warns_two_minutes_before(counter, watch):
    counter.digit(2)
    assert counter.view.basket.hold == "Plaatsen vast tot 19:30"
    assert not counter.view.basket.is_hold_short
    watch.pass_(counter, HELD - SHORT)
    assert counter.view.basket.is_hold_short
    assert "2:00" in counter.view.basket.hold
    counter.confirm()
    assert counter.view.basket.hold == "Plaatsen vast tot 19:38"


def test_an_idle_basket_lets_its_places_go_and_stays(counter, desk, watch):
    counter.digit(2)
    places = units(counter)
    watch.pass_(counter, HELD)
    assert states(desk, places) == {SeatState.MINE}
    assert units(counter) == places
    assert counter.view.basket.hold == Words("nl")("counter.let_go")
    watch.pass_(counter, HELD)
    assert desk.calls.count("release") == 1


def test_the_next_key_takes_the_places_back_silently(counter, desk, watch):
    counter.digit(2)
    places = units(counter)
    watch.pass_(counter, HELD)
    type_keys(counter, "F11")
    assert isinstance(counter.view.panel, CashPanel)
    assert states(desk, places) == {SeatState.HELD}
    type_keys(counter, "Enter")
    assert len(desk.payments) == 1


def test_what_is_gone_is_named_and_the_rest_is_kept(counter, desk, watch):
    counter.digit(2)
    gone, kept = units(counter)
    name = counter.view.basket.lines[0].name
    watch.pass_(counter, HELD)
    desk.sell_elsewhere(TONIGHT, gone)
    counter.confirm()
    assert units(counter) == [kept]
    assert counter.view.basket.hint.startswith(f"Intussen weg: {name}.")


def test_when_all_is_gone_the_empty_basket_says_so(counter, desk, watch):
    counter.digit(1)
    watch.pass_(counter, HELD)
    desk.sell_elsewhere(TONIGHT, units(counter)[0])
    counter.confirm()
    assert counter.view.basket.lines == ()
    assert counter.view.basket.hint.startswith("Intussen weg:")


def test_nothing_is_let_go_while_the_customer_pays(counter, desk, watch):
    type_keys(counter, "2 F12")
    places = units(counter)
    watch.pass_(counter, HELD + timedelta(minutes=5))
    assert states(desk, places) == {SeatState.HELD}


# Swapping


def test_a_place_is_swapped_and_keeps_its_tariff(counter, desk):
    counter.digit(2)
    counter.choose_tariff(TariffId(12))
    old = units(counter)[1]
    counter.filling.begin_swap((TONIGHT, old))
    assert counter.view.basket.swap.startswith("Klik de nieuwe plaats voor")
    counter.toggle_seat(Unit(150))
    assert units(counter)[1] == 150
    assert counter.view.basket.lines[1].tariff == TariffId(12)
    assert counter.view.basket.swap == ""
    assert states(desk, [old]) == {SeatState.MINE}
    counter.undo()
    assert units(counter)[1] == old


def test_another_place_of_the_basket_can_be_the_one_to_go(counter):
    counter.digit(2)
    first, second = units(counter)
    counter.filling.begin_swap(None)
    counter.toggle_seat(first)
    counter.toggle_seat(Unit(150))
    assert units(counter) == [150, second]


def test_a_swap_for_a_place_that_is_taken_changes_nothing(counter, desk):
    counter.digit(1)
    before = units(counter)
    desk.sell_elsewhere(TONIGHT, Unit(150))
    counter.filling.begin_swap(None)
    counter.toggle_seat(Unit(150))
    assert units(counter) == before
    assert states(desk, before) == {SeatState.HELD}
    assert counter.view.refusal


def test_escape_gives_a_swap_up_and_leaves_the_basket(counter):
    counter.digit(1)
    counter.filling.begin_swap(None)
    counter.cancel()
    assert counter.view.basket.swap == ""
    assert len(units(counter)) == 1


def test_a_companion_stays_tied_when_its_guest_is_swapped(counter, desk):
    desk.tariffs[TONIGHT] += (tariff(COMPANION, "Begeleider", TariffTerms(each_needs=1)),)
    counter.choose_performance(TONIGHT)
    guests = [Unit(seat.index) for seat in desk.plans[TONIGHT].seats if seat.is_wheelchair]
    counter.toggle_seat(guests[0])
    counter.filling.take_companion()
    counter.filling.begin_swap((TONIGHT, guests[0]))
    counter.toggle_seat(guests[1])
    guest, companion = counter._state.basket.lines
    assert (guest.unit, companion.goes_with) == (guests[1], guests[1])


# Put aside


def test_a_basket_is_put_aside_on_a_name_and_taken_back(counter, desk):
    counter.digit(2)
    counter.choose_tariff(TariffId(12))
    places = units(counter)
    counter.asking.park()
    counter.asking.answer("Peeters")
    assert counter.view.basket.lines == ()
    assert "tot 19:50" in counter.view.toast.text
    assert states(desk, places) == {SeatState.HELD}
    type_keys(counter, "1 F12 Enter")
    counter.asking.park()
    about = "1. Peeters, 2 plaatsen · Het Verdriet van België · tot 19:50"
    assert counter.view.panel.about == about
    counter.asking.answer("7")
    assert counter.view.panel is not None
    counter.asking.answer("1")
    assert units(counter) == places
    assert {line.tariff for line in counter.view.basket.lines} == {TariffId(12)}
    counter.asking.park()
    assert "opzij" in counter.view.panel.title


def test_a_basket_of_another_counter_says_where_it_is_and_one_that_is_gone_is_told(counter, desk):
    line = BasketLine(PerformanceId(2), Unit(3), TariffId(21))
    away = ParkedSeen(
        FactId(ORIGIN, 7), Customer("Claes"), (line,), (), _ms(NOW) + 600_000, "Bo", "Kassa 2",
        is_reachable=False,
    )  # fmt: skip
    desk.baskets.put_elsewhere(away)
    counter.asking.park()
    assert counter.view.panel.about.endswith("tot 19:30 · Kassa 2, niet bereikbaar")
    desk.baskets.let_go(away.id)
    counter.asking.answer("1")
    assert "andere kassa" in counter.view.refusal


def test_a_basket_that_is_kept_is_let_go_with_an_x_and_none_is_said_to_be_none(counter, desk):
    counter.asking.park()
    assert counter.view.toast.text == "Er staat geen mand opzij."
    counter.digit(2)
    places = units(counter)
    counter.asking.park()
    counter.asking.answer("Peeters")
    counter.asking.park()
    counter.asking.answer("1x")
    assert states(desk, places) == {SeatState.MINE}
    assert counter.view.basket.lines == ()


def _ms(moment):
    return int(moment.timestamp() * 1000)


def test_a_basket_needs_a_name_to_be_put_aside_and_nothing_is_asked_without_one(counter):
    counter.asking.park()
    assert counter.view.panel is None
    counter.digit(1)
    counter.asking.park()
    counter.asking.answer(" ")
    counter.cancel()
    assert len(counter.view.basket.lines) == 1


def test_several_performances_have_a_sum_each_and_their_houses_where_they_differ(counter):
    counter.digit(1)
    assert counter.view.basket.sums == ()
    counter.choose_performance(PerformanceId(2))
    counter.digit(1)
    sums = [text.replace("\u00a0", " ") for text in counter.view.basket.sums]
    assert sums == ["Het Verdriet van België: € 22,00", "Kamermuziek: Trio Dali: € 22,00"]
    counter.choose_performance(PerformanceId(5))
    counter.digit(1)
    assert counter.view.basket.sums[2].startswith("GC Het Anker · Bambie is terug: ")


# Cancelled


def test_a_performance_cancelled_while_in_the_basket_is_told_and_taken_out(counter, desk):
    counter.digit(2)
    counter.choose_performance(PerformanceId(2))
    counter.digit(1)
    counter.pay(PaymentMeans.CASH)
    desk.rows[TONIGHT] = replace(desk.rows[TONIGHT], status=PerformanceStatus.CANCELLED)
    counter.changed(Changes(catalogue=True))
    assert {line.place[0] for line in counter.view.basket.lines} == {PerformanceId(2)}
    assert counter.view.panel is None
    assert counter.view.toast.text == (
        "‘Het Verdriet van België’ is geannuleerd. 2 plaatsen zijn uit de mand gehaald."
    )
    assert counter.view.basket.total.replace("\u00a0", " ") == "€ 22,00"


def test_what_goes_on_stays_in_the_basket(counter):
    counter.digit(2)
    before = counter.view.basket
    counter.changed(Changes(catalogue=True))
    assert counter.view.basket == before


def test_places_that_somebody_waits_for_are_told_once(counter, desk):
    desk.due = (Due(TONIGHT, desk.rows[TONIGHT].title, 2, 5),)
    counter.changed(Changes(performances=frozenset({TONIGHT})))
    told = "‘Het Verdriet van België’: 2 plaatsen vrij, 5 wachten. Kijk met V."
    assert counter.view.toast.text == told
    counter._state.toast = None
    counter.changed(Changes(performances=frozenset({TONIGHT})))
    assert counter.view.toast is None


def test_goods_and_the_houses_customer_go_aside_with_the_basket_and_come_back(counter, desk):
    desk.shelf = (Goods(HouseId(1), "BOEK", Text.of("nl", "Boek"), 500, 6),)
    counter.digit(2)
    counter._change(partial(with_goods, goods=(BasketGoods(desk.shelf[0], 2),)))
    ada = CustomerFound(CustomerId("p1"), "Ada")
    counter._state.basket = replace(counter._state.basket, customer=ada, language="fr")
    total = counter.view.basket.total
    counter.asking.park()
    assert counter.view.panel is None, "her name is known"
    assert counter._state.basket == Basket()
    counter.asking.park()
    counter.asking.answer("1")
    basket = counter._state.basket
    assert (basket.customer, basket.language) == (ada, "fr")
    assert [(one.goods.code, one.count) for one in basket.goods] == [("BOEK", 2)]
    assert counter.view.basket.total == total


def test_places_that_come_free_during_a_sale_hide_no_change_and_are_told_behind_it(counter, desk):
    type_keys(counter, "2 F11 50 Enter")
    done = counter.view.toast
    assert done.text.startswith("Klaar. Geef")
    desk.due = (Due(TONIGHT, desk.rows[TONIGHT].title, 2, 5),)
    counter.changed(Changes(performances=frozenset({TONIGHT})))
    assert counter.view.toast == done
    type_keys(counter, "1")
    counter._state.toast = None
    counter.changed(Changes(performances=frozenset({TONIGHT})))
    assert "5 wachten" in counter.view.toast.text
