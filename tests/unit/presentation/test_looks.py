"""Reading beside what a clerk asks: no storm of the same question, and no old answer that stays."""

import pytest
from harness.late_jobs import LateJobs

from podium_desk.presentation.looks import Looks


class Reading:
    def __init__(self):
        self.jobs, self.value, self.seen, self.faults = LateJobs(), "old", [], []
        self.looks = Looks(lambda: self.jobs, self.faults.append)

    def look(self, *, is_news=False):
        self.looks.look("value", lambda: self.value, self.seen.append, is_news=is_news)


@pytest.fixture
def reading():
    return Reading()


def test_a_slow_look_is_not_asked_again_by_the_clock(reading):
    for _ in range(3):
        reading.look()
    reading.jobs.run_all()
    assert reading.seen == ["old"]


def test_news_that_come_while_a_look_is_under_way_are_read_once_behind_it(reading):
    reading.look()
    for _ in range(3):
        reading.look(is_news=True)
    assert len(reading.jobs.waiting) == 1
    reading.jobs.waiting.pop(0)()
    reading.value = "new"
    reading.jobs.run_all()
    assert reading.seen == ["old", "new"]


def test_news_are_read_also_where_the_look_before_failed(reading):
    def broken():
        raise OSError("the disk")

    reading.looks.look("value", broken, reading.seen.append)
    reading.look(is_news=True)
    reading.jobs.run_all()
    assert (len(reading.faults), reading.seen) == (1, ["old"])
