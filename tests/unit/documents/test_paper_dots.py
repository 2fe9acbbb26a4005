"""Every ticket on every paper, read back from its dots; pictures, sheets and what is turned."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from paper_samples import codes_in, picture_of
from PIL import Image, ImageChops, ImageDraw

from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.page import Align, Page, Panel, QrCode, Sheet, Text
from podium_desk.documents.page import Image as PageImage
from podium_desk.documents.pdf import papers_pdf
from podium_desk.documents.pictures import PictureUnreadable, ink_of, picture_size
from podium_desk.documents.raster import paper_raster, screen_raster
from podium_desk.documents.samples import LONG, TICKET, hard_contents
from podium_desk.documents.sheet_layout import scale_of
from podium_desk.documents.styles import BODY
from podium_desk.documents.ticket import ticket_content
from podium_desk.i18n.words import Words

HEADS = (
    ("ticket-80mm", 576, 203), ("ticket-80mm", 512, 180), ("ticket-80mm", 832, 300),
    ("ticket-58mm", 384, 203), ("ticket-58mm", 420, 203),
    ("ticket-boca", 1049, 200), ("ticket-boca", 383, 200), ("ticket-boca", 574, 300),
    ("ticket-wristband", 200, 203), ("ticket-wristband", 295, 300),
    ("ticket-a4", 1240, 150),
)  # fmt: skip
"""Layouts on the heads that print them; a Boca and a band come out along their length."""


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize(("layout", "width", "dpi"), HEADS)
def test_every_ticket_is_read_back_on_every_paper_in_every_language(layout, width, dpi, language):
    ticket = TICKET if language in ("nl", "de") else LONG
    paper = bundled_paper(layout, ticket_content(ticket, Words(language)))
    raster = paper_raster(paper, width, dpi)
    assert raster.width_dots <= width
    assert codes_in(picture_of(raster)) == [ticket.code]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("layout", ["ticket-boca", "ticket-wristband", "ticket-a4"])
def test_words_stay_large_enough_to_read_in_every_panel(layout, language):
    words = Words(language)
    for content in (ticket_content(TICKET, words), *hard_contents(layout, words)):
        for panel in bundled_paper(layout, content).panels:
            assert scale_of(panel, 300) / panel.scale > 0.55


def test_a_sheet_that_is_wider_than_the_head_comes_out_sideways():
    sheet = Sheet((Panel(Page((Text("I", BODY),)), 0, 0, 40, 20),), 40, 20)
    upright, sideways = paper_raster(sheet, 320, 203), paper_raster(sheet, 200, 203)
    assert (upright.width_dots, upright.height_dots) == (320, 160)
    assert (sideways.width_dots, sideways.height_dots) == (160, 320)
    turned = picture_of(upright).transpose(Image.Transpose.ROTATE_270)
    assert turned.tobytes() == picture_of(sideways).tobytes()


def test_a_turned_panel_is_read_from_below():
    words = Page((Text("Rij F", BODY),))
    turned = Sheet((Panel(words, 2, 3, 10, 30, is_turned=True),), 20, 40)
    plain = Sheet((Panel(words, 3, 8, 30, 10),), 40, 20)
    upright = picture_of(screen_raster(turned)).transpose(Image.Transpose.ROTATE_270)
    assert _ink(upright).tobytes() == _ink(picture_of(screen_raster(plain))).tobytes()


def test_words_of_a_full_panel_become_smaller_and_its_code_does_not():
    blocks = (QrCode("PODI" + "B" * 80, 20, 0.4), Text("Tekst met veel woorden. " * 12, BODY))
    small, large = (Panel(Page(blocks), 0, 0, 30, height) for height in (36, 110))
    assert scale_of(small, 203) < scale_of(large, 203) == 1
    codes = [codes_in(picture_of(screen_raster(Sheet((one,), 30, 110)))) for one in (small, large)]
    assert codes[0] == codes[1] == ["PODI" + "B" * 80]


def test_a_flat_logo_keeps_sharp_edges_and_shades_become_dots():
    flat, shades = _logo(), _png(Image.linear_gradient("L"))
    logo = ink_of(flat, 150, 50)
    assert sum(logo.histogram()[1:255]) == 0
    assert _turns(logo) < 0.05
    grey = ink_of(shades, 128, 128)
    assert _turns(grey) > 0.2
    top, bottom = (_black(grey.crop((0, y, 128, y + 32))) for y in (0, 96))
    assert top > 0.7 > 0.3 > bottom


def test_heat_makes_dots_larger_so_shades_are_printed_lighter():
    middle = _png(Image.new("L", (64, 64), 128))
    assert 0.25 < _black(ink_of(middle, 128, 128)) < 0.45


def test_what_is_clear_in_a_logo_stays_white():
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert _black(ink_of(_png(clear), 40, 40)) == 0


def test_a_logo_stands_in_the_middle_as_high_as_asked_on_paper_and_in_the_pdf():
    page = Page((PageImage(_logo(), 10, align=Align.CENTRE),))
    left, top, right, bottom = _box(picture_of(screen_raster(page)))
    assert abs((left + right) / 2 - 288) <= 1
    assert abs((bottom - top) - 80) <= 1
    with pypdfium2.PdfDocument(papers_pdf((page,), "t", "nl")) as document:
        drawn = document[0].render(scale=203 / 72).to_pil().convert("L")
    assert abs((_box(drawn)[2] - _box(drawn)[0]) - (right - left)) <= 2


def test_a_logo_wider_than_the_paper_is_made_smaller():
    wide = _png(Image.new("L", (3000, 300), 0))
    assert screen_raster(Page((PageImage(wide, 50),))).height_dots == 58


def test_a_picture_that_is_cut_off_is_refused():
    content = _png(Image.effect_noise((200, 200), 80))
    assert picture_size(content) == (200, 200)
    with pytest.raises(PictureUnreadable, match="none"):
        ink_of(content[:2000], 100, 100)


@pytest.mark.parametrize("title", ["Żółć", "Ελλάδα", "Чайка", "مسرحية", "הצגה", "🎭 中"])
def test_a_title_in_any_script_comes_out_on_paper_and_in_the_pdf(title):
    content = ticket_content(replace(TICKET, title=title), Words("nl"))
    paper = bundled_paper("ticket-80mm", content)
    assert codes_in(picture_of(screen_raster(paper))) == [TICKET.code]
    assert papers_pdf((paper,), title, "nl").startswith(b"%PDF")


def _logo() -> bytes:
    picture = Image.new("L", (300, 100), 255)
    ImageDraw.Draw(picture).ellipse((10, 10, 290, 90), fill=0)
    ImageDraw.Draw(picture).rectangle((0, 0, 299, 99), outline=0, width=4)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _black(dots: Image.Image) -> float:
    return dots.histogram()[255] / (dots.width * dots.height)


def _turns(dots: Image.Image) -> float:
    """How often a dot differs from the one beside it: high in a screen of dots, low in line art."""
    beside = ImageChops.offset(dots, 1, 0)
    return _black(ImageChops.difference(dots, beside))


def _box(picture: Image.Image) -> tuple[int, int, int, int]:
    box = picture.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert box is not None
    return box


def _ink(picture: Image.Image) -> Image.Image:
    return picture.crop(_box(picture))
