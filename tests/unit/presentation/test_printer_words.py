"""What a screen says of a printer: the gravest first."""

from __future__ import annotations

import pytest

from podium_desk.application.paper_now import PaperNow
from podium_desk.application.printer_book import Replaced
from podium_desk.domain.paper_stock import PaperStock, StockUnit
from podium_desk.i18n.words import Words
from podium_desk.presentation.mood import Mood
from podium_desk.presentation.printer_words import (
    PrinterTold,
    chip_words,
    later_sentence,
    pressing_sentence,
    printer_row,
)

NL = Words("nl")
NEARLY = PaperStock(StockUnit.MILLIMETRES, 80_000, 78_000, 600)
FULL = PaperStock(StockUnit.PIECES, 1000)
OLD_AND_NEW = Replaced("TM-T88V", "TSP143")


def told(state: str = "ready", waiting: int = 0, **paper: object) -> PrinterTold:
    return PrinterTold(state, waiting, PaperNow(**paper))


def test_a_printer_that_is_well_says_no_more_than_its_name():
    assert chip_words(told(stock=FULL), NL) == ("Printer", Mood.WELL)
    assert pressing_sentence(told(), NL) == later_sentence(told(), NL) == ""
    assert printer_row(told(stock=FULL), NL).note == "nog ongeveer 1000 tickets"


@pytest.mark.parametrize("state", ["paper_out", "cover_open", "error", "absent", "wrong_kind"])
def test_a_printer_that_prints_nothing_is_told_at_once(state):
    assert chip_words(told(state), NL)[1] is Mood.CAUTION
    assert pressing_sentence(told(state), NL)
    assert printer_row(told(state, 2), NL).note == "2 opdrachten wachten"


def test_why_a_printer_is_absent_stands_on_the_status_page():
    assert printer_row(told("absent", why="usb 04b8:0e15: no permission"), NL).note == (
        "usb 04b8:0e15: no permission"
    )


def test_a_printer_that_serves_another_counter_is_told_only_while_a_job_waits():
    assert pressing_sentence(told("taken", 1), NL).startswith("De printer werkt voor een andere")
    assert pressing_sentence(told("taken"), NL) == ""
    assert "voor Kassa 2" in pressing_sentence(told("taken", 1, holder="Kassa 2"), NL)


def test_the_second_printer_is_named_with_the_reason():
    said = pressing_sentence(told("paper_out", is_second=True), NL)
    assert said == "Papier op: de tickets komen uit de tweede printer."


def test_papers_that_nobody_confirmed_are_asked_before_anything_that_can_wait():
    asked = told(unproven=2, stock=NEARLY, replaced=OLD_AND_NEW)
    assert chip_words(asked, NL) == ("2 papieren nakijken", Mood.CAUTION)
    assert later_sentence(asked, NL).startswith("2 papieren gingen naar een printer")


def test_paper_that_is_nearly_out_is_told_by_the_sensor_or_by_the_count():
    assert later_sentence(told("paper_low"), NL).startswith("Het papier is bijna op")
    assert later_sentence(told(stock=NEARLY), NL).startswith("Nog voor ongeveer 15 tickets")
    assert printer_row(told(stock=NEARLY), NL).mood is Mood.CAUTION


def test_another_model_is_named_with_the_one_before():
    assert later_sentence(told(replaced=OLD_AND_NEW), NL).startswith(
        "Er staat een andere printer: TSP143 in plaats van TM-T88V."
    )
