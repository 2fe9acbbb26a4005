"""The window of a simulated printer: its paper, drawn from the bytes that came, and its faults.

It says on its face that it is a simulator. What stands on the tape is what the driver's bytes
draw; nothing of the ticket is known here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from podium_desk.ui.kit.buttons import look

if TYPE_CHECKING:
    from hardware.emulators.paper_picture import PaperPicture
    from hardware.emulators.printer import EmulatedPrinter
    from podium_desk.i18n.words import Words

_LOOK_MS = 150
_PIECES_MAX = 12
"""Older pieces have fallen to the floor."""
_GAP, _MARGIN = 18, 24
_HALF = 2
"""A dot of the printer is half a pixel: 80 mm are 288 pixels."""
_KEYS = ("out", "roll", "cover", "cable", "power", "mute")


class Tape(QWidget):
    """The pieces of paper under each other, the newest below."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[QPixmap] = []

    def show_pieces(self, pieces: list[PaperPicture]) -> None:
        """Show these."""
        self._pieces = [_drawn(piece) for piece in pieces if piece.rows]
        width = max((one.width() for one in self._pieces), default=288)
        height = sum(one.height() + _GAP for one in self._pieces)
        self.setMinimumSize(width + 2 * _MARGIN, height + _GAP)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White paper, black dots."""
        painter, top = QPainter(self), _GAP
        for piece in self._pieces:
            painter.drawPixmap(_MARGIN, top, piece)
            top += piece.height() + _GAP
        painter.end()


class TapeWindow(QWidget):
    """Looks a few times a second what came out."""

    def __init__(self, printer: EmulatedPrinter, address: str, words: Words) -> None:
        super().__init__()
        self._printer, self._words = printer, words
        self.setWindowTitle(f"Podium Desk · {words('tape.title')}")
        title, self.drawer = QLabel(words("tape.title")), QLabel()
        where = QLabel(words("tape.address", address=address))
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        look(title, "heading")
        look(where, "muted")
        self.keys = {name: QPushButton() for name in _KEYS}
        for name, key in self.keys.items():
            key.clicked.connect(partial(self.press, name))
        self.tape = Tape()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.tape)
        self._scroll.setWidgetResizable(True)
        side = QVBoxLayout()
        for widget in (title, where, self.drawer, *self.keys.values()):
            side.addWidget(widget)
        side.addStretch(1)
        across = QHBoxLayout(self)
        across.addWidget(self._scroll, 1)
        across.addLayout(side)
        self.resize(760, 820)
        self._seen: tuple[int, int] = (-1, -1)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look_again)
        self._timer.start(_LOOK_MS)
        self.look_again()

    def press(self, name: str) -> None:
        """Do what a button says."""
        printer, faults = self._printer, self._printer.faults
        match name:
            case "out":
                faults.rows_left = 0
            case "roll":
                printer.refill()
            case "cover":
                printer.set_cover(is_open=not faults.is_cover_open)
            case "cable":
                faults.is_unplugged = not faults.is_unplugged
            case "power":
                printer.power_cycle()
            case _:
                faults.is_mute = not faults.is_mute
        self.look_again()

    @Slot()
    def look_again(self) -> None:
        """Show what stands on the paper now."""
        self._show_keys()
        so_far = self._printer.paper_so_far()
        seen = len(self._printer.tickets), so_far.height_dots
        if seen == self._seen:
            return
        self._seen = seen
        self.tape.show_pieces([*self._printer.tickets[-_PIECES_MAX:], so_far])
        QTimer.singleShot(0, self, self._to_the_end)

    @Slot()
    def _to_the_end(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _show_keys(self) -> None:
        faults, words = self._printer.faults, self._words
        states = {
            "out": "out_now" if self._printer.is_out else "out",
            "cover": "cover_close" if faults.is_cover_open else "cover",
            "cable": "cable_in" if faults.is_unplugged else "cable",
            "mute": "mute_off" if faults.is_mute else "mute",
        }
        for name, key in self.keys.items():
            key.setText(words(f"tape.{states.get(name, name)}"))
            key.setAccessibleName(key.text())
        self.keys["out"].setEnabled(not self._printer.is_out)
        self.drawer.setText(words("tape.drawer", n=self._printer.drawer_kicks))


def _drawn(piece: PaperPicture) -> QPixmap:
    row_bytes = (piece.width_dots + 7) // 8
    bits = QImage(
        piece.rows, piece.width_dots, piece.height_dots, row_bytes, QImage.Format.Format_Mono
    )
    bits.setColorTable([0xFFFFFFFF, 0xFF1C1C20])
    size = (piece.width_dots // _HALF, max(1, piece.height_dots // _HALF))
    smooth = Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(
        bits.convertToFormat(QImage.Format.Format_RGB32).scaled(
            *size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth
        )
    )
