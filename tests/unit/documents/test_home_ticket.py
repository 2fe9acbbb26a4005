"""The A4 ticket: decoded from its rendered page, words selectable, all in its quarter."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest
from paper_samples import codes_in

from podium_desk.documents.layouts.shelf import TICKET_A4, bundled_paper
from podium_desk.documents.page import Paper
from podium_desk.documents.pdf import papers_pdf
from podium_desk.documents.samples import LONG, TICKET, TICKETS
from podium_desk.documents.ticket import TicketPrint, ticket_content, ticket_title
from podium_desk.i18n.words import Words

NL = Words("nl")


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda t: t.title[:12])
def test_a_home_ticket_is_read_back_from_its_page_as_an_office_printer_draws_it(ticket):
    with _document([ticket]) as document:
        assert codes_in(document[0].render(scale=150 / 72).to_pil()) == [ticket.code]


def test_words_on_a_home_ticket_can_be_selected_with_their_accents():
    with _document(TICKETS) as document:
        text = _text(document[TICKETS.index(LONG)])
        accents = _text(document[3])
    assert "DUPLICAAT 1" in text
    assert "Definitieve prijs € 18,00 (alles inbegrepen)" in text
    assert "Zo gebruik je dit ticket" in text
    assert "Crème brûlée: Noël, œuvre & ’t façade – € 5" in accents


def test_each_ticket_of_an_order_is_one_a4_page_of_one_document():
    with _document([TICKET, LONG]) as document:
        assert len(document) == 2
        assert document[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)
        assert document.get_metadata_dict()["Title"] == "King Lear – ticket 7.0.42.1"


def test_even_the_longest_ticket_stays_in_its_quarter_above_the_fold():
    with _document([LONG]) as document:
        page = document[0]
        grey = page.render(scale=2).to_pil().convert("L")
    fold = grey.height // 2
    strip = grey.crop((0, fold - 20, grey.width // 2 - 4, fold - 4))
    columns = strip.point(lambda value: 255 if value < 100 else 0).getbbox()
    assert columns is None


def test_the_fonts_are_inside_the_file():
    content = papers_pdf([home_ticket_sheet(TICKET)], "t", "nl")
    assert len(re.findall(rb"/FontFile2", content)) == 3
    assert b"/Lang" in content


def test_the_same_ticket_gives_the_same_bytes():
    sheets = [home_ticket_sheet(LONG)]
    assert papers_pdf(sheets, "t", "nl") == papers_pdf(sheets, "t", "nl")


def test_a_home_ticket_without_conditions_has_no_empty_heading():
    with _document([replace(TICKET, conditions="")]) as document:
        assert "Voorwaarden" not in _text(document[0])


def home_ticket_sheet(ticket: TicketPrint) -> Paper:
    return bundled_paper(TICKET_A4, ticket_content(ticket, NL))


def _document(tickets) -> pypdfium2.PdfDocument:
    sheets = [home_ticket_sheet(ticket) for ticket in tickets]
    return pypdfium2.PdfDocument(papers_pdf(sheets, ticket_title(tickets[0], NL), "nl"))


def _text(page) -> str:
    return " ".join(page.get_textpage().get_text_range().replace("\u00a0", " ").split())
