"""The list of performances is painted anew where it says something else, and nowhere else."""

from dataclasses import replace

import pytest

from podium_desk.domain.ids import PerformanceId
from podium_desk.presentation.counter_view import DayGroup, PerformanceCard
from podium_desk.presentation.mood import Tone
from podium_desk.ui.screens.counter.performances import PerformanceModel

CARDS = tuple(
    PerformanceCard(PerformanceId(n), "20:00", f"Concert {n}", "Zaal", "vrij", Tone.GOOD, "")
    for n in range(60)
)


def days(cards):
    return tuple(DayGroup(f"dag {n}", cards[n : n + 3]) for n in range(0, len(cards), 3))


@pytest.fixture
def model(qapp):
    model = PerformanceModel()
    model.show(days(CARDS), PerformanceId(0))
    return model


def told(model, cards, selected=0):
    """The rows that are told to have changed, and whether the list was made anew."""
    rows, anew = [], []
    model.dataChanged.connect(lambda first, last, _roles: rows.append((first.row(), last.row())))
    model.modelReset.connect(lambda: anew.append(True))
    model.show(days(cards), PerformanceId(selected))
    return rows, bool(anew)


def with_fewer(*places):
    return tuple(
        replace(card, availability="39 vrij") if place in places else card
        for place, card in enumerate(CARDS)
    )


def test_after_a_sale_one_card_is_painted_anew(model):
    assert told(model, with_fewer(4)) == ([(6, 6)], False)
    assert model.entries[6].availability == "39 vrij"


def test_nothing_is_painted_anew_that_is_as_it_was(model):
    assert told(model, CARDS) == ([], False)


def test_another_choice_is_marked_and_the_one_before_no_longer(model):
    assert told(model, CARDS, selected=4) == ([(1, 1), (6, 6)], False)


def test_many_changes_are_told_as_one(model):
    assert told(model, with_fewer(*range(1, 50))) == ([(2, 66)], False)


def test_what_comes_behind_is_added(model):
    more = (*with_fewer(4), replace(CARDS[0], id=PerformanceId(99)))
    rows, is_anew = told(model, more)
    assert (rows, is_anew, model.rowCount()) == ([(6, 6)], False, 82)


def test_another_list_is_made_anew(model):
    assert told(model, CARDS[3:]) == ([], True)
