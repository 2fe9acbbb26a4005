"""What the signs on the hall mean, and what each price rank costs."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.hall import HallPicture, SeatLook
from podium_desk.ui.kit.tokens import colour, font, px, token
from podium_desk.ui.screens.seatmap.stamps import accent_of, forget_stamps, number_stamp, seat_stamp

_STAMP_PIXELS = 22
_PRICE_PIXELS = 16
_TEXT_PIXELS = 15
_LINE_PIXELS = 28
_GAP_IN, _GAP_BETWEEN = 6, 18
_SIGNS = (
    (SeatLook.FREE, "counter.look_free"),
    (SeatLook.CHOSEN, "counter.look_chosen"),
    (SeatLook.SOLD, "counter.look_sold"),
    (SeatLook.HELD, "counter.look_held"),
    (SeatLook.BLOCKED, "counter.look_blocked"),
    (SeatLook.OUT_OF_REACH, "counter.legend_out_of_reach"),
)
_ALWAYS = (SeatLook.FREE, SeatLook.CHOSEN, SeatLook.SOLD)


@dataclass(frozen=True, slots=True)
class _Entry:
    stamp: QPixmap
    text: str

    @property
    def width(self) -> int:
        words = QFontMetrics(font(_TEXT_PIXELS)).horizontalAdvance(self.text)
        return self.stamp.width() + _GAP_IN + words


def _line_height() -> int:
    return px(_LINE_PIXELS)


class Legend(QWidget):
    """Prices and signs of the hall shown, in as many centred lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._groups: tuple[tuple[_Entry, ...], ...] = ()
        self._explained: tuple[HallPicture, Words] | None = None

    def appearance_changed(self) -> None:
        """Draw the signs in the colours and at the size of now."""
        forget_stamps()
        self._shown = ()
        if self._explained is not None:
            self.show_hall(*self._explained)

    def show_hall(self, picture: HallPicture | None, words: Words) -> None:
        """Explain this hall; nothing to explain hides the legend."""
        self.setVisible(picture is not None and bool(picture.plan.seats))
        if picture is None:
            return
        occurring = frozenset(picture.looks)
        shown = (picture.prices, occurring, id(picture.plan), words.language)
        if shown == self._shown:
            return
        self._shown, self._explained = shown, (picture, words)
        self._groups = (_prices(picture, words), _signs(occurring, words))
        entries = (entry.text for group in self._groups for entry in group)
        self.setAccessibleName(", ".join(entries))
        self._fit_height()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower window takes more lines."""
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setFont(font(_TEXT_PIXELS))
        painter.setPen(colour("ui.muted"))
        height = _line_height()
        for number, line in enumerate(self._lines()):
            x = (self.width() - _width(line)) // 2
            for entry in line:
                top = number * height + (height - entry.stamp.height()) // 2
                painter.drawPixmap(QPoint(x, top), entry.stamp)
                left = x + entry.stamp.width() + _GAP_IN
                box = QRect(left, number * height, entry.width, height)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, entry.text)
                x += entry.width + _GAP_BETWEEN
        painter.end()

    def _fit_height(self) -> None:
        self.setFixedHeight(max(1, len(self._lines())) * _line_height())

    def _lines(self) -> list[list[_Entry]]:
        lines: list[list[_Entry]] = []
        for group in self._groups:
            line: list[_Entry] = []
            for entry in group:
                if line and _width([*line, entry]) > self.width():
                    lines.append(line)
                    line = []
                line.append(entry)
            lines.append(line)
        return lines


def _prices(picture: HallPicture, words: Words) -> tuple[_Entry, ...]:
    ordinary = {seat.category for seat in picture.plan.seats if not seat.is_wheelchair}
    wheelchairs = {seat.category for seat in picture.plan.seats if seat.is_wheelchair}
    prices = dict(picture.prices)
    entries = []
    for category in picture.plan.categories:
        if category.name in ordinary and prices.get(category.name):
            accent = accent_of(category.color)
            stamp = seat_stamp(SeatLook.FREE, px(_PRICE_PIXELS), accent, is_wheelchair=False)
            entries.append(_Entry(stamp, f"{category.name}  {prices[category.name]}"))
    if wheelchairs:
        accent = token("seat.free_border")
        stamp = seat_stamp(SeatLook.FREE, px(_STAMP_PIXELS), accent, is_wheelchair=True)
        own = [prices.get(name, "") for name in wheelchairs - ordinary]
        text = "  ".join([words("counter.legend_wheelchair"), *own])
        entries.append(_Entry(stamp, text.rstrip()))
    return tuple(entries)


def _signs(occurring: frozenset[int], words: Words) -> tuple[_Entry, ...]:
    return tuple(
        _Entry(_sign(look), words(key))
        for look, key in _SIGNS
        if look in _ALWAYS or look in occurring
    )


def _sign(look: SeatLook) -> QPixmap:
    accent = token("seat.free_border")
    stamp = QPixmap(seat_stamp(look, px(_STAMP_PIXELS), accent, is_wheelchair=False))
    if look is SeatLook.FREE:
        painter = QPainter(stamp)
        painter.drawPixmap(0, 0, number_stamp("7", px(_STAMP_PIXELS)))
        painter.end()
    return stamp


def _width(line: list[_Entry]) -> int:
    return sum(entry.width for entry in line) + _GAP_BETWEEN * max(0, len(line) - 1)
