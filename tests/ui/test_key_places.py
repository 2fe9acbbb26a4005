"""A key of the counter acts exactly on the pages of which its table says so."""

import itertools
from unittest.mock import Mock

import pytest
from fake_desk import NOW, FakeDesk

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.ui.screens.counter.keys import counter_actions
from podium_desk.ui.screens.counter.window import CounterWindow

PAGES = {
    "hall": "",
    "hall with places": "best_2",
    "places of which one was taken back": "best_2 undo",
    "cash": "best_2 cash",
    "card": "best_2 card",
    "parts": "best_2 split",
    "more means": "best_2 more",
    "what else is sold": "more",
    "a question": "group",
    "goods": "shelf",
    "last sale": "best_2 card confirm_card last_sale",
}
TYPED = {"separator", "erase", "confirm", "back", "customer_language", "print_again"}
"""What is typed into a field, and what the button of one page does, has no place in the table."""


class Stand:
    """A counter without its window: the table of actions over a presenter."""

    def __init__(self, keys):
        tokens = itertools.count(1)
        world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", pytest.fail)
        self.presenter = CounterPresenter(FakeDesk(), ImmediateJobs(), Words("nl"), world)
        self.presenter.start()
        self.screen = Mock(spec=CounterWindow)
        self.screen.hall_pane = Mock()
        self.actions = counter_actions(lambda: self.presenter, self.screen)
        for key in keys.split():
            self.actions[key].handler()

    def changes(self, action):
        """Whether the action changes what is shown."""
        before = self.presenter.view
        action.handler()
        return self.presenter.view != before


@pytest.mark.parametrize("page", PAGES)
def test_a_key_acts_where_the_table_says_so_and_nowhere_else(page):
    stand = Stand(PAGES[page])
    bound = [one for one in stand.actions if one.keys and one.id not in TYPED]
    for action in [one for one in bound if not one.is_enabled()]:
        assert not stand.changes(action), action.id
    for action in [one for one in bound if one.is_enabled()]:
        other = Stand(PAGES[page])
        changed = other.changes(other.actions[action.id])
        assert changed or other.screen.mock_calls, action.id
