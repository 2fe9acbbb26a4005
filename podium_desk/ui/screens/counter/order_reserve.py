"""The page that reserves a basket: until when, for whom, and how it will be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from podium_desk.domain.customers import Customer
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.screens.counter.search_field import SearchField

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.order_view import ReservePanel

_LINE_PIXELS = 48


class ReservePage(QFrame):
    """Everything may be left as it is: Enter reserves until the usual end, without a name."""

    wanted = Signal(int, object, bool, bool)

    def __init__(self, confirm: ActionButton, back: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        look(confirm, "primary")
        confirm.clicked.connect(self._reserve)
        self._title, self._detail, self._note = QLabel(), QLabel(), QLabel()
        look(self._title, "title")
        look(self._detail, "heading")
        look(self._note, "muted")
        self._note.setWordWrap(True)
        self.name, self.phone = SearchField(), SearchField()
        for field in (self.name, self.phone):
            field.setMinimumHeight(_LINE_PIXELS)
            field.setMaxLength(120)
            field.entered.connect(self._reserve)
        self._is_known = False
        self.ends = QComboBox()
        self.ends.setMinimumHeight(_LINE_PIXELS)
        self.transfer, self.approval = QCheckBox(), QCheckBox()
        self.setFocusProxy(self.name)
        self._labels = (QLabel(), QLabel(), QLabel())
        form = QFormLayout()
        form.setVerticalSpacing(12)
        for label, line in zip(self._labels, (self.name, self.phone, self.ends), strict=True):
            label.setBuddy(line)
            form.addRow(label, line)
        form.addRow(self.transfer)
        form.addRow(self.approval)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(confirm, 2)
        keys.addWidget(back, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(14)
        column.addWidget(self._title)
        column.addWidget(self._detail)
        column.addLayout(form)
        column.addWidget(self._note)
        column.addStretch(1)
        column.addLayout(keys)

    def show_panel(self, panel: ReservePanel, words: Words) -> None:
        """Show what is reserved; a new reservation begins empty."""
        self._title.setText(words("orders.reserve"))
        self._detail.setText(panel.detail)
        self._note.setText(words("orders.reserve_note"))
        names = (words("orders.name_optional"), words("orders.phone_optional"))
        fields = (self.name, self.phone, self.ends)
        for label, field, name in zip(
            self._labels, fields, (*names, words("orders.until")), strict=True
        ):
            label.setText(name)
            field.setAccessibleName(name)
        self.transfer.setText(words("orders.by_transfer"))
        self.approval.setText(words("orders.needs_approval"))
        if self.isVisible():
            return
        # Of a customer of the house the name is known; the line stays, so that Enter reserves.
        self._is_known = bool(panel.customer)
        self.name.setText(panel.customer)
        self.name.setReadOnly(self._is_known)
        self.phone.clear()
        self.phone.setVisible(not self._is_known)
        self._labels[1].setVisible(not self._is_known)
        self.transfer.setChecked(False)
        self.approval.setChecked(False)
        self.ends.clear()
        self.ends.addItems(list(panel.ends))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter reserves also from a box that was ticked, and from the ends; a key of the page it
        presses."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not isinstance(self.focusWidget(), QPushButton):
            self._reserve()
            event.accept()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _reserve(self) -> None:
        name, phone = self.name.text().strip(), self.phone.text().strip()
        is_written = not self._is_known and (name or phone)
        customer = Customer(name, phone) if is_written else None
        end = max(0, self.ends.currentIndex())
        self.wanted.emit(end, customer, self.transfer.isChecked(), self.approval.isChecked())
