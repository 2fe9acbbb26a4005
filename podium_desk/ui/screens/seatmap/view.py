"""The hall on the screen: a list of seats that lies where the seats lie.

A `QListView` with its own geometry and painting, because only Qt's own item views give every
seat to screen readers, and because 2,000 widgets or items are too slow (packaging.md section 4).
The hall is painted into one picture; a seat that changes is painted anew alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from podium_desk.ui.kit.own_viewport import own_viewport
from podium_desk.ui.kit.tokens import colour
from podium_desk.ui.screens.seatmap.drawing import HallDrawing, Placement
from podium_desk.ui.screens.seatmap.geometry import Direction, HallGeometry
from podium_desk.ui.screens.seatmap.model import SeatModel
from podium_desk.ui.screens.seatmap.stamps import forget_stamps

PICK_PIXELS_MIN = 24
"""Seats closer together than this are not picked by a click: the click zooms in (ux.md 3.2)."""
_SEAT_PIXELS_MAX = 64
_ZOOM_STEP = 1.25
_DRAG_PIXELS_MIN = 6
_FOCUS_PIXELS = 3

_Index = QModelIndex | QPersistentModelIndex
_ARROWS = {
    QAbstractItemView.CursorAction.MoveLeft: Direction.LEFT,
    QAbstractItemView.CursorAction.MoveRight: Direction.RIGHT,
    QAbstractItemView.CursorAction.MoveUp: Direction.UP,
    QAbstractItemView.CursorAction.MoveDown: Direction.DOWN,
}
_MOVES = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Home, Qt.Key.Key_End),
)


class SeatMap(QListView):
    """Shows a `SeatModel`; `seat_chosen` tells the unit that was clicked or toggled."""

    seat_chosen = Signal(int)

    def __init__(self, model: SeatModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._seats = model
        self._drawing: HallDrawing | None = None
        self._placement = Placement(1.0, 0.0, 0.0)
        self._is_fitted = True
        self._buffer: QPixmap | None = None
        self._pressed_at: QPoint | None = None
        self._dragged_from: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(model)
        model.modelReset.connect(self._plan_changed)

    # What a window asks

    def fit(self) -> None:
        """Show the whole hall."""
        if self._drawing is None:
            return
        extent = self._drawing.geometry.extent
        width, height = self.viewport().width(), self.viewport().height()
        scale = self._fitting_scale()
        self._placement = Placement(
            scale,
            (width - extent.width * scale) / 2 - extent.left * scale,
            (height - extent.height * scale) / 2 - extent.top * scale,
        )
        self._is_fitted = True
        self._repaint_all()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Larger or smaller, with the point `around` (else the middle) staying where it is."""
        if self._drawing is None:
            return
        anchor = around or QPointF(self.viewport().rect().center())
        largest = _SEAT_PIXELS_MAX / self._drawing.geometry.pitch
        smallest = self._fitting_scale()
        scale = max(min(self._placement.scale * factor, largest), smallest)
        if scale <= smallest:
            self.fit()
            return
        x, y = self._placement.to_plan(anchor)
        self._place(scale, anchor.x() - x * scale, anchor.y() - y * scale)

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom(_ZOOM_STEP, self._current_point())

    def zoom_out(self) -> None:
        """One step back."""
        self.zoom(1 / _ZOOM_STEP, self._current_point())

    def reveal(self, unit: int) -> None:
        """Bring a seat to the middle, close enough to be picked."""
        if self._drawing is None:
            return
        seat = self._drawing.geometry.plan.seats[unit]
        scale = max(self._placement.scale, self._picking_scale())
        middle = QPointF(self.viewport().rect().center())
        self._place(scale, middle.x() - seat.x_tenths * scale, middle.y() - seat.y_tenths * scale)

    @property
    def can_pick(self) -> bool:
        """Whether a click takes a seat; otherwise it zooms in."""
        if self._drawing is None:
            return False
        pitch_pixels = self._drawing.geometry.pitch * self._placement.scale
        return pitch_pixels >= PICK_PIXELS_MIN - 0.01

    def render_all(self) -> QPixmap:
        """Paint everything that shows anew and give back the picture; what the bench measures."""
        ratio = self.devicePixelRatioF()
        size = QSize(self.viewport().size() * ratio)
        buffer = QPixmap(size)
        buffer.setDevicePixelRatio(ratio)
        if self._drawing is None or self._seats.picture is None:
            buffer.fill(colour("seat.ground"))
        else:
            self._drawing.draw_all(buffer, self._placement, self._seats.picture.looks)
        self._buffer = buffer
        return buffer

    # Geometry, as Qt's item views ask for it

    def visualRect(self, index: _Index) -> QRect:
        """Where a seat is in the view."""
        if self._drawing is None or not index.isValid():
            return QRect()
        seat = self._drawing.geometry.plan.seats[index.row()]
        side = self._drawing.seat_pixels(self._placement)
        centre = self._placement.to_screen(seat.x_tenths, seat.y_tenths)
        return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side).toRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The seat under a point of the view."""
        if self._drawing is None:
            return QModelIndex()
        seat = self._drawing.geometry.seat_at(*self._placement.to_plan(QPointF(point)))
        return QModelIndex() if seat is None else self._seats.index(seat.index)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where an arrow key leads: to the seat that lies there."""
        if self._drawing is None or not self._seats.rowCount():
            return QModelIndex()
        current = self.currentIndex()
        if not current.isValid() or action is QAbstractItemView.CursorAction.MoveHome:
            return self._seats.index(0)
        if action is QAbstractItemView.CursorAction.MoveEnd:
            return self._seats.index(self._seats.rowCount() - 1)
        if action not in _ARROWS:
            return current
        geometry = self._drawing.geometry
        seat = geometry.next_seat(geometry.plan.seats[current.row()], _ARROWS[action])
        return self._seats.index(seat.index)

    def scrollTo(
        self,
        index: _Index,
        _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Move the hall so far that a seat can be seen whole."""
        room = QRectF(self.viewport().rect()).adjusted(16, 16, -16, -16)
        seat = QRectF(self.visualRect(index))
        if seat.isNull() or room.contains(seat):
            return
        left = min(0.0, seat.left() - room.left()) + max(0.0, seat.right() - room.right())
        up = min(0.0, seat.top() - room.top()) + max(0.0, seat.bottom() - room.bottom())
        place = self._placement
        self._place(place.scale, place.shift_x - left, place.shift_y - up)

    def isIndexHidden(self, _index: _Index) -> bool:
        """No seat is ever hidden."""
        return False

    def horizontalOffset(self) -> int:
        """The view moves the hall itself."""
        return 0

    def verticalOffset(self) -> int:
        """The view moves the hall itself."""
        return 0

    def doItemsLayout(self) -> None:
        """Seats lie where the plan says; Qt's own layout of 2,000 items is not wanted."""

    def updateGeometries(self) -> None:
        """There are no scroll bars to keep."""

    def dataChanged(
        self, top_left: _Index, bottom_right: _Index, _roles: Sequence[int] = ()
    ) -> None:
        """A seat changed: paint it, and nothing else."""
        picture, drawing = self._seats.picture, self._drawing
        if self._buffer is None or drawing is None or picture is None:
            return
        for row in range(top_left.row(), bottom_right.row() + 1):
            seat = drawing.geometry.plan.seats[row]
            drawing.draw_one(self._buffer, self._placement, picture.looks, seat)
            side = drawing.seat_pixels(self._placement)
            self.viewport().update(
                self.visualRect(self._seats.index(row)).adjusted(-side, -side, side, side)
            )

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the picture of the hall, and the ring around the seat that has the keyboard."""
        buffer = self._buffer or self.render_all()
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, buffer)
        if self.hasFocus() and self.currentIndex().isValid():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("ui.focus_ring"), _FOCUS_PIXELS))
            ring = QRectF(self.visualRect(self.currentIndex())).adjusted(-4, -4, 4, 4)
            painter.drawRoundedRect(ring, 6, 6)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted hall stays fitted; a zoomed one stays as it is."""
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()
        else:
            self._repaint_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Space takes; every other key belongs to the window."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.seat_chosen.emit(self.currentIndex().row())
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
            self.viewport().update()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms around the pointer."""
        steps = event.angleDelta().y() / 120
        if steps:
            self.zoom(_ZOOM_STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a click or a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = self._dragged_from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the hall; over a seat the pointer becomes a hand."""
        point = event.position().toPoint()
        if self._pressed_at is None or self._dragged_from is None:
            on_seat = self.indexAt(point).isValid()
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if on_seat else Qt.CursorShape.ArrowCursor
            )
            return
        if (point - self._pressed_at).manhattanLength() < _DRAG_PIXELS_MIN:
            return
        moved, place = point - self._dragged_from, self._placement
        self._dragged_from = point
        self._place(place.scale, place.shift_x + moved.x(), place.shift_y + moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click takes the seat, or comes closer when the seats are too small to pick."""
        pressed_at, self._pressed_at, self._dragged_from = self._pressed_at, None, None
        point = event.position().toPoint()
        if pressed_at is None or (point - pressed_at).manhattanLength() >= _DRAG_PIXELS_MIN:
            return
        if not self.can_pick:
            self.zoom(self._picking_scale() / self._placement.scale, event.position())
            return
        index = self.indexAt(point)
        if index.isValid():
            self.setCurrentIndex(index)
            self.seat_chosen.emit(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks are two clicks."""
        self.mousePressEvent(event)

    # Placing

    def appearance_changed(self) -> None:
        """Draw the hall in the colours of now."""
        forget_stamps()
        picture = self._seats.picture
        if picture is not None and self._drawing is not None:
            self._drawing = HallDrawing(self._drawing.geometry)
        self._repaint_all()

    def _plan_changed(self) -> None:
        picture = self._seats.picture
        is_drawable = picture is not None and bool(picture.plan.seats)
        self._drawing = HallDrawing(HallGeometry(picture.plan)) if picture and is_drawable else None
        self.fit()
        self._repaint_all()
        if self._drawing is not None:
            self.setCurrentIndex(self._seats.index(self._drawing.geometry.middle_seat().index))

    def _place(self, scale: float, shift_x: float, shift_y: float) -> None:
        """Move and zoom, but never lose the hall from sight."""
        if self._drawing is None:
            return
        extent = self._drawing.geometry.extent
        width, height = self.viewport().width(), self.viewport().height()
        self._placement = Placement(
            scale,
            _kept(shift_x, extent.left * scale, extent.right * scale, width),
            _kept(shift_y, extent.top * scale, extent.bottom * scale, height),
        )
        self._is_fitted = False
        self._repaint_all()

    def _repaint_all(self) -> None:
        self._buffer = None
        self.viewport().update()

    def _fitting_scale(self) -> float:
        if self._drawing is None:
            return 1.0
        extent = self._drawing.geometry.extent
        return min(
            self.viewport().width() / extent.width,
            self.viewport().height() / extent.height,
            _SEAT_PIXELS_MAX / 1.5 / self._drawing.geometry.pitch,
        )

    def _picking_scale(self) -> float:
        pitch = self._drawing.geometry.pitch if self._drawing else 1.0
        return PICK_PIXELS_MIN * _ZOOM_STEP / pitch

    def _current_point(self) -> QPointF | None:
        index = self.currentIndex()
        if not index.isValid() or not self.hasFocus():
            return None
        return QPointF(self.visualRect(index).center())


def _kept(shift: float, start: float, end: float, room: int) -> float:
    """A shift with which the hall fills the room, or is in its middle when it is smaller."""
    if end - start <= room:
        return (room - (end - start)) / 2 - start
    return min(max(shift, room - end), -start)
