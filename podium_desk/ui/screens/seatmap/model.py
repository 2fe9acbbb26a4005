"""The seats of a hall as Qt's list model: one row per numbered seat, with words for each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from podium_desk.domain.ids import Unit
from podium_desk.presentation.hall import HallPicture, SeatLook

Describe = Callable[[HallPicture, Unit], str]
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class SeatModel(QAbstractListModel):
    """What each seat is, and what a screen reader and a tooltip say of it."""

    def __init__(self, spoken: Describe, tooltip: Describe, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self._tooltip = tooltip
        self.picture: HallPicture | None = None

    def show(self, picture: HallPicture | None) -> None:
        """Show a hall; where only seats changed, exactly these are told to the views."""
        before = self.picture
        if before is not None and picture is not None and before.plan is picture.plan:
            self.picture = picture
            self._tell_changes(before.looks, picture.looks)
            return
        self.beginResetModel()
        self.picture = picture
        self.endResetModel()

    def look(self, row: int) -> SeatLook:
        """How the seat of this row looks now."""
        if self.picture is None:
            raise IndexError(row)
        return SeatLook(self.picture.looks[row])

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """How many numbered seats there are."""
        if self.picture is None or parent.isValid():
            return 0
        return len(self.picture.plan.seats)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The seat's number, its sentence, or its tooltip."""
        if self.picture is None or not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.picture.plan.seats[index.row()].number
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(self.picture, Unit(index.row()))
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(self.picture, Unit(index.row()))
            case _:
                return None

    def _tell_changes(self, before: bytes, after: bytes) -> None:
        if before == after:
            return
        for row in range(self.rowCount()):
            if before[row] != after[row]:
                index = self.index(row)
                self.dataChanged.emit(index, index)
