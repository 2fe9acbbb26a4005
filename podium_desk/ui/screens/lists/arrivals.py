"""Arrivals over time as bars: a picture that says in words what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from podium_desk.ui.kit.page_look import Theme, ink
from podium_desk.ui.kit.tokens import font, px

if TYPE_CHECKING:
    from podium_desk.presentation.lists_view import ArrivalsPicture

_HEIGHT_PIXELS, _TALLEST_PIXELS = 190, 260
_TEXT_PIXELS = 14
_GAP_PIXELS = 2
_WIDEST_PIXELS = 48


class ArrivalsView(QWidget):
    """Bars of persons by five minutes, with the hour at which it begins; hidden without any."""

    def __init__(self, theme: Theme | None) -> None:
        super().__init__()
        self._theme = theme
        self._shown: ArrivalsPicture | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # A reader stops at it, as at the rows.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def show_picture(self, picture: ArrivalsPicture | None) -> None:
        """Show this one; None takes it away."""
        self._shown = picture
        if picture is not None:
            self.setAccessibleName(picture.title)
            self.setAccessibleDescription(picture.spoken)
            self.setToolTip(picture.spoken)
        self.setVisible(picture is not None)
        self.update()

    def sizeHint(self) -> QSize:
        """Tall enough to compare bars, and with large text the rows keep their room."""
        return QSize(px(400), min(px(_HEIGHT_PIXELS), _TALLEST_PIXELS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The title, the bars from the busiest step down, and clock times below."""
        if self._shown is None:
            return
        with QPainter(self) as painter:
            painter.setFont(font(_TEXT_PIXELS))
            _Drawing(painter, self._shown, QRectF(self.rect()), self._theme).draw()
            if self.hasFocus():
                painter.setPen(QPen(QColor(ink(self._theme, "focus_ring")), 2))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class _Drawing:
    """One painting: where the bars stand, and the colours of the theme."""

    def __init__(
        self, painter: QPainter, picture: ArrivalsPicture, place: QRectF, theme: Theme | None
    ) -> None:
        self._painter, self._picture, self._theme = painter, picture, theme
        self._metrics = QFontMetricsF(painter.font())
        line = self._metrics.height()
        room = place.width() - 2
        self._step = min(room / len(picture.persons), px(_WIDEST_PIXELS))
        self._bars = QRectF(place.left() + 1, 2.2 * line, room, place.height() - 3.4 * line)

    def draw(self) -> None:
        """Everything, from back to front."""
        self._text(QPointF(self._bars.left(), self._metrics.ascent()), self._picture.title)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(ink(self._theme, "primary")))
        most = max(self._picture.persons)
        for at, persons in enumerate(self._picture.persons):
            height = self._bars.height() * persons / most
            bar = QRectF(self._left(at), self._bars.bottom() - height, self._step, height)
            self._painter.drawRect(bar.adjusted(0, 0, -min(_GAP_PIXELS, self._step / 4), 0))
        self._busiest(most)
        self._clocks()
        self._start()

    def _left(self, step: float) -> float:
        return self._bars.left() + step * self._step

    def _busiest(self, most: int) -> None:
        """How many came in the busiest step, above its bar."""
        at, text = self._picture.persons.index(most), str(most)
        middle = self._left(at + 0.5) - self._metrics.horizontalAdvance(text) / 2
        left = max(self._bars.left(), middle)
        self._text(QPointF(left, self._bars.top() - self._metrics.descent()), text)

    def _clocks(self) -> None:
        """The time of as many steps as there is room for."""
        free, bottom = self._bars.left(), self._bars.bottom() + self._metrics.height()
        for at, clock in enumerate(self._picture.clocks):
            width = self._metrics.horizontalAdvance(clock)
            if self._left(at) >= free and self._left(at) + width <= self._bars.right():
                self._text(QPointF(self._left(at), bottom), clock)
                free = self._left(at) + 1.6 * width

    def _start(self) -> None:
        """A line where it began, when that is in the picture."""
        if not 0 <= self._picture.start_step <= len(self._picture.persons):
            return
        x = self._left(self._picture.start_step)
        self._painter.setPen(QPen(QColor(ink(self._theme)), 2, Qt.PenStyle.DashLine))
        self._painter.drawLine(QPointF(x, self._bars.top()), QPointF(x, self._bars.bottom()))
        text = f"┆ {self._picture.start_text}"
        left = self._bars.right() - self._metrics.horizontalAdvance(text)
        self._text(QPointF(left, self._metrics.ascent()), text)

    def _text(self, at: QPointF, text: str) -> None:
        self._painter.setPen(QColor(ink(self._theme)))
        self._painter.drawText(at, text)
