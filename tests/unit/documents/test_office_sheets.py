"""A long list on sheets of A4: every place once, in order, and nothing over an edge."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
from paper_samples import said

from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.office_sheets import on_office_sheets
from podium_desk.documents.pdf import papers_pdf
from podium_desk.documents.samples import SEATS
from podium_desk.documents.seat_list import SeatListPlace, seat_list_content
from podium_desk.documents.sheet_layout import scale_of
from podium_desk.i18n.words import Words


def test_a_list_of_four_hundred_places_stands_on_sheets_of_two_columns():
    places = tuple(
        SeatListPlace(f"Parterre {row}", str(seat), "Basistarief", f"K{row}F-{seat}M")
        for row in range(1, 17) for seat in range(1, 26)
    )  # fmt: skip
    content = seat_list_content(replace(SEATS, places=places), Words("nl"))
    page = bundled_paper("seat-list", content)
    sheets = on_office_sheets(page)
    panels = [panel for sheet in sheets for panel in sheet.panels]
    assert [line for panel in panels for line in said(panel.page.blocks)] == list(said(page.blocks))
    assert all(scale_of(panel, 150) == 1 for panel in panels)
    assert 3 <= len(sheets) <= 5
    with pypdfium2.PdfDocument(papers_pdf(sheets, "t", "nl")) as document:
        assert len(document) == len(sheets)
