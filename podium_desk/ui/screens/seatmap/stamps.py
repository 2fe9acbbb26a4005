"""Small pictures of seats, one per look, drawn once for a size and stamped thousands of times.

No state is told by colour alone: a chosen seat has a tick, a sold one a cross, a held one a
clock, one that is not for sale a slash, one out of reach is hatched (ux.md 3.2).
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from podium_desk.presentation.hall import SeatLook
from podium_desk.ui.kit import icons
from podium_desk.ui.kit.tokens import colour, drawn_font, token

NUMBER_PIXELS_MIN = 15
"""Seats smaller than this show no number, they could not be read."""
_SIGN_PIXELS_MIN = 10
"""In a seat smaller than this a sign would be a stain."""
_PLAIN = {
    SeatLook.HELD: ("seat.held", ""),
    SeatLook.SOLD: ("seat.sold", ""),
    SeatLook.BLOCKED: ("seat.blocked", "ui.control_border"),
}
_CONTRAST_MIN = 3.0
_CACHE = 1500


@lru_cache(maxsize=_CACHE)
def seat_stamp(look: SeatLook, pixels: int, accent: str, *, is_wheelchair: bool) -> QPixmap:
    """A seat of `pixels` by `pixels`; `accent` is the colour of its price rank."""
    stamp, painter = _canvas(pixels, pixels)
    box = QRectF(0, 0, pixels, pixels).adjusted(0.75, 0.75, -0.75, -0.75)
    if pixels < _SIGN_PIXELS_MIN and look in _PLAIN:
        _plain(painter, box, look)
        painter.end()
        return stamp
    match look:
        case SeatLook.FREE:
            _free(painter, box, accent, is_wheelchair=is_wheelchair)
        case SeatLook.CHOSEN:
            _filled(painter, box, "seat.chosen")
            _tick(painter, box, colour("seat.on_chosen"))
        case SeatLook.HELD:
            _filled(painter, box, "seat.held")
            _clock(painter, box, colour("seat.on_held"))
        case SeatLook.SOLD:
            _filled(painter, box, "seat.sold")
            _cross(painter, box, colour("seat.on_sold"))
        case SeatLook.BLOCKED:
            _filled(painter, box, "seat.blocked", border="ui.control_border")
            _slash(painter, box, colour("seat.on_blocked"))
        case SeatLook.OUT_OF_REACH:
            _hatched(painter, box)
    painter.end()
    return stamp


@lru_cache(maxsize=_CACHE)
def number_stamp(number: str, pixels: int) -> QPixmap:
    """A seat's number for a seat of `pixels`, on a clear ground."""
    stamp, painter = _canvas(pixels, pixels)
    size = max(8, round(pixels * (0.44 if len(number) < 3 else 0.36)))
    painter.setFont(drawn_font(size, 600))
    painter.setPen(colour("seat.on_free"))
    painter.drawText(QRectF(0, 0, pixels, pixels), Qt.AlignmentFlag.AlignCenter, number)
    painter.end()
    return stamp


@lru_cache(maxsize=_CACHE)
def word_stamp(text: str, pixels: int, color: str, weight: int) -> QPixmap:
    """A word in the house's type, as wide as it is, on a clear ground."""
    face = drawn_font(pixels, weight)
    measure = QFontMetricsF(face)
    stamp, painter = _canvas(int(measure.horizontalAdvance(text)) + 2, int(measure.height()) + 1)
    painter.setFont(face)
    painter.setPen(QColor(color))
    painter.drawText(
        QRectF(0, 0, stamp.width(), stamp.height()), Qt.AlignmentFlag.AlignCenter, text
    )
    painter.end()
    return stamp


@lru_cache(maxsize=64)
def accent_of(category_color: str) -> str:
    """A price rank's colour, away from the ground's until both can be told apart (contrast 3)."""
    wanted, ground = QColor(category_color), colour("seat.ground")
    if not wanted.isValid():
        return token("seat.free_border")
    is_dark_ground = ground.lightnessF() < 0.5
    while contrast(wanted, ground) < _CONTRAST_MIN:
        if is_dark_ground:
            wanted = QColor.fromRgbF(*(part + (1 - part) * 0.15 for part in _parts(wanted)))
        else:
            wanted = wanted.darker(115)
    return wanted.name()


def forget_stamps() -> None:
    """The colours are others now."""
    for drawn in (seat_stamp, number_stamp, word_stamp, accent_of):
        drawn.cache_clear()


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours by the formula of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: QColor) -> float:
    linear = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in _parts(color))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()


def _canvas(width: int, height: int) -> tuple[QPixmap, QPainter]:
    stamp = QPixmap(max(1, width), max(1, height))
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return stamp, painter


def _box(painter: QPainter, box: QRectF, fill: QBrush, border: QPen) -> None:
    painter.setBrush(fill)
    painter.setPen(border)
    corner = box.width() * 0.22
    painter.drawRoundedRect(box, corner, corner)


def _filled(painter: QPainter, box: QRectF, fill: str, border: str = "") -> None:
    edge = QPen(colour(border), _line(box)) if border else QPen(Qt.PenStyle.NoPen)
    _box(painter, box, QBrush(colour(fill)), edge)


def _free(painter: QPainter, box: QRectF, accent: str, *, is_wheelchair: bool) -> None:
    border = colour("ui.ok_text") if is_wheelchair else QColor(accent)
    _box(painter, box, QBrush(colour("seat.free")), QPen(border, 1.2 * _line(box)))
    if is_wheelchair:
        room = box.width() * 0.16
        symbol = box.adjusted(room, room, -room, -room)
        icons.paint(painter, "accessibility", token("ui.ok_text"), symbol)


def _plain(painter: QPainter, box: QRectF, look: SeatLook) -> None:
    """A seat too small for a sign is told by how light it is and by its edge."""
    fill, border = _PLAIN[look]
    _filled(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), fill, border=border)


def _hatched(painter: QPainter, box: QRectF) -> None:
    _box(painter, box, QBrush(colour("seat.ground")), QPen(colour("ui.control_border"), 1))
    outline = QPainterPath()
    outline.addRoundedRect(box, box.width() * 0.22, box.width() * 0.22)
    painter.setClipPath(outline)
    painter.setPen(QPen(colour("ui.control_border"), 1))
    step = max(3.0, box.width() / 5)
    across = -box.height()
    while across < box.width():
        start = QPointF(box.left() + across, box.bottom())
        painter.drawLine(QLineF(start, QPointF(start.x() + box.height(), box.top())))
        across += step


def _tick(painter: QPainter, box: QRectF, color: QColor) -> None:
    path = QPainterPath(_at(box, 0.24, 0.53))
    path.lineTo(_at(box, 0.43, 0.71))
    path.lineTo(_at(box, 0.77, 0.31))
    _stroke(painter, path, color, box.width() * 0.12)


def _cross(painter: QPainter, box: QRectF, color: QColor) -> None:
    path = QPainterPath(_at(box, 0.29, 0.29))
    path.lineTo(_at(box, 0.71, 0.71))
    path.moveTo(_at(box, 0.71, 0.29))
    path.lineTo(_at(box, 0.29, 0.71))
    _stroke(painter, path, color, box.width() * 0.09)


def _slash(painter: QPainter, box: QRectF, color: QColor) -> None:
    path = QPainterPath(_at(box, 0.25, 0.75))
    path.lineTo(_at(box, 0.75, 0.25))
    _stroke(painter, path, color, box.width() * 0.07)


def _clock(painter: QPainter, box: QRectF, color: QColor) -> None:
    path = QPainterPath()
    path.addEllipse(box.center(), box.width() * 0.31, box.width() * 0.31)
    path.moveTo(_at(box, 0.5, 0.33))
    path.lineTo(_at(box, 0.5, 0.52))
    path.lineTo(_at(box, 0.62, 0.58))
    _stroke(painter, path, color, box.width() * 0.075)


def _stroke(painter: QPainter, path: QPainterPath, color: QColor, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(color, max(1.0, width))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(path)


def _at(box: QRectF, across: float, down: float) -> QPointF:
    return QPointF(box.left() + across * box.width(), box.top() + down * box.height())


def _line(box: QRectF) -> float:
    return 1.5 if box.width() >= NUMBER_PIXELS_MIN else 1.0
