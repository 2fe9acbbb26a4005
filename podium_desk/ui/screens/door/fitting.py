"""Text that is as large as its place allows: shrunk or broken in two, never clipped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from podium_desk.late_dataclass import dataclass
from podium_desk.ui.screens.door.look import font

LINE_HEIGHT = 1.16
"""Distance of two baselines, in font sizes."""
SMALLEST_PX = 15.0


@dataclass(frozen=True, slots=True)
class Wish:
    """How a text would like to be set: largest and least size in pixels, weight, lines at most.

    The text is broken only where that keeps it larger than `least_px`.
    """

    text: str
    largest_px: float
    least_px: float
    weight: int
    most_lines: int = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """A text as it is set: its lines, size and weight."""

    lines: tuple[str, ...]
    px: float
    weight: int

    @property
    def height(self) -> float:
        """Height in pixels, with the air of its lines."""
        return len(self.lines) * self.px * LINE_HEIGHT

    def width(self) -> float:
        """Width in pixels of the widest line."""
        metrics = QFontMetricsF(self.font())
        return max(metrics.horizontalAdvance(line) for line in self.lines)

    def font(self) -> QFont:
        """The font it is set in."""
        return font(self.px, self.weight)

    def draw(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Paint the lines in the painter's pen, flush left, from `y` down."""
        painter.setFont(self.font())
        step = self.px * LINE_HEIGHT
        for index, line in enumerate(self.lines):
            where = QRectF(x, y + index * step, width, step)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(where, int(flags | Qt.TextFlag.TextDontClip), line)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One text with the place it got."""

    setting: Setting
    where: QRectF


def set_text(wish: Wish, width: float) -> Setting:
    """The largest setting that fits in `width` pixels; breaks lines before going below least."""
    ways = [tuple(wish.text.split("\n"))]
    if wish.most_lines > 1 and len(ways[0]) == 1:
        ways += _broken_in_two(wish.text)
    unbroken = _largest(ways[0], wish, width)
    if unbroken.px >= wish.least_px or len(ways) == 1:
        return unbroken
    settings = [_largest(lines, wish, width) for lines in ways]
    # Of two that are equally large, the one whose lines are more alike.
    return max(settings, key=lambda setting: (setting.px, -setting.width()))


def wide_of(text: str, px: float, weight: int) -> float:
    """What a line of this size takes."""
    return QFontMetricsF(font(px, weight)).horizontalAdvance(text)


def shorten(text: str, px: float, weight: int, width: float) -> str:
    """The text with an ellipsis where even this size leaves no room: for titles in a top line."""
    metrics = QFontMetricsF(font(px, weight))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _broken_in_two(text: str) -> list[tuple[str, ...]]:
    words = text.split(" ")
    return [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]


def _largest(lines: tuple[str, ...], wish: Wish, width: float) -> Setting:
    at_full = Setting(lines, wish.largest_px, wish.weight)
    wide = at_full.width()
    if wide <= width:
        return at_full
    px = max(SMALLEST_PX, wish.largest_px * width / wide)
    fitted = Setting(lines, px, wish.weight)
    while fitted.px > SMALLEST_PX and fitted.width() > width:
        fitted = Setting(lines, fitted.px - 0.5, wish.weight)
    return fitted
