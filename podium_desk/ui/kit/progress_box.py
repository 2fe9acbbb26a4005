"""A box for work that lasts and may not be broken off: what it is busy with, until it is done."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout

from podium_desk.ui.kit.buttons import look

_WIDTH = 520


class _Work(QObject):
    """Runs on a thread of its own, so that the box stays alive."""

    said = Signal(str)
    ended = Signal()

    def __init__(self, work: Callable[[Callable[[str], None]], object]) -> None:
        super().__init__()
        self._work = work
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            self._work(self.said.emit)
        except Exception as error:  # noqa: BLE001 - the top of a thread; raised by the box
            self.fault = error
        self.ended.emit()


class ProgressBox(QDialog):
    """Shows a sentence for each step. It has no button: half a repair is worse than a late one."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWindowTitle("Podium Desk")
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.setMinimumWidth(_WIDTH)
        self.setAccessibleName(title)
        heading, self._step = QLabel(title), QLabel()
        look(heading, "heading")
        self._step.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        for widget in (heading, self._step, bar):
            column.addWidget(widget)

    def run(self, work: Callable[[Callable[[str], None]], object]) -> None:
        """Show the box until `work` is done; it is given what says its steps. Raises its fault."""
        busy = _Work(work)
        busy.said.connect(self.say, Qt.ConnectionType.QueuedConnection)
        busy.ended.connect(self.accept, Qt.ConnectionType.QueuedConnection)
        thread = threading.Thread(target=busy.run, name="progress")
        thread.start()
        self.exec()
        thread.join()
        if busy.fault is not None:
            raise busy.fault

    @Slot(str)
    def say(self, sentence: str) -> None:
        """What it is busy with now."""
        self._step.setText(sentence)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def reject(self) -> None:
        """Esc and the window's own button do not end it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter would end a dialog: no key does anything here."""
        event.accept()
