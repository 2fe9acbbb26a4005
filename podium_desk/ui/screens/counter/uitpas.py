"""The UiTPAS panel: a small card over the counter, in which a pass is scanned or typed.

It lies at the side of the clerk, shows what places cost and never why, and forgets its number as
soon as it is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from podium_desk.ui.kit.buttons import look
from podium_desk.ui.screens.counter.uitpas_points import PointsPart

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from podium_desk.presentation.uitpas import UitpasPresenter
    from podium_desk.presentation.uitpas_view import UitpasView

WIDTH_PIXELS = 460
_TOP_PIXELS = 96
_KEY_PIXELS = 60
_NUMBER_LETTERS_MAX = 24


class NumberField(QLineEdit):
    """Where a pass is scanned or typed; Enter asks, and does nothing to the panel around it.

    P, which is in no number and no chip's, asks for the points.
    """

    entered = Signal()
    points_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter here: the same key uses what was found."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_P:
            self.points_wanted.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class UitpasPanel(QFrame):
    """The panel over its host window. Enter looks and then uses, P shows points; Esc and U take
    it away."""

    def __init__(self, host: QWidget, presenter: UitpasPresenter) -> None:
        super().__init__(host)
        self.setObjectName("uitpas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look(self, "card")
        self._host = host
        self._presenter = presenter
        self._said = ""
        self._coupons: list[QPushButton] = []
        self._build()
        self.number.entered.connect(self._look)
        self.use_button.clicked.connect(presenter.use)
        self.close_button.clicked.connect(presenter.close)
        self.number.points_wanted.connect(self._see_points)
        self.points_button.clicked.connect(self._see_points)
        self.points.reward_wanted.connect(presenter.redeem)
        self.points.check_in_wanted.connect(presenter.check_in)
        self.points.undo_wanted.connect(presenter.undo_reward)
        host.installEventFilter(self)
        presenter.listen(self.show_view)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a clerk is at it."""
        return not self.isHidden()

    @Slot()
    def toggle(self) -> None:
        """Open it, or take it away."""
        if self.is_open:
            self._presenter.close()
        else:
            self._presenter.open()
            self.number.setFocus()

    def take_chip(self, number: str) -> None:
        """A card was laid on the reader: look it up, whether this stood open or not."""
        self._presenter.open()
        self.number.setText(number)
        self._look()

    def show_view(self, view: UitpasView) -> None:
        """Show this view."""
        if not view.is_open:
            self._put_away()
            return
        words = self._presenter.words
        self._heading.setText(view.title or words("uitpas.title"))
        self.number.setAccessibleName(words("uitpas.number"))
        self.number.setPlaceholderText(words("uitpas.number_hint"))
        self.number.setReadOnly(view.is_asking)
        self._lines.setText("\n".join(view.lines))
        self._notes.setText(words("uitpas.asking") if view.is_asking else "\n".join(view.notes))
        self._refusal.setText(view.refusal)
        for label in (self._lines, self._notes, self._refusal):
            label.setVisible(bool(label.text()))
        _name(self.use_button, words("uitpas.use"), "Enter")
        _name(self.close_button, words("uitpas.close"), "Esc")
        _name(self.points_button, words("uitpas.see_points_key"), "P")
        self.use_button.setVisible(view.can_use)
        self.points_button.setVisible(view.can_see_points)
        self.points.setVisible(view.points is not None)
        if view.points is not None:
            self.points.show_points(view.points, can_press=not view.is_asking)
        self._show_coupons(view)
        self.show()
        self.raise_()
        self._fit()
        if view.can_use:
            self.use_button.setFocus()
        self._say(view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window below."""
        if event.type() == QEvent.Type.Resize and watched is self._host and self.is_open:
            self._fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, Enter uses; nothing else reaches the sale below."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_U):
            self._presenter.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._presenter.use()
        elif event.key() == Qt.Key.Key_P:
            self._see_points()
        event.accept()

    @Slot()
    def _look(self) -> None:
        self._presenter.look(self.number.text())

    @Slot()
    def _see_points(self) -> None:
        self._presenter.see_points(self.number.text())

    @Slot()
    def _use_coupon(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self._presenter.use_coupon(str(button.property("coupon")))

    def _put_away(self) -> None:
        self.number.clear()
        for label in (self._heading, self._lines, self._notes, self._refusal):
            label.clear()
        self.points.forget()
        self._said = ""
        if self.is_open:
            self.hide()
            self._host.setFocus()

    def _show_coupons(self, view: UitpasView) -> None:
        for button in self._coupons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._coupons = []
        for choice in view.coupons:
            button = QPushButton(choice.label)
            button.setMinimumHeight(_KEY_PIXELS)
            button.setAccessibleName(choice.label)
            button.setProperty("coupon", choice.id)
            button.setEnabled(not view.is_asking)
            button.clicked.connect(self._use_coupon)
            self._column.insertWidget(self._column.count() - 1, button)
            # At once, so that the panel is as high as it needs to be.
            button.show()
            self._coupons.append(button)

    def _say(self, view: UitpasView) -> None:
        """A screen reader hears what is new."""
        said = " ".join((*view.lines, *view.notes, view.refusal)).strip()
        if said and said != self._said:
            self._said = said
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _fit(self) -> None:
        """As wide as it may be, and as high as what it says needs."""
        width = min(WIDTH_PIXELS, self._host.width())
        self._column.invalidate()
        self._column.activate()
        # Without a line of text that wraps the layout names no height for a width.
        wrapped = self._column.totalHeightForWidth(width)
        self.resize(width, max(wrapped, self._column.totalMinimumSize().height()))
        self.move((self._host.width() - self.width()) // 2, _TOP_PIXELS)

    def _build(self) -> None:
        self._heading, self._lines = QLabel(), QLabel()
        self._notes, self._refusal = QLabel(), QLabel()
        look(self._heading, "title")
        look(self._notes, "muted")
        self.number = NumberField()
        self.number.setMinimumHeight(48)
        self.number.setMaxLength(_NUMBER_LETTERS_MAX)
        self.use_button, self.close_button = QPushButton(), QPushButton()
        self.points_button, self.points = QPushButton(), PointsPart()
        look(self.use_button, "primary")
        for button in (self.use_button, self.points_button, self.close_button):
            button.setMinimumHeight(_KEY_PIXELS)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 18, 24, 18)
        self._column.setSpacing(12)
        self._column.addWidget(self._heading)
        self._column.addWidget(self.number)
        for label in (self._lines, self._notes, self._refusal):
            label.setWordWrap(True)
            self._column.addWidget(label)
        self._column.addWidget(self.points)
        self._column.addWidget(self.points_button)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(self.use_button, 2)
        keys.addWidget(self.close_button, 1)
        self._column.addLayout(keys)


def _name(button: QPushButton, word: str, key: str) -> None:
    button.setText(f"{word}   {key}")
    button.setAccessibleName(f"{word} ({key})")
