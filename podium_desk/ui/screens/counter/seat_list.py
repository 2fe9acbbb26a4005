"""The hall as three lists beside each other: zones, rows, seats; for keyboard and screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from podium_desk.presentation.seat_list import (
    RowOfSeats,
    group_line,
    rows_of,
    seat_lines,
    zones_of,
)
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.tokens import px, token
from podium_desk.ui.screens.seatmap.stamps import seat_stamp

if TYPE_CHECKING:
    from podium_desk.domain.venue import HallPlan
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.hall import HallPicture

_SIGN_PIXELS = 22
_MOVES = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)


class _Column(QListWidget):
    """One of the lists. Up and down walk, left and right go to the list beside it, Space takes;
    every other key belongs to the window."""

    taken = Signal()
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setObjectName("column")

    def show_lines(self, lines: list[tuple[str, str]]) -> None:
        """Show these (text, sentence); the keyboard stays where it was."""
        row = max(0, self.currentRow())
        while self.count() > len(lines):
            self.takeItem(self.count() - 1)
        while self.count() < len(lines):
            self.addItem(QListWidgetItem())
        for number, (text, sentence) in enumerate(lines):
            item = self.item(number)
            item.setText(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, sentence)
        self.setCurrentRow(min(row, self.count() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        if event.key() == Qt.Key.Key_Space:
            self.taken.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()


class SeatList(QWidget):
    """Shows a hall; `seat_chosen` tells the unit that was taken or let go."""

    seat_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.zones, self.rows, self.seats = _Column(), _Column(), _Column()
        self._columns = (self.zones, self.rows, self.seats)
        self._heads = (QLabel(), QLabel(), QLabel())
        self._picture: HallPicture | None = None
        self._words: Words | None = None
        self._plan: HallPlan | None = None
        self._all: tuple[RowOfSeats, ...] = ()
        self._lay_out()
        self.zones.currentRowChanged.connect(self._zone_changed)
        self.rows.currentRowChanged.connect(self._row_changed)
        self.seats.taken.connect(self._take)
        self.seats.itemClicked.connect(lambda _item: self._take())
        for number, column in enumerate(self._columns):
            column.stepped.connect(lambda step, at=number: self._step(at + step))
        self.zones.taken.connect(lambda: self._step(1))
        self.rows.taken.connect(lambda: self._step(2))
        self.setFocusProxy(self.rows)

    def show_hall(self, picture: HallPicture, words: Words) -> None:
        """Show this hall as it is now."""
        is_new = picture.plan is not self._plan
        self._picture, self._words, self._plan = picture, words, picture.plan
        if is_new:
            self._all = rows_of(picture.plan)
            for column in self._columns:
                column.setCurrentRow(0)
        names = [words(f"counter.list_{name}") for name in ("zones", "rows", "seats")]
        for head, column, name in zip(self._heads, self._columns, names, strict=True):
            head.setText(name)
            column.setAccessibleName(name)
        has_zones = len(zones_of(self._all)) > 1
        self._beside.setStretch(0, 2 if has_zones else 0)
        self._heads[0].setVisible(has_zones)
        self.zones.setVisible(has_zones)
        self._show_zones()

    def appearance_changed(self) -> None:
        """Draw the signs in the colours and at the size of now."""
        self._show_seats()

    def go_to(self, unit: int) -> None:
        """Put the keyboard on the row of this seat, and mark it."""
        row = next((one for one in self._all if unit in one.units), None)
        if row is not None:
            self.zones.setCurrentRow(zones_of(self._all).index(row.zone))
            self.rows.setCurrentRow(self._of_zone().index(row))
            self.seats.setCurrentRow(row.units.index(unit))

    def current_unit(self) -> int | None:
        """The seat that is marked."""
        row, number = self._row(), self.seats.currentRow()
        return row.units[number] if row is not None and 0 <= number < len(row.units) else None

    def _show_zones(self) -> None:
        if self._picture is None or self._words is None:
            return
        lines = []
        for zone in zones_of(self._all):
            units = tuple(unit for row in self._all if row.zone == zone for unit in row.units)
            text = group_line(zone, units, self._picture, self._words)
            lines.append((text, text))
        self.zones.show_lines(lines)
        self._show_rows()

    def _show_rows(self) -> None:
        if self._picture is None or self._words is None:
            return
        texts = [
            group_line(row.name, row.units, self._picture, self._words) for row in self._of_zone()
        ]
        self.rows.show_lines([(text, text) for text in texts])
        self._show_seats()

    def _show_seats(self) -> None:
        row = self._row()
        if self._picture is None or self._words is None or row is None:
            self.seats.show_lines([])
            return
        lines = seat_lines(row, self._picture, self._words)
        self.seats.show_lines([(line.text, line.spoken) for line in lines])
        side = px(_SIGN_PIXELS)
        self.seats.setIconSize(QSize(side, side))
        for number, line in enumerate(lines):
            sign = seat_stamp(line.look, side, token("seat.free_border"), is_wheelchair=False)
            self.seats.item(number).setIcon(QIcon(sign))

    @Slot()
    def _zone_changed(self) -> None:
        self.rows.setCurrentRow(0)
        self._show_rows()

    @Slot()
    def _row_changed(self) -> None:
        self._show_seats()

    @Slot()
    def _take(self) -> None:
        unit = self.current_unit()
        if unit is not None:
            self.seat_chosen.emit(unit)

    def _step(self, at: int) -> None:
        """To the list of this number, where there is one to be seen."""
        if 0 <= at < len(self._columns) and self._columns[at].isVisible():
            self._columns[at].setFocus()

    def _of_zone(self) -> list[RowOfSeats]:
        zones = zones_of(self._all)
        at = max(0, self.zones.currentRow())
        return [row for row in self._all if zones and row.zone == zones[min(at, len(zones) - 1)]]

    def _row(self) -> RowOfSeats | None:
        rows, at = self._of_zone(), self.rows.currentRow()
        return rows[at] if 0 <= at < len(rows) else None

    def _lay_out(self) -> None:
        beside = self._beside = QHBoxLayout(self)
        beside.setContentsMargins(16, 0, 16, 0)
        beside.setSpacing(12)
        for head, column in zip(self._heads, self._columns, strict=True):
            look(head, "muted")
            pair = QVBoxLayout()
            pair.setSpacing(4)
            pair.addWidget(head)
            pair.addWidget(column, 1)
            beside.addLayout(pair, 3 if column is self.seats else 2)
