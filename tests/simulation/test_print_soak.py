"""Two hundred tickets with everything going wrong; `podium-desk print-soak` prints ten thousand."""

from __future__ import annotations

import pytest

from podium_desk.proving.print_soak.running import SoakWish, run_soak


def test_each_ticket_is_printed_exactly_once_or_in_the_hands_of_a_person():
    wish = SoakWish(200, 1, 0.06, ("escpos", "escpos without process ids"))
    report = run_soak(wish)
    assert report.breaches == []
    assert report.tickets == 200
    assert report.papers >= 250, "each ticket and its order's receipt"
    assert len(report.befell) > 10


@pytest.mark.soak
def test_so_are_two_thousand_on_printers_of_every_family():
    assert run_soak(SoakWish(2000, 7)).breaches == []
