"""What is left on a roll, by what went through it."""

from __future__ import annotations

from podium_desk.domain.paper_stock import LOW_PAPERS, PaperStock, StockUnit


def test_a_roll_is_measured_and_its_papers_are_those_of_before():
    roll = PaperStock(StockUnit.MILLIMETRES, 10_000)
    assert roll.papers_left == 76
    for _ in range(10):
        roll = roll.after(200)
    assert (roll.left, roll.papers_left) == (8000, 40)
    assert not roll.is_low
    assert roll.after(200).is_low


def test_folded_tickets_are_counted_however_long_they_are():
    box = PaperStock(StockUnit.PIECES, LOW_PAPERS + 1)
    assert box.after(140).papers_left == LOW_PAPERS
    assert box.after(140).after(9000).is_low


def test_more_than_was_put_in_leaves_nothing():
    assert PaperStock(StockUnit.PIECES, 1).after(1).after(1).papers_left == 0
