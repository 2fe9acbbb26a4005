"""Limits, PINs and badges of a house's staff (docs/rules/till.md)."""

from __future__ import annotations

import pytest

from podium_desk.application.pins import is_right_pin, pin_hash
from podium_desk.domain.ids import HouseId
from podium_desk.domain.staff import (
    Clerk,
    StaffRole,
    badge_hash,
    is_badge,
    is_pin,
    wait_left_ms,
    wait_s,
)

SALT = b"s" * 16


def clerk(role: StaffRole = StaffRole.SELLER, **more: object) -> Clerk:
    return Clerk(1, HouseId(1), "An", role, SALT, b"", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (1, 0), (2, 0), (3, 5), (4, 15), (5, 60), (6, 300), (50, 300)]
)
def test_wrong_pins_slow_down(failures, seconds):
    assert wait_s(failures) == seconds


@pytest.mark.parametrize(
    ("now_ms", "left_ms"), [(1_000, 5_000), (3_000, 3_000), (6_000, 0), (500, 5_000)]
)
def test_a_clock_that_goes_back_makes_the_wait_begin_again(now_ms, left_ms):
    assert wait_left_ms(3, 1_000, now_ms) == left_ms


@pytest.mark.parametrize(
    ("who", "cents", "may"),
    [
        (clerk(refund_limit_cents=2_500), 2_205, True),
        (clerk(refund_limit_cents=2_500), 4_405, False),
        (clerk(), 1, False),
        (clerk(StaffRole.MANAGER), 100_000, True),
    ],
)
def test_who_may_pay_back_how_much(who, cents, may):
    assert who.may_refund(cents) is may


def test_a_manager_may_all_and_others_what_they_were_given():
    assert (clerk().may_override, clerk().may_see_totals) == (False, False)
    given = clerk(override=True, totals=True)
    assert (given.may_override, given.may_see_totals) == (True, True)
    chief = clerk(StaffRole.MANAGER)
    assert (chief.may_override, chief.may_see_totals) == (True, True)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("2580", True), ("258", False), ("25801", False), ("\u0662\u0665\u0668\u0660", False)],
)
def test_a_pin_is_four_plain_digits(text, is_one):
    assert is_pin(text) is is_one


def test_a_badge_is_long_and_reads_the_same_in_capitals():
    assert is_badge("PODB1234")
    assert not is_badge("PODB123")
    assert badge_hash("podb1234 ", SALT) == badge_hash("PODB1234", SALT)
    assert badge_hash("PODB1234", SALT) != badge_hash("PODB1234", b"t" * 16)


def test_a_pin_is_told_from_others_by_its_hash():
    kept = pin_hash("2580", SALT)
    assert is_right_pin("2580", SALT, kept)
    assert not is_right_pin("2581", SALT, kept)
    assert pin_hash("2580", b"t" * 16) != kept
