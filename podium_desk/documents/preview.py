"""The paper as a person sees it: the printer's own bits, on white paper with its cut edges."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from hardware.printing.port import Raster

SIDE_MARGIN_DOTS = 32
"""80 mm paper is 640 dots wide at 203 dpi, the head reaches 576 of them."""
HEAD_MARGIN_DOTS = 40
DESK_DOTS = 28
"""What is seen of the desk around the paper."""

_DESK = (226, 231, 238)
_PAPER = (254, 253, 250)
_INK = (28, 28, 32)
_TOOTH_DOTS = 8


def paper_picture(raster: Raster, is_torn: bool = True) -> Image.Image:
    """The paper lying on a desk, one pixel a dot; off a roll it `is_torn` above and below.

    The bits stand at (`DESK_DOTS` + `SIDE_MARGIN_DOTS`, `DESK_DOTS` + `HEAD_MARGIN_DOTS`).
    """
    width = raster.width_dots + 2 * SIDE_MARGIN_DOTS
    height = raster.height_dots + 2 * HEAD_MARGIN_DOTS
    size = (width + 2 * DESK_DOTS, height + 2 * DESK_DOTS)
    outline = _torn_outline(width, height) if is_torn else _sheet_outline(width, height)
    picture = Image.new("RGB", size, _DESK)
    picture.paste(_shade(_DESK, 0.72), mask=_shadow(size, outline))
    ImageDraw.Draw(picture).polygon(outline, _PAPER)
    bits = Image.frombytes("1", (raster.width_dots, raster.height_dots), raster.rows)
    picture.paste(
        _INK,
        (DESK_DOTS + SIDE_MARGIN_DOTS, DESK_DOTS + HEAD_MARGIN_DOTS),
        mask=bits,
    )
    return picture


def paper_png(raster: Raster, is_torn: bool = True) -> bytes:
    """`paper_picture` as a PNG file."""
    file = BytesIO()
    paper_picture(raster, is_torn).save(file, "PNG", optimize=False, compress_level=6)
    return file.getvalue()


def _torn_outline(width: int, height: int) -> list[tuple[float, float]]:
    """The paper's edge: straight sides, and the teeth of the tear bar above and below."""
    count = round(width / _TOOTH_DOTS)
    pitch = width / count
    along = [
        (DESK_DOTS + index * pitch / 2, index % 2 * _TOOTH_DOTS / 2)
        for index in range(2 * count + 1)
    ]
    top = [(x, DESK_DOTS + depth) for x, depth in along]
    bottom = [(x, DESK_DOTS + height - 1 - depth) for x, depth in reversed(along)]
    return [*top, *bottom]


def _sheet_outline(width: int, height: int) -> list[tuple[float, float]]:
    right, bottom = DESK_DOTS + width, DESK_DOTS + height
    return [(DESK_DOTS, DESK_DOTS), (right, DESK_DOTS), (right, bottom), (DESK_DOTS, bottom)]


def _shadow(size: tuple[int, int], outline: list[tuple[float, float]]) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([(x, y + 4) for x, y in outline], 150)
    return mask.filter(ImageFilter.GaussianBlur(7))


def _shade(colour: tuple[int, int, int], factor: float) -> tuple[int, int, int]:
    red, green, blue = colour
    return (round(red * factor), round(green * factor), round(blue * factor))
