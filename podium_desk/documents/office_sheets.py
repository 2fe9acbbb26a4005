"""A paper without an end, such as a list of places, on as many sheets of A4 as it needs."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.documents.layout import lay_out
from podium_desk.documents.page import Block, Page, Panel, Paper, Sheet

_WIDTH_MM, _HEIGHT_MM = 210.0, 297.0
_MARGIN_MM, _BETWEEN_MM = 14.0, 12.0
_COLUMNS = 2
_DPI = 150


def office_pdf(paper: Paper, title: str, language: str) -> bytes:
    """A paper of a roll on sheets of A4, one of sheets as it is. Raises as `lay_out`."""
    from podium_desk.documents.pdf import papers_pdf

    sheets = on_office_sheets(paper) if isinstance(paper, Page) else (paper,)
    return papers_pdf(sheets, title, language)


def on_office_sheets(page: Page) -> tuple[Sheet, ...]:
    """The page in two columns a sheet, in the size it has on a roll. Raises as `lay_out`."""
    width_mm = (_WIDTH_MM - 2 * _MARGIN_MM - _BETWEEN_MM) / _COLUMNS
    columns = list(_filled(page.blocks, width_mm, _HEIGHT_MM - 2 * _MARGIN_MM))
    return tuple(
        Sheet(tuple(_panels(columns[first : first + _COLUMNS], width_mm)), _WIDTH_MM, _HEIGHT_MM)
        for first in range(0, len(columns), _COLUMNS)
    )


def _panels(columns: list[tuple[Block, ...]], width_mm: float) -> Iterator[Panel]:
    for place, blocks in enumerate(columns):
        x_mm = _MARGIN_MM + place * (width_mm + _BETWEEN_MM)
        # What is higher than a sheet is made smaller until it fits.
        yield Panel(Page(blocks), x_mm, _MARGIN_MM, width_mm, _HEIGHT_MM - 2 * _MARGIN_MM)


def _filled(
    blocks: tuple[Block, ...], width_mm: float, height_mm: float
) -> Iterator[tuple[Block, ...]]:
    """Columns from top to bottom, each as full as it goes."""
    width, most = (round(length / 25.4 * _DPI) for length in (width_mm, height_mm))
    column: list[Block] = []
    filled = 0
    for block in blocks:
        # One dot more: heights are rounded anew where the sheet is drawn.
        height = lay_out(Page((block,)), width, _DPI).height_dots + 1
        if column and filled + height > most:
            yield tuple(column)
            column, filled = [], 0
        column.append(block)
        filled += height
    yield tuple(column)
