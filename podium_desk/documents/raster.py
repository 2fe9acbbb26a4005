"""A page as the 1-bit picture that a thermal head burns: black or white, nothing between.

Letters are drawn in grey and cut at a threshold under the middle, so that strokes thinner than
a dot stay whole on paper; codes and lines are drawn in whole dots.
"""

from __future__ import annotations

from PIL import Image, ImageDraw

from hardware.printing.port import Raster
from podium_desk.documents.layout import Box, Layout, QrSquare, Run, lay_out
from podium_desk.documents.page import Page
from podium_desk.documents.typeface import font

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
    return layout_raster(lay_out(page, width_dots, dpi))


def layout_raster(layout: Layout) -> Raster:
    """Draw what `lay_out` placed."""
    picture = Image.new("L", (layout.width_dots, layout.height_dots), 0)
    pen = ImageDraw.Draw(picture)
    for item in layout.items:
        match item:
            case Run(is_inverse=False):
                _draw_words(pen, item)
            case Run():
                _cut_out_words(picture, item)
            case Box():
                pen.rectangle(
                    (item.x, item.y, item.x + item.width - 1, item.y + item.height - 1), 255
                )
            case QrSquare():
                _paste_code(picture, item)
    bits = picture.point(_steps(_INK_THRESHOLD), "1")
    return Raster(layout.width_dots, layout.height_dots, bits.tobytes())


def _draw_words(pen: ImageDraw.ImageDraw, run: Run) -> None:
    pen.text((run.x, run.baseline), run.words, 255, font(run.weight, run.size_px), anchor="ls")


def _cut_out_words(picture: Image.Image, run: Run) -> None:
    mask = Image.new("L", picture.size, 0)
    _draw_words(ImageDraw.Draw(mask), run)
    picture.paste(0, mask=mask.point(_steps(_WHITE_THRESHOLD), "1"))


def _paste_code(picture: Image.Image, code: QrSquare) -> None:
    side = len(code.modules)
    modules = Image.frombytes("L", (side, side), b"".join(code.modules))
    large = modules.point([0] + [255] * 255).resize(
        (side * code.module_dots, side * code.module_dots), Image.Resampling.NEAREST
    )
    picture.paste(large, (code.x, code.y))


def _steps(threshold: int) -> list[int]:
    return [0] * threshold + [255] * (256 - threshold)
