"""The door screen's ground: one colour to the edge, and the edge's pattern (ux.md 4)."""

from __future__ import annotations

from math import ceil

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
    """Slanting bands along the four sides; each side clips to a rectangle, which Qt does fast."""
    edge, step, wide = EDGE_PX * scale, 46 * scale, 20 * scale
    height, between = box.height(), box.height() - 2 * edge
    sides = (
        QRectF(box.left(), box.top(), box.width(), edge),
        QRectF(box.left(), box.bottom() - edge, box.width(), edge),
        QRectF(box.left(), box.top() + edge, edge, between),
        QRectF(box.right() - edge, box.top() + edge, edge, between),
    )
    painter.save()
    for side in sides:
        painter.setClipRect(side)
        # A band that begins at x on the box's upper edge stands `depth` further right at a depth.
        nearest, deepest = side.top() - box.top(), side.bottom() - box.top()
        first = ceil((side.left() - deepest - wide - box.left() + height) / step)
        x = box.left() - height + first * step
        while x + nearest < side.right():
            painter.drawPolygon(_band(side, x + nearest, wide))
            x += step
    painter.restore()


def _band(side: QRectF, x: float, wide: float) -> QPolygonF:
    """A band at 45 degrees that begins at `x` on the upper edge of `side`."""
    slant = side.height()
    return QPolygonF(
        [
            QPointF(x, side.top()),
            QPointF(x + wide, side.top()),
            QPointF(x + wide + slant, side.bottom()),
            QPointF(x + slant, side.bottom()),
        ]
    )
