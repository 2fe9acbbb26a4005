"""Every action of the counter, found by a word: made from the table that gives keys and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from podium_desk.domain.customers import folded
from podium_desk.late_dataclass import dataclass
from podium_desk.ui.kit.announcing import announce
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.tokens import colour, font, px
from podium_desk.ui.screens.counter.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from podium_desk.i18n.words import Words
    from podium_desk.ui.kit.actions import Action, ActionTable

_WIDTH_PIXELS = 640
_TOP_PIXELS = 72
_ROW_PIXELS = 44
_ROWS_SHOWN = 10
_KEY_ROLE = Qt.ItemDataRole.UserRole
_LEFT_OUT = ("palette", "separator", "erase", "back", "confirm")
"""Keys that mean something only where they are typed."""
_WITHOUT_KEY = ("clear", "zoom_fit")
"""What can always be done though its key is read elsewhere."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One action that can be done now, with its word."""

    action: Action
    word: str


def entries_of(table: ActionTable, words: Words) -> tuple[Entry, ...]:
    """What can be done now, in the order of the table."""
    return tuple(
        Entry(action, words(action.words_key, n=_count(action)))
        for action in table
        if action.id not in _LEFT_OUT and (action.keys or _is_known(action)) and action.is_enabled()
    )


def matching(entries: Iterable[Entry], text: str) -> tuple[Entry, ...]:
    """Those whose words begin with what is typed first, then those in which it stands.

    Words may come in any order and without accents; a key is found as it is written.
    """
    wanted = folded(text).split()
    found: list[tuple[bool, int, Entry]] = []
    for entry in entries:
        words = [*folded(entry.word).split(), folded(entry.action.key_text)]
        if all(any(part in word for word in words) for part in wanted):
            begins = all(any(word.startswith(part) for word in words) for part in wanted)
            found.append((not begins, len(found), entry))
    return tuple(entry for *_, entry in sorted(found, key=lambda one: one[:2]))


class Palette(QFrame):
    """A box over its window: type a word, Enter does it, Esc closes."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look(self, "card")
        self._host = host
        self._entries: tuple[Entry, ...] = ()
        self._found: tuple[Entry, ...] = ()
        self._before: QWidget | None = None
        self.field, self.list, self._nothing = SearchField(), QListWidget(), QLabel()
        self.field.add_lens()
        self.field.setMinimumHeight(52)
        self.field.textEdited.connect(self._find)
        self.field.entered.connect(self._run_current)
        self.field.stepped.connect(self._step)
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self._run_current())
        look(self._nothing, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for widget in (self.field, self._nothing, self.list):
            column.addWidget(widget)
        self.setFocusProxy(self.field)
        host.installEventFilter(self)
        self.hide()

    def open(self, table: ActionTable, words: Words) -> None:
        """Show what can be done now, and take the keyboard."""
        self._before = QApplication.focusWidget()
        self._entries = entries_of(table, words)
        self.setAccessibleName(words("counter.palette"))
        self.field.setAccessibleName(words("counter.palette"))
        self.field.setPlaceholderText(words("counter.palette_hint"))
        self.list.setAccessibleName(words("counter.help_title"))
        self._nothing.setText(words("counter.palette_nothing"))
        self.field.clear()
        self._find("")
        self.show()
        self.raise_()
        self.field.setFocus()

    def put_away(self) -> None:
        """Close it, and give the keyboard back to what had it."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; no key reaches the sale below."""
        is_own = event.key() == Qt.Key.Key_K and event.modifiers() & _CONTROL
        if is_own or event.key() == Qt.Key.Key_Escape:
            self.put_away()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window; a press beside the box closes it."""
        if watched is self._host and self.isVisible():
            if event.type() == QEvent.Type.Resize:
                self._fit()
            elif event.type() == QEvent.Type.MouseButtonPress:
                self.put_away()
        return False

    @Slot(str)
    def _find(self, text: str) -> None:
        self._found = matching(self._entries, text)
        self.list.clear()
        for entry in self._found:
            item = QListWidgetItem(entry.word)
            item.setData(_KEY_ROLE, entry.action.key_text)
            spoken = f"{entry.word} ({entry.action.key_text})"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(self._found))
        self._nothing.setVisible(not self._found)
        self._fit()
        if text:
            self._say()

    @Slot(int)
    def _step(self, step: int) -> None:
        if self._found:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._found))
            self._say()

    def _say(self) -> None:
        """The keyboard stays in the field, so what Enter would do is said."""
        item = self.list.currentItem()
        spoken = None if item is None else item.data(Qt.ItemDataRole.AccessibleTextRole)
        announce(self, str(spoken) if spoken else self._nothing.text())

    @Slot()
    def _run_current(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            self.put_away()
            self._found[row].action.run()

    def _fit(self) -> None:
        rows = min(max(1, len(self._found)), _ROWS_SHOWN)
        self.list.setFixedHeight(rows * px(_ROW_PIXELS) + 4)
        width = min(px(_WIDTH_PIXELS), self._host.width() - 64)
        height = min(self.sizeHint().height(), self._host.height() - _TOP_PIXELS - 24)
        self.setGeometry((self._host.width() - width) // 2, _TOP_PIXELS, width, height)


_CONTROL = Qt.KeyboardModifier.ControlModifier


class _RowDelegate(QStyledItemDelegate):
    """The word at the left, its key at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are alike."""
        return QSize(200, px(_ROW_PIXELS))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row; the current one in the colour of what Enter does."""
        view = self.parent()
        is_current = isinstance(view, QListWidget) and view.currentIndex() == index
        box = QRectF(option.rect)
        painter.save()
        if is_current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("ui.primary"))
            painter.drawRoundedRect(box, 6, 6)
        inside = box.adjusted(14, 0, -14, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour("ui.on_primary" if is_current else "ui.ink"))
        painter.setFont(font(17, 600))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | middle, str(index.data()))
        painter.setPen(colour("ui.on_primary" if is_current else "ui.muted"))
        painter.setFont(font(15))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | middle, str(index.data(_KEY_ROLE)))
        painter.restore()


if TYPE_CHECKING:
    _Index = QModelIndex | QPersistentModelIndex


def _is_known(action: Action) -> bool:
    return action.id in _WITHOUT_KEY or action.id.startswith("best_")


def _count(action: Action) -> int:
    """How many places an action that says so takes."""
    name, _, count = action.id.partition("_")
    return int(count) if name == "best" else 0
