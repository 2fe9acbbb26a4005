"""Points on the UiTPAS panel: a key for each reward, for attending, to take one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from podium_desk.ui.kit.buttons import look

if TYPE_CHECKING:
    from podium_desk.presentation.uitpas_points import PointsView

_KEY_PIXELS = 48
_LIST_PIXELS_MAX = 300


class PointsPart(QWidget):
    """Shown once a pass was asked for its points; rewards beyond the height are scrolled to."""

    reward_wanted = Signal(str)
    check_in_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: PointsView | None = None
        self._balance = QLabel()
        look(self._balance, "title")
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self.check_in_key, self.undo_key = QPushButton(), QPushButton()
        self.check_in_key.clicked.connect(self.check_in_wanted)
        self.undo_key.clicked.connect(self.undo_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._balance, self._list, self.check_in_key, self.undo_key):
            column.addWidget(part)

    def show_points(self, view: PointsView, *, can_press: bool) -> None:
        """Show these; the keys stay where they are while nothing else is told."""
        if view != self._shown:
            self._shown = view
            self._balance.setText(view.balance)
            self._list.setWidget(self._keys(view))
            for key, word in ((self.check_in_key, view.check_in), (self.undo_key, view.undo)):
                key.setMinimumHeight(_KEY_PIXELS)
                # A production's name may be longer than a key is wide.
                width = self.width() - _KEY_PIXELS
                key.setText(key.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, width))
                key.setAccessibleName(word)
                key.setToolTip(word)
                key.setVisible(bool(word))
        for part in (self._list, self.check_in_key, self.undo_key):
            part.setEnabled(can_press)

    def forget(self) -> None:
        """Leave nothing of a pass on the screen."""
        self._shown = None
        self._balance.clear()
        self._list.setWidget(QWidget())

    def _keys(self, view: PointsView) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for choice in view.rewards:
            key = QPushButton(choice.label)
            key.setMinimumHeight(_KEY_PIXELS)
            key.setAccessibleName(" ".join((choice.label, choice.why_not)).strip())
            key.setProperty("reward", choice.id)
            key.setEnabled(not choice.why_not)
            key.clicked.connect(self._press)
            column.addWidget(key)
            if choice.why_not:
                why = QLabel(choice.why_not)
                why.setWordWrap(True)
                look(why, "muted")
                column.addWidget(why)
        self._list.setFixedHeight(min(_LIST_PIXELS_MAX, column.sizeHint().height()))
        return page

    @Slot()
    def _press(self) -> None:
        key = self.sender()
        if isinstance(key, QPushButton):
            self.reward_wanted.emit(str(key.property("reward")))
