"""Where everything of a page comes to stand, in whole dots, for one width and one resolution.

The result is the single truth of raster, preview and PDF: they draw items and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from podium_desk.documents.code_modules import QUIET_MODULES, code_modules
from podium_desk.documents.items import Box, Item, Layout, Picture, QrSquare, Run, moved
from podium_desk.documents.page import (
    Align,
    Banner,
    Block,
    Columns,
    Gap,
    Image,
    Page,
    Pair,
    PaperFault,
    QrCode,
    Rule,
    Style,
    Text,
    VerticalAlign,
)
from podium_desk.documents.pictures import picture_size
from podium_desk.documents.right_to_left import drawn_from_left
from podium_desk.documents.typeface import Face, by_face, font, width_of, writable
from podium_desk.documents.wrapping import Measure, breaks_a_word, wrap, wrap_balanced
from podium_desk.late_dataclass import dataclass

_MM_PER_INCH = 25.4
_PT_PER_INCH = 72
_SHRINK_STEP_PT = 0.5


@dataclass(frozen=True, slots=True)
class _Placed:
    """Items from (0, 0) on, and the baseline of the last words, for columns that share one."""

    items: tuple[Item, ...]
    height: int
    baseline: int | None = None


class QrDoesNotFit(PaperFault):
    """A code has so many modules that they would be too small on this width."""


def lay_out(page: Page, width_dots: int, dpi: int, scale: float = 1.0) -> Layout:
    """Place the page on `width_dots` at `dpi` dots per inch; the height follows. With a `scale`
    all but codes is that much larger.

    Raises `QrDoesNotFit` when a code cannot be printed readably on this width, and
    `PictureUnreadable`.
    """
    placed = _Setter(dpi, scale).stack(page.blocks, width_dots)
    return Layout(width_dots, max(placed.height, 1), dpi, placed.items)


class _Setter:
    """Sets blocks at one resolution; every method returns items placed from (0, 0)."""

    def __init__(self, dpi: int, scale: float) -> None:
        self._dpi = dpi
        self._scale = scale

    def stack(self, blocks: Sequence[Block], width: int) -> _Placed:
        items: list[Item] = []
        y, baseline = 0, None
        for block in blocks:
            placed = self._block(block, width)
            items += moved(placed.items, 0, y)
            if placed.baseline is not None:
                baseline = y + placed.baseline
            y += placed.height
        return _Placed(tuple(items), y, baseline)

    def _block(self, block: Block, width: int) -> _Placed:
        match block:
            case Text():
                return self._text(block, width)
            case Pair():
                return self._pair(block, width)
            case Banner():
                return self._banner(block, width)
            case Rule():
                return self._rule(block, width)
            case Gap():
                return _Placed((), self._mm(block.height_mm))
            case QrCode():
                return self._qr(block, width)
            case Image():
                return self._image(block, width)
            case Columns():
                return self._columns(block, width)

    def _text(self, block: Text, width: int) -> _Placed:
        words = writable(block.words)
        style = self._fitted(words, block.style, width)
        return self._lines(self._broken(words, style, width), style, width)

    def _lines(self, lines: list[str], style: Style, width: int) -> _Placed:
        size = self._px(style)
        ascent, descent = font(style.weight, size).getmetrics()
        measure = self._measure(style)
        line_height = round(size * style.leading)
        first = (line_height - ascent - descent) // 2 + ascent
        runs = tuple(
            Run(x, first + index * line_height, part, size, style.weight, face=face)
            for index, line in enumerate(lines)
            if line.strip()
            for x, face, part in _pieces(line, measure, style.align, width)
        )
        last = first + (len(lines) - 1) * line_height
        return _Placed(runs, line_height * len(lines), last)

    def _broken(self, words: str, style: Style, width: int) -> list[str]:
        breaking = wrap_balanced if style.is_balanced else wrap
        return breaking(words, width, self._measure(style))

    def _fitted(self, words: str, style: Style, width: int) -> Style:
        """The style at the largest size that keeps words whole and within `max_lines`."""
        if style.min_size_pt is None:
            return style
        while style.size_pt > style.min_size_pt:
            lines = wrap(words, width, self._measure(style))
            fits = style.max_lines is None or len(lines) <= style.max_lines
            if fits and not breaks_a_word(lines, words):
                break
            smaller = max(style.size_pt - _SHRINK_STEP_PT, style.min_size_pt)
            style = replace(style, size_pt=smaller)
        return style

    def _pair(self, block: Pair, width: int) -> _Placed:
        right_width = round(self._measure(block.style)(writable(block.right))) + 1
        left_width = max(width - right_width - self._mm(2), width // 3)
        left = self._text(Text(block.left, block.style), left_width)
        right = self._text(Text(block.right, replace(block.style, align=Align.RIGHT)), width)
        drop = max(left.height - right.height, 0)
        return _Placed((*left.items, *moved(right.items, 0, drop)), left.height, left.baseline)

    def _banner(self, block: Banner, width: int) -> _Placed:
        padding = self._mm(block.padding_mm)
        text = self._text(Text(block.words, block.style), width - 2 * padding)
        height = text.height + 2 * padding
        inverse = tuple(
            replace(item, is_inverse=True) if isinstance(item, Run) else item
            for item in moved(text.items, padding, padding)
        )
        return _Placed((Box(0, 0, width, height), *inverse), height)

    def _rule(self, block: Rule, width: int) -> _Placed:
        thickness = max(self._mm(block.thickness_mm), 1)
        if not block.is_dashed:
            return _Placed((Box(0, 0, width, thickness),), thickness)
        dash = max(self._mm(1.0), 2)
        count = max((width // dash + 1) // 2, 1)
        pitch = (width - dash) / max(count - 1, 1)
        boxes = tuple(Box(round(i * pitch), 0, dash, thickness) for i in range(count))
        return _Placed(boxes, thickness)

    def _qr(self, block: QrCode, width: int) -> _Placed:
        modules = code_modules(block.text)
        side = len(modules) + 2 * QUIET_MODULES
        smallest = max(round(block.module_mm_min / _MM_PER_INCH * self._dpi), 1)
        wanted = round(block.size_mm / _MM_PER_INCH * self._dpi)
        module = max(min(wanted, width) // side, smallest)
        if module * side > width:
            raise QrDoesNotFit(f"{side} modules of {smallest} dots do not fit on {width} dots")
        x = (width - module * side) // 2 + module * QUIET_MODULES
        square = QrSquare(x, module * QUIET_MODULES, module, modules)
        return _Placed((square,), module * side)

    def _image(self, block: Image, width: int) -> _Placed:
        own_width, own_height = picture_size(block.content)
        room = width if block.width_mm is None else min(self._mm(block.width_mm), width)
        share = min(self._mm(block.height_mm) / own_height, room / own_width)
        drawn = max(round(own_width * share), 1), max(round(own_height * share), 1)
        x = _aligned(width - drawn[0], block.align)
        return _Placed((Picture(x, 0, *drawn, block.content),), drawn[1])

    def _columns(self, block: Columns, width: int) -> _Placed:
        widths = self._column_widths(block, width)
        if min(widths) < self._mm(block.column_mm_min):
            return self.stack([each for column in block.columns for each in column.blocks], width)
        placed = [
            self.stack(column.blocks, column_width)
            for column, column_width in zip(block.columns, widths, strict=True)
        ]
        height = max(each.height for each in placed)
        lowest = max(each.baseline or 0 for each in placed)
        items: list[Item] = []
        x, bottom = 0, height
        for each, column_width in zip(placed, widths, strict=True):
            drop = _drop(each, block.align, height, lowest)
            items += moved(each.items, x, drop)
            bottom = max(bottom, drop + each.height)
            x += column_width + self._mm(block.gap_mm)
        return _Placed(tuple(items), bottom, lowest or None)

    def _column_widths(self, block: Columns, width: int) -> list[int]:
        """A code's column is as wide as the code; the others share what is left."""
        fixed: dict[int, int] = {}
        for index, column in enumerate(block.columns):
            first = column.blocks[0]
            if len(column.blocks) == 1 and isinstance(first, QrCode):
                fixed[index] = self._qr(first, width).height
        left = width - self._mm(block.gap_mm) * (len(block.columns) - 1) - sum(fixed.values())
        shares = sum(c.share for i, c in enumerate(block.columns) if i not in fixed)
        return [
            fixed.get(index, int(left * column.share / shares) if shares else 0)
            for index, column in enumerate(block.columns)
        ]

    def _measure(self, style: Style) -> Measure:
        size = self._px(style)
        return lambda words: width_of(words, style.weight, size)

    def _mm(self, length_mm: float) -> int:
        return round(length_mm / _MM_PER_INCH * self._dpi * self._scale)

    def _px(self, style: Style) -> int:
        return max(round(style.size_pt / _PT_PER_INCH * self._dpi * self._scale), 1)


def _pieces(
    line: str, measure: Measure, align: Align, width: int
) -> Iterator[tuple[int, Face, str]]:
    """The line as it is drawn from the left: where each piece starts, in which face."""
    x = float(_aligned(width - round(measure(line)), align))
    for face, part in by_face(drawn_from_left(line)):
        yield round(x), face, part
        x += measure(part)


def _aligned(room: int, align: Align) -> int:
    match align:
        case Align.LEFT:
            return 0
        case Align.CENTRE:
            return max(room // 2, 0)
        case Align.RIGHT:
            return max(room, 0)


def _drop(placed: _Placed, align: VerticalAlign, height: int, lowest_baseline: int) -> int:
    match align:
        case VerticalAlign.TOP:
            return 0
        case VerticalAlign.MIDDLE:
            return (height - placed.height) // 2
        case VerticalAlign.BASELINE:
            return lowest_baseline - (placed.baseline or 0)
