"""An order is found as one types, on a lane that has more to do."""

from types import SimpleNamespace

import pytest
from harness.late_jobs import LateJobs

from podium_desk.presentation.counter_state import CounterState
from podium_desk.presentation.order_finding import OrderSearch
from podium_desk.presentation.turns import Turns


class Looked:
    """A desk that finds whatever is typed, and the search on it."""

    def __init__(self):
        self.looked_for, self.opened = [], []
        self.jobs, self.state = LateJobs(), CounterState()
        turns = Turns(self.jobs, pytest.fail)
        self.search = OrderSearch(
            SimpleNamespace(orders=self), (turns, self.state), lambda: None, self.opened.append
        )
        self.search.open()

    def find(self, text):
        self.looked_for.append(text)
        return (SimpleNamespace(order=f"order of {text}"),)

    def type(self, text):
        for end in range(1, len(text) + 1):
            self.search.search(text[:end])


def test_keys_that_come_while_the_lane_is_busy_are_looked_for_once():
    looked = Looked()
    looked.type("claes")
    assert len(looked.jobs.waiting) == 1
    looked.jobs.run_all()
    assert looked.looked_for == ["claes"]


def test_enter_right_behind_the_last_key_opens_what_was_typed_last():
    looked = Looked()
    looked.type("cl")
    looked.jobs.waiting.pop(0)()
    looked.type("claes")
    looked.search.choose(0)
    looked.jobs.run_all()
    assert looked.looked_for == ["cl", "claes"]
    assert looked.opened == ["order of claes"]
