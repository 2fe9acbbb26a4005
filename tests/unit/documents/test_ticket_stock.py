"""What has no end, on a ticket of a fixed size: all of it, in columns, as large as it can be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from paper_samples import codes_in, picture_of, said

from podium_desk.documents.layouts.shelf import HeadSize, bundled_paper, paper_of_printer
from podium_desk.documents.page import Page, Panel, QrCode, Sheet
from podium_desk.documents.raster import head_raster, screen_raster
from podium_desk.documents.receipt import receipt_content
from podium_desk.documents.samples import RECEIPT, sample_content
from podium_desk.documents.sheet_layout import PanelTooFull
from podium_desk.documents.ticket_stock import on_ticket
from podium_desk.i18n.words import Words

NL = Words("nl")
BOCA = HeadSize(1100, 200, "boca")


@pytest.mark.parametrize("name", ["receipt", "till-report", "house-pass"])
def test_a_paper_out_of_a_box_of_tickets_has_all_that_one_off_a_roll_has(name):
    page = bundled_paper(name, sample_content(name, NL))
    sheet = on_ticket(page)
    lines = [line for panel in sheet.panels for line in said(panel.page.blocks)]
    assert lines == list(said(page.blocks))
    raster = head_raster(page, BOCA)
    assert raster.width_dots <= 1100
    assert raster.height_dots <= 400


def test_a_voucher_on_a_ticket_is_still_read():
    content = sample_content("voucher", NL)
    raster = head_raster(bundled_paper("voucher", content), BOCA)
    assert codes_in(picture_of(raster)) == [content.fields["number"]]


def test_what_would_be_too_small_to_read_stays_a_page_for_several_tickets():
    large = replace(RECEIPT, groups=RECEIPT.groups * 10)
    page = bundled_paper("receipt", receipt_content(large, NL))
    assert on_ticket(page) == page
    assert head_raster(page, BOCA).height_dots > 400


def test_a_code_that_is_larger_than_its_panel_is_refused_and_not_cut_off():
    panel = Panel(Page((QrCode("PODI" + "B" * 80, 40),)), 0, 0, 50, 20)
    with pytest.raises(PanelTooFull):
        screen_raster(Sheet((panel,), 50, 50))


def test_a_printer_is_known_by_its_address_to_hold_tickets_or_bands():
    assert paper_of_printer("fgl+tcp://boca:9100") == "boca"
    assert paper_of_printer("zpl+usb://0a5f:0166") == "wristband"
    assert paper_of_printer("sim://printer?paper=ok&speaks=fgl") == "boca"
    assert paper_of_printer("escpos+tcp://kassa:9100?speaks=fgl") == ""
