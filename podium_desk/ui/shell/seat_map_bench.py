"""What `podium-desk bench map_repaint` measures: the seat map's full repaint, and bare squares."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from podium_desk.domain.venue import HallPlan
from podium_desk.presentation.hall import HallPicture
from podium_desk.ui.screens.seatmap.model import SeatModel
from podium_desk.ui.screens.seatmap.view import SeatMap
from podium_desk.ui.shell.application import the_application

SIZE_PIXELS = (760, 620)


def repaint_works(
    plan: HallPlan, picture: HallPicture
) -> tuple[Callable[[], None], Callable[[], None]]:
    """The map's own full repaint, and the same plan as filled squares without anything else."""
    the_application()
    model = SeatModel(lambda _picture, unit: str(unit), lambda _picture, unit: str(unit))
    seat_map = SeatMap(model)
    seat_map.resize(*SIZE_PIXELS)
    model.show(picture)
    seat_map.show()
    seat_map.fit()

    def repaint() -> None:
        seat_map.render_all()

    scale = min(SIZE_PIXELS[0] / plan.width_tenths, SIZE_PIXELS[1] / plan.height_tenths)
    squares = [QRectF(seat.x_tenths * scale, seat.y_tenths * scale, 9, 9) for seat in plan.seats]

    def bare() -> None:
        buffer = QPixmap(*SIZE_PIXELS)
        buffer.fill(QColor("white"))
        painter = QPainter(buffer)
        painter.setBrush(QColor("#1B4F9C"))
        painter.drawRects(squares)
        painter.end()

    return repaint, bare
