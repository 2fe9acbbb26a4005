"""A sheet in dots: each panel's page at the largest size at which it fits its panel."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.documents.items import Box, Item, Layout, Turned, moved
from podium_desk.documents.layout import lay_out
from podium_desk.documents.page import Page, Panel, Paper, PaperFault, Sheet

_MM_PER_INCH = 25.4
_SMALLER = 0.95


class PanelTooFull(PaperFault):
    """A code is larger than its panel, or there are more words than letters of a dot can say."""


def lay_out_paper(paper: Paper, width_dots: int, dpi: int) -> Layout:
    """A page on that width, or a sheet, which has a width of its own.

    Raises `QrDoesNotFit`, `PanelTooFull` and `PictureUnreadable`.
    """
    match paper:
        case Page():
            return lay_out(paper, width_dots, dpi)
        case Sheet():
            return lay_out_sheet(paper, dpi)


def lay_out_sheet(sheet: Sheet, dpi: int) -> Layout:
    """Every panel of the sheet at its place. Raises as `lay_out_paper`."""
    items = [item for panel in sheet.panels for item in _placed(panel, dpi)]
    if sheet.is_folded_in_four:
        items += _folds(sheet, dpi)
    return Layout(_dots(sheet.width_mm, dpi), _dots(sheet.height_mm, dpi), dpi, tuple(items))


def scale_of(panel: Panel, dpi: int) -> float:
    """How many times their size its words are set. Raises as `lay_out_paper`."""
    return _fitting(panel, dpi)[1]


def _placed(panel: Panel, dpi: int) -> Iterator[Item]:
    x, y = _dots(panel.x_mm, dpi), _dots(panel.y_mm, dpi)
    layout, _ = _fitting(panel, dpi)
    if panel.frame_mm:
        yield from _frame(panel, dpi)
    if panel.is_turned:
        # Its first line stands at the left, and each line begins below.
        bottom = y + _dots(panel.height_mm, dpi)
        yield Turned(x, bottom - layout.width_dots, layout)
    else:
        yield from moved(layout.items, x, y)


def _fitting(panel: Panel, dpi: int) -> tuple[Layout, float]:
    """Nothing on a ticket is ever cut off, so words become as small as they have to."""
    across, along = _dots(panel.width_mm, dpi), _dots(panel.height_mm, dpi)
    if panel.is_turned:
        across, along = along, across
    scale = panel.scale
    layout = lay_out(panel.page, across, dpi, scale)
    while layout.height_dots > along and scale > _SCALE_LEAST:
        scale *= _SMALLER
        layout = lay_out(panel.page, across, dpi, scale)
    if layout.height_dots > along:
        raise PanelTooFull(f"{layout.height_dots} rows of dots in a panel of {along}")
    return layout, scale


def _frame(panel: Panel, dpi: int) -> Iterator[Box]:
    left, top = (_dots(at - panel.frame_mm, dpi) for at in (panel.x_mm, panel.y_mm))
    width = _dots(panel.width_mm + 2 * panel.frame_mm, dpi)
    height = _dots(panel.height_mm + 2 * panel.frame_mm, dpi)
    line = max(_dots(_FRAME_MM, dpi), 1)
    yield Box(left, top, width, line)
    yield Box(left, top + height - line, width, line)
    yield Box(left, top, line, height)
    yield Box(left + width - line, top, line, height)


def _folds(sheet: Sheet, dpi: int) -> Iterator[Box]:
    """Dashes across the middle, both ways: where to fold, hardly to be seen."""
    dash, line = _dots(_DASH_MM, dpi), max(_dots(_FOLD_MM, dpi), 1)
    width, height = _dots(sheet.width_mm, dpi), _dots(sheet.height_mm, dpi)
    for x in range(0, width, 3 * dash):
        yield Box(x, height // 2, dash, line)
    for y in range(0, height, 3 * dash):
        yield Box(width // 2, y, line, dash)


_FRAME_MM = 0.35
_FOLD_MM = 0.1
_DASH_MM = 1.0
_SCALE_LEAST = 0.1
"""Letters of a dot: no words end here, only a code that is too large for its panel does."""


def _dots(length_mm: float, dpi: int) -> int:
    return round(length_mm / _MM_PER_INCH * dpi)
