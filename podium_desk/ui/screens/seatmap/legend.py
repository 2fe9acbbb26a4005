"""What the signs on the hall mean, and what each price rank costs."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from podium_desk.i18n.words import Words
from podium_desk.presentation.hall import HallPicture, SeatLook
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.tokens import token
from podium_desk.ui.screens.seatmap.stamps import accent_of, number_stamp, seat_stamp

_STAMP_PIXELS = 22
_PRICE_PIXELS = 16
_SHOWN = (
    (SeatLook.FREE, "counter.look_free"),
    (SeatLook.CHOSEN, "counter.look_chosen"),
    (SeatLook.SOLD, "counter.look_sold"),
    (SeatLook.HELD, "counter.look_held"),
    (SeatLook.BLOCKED, "counter.look_blocked"),
)


class Legend(QWidget):
    """Two lines under the hall: the prices, and the signs that occur in this hall."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._prices, self._signs = QHBoxLayout(), QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for line in (self._prices, self._signs):
            line.setSpacing(16)
            column.addLayout(line)

    def show_hall(self, picture: HallPicture | None, words: Words) -> None:
        """Explain this hall."""
        if picture is None or not picture.plan.seats:
            self.hide()
            return
        occurring = frozenset(picture.looks)
        has_wheelchairs = any(seat.is_wheelchair for seat in picture.plan.seats)
        shown = (picture.prices, occurring, has_wheelchairs, words.language)
        if shown == self._shown:
            self.show()
            return
        self._shown = shown
        _clear(self._prices)
        _clear(self._signs)
        used = {seat.category for seat in picture.plan.seats}
        for category in picture.plan.categories:
            price = dict(picture.prices).get(category.name, "")
            if category.name in used and price:
                accent = accent_of(category.color)
                stamp = seat_stamp(SeatLook.FREE, _PRICE_PIXELS, accent, is_wheelchair=False)
                _add(self._prices, stamp, f"{category.name}  {price}")
        for sign, key in _SHOWN:
            text = words(key)
            _add(self._signs, _stamp(sign), text)
        if has_wheelchairs:
            stamp = seat_stamp(SeatLook.FREE, _STAMP_PIXELS, "#000000", is_wheelchair=True)
            _add(self._signs, stamp, words("counter.legend_wheelchair"))
        if SeatLook.OUT_OF_REACH in occurring:
            _add(self._signs, _stamp(SeatLook.OUT_OF_REACH), words("counter.legend_out_of_reach"))
        for line in (self._prices, self._signs):
            line.insertStretch(0, 1)
            line.addStretch(1)
        self.show()


def _stamp(sign: SeatLook) -> QPixmap:
    accent = token("seat.free_border")
    stamp = QPixmap(seat_stamp(sign, _STAMP_PIXELS, accent, is_wheelchair=False))
    if sign is SeatLook.FREE:
        painter = QPainter(stamp)
        painter.drawPixmap(0, 0, number_stamp("7", _STAMP_PIXELS))
        painter.end()
    return stamp


def _add(line: QHBoxLayout, stamp: QPixmap, text: str) -> None:
    picture, word = QLabel(), QLabel(text)
    picture.setPixmap(stamp)
    look(word, "muted")
    pair = QHBoxLayout()
    pair.setSpacing(6)
    pair.addWidget(picture)
    pair.addWidget(word)
    line.addLayout(pair)


def _clear(line: QHBoxLayout) -> None:
    while (item := line.takeAt(0)) is not None:
        inner = item.layout()
        if isinstance(inner, QHBoxLayout):
            _clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
