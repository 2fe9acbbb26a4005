"""The 80 mm ticket: what it says, that nothing is clipped, and that its code reads back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from paper_samples import codes_in, picture_of, said, ticket_page

from podium_desk.documents.items import Box, Layout, QrSquare, Run
from podium_desk.documents.layout import QrDoesNotFit, lay_out
from podium_desk.documents.page import Banner, Page, QrCode
from podium_desk.documents.raster import layout_raster, page_raster
from podium_desk.documents.samples import (
    CODE,
    FREE_PLACE,
    LETTERS,
    LONG,
    LONGEST_CODE,
    TICKET,
    TICKETS,
    TRAINING,
)
from podium_desk.documents.typeface import font
from podium_desk.i18n.words import Words

NL = Words("nl")
PAPERS = ((576, 203), (512, 180), (384, 203), (832, 300))


@pytest.mark.parametrize(("width", "dpi"), PAPERS)
@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t.title[:12])
def test_every_ticket_is_read_back_from_its_dots_on_every_paper(ticket, width, dpi):
    assert codes_in(picture_of(page_raster(ticket_page(ticket, NL), width, dpi))) == [ticket.code]


def test_many_different_codes_are_read_back():
    for number in range(0, 100, 4):
        tail = "".join(LETTERS[(number * (i + 3) + i * i) % 16] for i in range(60))
        code = CODE[: 60 + number] + tail
        page = Page((QrCode(code, 44.0),))
        assert codes_in(picture_of(page_raster(page))) == [code]


@pytest.mark.parametrize(("width", "dpi"), PAPERS)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t.title[:12])
def test_no_ink_of_any_words_falls_outside_the_paper(ticket, language, width, dpi):
    layout = lay_out(ticket_page(ticket, Words(language)), width, dpi)
    for left, top, right, bottom in map(_ink, layout.items):
        assert left >= 0
        assert top >= 0
        assert right <= layout.width_dots
        assert bottom <= layout.height_dots


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t.title[:12])
def test_no_words_lie_on_other_words_or_in_the_quiet_zone_of_the_code(ticket):
    layout = lay_out(ticket_page(ticket, NL), 576, 203)
    areas = [_ink(item) for item in layout.items if isinstance(item, Run) and not item.is_inverse]
    areas.append(_quiet_zone(_code(layout)))
    for index, one in enumerate(areas):
        assert not [other for other in areas[index + 1 :] if _overlap(one, other)]


def test_rules_stay_out_of_the_quiet_zone():
    layout = lay_out(ticket_page(TICKET, NL), 576, 203)
    zone = _quiet_zone(_code(layout))
    boxes = [_ink(item) for item in layout.items if isinstance(item, Box)]
    assert boxes
    assert not [box for box in boxes if _overlap(zone, box)]


def test_the_longest_code_has_six_dots_a_module_beside_the_price():
    code = _code(lay_out(ticket_page(LONG, NL), 576, 203))
    assert len(LONGEST_CODE) == 221
    assert len(code.modules) == 49
    assert code.module_dots == 6


def test_a_smaller_code_gets_larger_modules():
    code = _code(lay_out(ticket_page(replace(TICKET, code="PODI" + "B" * 80), NL), 576, 203))
    assert code.module_dots >= 8


def test_paper_too_narrow_for_readable_modules_is_refused():
    with pytest.raises(QrDoesNotFit, match="57 modules of 6 dots do not fit on 300 dots"):
        page_raster(ticket_page(LONG, NL), 300, 203)


def test_a_ticket_says_all_that_the_law_and_the_door_ask():
    text = "\n".join(said(ticket_page(replace(TICKET, seller="GC Het Anker"), NL).blocks))
    for fact in (
        "CC De Sluis",
        "King Lear",
        "Vrijdag 13 november 2026, 20:00",
        "Grote Zaal · deur 2",
        "Deuren open om 19:30",
        "Zone\nRij\nStoel\nParterre\nF\n12",
        "Basistarief",
        "Definitieve prijs\n€ 18,00\n(alles inbegrepen)\nincl. 6 % btw",
        "K7F-2M9",
        "Organisatie: AGB Cultuur Waterdam · BE 0123.456.749",
        "Verkocht door GC Het Anker",
        "Ticket 7.0.42.1 · bestelling 7.0-0042",
        "Voorwaarden: www.ccdesluis.example/tickets.",
    ):
        assert fact in text


def test_an_exempt_organiser_is_named_with_the_legal_ground():
    text = "\n".join(said(ticket_page(LONG, NL).blocks))
    assert "vrij van btw (art. 44 §2, 9° WBTW)" in text


def test_a_customers_english_ticket_speaks_english():
    text = "\n".join(said(ticket_page(TICKET, Words("en")).blocks))
    assert "Final price\n€18.00\n(everything included)" in text
    assert "Friday" in text


def test_a_free_place_has_no_row_or_seat():
    text = list(said(ticket_page(FREE_PLACE, NL).blocks))
    assert "Vrije plaats" in text
    assert "Rij" not in text
    assert "Stoel" not in text


def test_a_reprint_says_duplicate_with_its_number_and_the_first_print_does_not():
    assert "DUPLICAAT 1" in list(said(ticket_page(LONG, NL).blocks))
    assert not any("DUPLICAAT" in words for words in said(ticket_page(TICKET, NL).blocks))


def test_a_training_ticket_says_so_above_and_below():
    blocks = ticket_page(TRAINING, NL).blocks
    assert isinstance(blocks[0], Banner)
    assert isinstance(blocks[-1], Banner)
    assert "OEFENING" in blocks[0].words


def test_a_title_of_eighty_letters_stands_on_three_lines():
    title = "Het lijden van de jonge Werther, verteld door wie er die zomer niet bij konden zijn"
    runs = _title_runs(replace(TICKET, title=title))
    assert len(runs) == 3
    assert " ".join(run.words for run in runs) == title


def test_a_word_longer_than_the_paper_is_set_smaller_before_it_is_divided():
    runs = _title_runs(replace(TICKET, title="Verwonderingsmuseum-Marathons"))
    assert [run.words for run in runs] == ["Verwonderingsmuseum-Marathons"]


def test_a_banner_is_white_words_on_black():
    raster = page_raster(Page((Banner("OEFENING", ticket_page(TRAINING, NL).blocks[0].style),)))
    black = sum(byte.bit_count() for byte in raster.rows) / (raster.width_dots * raster.height_dots)
    assert 0.6 < black < 0.97


def test_the_same_ticket_is_the_same_to_the_dot():
    page = ticket_page(LONG, NL)
    assert page_raster(page) == layout_raster(lay_out(page, 576, 203))


def test_building_a_ticket_loads_neither_the_drawing_nor_the_pdf_library():
    script = (
        "import sys, podium_desk.documents.ticket, podium_desk.documents.receipt\n"
        "print(sorted({'PIL', 'reportlab', 'segno'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def _title_runs(ticket) -> list[Run]:
    runs = [
        item for item in lay_out(ticket_page(ticket, NL), 576, 203).items if isinstance(item, Run)
    ]
    when = next(index for index, run in enumerate(runs) if run.words.startswith("Vrijdag"))
    return runs[1:when]


def _code(layout: Layout) -> QrSquare:
    (code,) = (item for item in layout.items if isinstance(item, QrSquare))
    return code


def _quiet_zone(code: QrSquare) -> tuple[int, int, int, int]:
    quiet, side = 4 * code.module_dots, len(code.modules) * code.module_dots
    return (code.x - quiet, code.y - quiet, code.x + side + quiet, code.y + side + quiet)


def _ink(item) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is drawn, by the font's own outlines."""
    match item:
        case Run():
            left, top, right, bottom = font(item.weight, item.size_px).getbbox(
                item.words, anchor="ls"
            )
            return (item.x + left, item.baseline + top, item.x + right, item.baseline + bottom)
        case Box():
            return (item.x, item.y, item.x + item.width, item.y + item.height)
        case QrSquare():
            return _quiet_zone(item)
    raise AssertionError(item)


def _overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
