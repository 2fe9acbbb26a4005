"""The door screen's ground: one colour to the edge, and the edge's pattern (ux.md 4)."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from podium_desk.presentation.door_view import Border, Tone
from podium_desk.ui.screens.door.look import ground, ink, thin

EDGE_PX = 30
"""Width of the pattern on a 1280 by 800 screen."""
DASH_PX, GAP_PX = 84, 26


def paint_ground(painter: QPainter, box: QRectF, tone: Tone) -> None:
    """Fill the screen with the verdict's colour."""
    painter.fillRect(box, ground(tone))


def paint_border(painter: QPainter, box: QRectF, tone: Tone, border: Border, scale: float) -> None:
    """Draw the pattern along the edge of `box`: nothing, dashes or stripes."""
    painter.setPen(Qt.PenStyle.NoPen)
    match border:
        case Border.NONE:
            return
        case Border.DASHED:
            painter.setBrush(ink(tone))
            _dashes(painter, box, scale)
        case Border.STRIPED:
            painter.setBrush(thin(ink(tone), 0.62))
            _stripes(painter, box, scale)


def _dashes(painter: QPainter, box: QRectF, scale: float) -> None:
    """Each side begins and ends with a whole dash, so that all four corners are closed."""
    inset, thick = 10 * scale, 18 * scale
    frame = box.adjusted(inset, inset, -inset, -inset)
    for start, length in _spread(frame.width(), scale):
        painter.drawRect(QRectF(frame.x() + start, frame.y(), length, thick))
        painter.drawRect(QRectF(frame.x() + start, frame.bottom() - thick, length, thick))
    for start, length in _spread(frame.height(), scale):
        painter.drawRect(QRectF(frame.x(), frame.y() + start, thick, length))
        painter.drawRect(QRectF(frame.right() - thick, frame.y() + start, thick, length))


def _spread(side: float, scale: float) -> list[tuple[float, float]]:
    """Start and length of each dash on a side of this many pixels."""
    gap = GAP_PX * scale
    count = max(2, round((side + gap) / ((DASH_PX + GAP_PX) * scale)))
    length = (side - gap * (count - 1)) / count
    return [(index * (length + gap), length) for index in range(count)]


def _stripes(painter: QPainter, box: QRectF, scale: float) -> None:
    """Bands at 45 degrees along the four sides, each piece no larger than what is seen of it."""
    edge, step, wide = EDGE_PX * scale, 46 * scale, 20 * scale
    between = box.height() - 2 * edge
    painter.save()
    for y in (box.top(), box.bottom() - edge):
        side = QRectF(box.left(), y, box.width(), edge)
        painter.setClipRect(side)
        for x in _starts(y - box.top(), -edge - wide, side.width(), step):
            painter.drawPolygon(_piece(box.left() + x, y, (wide, 0.0), edge))
    for x in (box.left(), box.right() - edge):
        side = QRectF(x, box.top() + edge, edge, between)
        painter.setClipRect(side)
        for y in _starts(x - box.left(), -wide, between + 2 * edge, step):
            painter.drawPolygon(_piece(x, box.top() + y, (0.0, -wide), edge))
    painter.restore()


def _starts(phase: float, first: float, last: float, step: float) -> list[float]:
    """Where bands begin between `first` and `last`, so that all sides carry the same pattern."""
    at = phase % step + step * floor((first - phase % step) / step)
    return [at + index * step for index in range(ceil((last - at) / step) + 1)]


def _piece(x: float, y: float, across: tuple[float, float], slant: float) -> QPolygonF:
    """A piece of a band from (x, y), `across` wide, running `slant` right and down."""
    start, aside = QPointF(x, y), QPointF(*across)
    end = start + QPointF(slant, slant)
    return QPolygonF([start, start + aside, end + aside, end])
