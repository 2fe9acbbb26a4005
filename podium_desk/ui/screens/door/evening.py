"""How the evening goes: the sections with how full they are, and the other doors."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from podium_desk.presentation.door_view import EveningView, Gauge, Tone
from podium_desk.ui.screens.door.fitting import shorten
from podium_desk.ui.screens.door.look import (
    REGULAR,
    SEMIBOLD,
    accent,
    font,
    ink,
    readable,
    thin,
)
from podium_desk.ui.screens.door.piece import Piece

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
ROW_PX, GAP_PX = 24, 48


class EveningPane(Piece):
    """Two lists side by side, each as long as the place allows; the rest is counted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = EveningView()

    def show_view(self, view: EveningView) -> None:
        """Show these rows; hidden where there are none."""
        self._view = view
        rows = (*view.sections, *view.doors)
        self.setAccessibleName(". ".join(f"{row.name} {row.figures}" for row in rows))
        self.setVisible(bool(rows))
        self.update()

    def draw(self, painter: QPainter) -> None:
        """The sections to the left, the doors to the right; one of them alone takes all."""
        view, gap = self._view, GAP_PX * self.scale
        lists = [(view.sections_label, view.sections), (view.doors_label, view.doors)]
        shown = [(label, rows) for label, rows in lists if rows]
        wide = (self.width() - gap * (len(shown) - 1)) / max(1, len(shown))
        for index, (label, rows) in enumerate(shown):
            box = QRectF(index * (wide + gap), 0, min(wide, 620 * self.scale), self.height())
            self._draw_list(painter, label, rows, box)

    def _draw_list(
        self, painter: QPainter, label: str, rows: tuple[Gauge, ...], box: QRectF
    ) -> None:
        px = readable(ROW_PX) * self.scale
        tall = 1.5 * px
        painter.setPen(thin(ink(Tone.WAITING), 0.75))
        painter.setFont(font(px * 0.88, REGULAR))
        painter.drawText(QRectF(box.x(), 0, box.width(), tall), _LEFT, label)
        room = max(1, int((box.height() - tall) / tall))
        shown = rows if len(rows) <= room else rows[: max(1, room - 1)]
        for index, row in enumerate(shown):
            line = QRectF(box.x(), tall * (index + 1), box.width(), tall)
            self._draw_row(painter, row, line, px)
        if len(shown) < len(rows):
            line = QRectF(box.x(), tall * (len(shown) + 1), box.width(), tall)
            painter.drawText(line, _LEFT, f"+ {len(rows) - len(shown)}")

    def _draw_row(self, painter: QPainter, row: Gauge, line: QRectF, px: float) -> None:
        painter.setPen(ink(Tone.WAITING))
        painter.setFont(font(px, SEMIBOLD))
        painter.drawText(line, _RIGHT, row.figures)
        taken = QFontMetricsF(painter.font()).horizontalAdvance(row.figures) + 16 * self.scale
        painter.setFont(font(px, REGULAR))
        painter.drawText(line, _LEFT, shorten(row.name, px, REGULAR, line.width() - taken))
        if row.share is not None:
            bar = QRectF(line.x(), line.bottom() - 4 * self.scale, line.width(), 4 * self.scale)
            painter.fillRect(bar, thin(ink(Tone.WAITING), 0.15))
            bar.setWidth(bar.width() * row.share)
            painter.fillRect(bar, accent(Tone.WAITING))
