"""The log-in that stands before the device is open: kept tiles, digits, and what corrects them."""

from __future__ import annotations

import pytest

from podium_desk.application.log_in import ClerkTile, LogIn, TilesKept
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.i18n.words import Words
from podium_desk.presentation.login import LoginPresenter

AN = ClerkTile(1, "An Peeters", "seller", is_manager=False)
BO = ClerkTile(2, "Bo", "manager", is_manager=True)


class WaitingJobs:
    """Jobs that wait until the lane is free."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed):
        self.waiting.append((work, done))

    def run(self):
        while self.waiting:
            work, done = self.waiting.pop(0)
            done(work())


class Desk:
    """A desk with staff, where each PIN is 2580."""

    def __init__(self, *tiles):
        self.tiles = tiles
        self.person = None
        self.tried = []

    @property
    def clerks(self):
        return self

    def look(self):
        return LogIn(self.tiles, self.person, bool(self.tiles) and self.person is None)

    def lock(self):
        self.person = None

    def log_in(self, number, pin):
        self.tried.append((number, pin))
        if pin != "2580" or number not in [tile.number for tile in self.tiles]:
            return Refusal(RefusalReason.WRONG_PIN)
        self.person = next(tile for tile in self.tiles if tile.number == number)
        return self.person


class Early:
    """A log-in that expects these, over a desk where those work now."""

    def __init__(self, expected, now):
        self.jobs, self.desk, self.kept = WaitingJobs(), Desk(*now), []
        self.login = LoginPresenter(lambda: self.desk, self.jobs, lambda: Words("nl"), pytest.fail)
        self.login.keep_by(self.kept.append)
        self.login.expect(expected)

    def type(self, digits):
        for digit in digits:
            self.login.digit(int(digit))

    def open(self):
        self.login.look()
        self.jobs.run()


def test_a_pin_is_judged_once_the_desk_is_open():
    early = Early((AN,), (AN,))
    early.type("12580")
    assert early.login.view.hint == Words("nl")("login.opening")
    assert early.desk.tried == []
    early.open()
    assert early.desk.tried == [(1, "2580")]
    assert not early.login.view.is_shown
    assert early.login.clerk == "An Peeters"


def test_a_wrong_pin_typed_early_counts_once_and_may_be_typed_again():
    early = Early((AN,), (AN,))
    early.type("11111")
    early.open()
    assert early.desk.tried == [(1, "1111")]
    assert early.login.view.notice == Words("nl")("refusals.wrong_pin")
    early.type("2580")
    early.jobs.run()
    assert early.login.clerk == "An Peeters"


def test_where_nobody_has_to_log_in_any_more_the_page_goes_away():
    early = Early((AN,), ())
    assert early.login.view.is_shown
    early.open()
    assert not early.login.view.is_shown
    assert early.kept == [()]


def test_who_left_the_house_is_no_longer_typed_for():
    early = Early((AN, BO), (BO,))
    early.type("125")
    early.open()
    assert [tile.name for tile in early.login.view.tiles] == ["Bo"]
    assert (early.login.view.chosen, early.login.view.digits) == ("", 0)


def test_digits_of_a_badge_are_taken_back():
    early = Early((AN,), (AN,))
    early.type("12")
    before = early.login.view
    take_back = early.login.before_digit()
    early.type("5")
    take_back()
    assert early.login.view == before


def test_a_whole_pin_is_shown_at_once_and_tried_when_it_is_known_to_be_a_persons():
    early = Early((AN,), (AN,))
    early.type("1258")
    early.login.before_digit()
    early.type("03")
    early.open()
    assert (early.login.view.digits, early.desk.tried) == (4, [])
    early.login.typed()
    early.login.typed()
    early.jobs.run()
    assert (early.login.clerk, early.desk.tried) == ("An Peeters", [(1, "2580")])


def test_a_badge_whose_first_digit_would_end_a_pin_tries_none():
    early = Early((AN,), (AN,))
    early.type("1258")
    take_back = early.login.before_digit()
    early.type("1")
    take_back()
    early.login.typed()
    early.open()
    assert (early.login.view.digits, early.desk.tried) == (3, [])
    early.type("0")
    early.jobs.run()
    assert early.login.clerk == "An Peeters"


def not_known_yet(*now):
    """A log-in that was asked nothing yet, over a desk where those work."""
    early = Early((), now)
    early.login = LoginPresenter(lambda: early.desk, early.jobs, lambda: Words("nl"), pytest.fail)
    return early


def test_what_only_a_manager_may_see_waits_until_it_is_known_who_works_here():
    early, seen = not_known_yet(), []
    early.login.for_manager(lambda: seen.append("layouts"))
    assert seen == []
    early.jobs.run()
    assert seen == ["layouts"]


@pytest.mark.parametrize("is_expected", [True, False])
def test_nothing_is_shown_to_a_manager_of_a_counter_that_turns_out_to_be_locked(is_expected):
    early, seen = Early((BO,), (BO,)) if is_expected else not_known_yet(BO), []
    early.login.for_manager(lambda: seen.append("layouts"))
    early.jobs.run()
    assert early.login.view.is_shown
    assert seen == []


def test_a_lock_covers_the_counter_at_once_and_an_older_look_does_not_uncover_it():
    early = Early((BO,), (BO,))
    early.desk.person = BO
    early.open()
    assert not early.login.view.is_shown
    early.login.look()
    early.login.lock()
    early.login.for_manager(lambda: pytest.fail("nobody stands here"))
    shown = [early.login.view.is_shown]
    early.login.listen(lambda view: shown.append(view.is_shown))
    early.jobs.run()
    assert all(shown)
    assert early.desk.person is None


def test_the_tiles_are_kept_for_the_next_start(tmp_path):
    path = tmp_path / "log-in"
    assert TilesKept(path).read() == ()
    TilesKept(path).keep((AN, BO))
    assert TilesKept(path).read() == (AN, BO)


@pytest.mark.parametrize("content", [b"\xff", b"1\tAn", b"x\t0\tseller\tAn", b""])
def test_a_damaged_file_of_tiles_shows_nobody(tmp_path, content):
    path = tmp_path / "log-in"
    path.write_bytes(content)
    assert TilesKept(path).read() == ()
