"""What the customer sees: places, prices and amounts, in another language, and never a tariff."""

import itertools

import pytest
from fake_desk import NOW, FakeDesk

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.ids import TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings

CARD, CASH = PaymentMeans.CARD, PaymentMeans.CASH


@pytest.fixture
def counter():
    tokens = itertools.count(1)
    world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", print)
    presenter = CounterPresenter(FakeDesk(), ImmediateJobs(), Words("nl"), world)
    presenter.start()
    return presenter


def seen(counter, language="en"):
    return counter.customer_view(Words(language))


def plain(text):
    return text.replace("\xa0", " ")


def test_it_greets_while_nothing_is_bought(counter):
    assert seen(counter).heading == "Welcome"
    assert seen(counter, "fr").heading == "Bienvenue"


def test_it_shows_each_place_with_its_definitive_price_and_the_total(counter):
    counter.take_best(2)
    view = seen(counter)
    assert [plain(line.price) for line in view.lines] == ["€22.00", "€22.00"]
    assert plain(view.amount) == "€44.00"
    assert "Row" in view.lines[0].place


def test_it_never_names_a_tariff(counter):
    counter.take_best(1)
    counter.choose_tariff(TariffId(12))
    shown = repr(seen(counter, "nl"))
    assert "Jonger" not in shown
    assert "26" not in shown.replace("2026", "").replace("nov", "")


def test_cash_shows_what_is_due_what_was_given_and_the_change(counter):
    counter.take_best(2)
    counter.pay(CASH)
    for digit in (5, 0):
        counter.digit(digit)
    view = seen(counter)
    assert (view.heading, plain(view.amount)) == ("To pay in cash", "€44.00")
    assert [plain(note) for note in view.notes] == ["Received: €50.00", "Change: €6.00"]


def test_of_several_means_it_shows_the_rest(counter):
    counter.take_best(2)
    counter.pay_keys.split()
    counter.digit(9)
    counter.pay(CARD)
    assert plain(seen(counter).amount) == "€9.00"
    counter.confirm()
    view = seen(counter)
    assert plain(view.amount) == "€35.00"
    assert [plain(note) for note in view.notes] == ["Paid: €9.00"]


def test_it_thanks_with_the_change_until_the_next_customer(counter):
    counter.take_best(1)
    counter.pay(CASH)
    for digit in (5, 0):
        counter.digit(digit)
    counter.confirm()
    view = seen(counter)
    assert view.heading == "Thank you, enjoy the performance"
    assert [plain(note) for note in view.notes] == ["Change: €28.00"]
    counter.take_best(1)
    assert seen(counter).heading == "Total"
