"""The permanent furniture of a staff screen: status strip at the top, one band below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from podium_desk.presentation.mood import Mood
from podium_desk.ui.kit import icons
from podium_desk.ui.kit.announcing import announce
from podium_desk.ui.kit.elided import ElidedLabel
from podium_desk.ui.kit.tokens import px, token, worn

if TYPE_CHECKING:
    from podium_desk.presentation.status import Band, StatusChip

STRIP_PIXELS = 52
_ABOVE_AND_BELOW = 32
_ICON_PIXELS = 24
_USUAL_PERCENT = 100
_CHIP_COLOURS = {Mood.WELL: "door.valid", Mood.CAUTION: "door.check"}


class StatusStrip(QFrame):
    """Whose counter this is, and how printer, terminal and line stand: icon and word.

    A touch anywhere on it is `pressed`: it asks for the whole story.
    """

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._place = ElidedLabel()
        self._place.setObjectName("place")
        self._chips: dict[str, _Chip] = {}
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._place, 1)
        self.appearance_changed()

    def add_key(self, key: QWidget) -> None:
        """Put a button at the end, where it always is."""
        self._row.addWidget(key)

    def show_status(self, place: str, chips: tuple[StatusChip, ...]) -> None:
        """Show these; a chip that changed is changed in place."""
        self._place.show_text(place)
        self.setAccessibleName(", ".join((place, *(chip.text for chip in chips))))
        for chip in chips:
            if chip.id not in self._chips:
                self._chips[chip.id] = _Chip()
                self._row.insertWidget(1 + chips.index(chip), self._chips[chip.id])
            self._chips[chip.id].show_chip(chip)
        gone = self._chips.keys() - {chip.id for chip in chips}
        for name in gone:
            self._chips.pop(name).deleteLater()
        # Laid out now: a longer word is else cut off until Qt comes round to it.
        self._row.activate()

    def appearance_changed(self) -> None:
        """Draw the icons at the size of now; larger words have less room between them."""
        around, between = (20, 28) if worn().text_percent <= _USUAL_PERCENT else (10, 6)
        self._row.setContentsMargins(around, 0, around, 0)
        self._row.setSpacing(between)
        self.setFixedHeight(_ABOVE_AND_BELOW + px(STRIP_PIXELS - _ABOVE_AND_BELOW))
        for chip in self._chips.values():
            chip.draw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch or a click anywhere on the strip."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()


class _Chip(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._shown: StatusChip | None = None
        self._icon, self._text = QLabel(), QLabel()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text)

    def show_chip(self, chip: StatusChip) -> None:
        if chip == self._shown:
            return
        self._shown = chip
        self.draw()

    def draw(self) -> None:
        """Icon and word of what is shown."""
        chip = self._shown
        if chip is None:
            return
        color = token(_CHIP_COLOURS.get(chip.mood, "door.check"))
        self._icon.setPixmap(icons.pixmap(chip.icon, color, px(_ICON_PIXELS)))
        self._text.setText(chip.text)
        self._text.setStyleSheet("" if chip.mood is Mood.WELL else f"color: {color}")
        self.setAccessibleName(chip.text)
        self._row.activate()


class BandLabel(QLabel):
    """The one sentence that matters most now, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("band")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def show_band(self, band: Band | None) -> None:
        """Show this band, or take it away."""
        if band is not None:
            if band.text != self.text() or self.isHidden():
                announce(self, band.text)
            self.setText(band.text)
            self.setAccessibleName(band.text)
            if self.property("mood") != band.mood.value:
                self.setProperty("mood", band.mood.value)
                self.style().unpolish(self)
                self.style().polish(self)
        self.setVisible(band is not None)
