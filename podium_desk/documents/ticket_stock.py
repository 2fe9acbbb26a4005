"""A paper without an end, such as a receipt, on a ticket of a fixed size: in columns, made smaller.

A printer that has nothing but tickets in its box still gives a receipt, and one that fits on a
ticket in words that can be read does not take several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from podium_desk.documents.layout import QrDoesNotFit, lay_out
from podium_desk.documents.page import Block, Page, Panel, Paper, Sheet
from podium_desk.documents.sheet_layout import scale_of

TICKET_MM = (133.2, 48.6)
"""What the head prints of a ticket of 5.5 by 2 inch."""
_GAP_MM = 3.0
_EDGE_MM = 0.5
_DPI = 200
_HOPE = 1.1
_SCALE_MIN = 0.55
"""Small print of 7.5 points is then 4."""


def on_ticket(page: Page, size_mm: tuple[float, float] = TICKET_MM) -> Paper:
    """The page on a ticket of this size, in three columns, or two where a code needs the width.
    One whose words would be too small to read is returned as it is, for several tickets.

    Raises as `lay_out`.
    """
    try:
        sheet = _in_columns(page, 3, size_mm)
    except QrDoesNotFit:
        sheet = _in_columns(page, 2, size_mm)
    return sheet if min(panel.scale for panel in sheet.panels) >= _SCALE_MIN else page


def _in_columns(page: Page, count: int, size_mm: tuple[float, float]) -> Sheet:
    width_mm = (size_mm[0] - _GAP_MM * (count - 1)) / count
    width, height = (round(length / 25.4 * _DPI) for length in (width_mm, size_mm[1]))
    heights = [lay_out(Page((block,)), width, _DPI).height_dots for block in page.blocks]
    columns = tuple(_split(page.blocks, heights, count))
    longest = max(_least_limit(heights, count), height)
    # Words that are smaller are also fewer lines; from there on each panel is tried.
    scale = min((height / longest) ** 0.5 * _HOPE, 1.0)
    panels = _panels(columns, width_mm, size_mm[1], scale)
    # All columns in the size of the fullest: they are one paper.
    scale = min(scale_of(panel, _DPI) for panel in panels)
    return Sheet(tuple(_panels(columns, width_mm, size_mm[1], scale)), *size_mm)


def _panels(
    columns: Sequence[tuple[Block, ...]], width_mm: float, height_mm: float, scale: float
) -> Iterator[Panel]:
    for place, blocks in enumerate(columns):
        x_mm = place * (width_mm + _GAP_MM)
        yield Panel(Page(blocks), x_mm, _EDGE_MM, width_mm, height_mm - 2 * _EDGE_MM, scale)


def _split(
    blocks: Sequence[Block], heights: Sequence[int], count: int
) -> Iterator[tuple[Block, ...]]:
    """The blocks in so many columns, in order, none longer than the shortest way there is."""
    limit = _least_limit(heights, count)
    column: list[Block] = []
    filled = 0
    for block, height in zip(blocks, heights, strict=True):
        if column and filled + height > limit:
            yield tuple(column)
            column, filled = [], 0
        column.append(block)
        filled += height
    yield tuple(column)


def _least_limit(heights: Sequence[int], count: int) -> int:
    low, high = max(heights, default=0), sum(heights)
    while low < high:
        middle = (low + high) // 2
        if _columns_needed(heights, middle) <= count:
            high = middle
        else:
            low = middle + 1
    return low


def _columns_needed(heights: Sequence[int], limit: int) -> int:
    needed, filled = 1, 0
    for height in heights:
        if filled and filled + height > limit:
            needed, filled = needed + 1, 0
        filled += height
    return needed
