"""The customer's display: the counter's second window, large and calm, without a single key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from podium_desk.ui.kit.qr import QrPicture
from podium_desk.ui.kit.tokens import token

if TYPE_CHECKING:
    from podium_desk.presentation.customer_display import CustomerLine, CustomerView

_MARGIN = 48
_LINES_MAX = 8
"""More places than this are counted in the total and not listed: it is read at a glance."""
_SIZE = (1280, 800)
_PICTURE_PIXELS = 420


class CustomerWindow(QWidget):
    """Shows what the clerk's screen comes to for the customer; it never takes the keyboard."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setWindowTitle(title)
        self.resize(*_SIZE)
        self._house, self._heading, self._amount = QLabel(), QLabel(), QLabel()
        self._notes = QLabel()
        self._house.setStyleSheet(f"font-size: 28px; color: {token('ui.muted')}")
        self._heading.setStyleSheet("font-size: 44px; font-weight: 600")
        self._amount.setStyleSheet("font-size: 132px; font-weight: 700")
        self._notes.setStyleSheet(f"font-size: 36px; color: {token('ui.ok_text')}")
        self._lines = QGridLayout()
        self._lines.setVerticalSpacing(14)
        self._lines.setColumnStretch(0, 1)
        self._shown: tuple[CustomerLine, ...] = ()
        self._labels = [self._line_at(row) for row in range(_LINES_MAX)]
        self.picture = QrPicture(_PICTURE_PIXELS)
        self.picture.hide()
        column = QVBoxLayout()
        across = QHBoxLayout(self)
        across.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        across.setSpacing(_MARGIN)
        across.addLayout(column, 1)
        across.addWidget(self.picture, 1)
        column.setSpacing(12)
        column.addWidget(self._house)
        column.addLayout(self._lines)
        column.addStretch(1)
        for label in (self._heading, self._amount, self._notes):
            label.setWordWrap(True)
            column.addWidget(label)
        for label in self.findChildren(QLabel):
            # Dressed now, not while a clerk sells.
            label.ensurePolished()

    def show_view(self, view: CustomerView) -> None:
        """Show this; an amount that is not there takes no room."""
        self._house.setText(view.house)
        self._heading.setText(view.heading)
        self._amount.setText(view.amount)
        self._amount.setVisible(bool(view.amount))
        self._notes.setText("\n".join(view.notes))
        self._notes.setVisible(bool(view.notes))
        self.picture.setVisible(bool(view.picture))
        if view.picture:
            self.picture.show_text(view.picture)
        self.setAccessibleName(f"{view.heading} {view.amount}".strip())
        if view.lines != self._shown:
            self._show_lines(view.lines)

    def _line_at(self, row: int) -> tuple[QLabel, QLabel]:
        """Where a line of the sale is written, with its price; made once, for a clerk waits."""
        name, price = QLabel(), QLabel()
        name.setStyleSheet("font-size: 24px")
        price.setStyleSheet("font-size: 28px; font-weight: 600")
        price.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for column, label in enumerate((name, price)):
            label.hide()
            self._lines.addWidget(label, row, column)
        return name, price

    def _show_lines(self, lines: tuple[CustomerLine, ...]) -> None:
        self._shown = lines
        for row, (name, price) in enumerate(self._labels):
            is_shown = row < len(lines)
            if is_shown:
                name.setText(f"{lines[row].place}\n{lines[row].title}")
                price.setText(lines[row].price)
            name.setVisible(is_shown)
            price.setVisible(is_shown)
