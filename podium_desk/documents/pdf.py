"""Pages as PDF: words stay words that can be selected and read aloud, codes stay sharp at any size.

A page is laid out as for paper of ten dots a point, and every item is drawn where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from podium_desk.documents.layout import Box, Item, Layout, QrSquare, Run, lay_out
from podium_desk.documents.page import Page, Panel, Sheet, Weight
from podium_desk.documents.typeface import font_path

_DPI = 720
_PT_PER_DOT = 72 / _DPI
_PT_PER_MM = 72 / 25.4
_RECEIPT_MARGIN_MM = 6.0
_WIDER = 1.05


def sheets_pdf(sheets: Sequence[Sheet], title: str, language: str) -> bytes:
    """A PDF of one page per sheet, e.g. a home ticket each; `title` is what a reader shows.

    The same sheets always give the same bytes. Raises `QrDoesNotFit` as `lay_out` does.
    """
    file = BytesIO()
    canvas = _canvas(file, title, language)
    for sheet in sheets:
        canvas.setPageSize((sheet.width_mm * _PT_PER_MM, sheet.height_mm * _PT_PER_MM))
        if sheet.is_folded_in_four:
            _draw_folds(canvas, sheet)
        for panel in sheet.panels:
            _draw_frame(canvas, sheet, panel)
            _draw_panel(canvas, sheet, panel)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def page_pdf(page: Page, title: str, language: str, width_mm: float = 72.0) -> bytes:
    """A PDF as long as the page is, with 6 mm of white around it: a receipt to send."""
    layout = lay_out(page, _dots(width_mm), _DPI)
    height_mm = layout.height_dots * _PT_PER_DOT / _PT_PER_MM
    panel = Panel(page, _RECEIPT_MARGIN_MM, _RECEIPT_MARGIN_MM, width_mm, height_mm, width_mm)
    sheet = Sheet((panel,), width_mm + 2 * _RECEIPT_MARGIN_MM, height_mm + 2 * _RECEIPT_MARGIN_MM)
    return sheets_pdf((sheet,), title, language)


def _canvas(file: BytesIO, title: str, language: str) -> Canvas:
    _register_fonts()
    canvas = Canvas(file, invariant=1, pageCompression=1, lang=language)
    canvas.setTitle(title)
    canvas.setCreator("Podium Desk")
    return canvas


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    for weight in Weight:
        pdfmetrics.registerFont(TTFont(_font_name(weight), str(font_path(weight))))


def _font_name(weight: Weight) -> str:
    return f"AtkinsonHyperlegibleNext-{weight.name.title()}"


def _dots(length_mm: float) -> int:
    return round(length_mm * _PT_PER_MM / _PT_PER_DOT)


def _draw_panel(canvas: Canvas, sheet: Sheet, panel: Panel) -> None:
    """Draw with dots counted down from the panel's top left corner, as the layout counts."""
    layout = _fitting_layout(panel)
    scale = _dots(panel.width_mm) / layout.width_dots
    canvas.saveState()
    top_pt = (sheet.height_mm - panel.y_mm) * _PT_PER_MM
    canvas.translate(panel.x_mm * _PT_PER_MM, top_pt)
    canvas.scale(scale, scale)
    for item in layout.items:
        _draw(canvas, item)
    canvas.restoreState()


def _fitting_layout(panel: Panel) -> Layout:
    """The page on the width it is set for, or on a wider one to be drawn smaller if too long."""
    width, height = _dots(panel.width_mm), _dots(panel.height_mm)
    layout = lay_out(panel.page, _dots(panel.set_width_mm), _DPI)
    while layout.height_dots * width > (height + 1) * layout.width_dots:
        layout = lay_out(panel.page, round(layout.width_dots * _WIDER), _DPI)
    return layout


def _draw(canvas: Canvas, item: Item) -> None:
    match item:
        case Run():
            canvas.setFillGray(1 if item.is_inverse else 0)
            canvas.setFont(_font_name(item.weight), item.size_px * _PT_PER_DOT)
            canvas.drawString(item.x * _PT_PER_DOT, -item.baseline * _PT_PER_DOT, item.words)
        case Box():
            canvas.setFillGray(0)
            _rectangles(canvas, [(item.x, item.y, item.width, item.height)])
        case QrSquare():
            canvas.setFillGray(0)
            _rectangles(canvas, _code_bars(item))


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


def _draw_frame(canvas: Canvas, sheet: Sheet, panel: Panel) -> None:
    if not panel.frame_mm:
        return
    canvas.setLineWidth(1)
    canvas.roundRect(
        (panel.x_mm - panel.frame_mm) * _PT_PER_MM,
        (sheet.height_mm - panel.y_mm - panel.height_mm - panel.frame_mm) * _PT_PER_MM,
        (panel.width_mm + 2 * panel.frame_mm) * _PT_PER_MM,
        (panel.height_mm + 2 * panel.frame_mm) * _PT_PER_MM,
        3 * _PT_PER_MM,
    )


def _draw_folds(canvas: Canvas, sheet: Sheet) -> None:
    width, height = sheet.width_mm * _PT_PER_MM, sheet.height_mm * _PT_PER_MM
    canvas.saveState()
    canvas.setStrokeGray(0.6)
    canvas.setLineWidth(0.5)
    canvas.setDash(3, 4)
    canvas.line(width / 2, 0, width / 2, height)
    canvas.line(0, height / 2, width, height / 2)
    canvas.restoreState()
