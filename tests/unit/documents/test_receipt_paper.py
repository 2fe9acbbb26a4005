"""The receipt: every amount the law asks on a line of its own, and the preview is the paper."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdfium2
from paper_samples import picture_of, receipt_page, said
from PIL import Image, ImageChops

from podium_desk.documents import preview
from podium_desk.documents.items import Box, Run
from podium_desk.documents.layout import lay_out
from podium_desk.documents.pdf import papers_pdf
from podium_desk.documents.raster import page_raster
from podium_desk.documents.receipt import ReceiptPayment, receipt_title
from podium_desk.documents.samples import RECEIPT
from podium_desk.documents.typeface import font
from podium_desk.domain.facts import PaymentMeans
from podium_desk.i18n.words import Words

NL = Words("nl")
PAID_BY_CARD = replace(
    RECEIPT,
    payments=(ReceiptPayment(PaymentMeans.CARD, 5423),),
    rounding_cents=0,
    cash_due_cents=0,
    tendered_cents=0,
    change_cents=0,
)


def test_a_receipt_shows_total_rounding_and_what_cash_was_due_on_their_own_lines():
    lines = list(said(receipt_page(RECEIPT, NL).blocks))
    start = lines.index("Totaal € 54,23")
    assert lines[start : start + 7] == [
        "Totaal € 54,23",
        "Kaart € 20,00",
        "Cash € 34,23",
        "Afronding € 0,02",
        "Te betalen in cash € 34,25",
        "Ontvangen € 50,00",
        "Wisselgeld € 15,75",
    ]


def test_a_receipt_shows_vat_per_rate_and_why_a_part_is_exempt():
    lines = list(said(receipt_page(RECEIPT, NL).blocks))
    start = lines.index("6 %")
    assert lines[start : start + 9] == [
        "6 %",
        "€ 45,88",
        "€ 2,75",
        "€ 48,63",
        "vrij",
        "€ 5,60",
        "€ 0,00",
        "€ 5,60",
        "vrij van btw (art. 44 §2, 9° WBTW)",
    ]


def test_a_receipt_groups_the_lines_under_their_performance():
    text = "\n".join(said(receipt_page(RECEIPT, NL).blocks))
    assert (
        "King Lear\nvr 13 nov 20:00 · Grote Zaal\n"
        "2 × Basistarief € 36,00\nParterre F 12, F 13 · € 18,00 per stuk\n"
        "1 × -26 jaar € 12,63\nParterre F 14\n"
    ) in text
    assert "Bestelling 7.0-0042 13 nov 2026 19:42" in text
    assert "AGB Cultuur Waterdam · BE 0123.456.749" in text
    assert text.endswith("Kassa 1 · An")


def test_a_card_payment_shows_no_cash_and_no_rounding():
    lines = list(said(receipt_page(PAID_BY_CARD, NL).blocks))
    assert "Kaart € 54,23" in lines
    assert not [line for line in lines if line.startswith(("Afronding", "Cash", "Wisselgeld"))]


def test_money_given_back_is_called_so():
    refund = replace(
        PAID_BY_CARD,
        total_cents=-1263,
        payments=(ReceiptPayment(PaymentMeans.CASH, -1263),),
        rounding_cents=-2,
        cash_due_cents=-1265,
    )
    lines = list(said(receipt_page(refund, NL).blocks))
    assert "Terugbetaald in cash € 12,65" in lines
    assert not [line for line in lines if line.startswith("Te betalen in cash")]


def test_a_reprinted_or_practice_receipt_says_so():
    page = receipt_page(replace(RECEIPT, duplicate_number=2, is_training=True), Words("en"))
    assert {"DUPLICATE 2", "TRAINING – NOT VALID"} <= set(said(page.blocks))


def test_amounts_end_on_one_line_at_the_right_edge_of_the_paper():
    layout = lay_out(receipt_page(RECEIPT, NL), 576, 203)
    ends = [
        run.x + font(run.weight, run.size_px).getlength(run.words)
        for run in layout.items
        if isinstance(run, Run) and run.words.startswith("€")
    ]
    assert len([end for end in ends if 574 <= end <= 576.5]) >= 10


def test_nothing_of_a_receipt_falls_off_narrow_paper():
    layout = lay_out(receipt_page(RECEIPT, NL), 384, 203)
    for item in layout.items:
        assert item.x >= 0
        if isinstance(item, Run):
            width = font(item.weight, item.size_px).getbbox(item.words, anchor="ls")[2]
            assert item.x + width <= 384
        elif isinstance(item, Box):
            assert item.x + item.width <= 384


def test_the_preview_shows_exactly_the_dots_that_the_printer_gets():
    raster = page_raster(receipt_page(RECEIPT, NL))
    picture = Image.open(BytesIO(preview.paper_png(raster)))
    left = preview.DESK_DOTS + preview.SIDE_MARGIN_DOTS
    top = preview.DESK_DOTS + preview.HEAD_MARGIN_DOTS
    paper = picture.crop((left, top, left + raster.width_dots, top + raster.height_dots))
    shown = paper.convert("L").point(lambda grey: 255 if grey > 128 else 0)
    assert ImageChops.difference(shown, picture_of(raster)).getbbox() is None


def test_a_receipt_to_send_is_a_pdf_whose_words_can_be_selected():
    page = receipt_page(RECEIPT, NL)
    document = pypdfium2.PdfDocument(papers_pdf((page,), receipt_title(RECEIPT, NL), "nl"))
    text = document[0].get_textpage().get_text_range().replace("\u00a0", " ")
    assert "Totaal" in text
    assert "€ 54,23" in text
    assert document.get_metadata_dict()["Title"] == "Kasticket 7.0-0042"
    assert len(document) == 1
    document.close()
