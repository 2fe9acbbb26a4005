"""Pages as PDF: words stay words that can be selected and read aloud, codes stay sharp at any size.

A page is laid out as for paper of ten dots a point, and every item is drawn where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from podium_desk.documents.items import Box, Item, Picture, QrSquare, Run, Turned
from podium_desk.documents.layout import lay_out
from podium_desk.documents.page import Panel, Paper, Sheet, Weight
from podium_desk.documents.sheet_layout import lay_out_sheet
from podium_desk.documents.typeface import Face, font_path

_DPI = 720
_PT_PER_DOT = 72 / _DPI
_PT_PER_MM = 72 / 25.4
_RECEIPT_MARGIN_MM = 6.0


def sheets_pdf(sheets: Sequence[Sheet], title: str, language: str) -> bytes:
    """A PDF of one page per sheet, e.g. a home ticket each; `title` is what a reader shows.

    The same sheets always give the same bytes. Raises `QrDoesNotFit` as `lay_out` does.
    """
    file = BytesIO()
    canvas = _canvas(file, title, language)
    for sheet in sheets:
        canvas.setPageSize((sheet.width_mm * _PT_PER_MM, sheet.height_mm * _PT_PER_MM))
        # From here on dots are counted down from the top left corner, as a layout counts them.
        canvas.translate(0, sheet.height_mm * _PT_PER_MM)
        _draw_items(canvas, lay_out_sheet(sheet, _DPI).items)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def papers_pdf(papers: Sequence[Paper], title: str, language: str, width_mm: float = 72.0) -> bytes:
    """A PDF of one page per paper. One without a height of its own, such as a receipt, is as long
    as it needs, with 6 mm of white around it. Raises as `sheets_pdf`."""
    return sheets_pdf([_sheet(paper, width_mm) for paper in papers], title, language)


def _sheet(paper: Paper, width_mm: float) -> Sheet:
    if isinstance(paper, Sheet):
        return paper
    layout = lay_out(paper, _dots(width_mm), _DPI)
    # A dot more, so that nothing is made smaller for a rounding.
    height_mm = (layout.height_dots + 1) * _PT_PER_DOT / _PT_PER_MM
    panel = Panel(paper, _RECEIPT_MARGIN_MM, _RECEIPT_MARGIN_MM, width_mm, height_mm)
    return Sheet((panel,), width_mm + 2 * _RECEIPT_MARGIN_MM, height_mm + 2 * _RECEIPT_MARGIN_MM)


def _canvas(file: BytesIO, title: str, language: str) -> Canvas:
    _register_fonts()
    canvas = Canvas(file, invariant=1, pageCompression=1, lang=language)
    canvas.setTitle(title)
    canvas.setCreator("Podium Desk")
    return canvas


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    for face in Face:
        for weight in Weight:
            path = font_path(weight, face)
            pdfmetrics.registerFont(TTFont(_font_name(weight, face), str(path)))


def _font_name(weight: Weight, face: Face) -> str:
    return f"{face}-{weight.name.title()}"


def _dots(length_mm: float) -> int:
    return round(length_mm * _PT_PER_MM / _PT_PER_DOT)


def _draw_items(canvas: Canvas, items: Sequence[Item]) -> None:
    for item in items:
        _draw(canvas, item)


def _draw(canvas: Canvas, item: Item) -> None:
    match item:
        case Run():
            canvas.setFillGray(1 if item.is_inverse else 0)
            canvas.setFont(_font_name(item.weight, item.face), item.size_px * _PT_PER_DOT)
            canvas.drawString(item.x * _PT_PER_DOT, -item.baseline * _PT_PER_DOT, item.words)
        case Box():
            canvas.setFillGray(0)
            _rectangles(canvas, [(item.x, item.y, item.width, item.height)])
        case QrSquare():
            canvas.setFillGray(0)
            _rectangles(canvas, _code_bars(item))
        case Picture():
            _draw_picture(canvas, item)
        case Turned():
            canvas.saveState()
            top_pt = -(item.y + item.layout.width_dots) * _PT_PER_DOT
            canvas.translate(item.x * _PT_PER_DOT, top_pt)
            canvas.rotate(90)
            _draw_items(canvas, item.layout.items)
            canvas.restoreState()


def _draw_picture(canvas: Canvas, item: Picture) -> None:
    canvas.drawImage(
        ImageReader(BytesIO(item.content)),
        item.x * _PT_PER_DOT,
        -(item.y + item.height) * _PT_PER_DOT,
        item.width * _PT_PER_DOT,
        item.height * _PT_PER_DOT,
        mask="auto",
    )


def _rectangles(canvas: Canvas, dots: Sequence[tuple[int, int, int, int]]) -> None:
    """All in one path, so that no viewer shows seams between neighbours."""
    path = canvas.beginPath()
    for x, y, width, height in dots:
        path.rect(
            x * _PT_PER_DOT,
            -(y + height) * _PT_PER_DOT,
            width * _PT_PER_DOT,
            height * _PT_PER_DOT,
        )
    canvas.drawPath(path, stroke=0, fill=1)


def _code_bars(code: QrSquare) -> list[tuple[int, int, int, int]]:
    """The black modules of each row, joined to bars."""
    size = code.module_dots
    bars: list[tuple[int, int, int, int]] = []
    for row, modules in enumerate(code.modules):
        start = modules.find(1)
        while start >= 0:
            end = modules.find(0, start)
            end = len(modules) if end < 0 else end
            bars.append((code.x + start * size, code.y + row * size, (end - start) * size, size))
            start = modules.find(1, end)
    return bars
