"""A paper as the 1-bit picture that a thermal head burns: black or white, nothing between.

Letters are drawn in grey and cut at a threshold under the middle, so that strokes thinner than
a dot stay whole on paper; codes, lines and pictures are drawn in whole dots.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PIL import Image, ImageDraw

from hardware.printing.port import Raster
from podium_desk.documents import styles
from podium_desk.documents.items import Box, Item, Layout, Picture, QrSquare, Run, Turned
from podium_desk.documents.layouts.shelf import BOCA, HeadSize, bundled_layout, ticket_layout
from podium_desk.documents.page import Page, Paper, QrCode, Text, Weight
from podium_desk.documents.pictures import ink_of
from podium_desk.documents.sheet_layout import lay_out_paper
from podium_desk.documents.ticket_stock import on_ticket
from podium_desk.documents.typeface import Face, font
from podium_desk.late_dataclass import dataclass

PAPER_80MM_DOTS = 576
PAPER_80MM_DPI = 203

_INK_THRESHOLD = 105
"""Of 255: how much of a dot a black stroke must cover to be burnt."""
_WHITE_THRESHOLD = 90
"""As `_INK_THRESHOLD` for white strokes on black, which heat closes up."""


def page_raster(page: Page, width_dots: int = PAPER_80MM_DOTS, dpi: int = PAPER_80MM_DPI) -> Raster:
    """Lay the page out for a printer's printable width and draw it.

    Raises `QrDoesNotFit` when a code cannot be printed readably on this width.
    """
    return paper_raster(page, width_dots, dpi)


def paper_raster(paper: Paper, width_dots: int, dpi: int) -> Raster:
    """Draw the paper for a printer: a sheet that is wider than its head comes out sideways.

    Raises as `lay_out_paper`. Whether it then fits is for the printer to say.
    """
    layout = lay_out_paper(paper, width_dots, dpi)
    bits = layout_bits(layout)
    if layout.width_dots > width_dots >= layout.height_dots:
        bits = bits.transpose(Image.Transpose.ROTATE_270)
    return Raster(bits.width, bits.height, bits.tobytes())


def head_raster(paper: Paper, size: HeadSize) -> Raster:
    """Draw the paper for this printer; a page, which has no end, on the tickets in its box.

    Raises as `lay_out_paper`.
    """
    if isinstance(paper, Page) and size.paper == BOCA:
        paper = on_ticket(paper)
    return paper_raster(paper, size.width_dots, size.dpi)


def screen_raster(paper: Paper) -> Raster:
    """The paper as it is read, whatever printer it is for: a sheet upright, a page on 80 mm."""
    return layout_raster(lay_out_paper(paper, PAPER_80MM_DOTS, PAPER_80MM_DPI))


def warm_up(width_dots: int, dpi: int) -> Iterator[None]:
    """Open every face at every size, make a code and read the ticket's layout, so that the first
    ticket need not; a piece at each step, for a window waits for each."""
    bundled_layout(ticket_layout("", HeadSize(width_dots, dpi)))
    yield
    words = "".join(map(chr, range(0x20, 0x7F))) + "éèëïçœü€·–’"
    texts = tuple(Page((Text(words, style),)) for style in styles.NAMED.values())
    for page in (Page((QrCode("PODI", 44),)), *texts):
        layout_raster(lay_out_paper(page, width_dots, dpi))
        yield


def layout_raster(layout: Layout) -> Raster:
    """Draw what `lay_out` placed."""
    return Raster(layout.width_dots, layout.height_dots, layout_bits(layout).tobytes())


def layout_bits(layout: Layout) -> Image.Image:
    """The same as a picture of mode 1, in which what is burnt is set."""
    return _drawn(layout).point(_steps(_INK_THRESHOLD), "1")


def _drawn(layout: Layout) -> Image.Image:
    picture = Image.new("L", (layout.width_dots, layout.height_dots), 0)
    pen = ImageDraw.Draw(picture)
    for item in layout.items:
        _draw(picture, pen, item)
    return picture


def _draw(picture: Image.Image, pen: ImageDraw.ImageDraw, item: Item) -> None:
    match item:
        case Run(is_inverse=False):
            _write(picture, item)
        case Run():
            _cut_out_words(picture, item)
        case Box():
            pen.rectangle((item.x, item.y, item.x + item.width - 1, item.y + item.height - 1), 255)
        case QrSquare():
            _paste_code(picture, item)
        case Picture():
            picture.paste(ink_of(item.content, item.width, item.height), (item.x, item.y))
        case Turned():
            turned = _drawn(item.layout).transpose(Image.Transpose.ROTATE_90)
            picture.paste(turned, (item.x, item.y))


def _write(picture: Image.Image, run: Run) -> None:
    written = _written(run.words, run.weight, run.size_px, run.face)
    x, y = run.x + written.left, run.baseline + written.top
    picture.paste(255, (x, y, x + written.ink.width, y + written.ink.height), written.ink)


def _cut_out_words(picture: Image.Image, run: Run) -> None:
    mask = Image.new("L", picture.size, 0)
    _write(mask, run)
    picture.paste(0, mask=mask.point(_steps(_WHITE_THRESHOLD), "1"))


@dataclass(frozen=True, slots=True)
class _Written:
    """Words in ink, and where it begins beside the pen on the baseline, in dots."""

    ink: Image.Image
    left: int
    top: int


@lru_cache(maxsize=256)
def _written(words: str, weight: Weight, size_px: int, family: Face) -> _Written:
    """Kept, for the tickets of one evening share nearly all their words: to draw these letters is
    most of a ticket's work, and other threads wait for it."""
    face = font(weight, size_px, family)
    left, top, right, bottom = map(int, face.getbbox(words, anchor="ls"))
    ink = Image.new("L", (max(right - left, 1), max(bottom - top, 1)), 0)
    ImageDraw.Draw(ink).text((-left, -top), words, 255, face, anchor="ls")
    return _Written(ink, left, top)


def _paste_code(picture: Image.Image, code: QrSquare) -> None:
    side = len(code.modules)
    modules = Image.frombytes("L", (side, side), b"".join(code.modules))
    large = modules.point([0] + [255] * 255).resize(
        (side * code.module_dots, side * code.module_dots), Image.Resampling.NEAREST
    )
    picture.paste(large, (code.x, code.y))


def _steps(threshold: int) -> list[int]:
    return [0] * threshold + [255] * (256 - threshold)
