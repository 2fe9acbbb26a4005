"""Draws a hall into a picture: the stage and other areas, zone and row names, and the seats."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from podium_desk.domain.venue import Area, Seat
from podium_desk.presentation.hall import SeatLook
from podium_desk.ui.kit.tokens import colour, px, token
from podium_desk.ui.screens.seatmap.geometry import Extent, HallGeometry
from podium_desk.ui.screens.seatmap.stamps import (
    NUMBER_PIXELS_MIN,
    accent_of,
    number_stamp,
    seat_stamp,
    word_stamp,
)

_SMALL_CHOSEN_SHARE = 1.5
"""Where seats are too small for numbers, chosen ones are drawn larger, to be found."""
_LABEL_PIXELS = (9, 15)
_ZONE_PIXELS = (11, 17)
_AREA_TEXT_PIXELS = (11, 22)


class Placement:
    """How the plan lies on the screen: pixels = tenths x scale + shift."""

    def __init__(self, scale: float, shift_x: float, shift_y: float) -> None:
        self.scale = scale
        self.shift_x = shift_x
        self.shift_y = shift_y

    def to_screen(self, x: float, y: float) -> QPointF:
        """A point of the plan in pixels."""
        return QPointF(x * self.scale + self.shift_x, y * self.scale + self.shift_y)

    def to_plan(self, point: QPointF) -> tuple[float, float]:
        """A pixel in the plan's tenths."""
        return (point.x() - self.shift_x) / self.scale, (point.y() - self.shift_y) / self.scale

    def visible(self, width: int, height: int) -> Extent:
        """The part of the plan that a view of this size shows."""
        left, top = self.to_plan(QPointF(0, 0))
        right, bottom = self.to_plan(QPointF(width, height))
        return Extent(left, top, right, bottom)


class HallDrawing:
    """Draws one plan; `looks` has one `SeatLook` value per unit."""

    def __init__(self, geometry: HallGeometry) -> None:
        self.geometry = geometry
        self._accents = {
            category.name: accent_of(category.color) for category in geometry.plan.categories
        }
        self._row_labels = geometry.row_labels()
        self._zone_labels = geometry.zone_labels()

    def seat_pixels(self, placement: Placement) -> int:
        """The side of a seat on the screen."""
        return max(3, round(self.geometry.seat_size * placement.scale))

    def draw_all(self, canvas: QPixmap, placement: Placement, looks: bytes) -> None:
        """Draw everything that shows."""
        canvas.fill(colour("seat.ground"))
        painter = QPainter(canvas)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for area in self.geometry.plan.areas:
            _draw_area(painter, area, placement)
        self._draw_words(painter, placement)
        ratio = canvas.devicePixelRatio()
        extent = placement.visible(int(canvas.width() / ratio), int(canvas.height() / ratio))
        self._draw_seats(painter, self.geometry.seats_within(extent), placement, looks)
        painter.end()

    def draw_one(self, canvas: QPixmap, placement: Placement, looks: bytes, seat: Seat) -> None:
        """Draw one seat anew, with those neighbours that it may have covered."""
        painter = QPainter(canvas)
        room = self.seat_pixels(placement) * _SMALL_CHOSEN_SHARE / 2 + 1
        centre = placement.to_screen(seat.x_tenths, seat.y_tenths)
        box = QRectF(centre.x() - room, centre.y() - room, 2 * room, 2 * room).toAlignedRect()
        painter.setClipRect(box)
        painter.fillRect(box, colour("seat.ground"))
        plan_room = room / placement.scale
        around = Extent(
            seat.x_tenths - plan_room,
            seat.y_tenths - plan_room,
            seat.x_tenths + plan_room,
            seat.y_tenths + plan_room,
        )
        self._draw_seats(painter, self.geometry.seats_within(around), placement, looks)
        painter.end()

    def _draw_seats(
        self, painter: QPainter, seats: Iterable[Seat], placement: Placement, looks: bytes
    ) -> None:
        pixels = self.seat_pixels(placement)
        has_numbers = pixels >= NUMBER_PIXELS_MIN
        half = pixels / 2
        scale, shift_x, shift_y = placement.scale, placement.shift_x, placement.shift_y
        # There are as many stamps as looks and prices, and two thousand seats.
        stamps: dict[tuple[int, str, bool], QPixmap] = {}
        on_top: list[Seat] = []
        for seat in seats:
            look = looks[seat.index]
            if look == SeatLook.CHOSEN and not has_numbers:
                on_top.append(seat)
                continue
            x = round(seat.x_tenths * scale + shift_x - half)
            y = round(seat.y_tenths * scale + shift_y - half)
            kind = look, seat.category, seat.is_wheelchair
            stamp = stamps.get(kind)
            if stamp is None:
                stamp = stamps[kind] = self._stamp(seat, look, pixels)
            painter.drawPixmap(x, y, stamp)
            if has_numbers and look == SeatLook.FREE and not seat.is_wheelchair:
                painter.drawPixmap(x, y, number_stamp(seat.number, pixels))
        larger = round(pixels * _SMALL_CHOSEN_SHARE)
        for seat in on_top:
            centre = placement.to_screen(seat.x_tenths, seat.y_tenths)
            corner = QPointF(round(centre.x() - larger / 2), round(centre.y() - larger / 2))
            painter.drawPixmap(corner, self._stamp(seat, SeatLook.CHOSEN, larger))

    def _stamp(self, seat: Seat, look: int, pixels: int) -> QPixmap:
        accent = self._accents.get(seat.category) or token("seat.free_border")
        return seat_stamp(SeatLook(look), pixels, accent, is_wheelchair=seat.is_wheelchair)

    def _draw_words(self, painter: QPainter, placement: Placement) -> None:
        smallest, largest = _LABEL_PIXELS
        pixels = min(px(largest), round(self.seat_pixels(placement) * 0.62))
        if pixels >= smallest:
            for label in self._row_labels:
                stamp = word_stamp(label.text, pixels, token("ui.muted"), 600)
                _draw_centred(painter, placement.to_screen(label.x, label.y), stamp)
        smallest, largest = _ZONE_PIXELS
        areas = [_screen_box(area, placement) for area in self.geometry.plan.areas]
        pixels = max(px(smallest), min(px(largest), round(self.seat_pixels(placement) * 1.1)))
        for label in self._zone_labels:
            stamp = word_stamp(label.text, pixels, token("ui.muted"), 600)
            above = QPointF(0, pixels * 0.5 + self.seat_pixels(placement) * 0.6)
            middle = placement.to_screen(label.x, label.y) - above
            box = QRectF(0, 0, stamp.width(), stamp.height() * 0.7)
            box.moveCenter(middle)
            if not any(box.intersects(area) for area in areas):
                _draw_centred(painter, middle, stamp)


def _draw_centred(painter: QPainter, point: QPointF, stamp: QPixmap) -> None:
    corner = point - QPointF(stamp.width() / 2, stamp.height() / 2)
    painter.drawPixmap(corner.toPoint(), stamp)


def _screen_box(area: Area, placement: Placement) -> QRectF:
    """About where an area is: a zone's name that would lie on it is left out."""
    corner = placement.to_screen(area.x_tenths, area.y_tenths)
    scale = placement.scale
    return QRectF(corner.x(), corner.y(), area.width_tenths * scale, area.height_tenths * scale)


def _draw_area(painter: QPainter, area: Area, placement: Placement) -> None:
    """The stage, a bar, a pillar: in the colours that the plan gives them."""
    painter.save()
    painter.translate(placement.to_screen(area.x_tenths, area.y_tenths))
    width, height = area.width_tenths * placement.scale, area.height_tenths * placement.scale
    painter.rotate(area.rotation_degrees)
    painter.setBrush(QColor(area.color) if area.color else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(area.border_color), 1) if area.border_color else Qt.PenStyle.NoPen)
    match area.shape:
        case "circle" | "ellipse":
            painter.drawEllipse(QRectF(-width / 2, -height / 2, width, height))
        case "polygon":
            points = [QPointF(x, y) * placement.scale for x, y in area.points_tenths]
            painter.drawPolygon(QPolygonF(points))
        case "text":
            pass
        case _:
            painter.drawRoundedRect(QRectF(0, 0, width, height), 6, 6)
    painter.restore()
    if area.text:
        _draw_area_text(painter, area, placement)


def _draw_area_text(painter: QPainter, area: Area, placement: Placement) -> None:
    """The area's word where the plan puts its middle; upright, whatever the area's turn."""
    smallest, largest = _AREA_TEXT_PIXELS
    pixels = round(area.text_size_tenths * placement.scale)
    stamp = word_stamp(
        area.text,
        max(px(smallest), min(px(largest), pixels)),
        area.text_color or token("ui.ink"),
        700,
    )
    x, y = area.x_tenths + area.text_x_tenths, area.y_tenths + area.text_y_tenths
    _draw_centred(painter, placement.to_screen(x, y), stamp)
