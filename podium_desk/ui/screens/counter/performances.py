"""The list of performances: days as headings, each performance a card painted in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.mood import Tone
from podium_desk.ui.kit.announcing import announce
from podium_desk.ui.kit.own_viewport import own_viewport
from podium_desk.ui.kit.tokens import colour, font, px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from podium_desk.domain.ids import PerformanceId
    from podium_desk.presentation.counter_view import DayGroup, PerformanceCard

    _Entry: TypeAlias = "_Heading | PerformanceCard"

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_CARD_PIXELS, _CARD_PADDING = 72, 16
_HEADING_PIXELS = 38
_GAP = 8
_AT_ONCE = 200
"""So many entries are laid out before the list is shown; thousands follow piece by piece."""
_CHANGES_SINGLY = 20
"""More entries that changed are told as one piece."""
_PAD = 14
_TONES = {Tone.GOOD: "ui.ok_text", Tone.BAD: "ui.danger_text", Tone.QUIET: "ui.muted"}
_MOVES = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str


class PerformanceModel(QAbstractListModel):
    """Headings and cards in one list; headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[_Entry, ...] = ()
        self.selected: PerformanceId | None = None

    def show(self, groups: tuple[DayGroup, ...], selected: PerformanceId | None) -> None:
        """Show these; when only words changed, the list keeps its place."""
        listed: list[_Entry] = []
        for group in groups:
            listed.append(_Heading(group.heading))
            listed.extend(group.cards)
        entries = tuple(listed)
        before, known = self.entries, len(self.entries)
        marked = {self.selected, selected} if selected != self.selected else set()
        self.selected = selected
        if not known or not _begins_as(entries, before):
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()
            return
        # What follows on a season's first entries is added: a list made anew is blank a moment.
        if len(entries) > known:
            self.beginInsertRows(_NO_INDEX, known, len(entries) - 1)
            self.entries = entries
            self.endInsertRows()
        self.entries = entries
        self._tell_changes(before, marked)

    def _tell_changes(self, before: tuple[_Entry, ...], marked: set[PerformanceId | None]) -> None:
        """Each entry that says something else, or is marked otherwise, is painted anew."""
        rows = [
            row
            for row, (was, now) in enumerate(zip(before, self.entries, strict=False))
            if (was is not now and was != now) or (marked and _identity(now) in marked)
        ]
        if len(rows) > _CHANGES_SINGLY:
            self.dataChanged.emit(self.index(rows[0]), self.index(rows[-1]))
            return
        for row in rows:
            self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, performance: PerformanceId | None) -> int | None:
        """The row of a performance's card, None when it is not in the list."""
        for row, entry in enumerate(self.entries):
            if not isinstance(entry, _Heading) and entry.id == performance:
                return row
        return None

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Headings and cards together."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The title, or the whole card as a sentence."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if isinstance(entry, _Heading):
            return entry.text
        return entry.title if role == Qt.ItemDataRole.DisplayRole else entry.spoken

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Only cards can be chosen."""
        if index.isValid() and isinstance(self.entries[index.row()], _Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PerformanceListView(QListView):
    """The cards; `performance_chosen` tells the id that was clicked or entered."""

    performance_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        own_viewport(self)
        self.cards = PerformanceModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(_CardDelegate(self))
        self.setMouseTracking(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_AT_ONCE)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def show_groups(self, groups: tuple[DayGroup, ...], selected: PerformanceId | None) -> None:
        """Show these performances, with the chosen one marked."""
        is_new_choice = selected != self.cards.selected
        before = self.current_performance()
        self.cards.show(groups, selected)
        row = self.cards.row_of(selected if is_new_choice or before is None else before)
        if row is not None and row != self.currentIndex().row():
            # It is scrolled to, so it is among the first to be laid out.
            self.setBatchSize(max(_AT_ONCE, row + 1))
            self.setCurrentIndex(self.cards.index(row))

    def appearance_changed(self) -> None:
        """Cards are as high as their text."""
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def current_performance(self) -> PerformanceId | None:
        """The performance that the keyboard is on."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        entry = self.cards.entries[index.row()]
        return None if isinstance(entry, _Heading) else entry.id

    def choose_current(self) -> None:
        """Choose the card under the keyboard, or else the first."""
        performance = self.current_performance()
        if performance is None:
            cards = (e for e in self.cards.entries if not isinstance(e, _Heading))
            performance = next((card.id for card in cards), None)
        if performance is not None:
            self.performance_chosen.emit(performance)

    def step(self, rows: int) -> None:
        """Move the keyboard over the cards, from the search field too."""
        row = self.currentIndex().row() + rows
        while 0 <= row < len(self.cards.entries):
            entry = self.cards.entries[row]
            if not isinstance(entry, _Heading):
                self.setCurrentIndex(self.cards.index(row))
                if not self.hasFocus():
                    announce(self, entry.spoken)
                return
            row += rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter and Space choose; every other key belongs to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose_current()
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            entry = self.cards.entries[index.row()]
            if not isinstance(entry, _Heading):
                self.performance_chosen.emit(entry.id)


class _CardDelegate(QStyledItemDelegate):
    """Paints one heading or card."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Headings are lower than cards."""
        model = index.model()
        if isinstance(model, PerformanceModel):
            is_heading = isinstance(model.entries[index.row()], _Heading)
            return QSize(200, px(_HEADING_PIXELS) if is_heading else _card_height() + _GAP)
        return QSize(200, _card_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw it whole."""
        model = index.model()
        if not isinstance(model, PerformanceModel):
            return
        entry = model.entries[index.row()]
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, _Heading):
            painter.setFont(font(20, 600))
            painter.setPen(colour("ui.ink"))
            box = QRectF(rect).adjusted(2, 0, 0, -6)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, entry.text
            )
        else:
            view = self.parent()
            is_current = (
                isinstance(view, QListView) and view.hasFocus() and view.currentIndex() == index
            )
            _paint_frame(
                painter, rect, is_selected=entry.id == model.selected, is_current=is_current
            )
            _paint_card(painter, QRectF(rect).adjusted(_PAD, 8, -_PAD, -_GAP - 8), entry)
        painter.restore()


def _card_height() -> int:
    return px(_CARD_PIXELS) + _CARD_PADDING


def _paint_frame(painter: QPainter, rect: QRect, *, is_selected: bool, is_current: bool) -> None:
    box = QRectF(rect).adjusted(1.5, 1.5, -1.5, -_GAP - 1.5)
    color, width = colour("ui.hairline"), 1.0
    if is_selected:
        color, width = colour("ui.primary"), 3.0
    if is_current:
        color, width = colour("ui.focus_ring"), 3.0
    painter.setBrush(colour("ui.surface"))
    painter.setPen(QPen(color, width))
    painter.drawRoundedRect(box, 8, 8)


def _paint_card(painter: QPainter, box: QRectF, card: PerformanceCard) -> None:
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    painter.setFont(font(20, 700))
    painter.setPen(colour("ui.ink"))
    painter.drawText(QRectF(box.left(), box.top(), box.width(), px(26)), left, card.time)
    painter.setFont(font(16, 600))
    painter.setPen(colour(_TONES[card.tone]))
    top = QRectF(box.left(), box.top() + px(2), box.width(), px(24))
    painter.drawText(top, right, card.availability)
    painter.setPen(colour("ui.ink"))
    _line(painter, QRectF(box.left(), box.top() + px(27), box.width(), px(24)), card.title, 17, 600)
    painter.setPen(colour("ui.muted"))
    _line(painter, QRectF(box.left(), box.top() + px(50), box.width(), px(22)), card.where, 15, 400)


def _line(painter: QPainter, box: QRectF, text: str, pixels: int, weight: int) -> None:
    face = font(pixels, weight)
    painter.setFont(face)
    shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _identity(entry: _Entry) -> object:
    return entry.text if isinstance(entry, _Heading) else entry.id


def _begins_as(entries: tuple[_Entry, ...], before: tuple[_Entry, ...]) -> bool:
    """Whether the same headings and performances stand there, and perhaps more behind them."""
    return len(entries) >= len(before) and all(
        was is now or _identity(was) == _identity(now)
        for was, now in zip(before, entries, strict=False)
    )
