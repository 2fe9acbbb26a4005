"""The page of the last sale: its tickets as they came out of the printer, to print them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from podium_desk.ui.kit.buttons import ActionButton, look

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import LastSalePanel, TicketPicture

A_TURN_MS = 5
"""After so long the next ticket is drawn: two in one turn are a pause."""
PAPER_PIXELS = 330
"""How wide a ticket is drawn: small enough for two side by side, large enough to read."""


class LastSalePage(QFrame):
    """The tickets side by side; Enter prints them again, Esc goes back."""

    def __init__(self, print_again: ActionButton, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        look(print_again, "primary")
        self.setFocusProxy(print_again)
        self._shown: LastSalePanel | None = None
        self._undrawn: list[TicketPicture] = []
        self._title, self._detail = QLabel(), QLabel()
        look(self._title, "title")
        look(self._detail, "muted")
        papers = QWidget()
        self._papers = QHBoxLayout(papers)
        self._papers.setContentsMargins(0, 0, 0, 0)
        self._papers.setSpacing(16)
        self._papers.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll.setWidget(papers)
        self._scroll = scroll
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(print_again, 2)
        keys.addWidget(back, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._detail)
        column.addWidget(scroll, 1)
        column.addLayout(keys)

    def show_panel(self, panel: LastSalePanel, words: Words) -> None:
        """Show these tickets; a new picture only for a new sale."""
        self._title.setText(words("counter.last_sale"))
        self._detail.setText(panel.detail)
        self._scroll.setAccessibleName(words("counter.last_sale"))
        if panel == self._shown:
            return
        self._shown, self._undrawn = panel, list(panel.pictures)
        while self._papers.count() > 1:
            item = self._papers.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.deleteLater()
        self._draw_next()

    @Slot()
    def _draw_next(self) -> None:
        """Each ticket in a turn of its own: to scale a dozen at once is a pause."""
        if self._undrawn:
            self._papers.insertWidget(self._papers.count() - 1, _paper(self._undrawn.pop(0)))
            QTimer.singleShot(A_TURN_MS, self, self._draw_next)


def _paper(picture: TicketPicture) -> QLabel:
    label = QLabel()
    drawn = QPixmap()
    drawn.loadFromData(picture.png)
    mode = Qt.TransformationMode.SmoothTransformation
    label.setPixmap(drawn.scaledToWidth(PAPER_PIXELS, mode))
    label.setAccessibleName(picture.name)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label
