"""Closing a device for good: the card that asks, and the page of large codes; and taking one in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.qr import QrPicture
from podium_desk.ui.screens.status.asking import AskingBox
from podium_desk.ui.screens.status.cards import Card
from podium_desk.ui.screens.status.paragraphs import clear, paragraph

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.closing import CodeShown, TakingShown
    from podium_desk.presentation.question import Question
    from podium_desk.ui.screens.status.look import Theme

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Space: 1, Qt.Key.Key_Left: -1}


class ClosingCard(Card):
    """Two buttons: this device does not come back, and carrying the code of another one."""

    asked = Signal()
    confirmed = Signal()
    went_back = Signal()
    taking = Signal()

    def __init__(self, theme: Theme | None) -> None:
        super().__init__(theme, "qr-code")
        self._meaning = paragraph("", "muted")
        self.close_for_good, self.take = QPushButton(), QPushButton()
        self.close_for_good.setObjectName("closing begin")
        self.take.setObjectName("closing take")
        self.close_for_good.clicked.connect(self.asked)
        self.take.clicked.connect(self.taking)
        self.asking = AskingBox("closing")
        self.asking.yes.connect(self.confirmed)
        self.asking.no.connect(self.went_back)
        for widget in (self._meaning, self.close_for_good, self.take, self.asking):
            self.column.addWidget(widget)

    def show_card(
        self, question: Question | None, can_close: bool, is_busy: bool, words: Words
    ) -> None:
        """Show the buttons, or the question."""
        self.heading.setText(words("closing.title"))
        key = "closing.meaning" if can_close else "closing.take_meaning"
        self._meaning.setText(words(key))
        self.setAccessibleName(words("closing.title"))
        self.setAccessibleDescription(words(key))
        for button, text in (
            (self.close_for_good, words("closing.begin")),
            (self.take, words("closing.take_begin")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
        was_asking = self.asking.isVisibleTo(self)
        self.close_for_good.setVisible(can_close and question is None)
        self.take.setVisible(question is None)
        self.asking.show_question(question, is_busy)
        if was_asking and question is None:
            self.close_for_good.setFocus()


class CodePage(QFrame):
    """One code as large as the window allows; arrow keys and buttons show the others."""

    stepped = Signal(int)
    closed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("statusBody")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture = QrPicture()
        self._shown: CodeShown | None = None
        self._heading, self._lines = QLabel(), QVBoxLayout()
        look(self._heading, "title")
        self._heading.setWordWrap(True)
        self._lines.setSpacing(10)
        self.next, self.previous, self.done = QPushButton(), QPushButton(), QPushButton()
        for button, name in (
            (self.next, "code next"), (self.previous, "code previous"), (self.done, "code done"),
        ):  # fmt: skip
            button.setObjectName(name)
        look(self.next, "primary")
        self.next.clicked.connect(self._forward)
        self.previous.clicked.connect(self._backward)
        self.done.clicked.connect(self.closed)
        side = QVBoxLayout()
        side.setSpacing(14)
        side.addWidget(self._heading)
        side.addLayout(self._lines)
        side.addStretch(1)
        for button in (self.next, self.previous, self.done):
            side.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 28, 32, 28)
        row.setSpacing(32)
        row.addWidget(self.picture, 3)
        row.addLayout(side, 2)
        self.hide()

    def show_code(self, code: CodeShown | None, words: Words) -> None:
        """Show this code, over all else; nothing for None."""
        is_new = code != self._shown
        was_shown, self._shown = self._shown is not None, code
        self.setVisible(code is not None)
        if code is None or not is_new:
            return
        self.picture.show_text(code.text)
        self.picture.setAccessibleName(code.heading)
        self._heading.setText(code.heading)
        clear(self._lines)
        for line in code.lines:
            self._lines.addWidget(paragraph(line, ""))
        self.setAccessibleName(code.heading)
        self.setAccessibleDescription(" ".join(code.lines))
        for button, text in (
            (self.next, words("closing.next")),
            (self.previous, words("closing.previous")),
            (self.done, words("closing.done")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
        self.next.setVisible(code.count > 1)
        self.next.setEnabled(code.has_next)
        self.previous.setVisible(code.count > 1)
        self.previous.setEnabled(code.number > 1)
        self.raise_()
        if not was_shown:
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Space step; the rest is the page's."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        else:
            self.stepped.emit(step)

    @Slot()
    def _forward(self) -> None:
        self.stepped.emit(1)

    @Slot()
    def _backward(self) -> None:
        self.stepped.emit(-1)


class _ScannerField(QLineEdit):
    """A field whose Enter ends here: a scanner's must not press what has the focus next."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As a field does it; Esc is the page's."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class TakingPage(QFrame):
    """Hears the parts of a code: a scanner types into the field, pictures are chosen."""

    scanned = Signal(str)
    pictures = Signal(list)
    closed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("statusBody")
        self._shown: TakingShown | None = None
        self._heading, self._lines = QLabel(), QVBoxLayout()
        look(self._heading, "title")
        self._lines.setSpacing(10)
        self._notice = paragraph("", "")
        self._notice.setProperty("mood", "caution")
        self.field = _ScannerField()
        self.field.setObjectName("taking field")
        self.choose, self.done = QPushButton(), QPushButton()
        self.choose.setObjectName("taking pictures")
        self.done.setObjectName("taking done")
        self.field.returnPressed.connect(self._typed)
        self.choose.clicked.connect(self._choose)
        self.done.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(16)
        column.addWidget(self._heading)
        column.addLayout(self._lines)
        for widget in (self._notice, self.field, self.choose, self.done):
            column.addWidget(widget)
        column.addStretch(1)
        self.hide()

    def show_taking(self, taking: TakingShown | None, is_busy: bool, words: Words) -> None:
        """Show how far it is; nothing for None."""
        was_shown, is_new = self._shown is not None, taking != self._shown
        self._shown = taking
        self.setVisible(taking is not None)
        if taking is None:
            return
        self.choose.setEnabled(not is_busy)
        if not is_new:
            return
        self._heading.setText(taking.heading)
        clear(self._lines)
        for line in taking.lines:
            self._lines.addWidget(paragraph(line, ""))
        self._notice.setText(taking.notice)
        self._notice.setVisible(bool(taking.notice))
        self.field.setAccessibleName(words("closing.field"))
        self.field.setPlaceholderText(words("closing.field"))
        self.setAccessibleName(taking.heading)
        self.setAccessibleDescription(" ".join((*taking.lines, taking.notice)))
        done = words("closing.done" if taking.is_done else "closing.stop")
        for button, text in ((self.choose, words("closing.pictures")), (self.done, done)):
            button.setText(text)
            button.setAccessibleName(text)
        self.field.setVisible(not taking.is_done)
        self.choose.setVisible(not taking.is_done)
        self.raise_()
        if taking.is_done:
            self.done.setFocus()
        elif not was_shown:
            self.field.setFocus()

    @Slot()
    def _typed(self) -> None:
        self.scanned.emit(self.field.text())
        self.field.clear()

    @Slot()
    def _choose(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, self.choose.text(), "", _PICTURES)
        if files:
            self.pictures.emit(files)


_PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp"
