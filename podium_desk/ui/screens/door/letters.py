"""Letters and figures to touch, where there are no keys: each a button with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from podium_desk.presentation.door_page import ERASE
from podium_desk.presentation.door_view import Panel, Tone
from podium_desk.ui.screens.door.look import SEMIBOLD, font, ink, readable, thin

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words

_GAP_PX = 8
_WIDEST_PX = 130
_NAMES = {ERASE: "door_pages.letter_erase", " ": "door_pages.letter_space"}
"""What a sign is called that no reader can say."""


class LetterButton(QAbstractButton):
    """One letter in its box, darker while a finger is on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self.letter = ""
        self._tone = Tone.WAITING
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_letter(self, letter: str, tone: Tone, words: Words) -> None:
        """Be this letter."""
        self.letter, self._tone = letter, tone
        self.setAccessibleName(words(_NAMES[letter]) if letter in _NAMES else letter)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box and its letter."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body, line = ink(self._tone), 2 * self.scale
        box = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.setFont(font(readable(30) * self.scale, SEMIBOLD))
        painter.setPen(QPen(body, line))
        painter.setBrush(thin(body, 0.3 if self.isDown() else 0.06))
        painter.drawRoundedRect(box, 10 * self.scale, 10 * self.scale)
        sign = "␣" if self.letter == " " else self.letter
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), sign)
        painter.end()


class LettersPane(QWidget):
    """The rows of a panel's letters; `touched` tells which."""

    touched = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self._rows: tuple[str, ...] = ()
        self._buttons: list[LetterButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_panel(self, panel: Panel, words: Words) -> None:
        """Show the letters of this panel; hidden where it has none."""
        self._rows = panel.keyboard
        letters = "".join(self._rows)
        while len(self._buttons) < len(letters):
            button = LetterButton(self)
            button.clicked.connect(self._clicked)
            self._buttons.append(button)
        for index, button in enumerate(self._buttons):
            button.setVisible(index < len(letters))
            if index < len(letters):
                button.show_letter(letters[index], panel.tone, words)
        self.setAccessibleName(panel.word)
        self.setVisible(bool(letters))

    def arrange(self) -> None:
        """Put the letters in their rows, each as wide as the longest row allows."""
        if not self._rows:
            return
        gap, most = _GAP_PX * self.scale, max(len(row) for row in self._rows)
        wide = min((self.width() - gap * (most - 1)) / most, _WIDEST_PX * self.scale)
        tall = (self.height() - gap * (len(self._rows) - 1)) / len(self._rows)
        buttons = iter(self._buttons)
        for row, letters in enumerate(self._rows):
            for column in range(len(letters)):
                button = next(buttons)
                button.scale = self.scale
                box = QRectF(column * (wide + gap), row * (tall + gap), wide, tall)
                button.setGeometry(box.toRect())

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, LetterButton):
            self.touched.emit(button.letter)
