"""The goods in the basket: a line each, under the places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.sizes import fix_size

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import GoodsLineView


class GoodsLines(QWidget):
    """Shows the goods; each line has a key that lets them go."""

    drop_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[GoodsLineView, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_goods(self, goods: tuple[GoodsLineView, ...], words: Words) -> None:
        """Show these lines."""
        self.setVisible(bool(goods))
        if goods == self._shown:
            return
        self._shown = goods
        while self._column.count():
            item = self._column.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                # Deleted by the event loop, which may come later than the next picture.
                widget.hide()
                widget.deleteLater()
        for line in goods:
            self._column.addWidget(self._line(line, words))

    def allow_change(self, is_allowed: bool) -> None:
        """Whether any of them may go."""
        for remove in self.findChildren(QPushButton):
            remove.setEnabled(is_allowed)

    def _line(self, line: GoodsLineView, words: Words) -> QFrame:
        frame, name, price, remove = QFrame(), QLabel(line.name), QLabel(line.price), QPushButton()
        frame.setObjectName("line")
        name.setWordWrap(True)
        for label in (name, price):
            label.setStyleSheet("font-weight: 600")
        look(remove, "bare")
        icons.put_icon(remove, "x", "ui.muted")
        fix_size(remove, 32, 32)
        remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        remove.setAccessibleName(words("passes.remove", name=line.name))
        remove.setToolTip(words("passes.remove", name=line.name))
        remove.clicked.connect(lambda: self.drop_wanted.emit(line.code))
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 6, 6, 8)
        row.addWidget(name, 1)
        row.addWidget(price)
        row.addWidget(remove)
        return frame
