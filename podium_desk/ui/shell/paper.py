"""A window with the paper that the simulated printer gave last: for the demo and for practice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

LOOK_MS = 400


class PaperWindow(QWidget):
    """Shows the newest picture in a folder. It says that the printer is a simulated one."""

    def __init__(self, folder: Path, title: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self._folder = folder
        self._shown: Path | None = None
        self._heading = QLabel(title)
        self._paper = QLabel()
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._paper.setAccessibleName(title)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._paper)
        layout = QVBoxLayout(self)
        layout.addWidget(self._heading)
        layout.addWidget(scroll)
        self.resize(460, 720)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    @Slot()
    def look(self) -> None:
        """Show what came out since the last look."""
        papers = sorted(self._folder.glob("ticket-*.png"))
        newest = papers[-1] if papers else None
        if newest is None or newest == self._shown:
            return
        self._shown = newest
        wide = self.width() - 60
        mode = Qt.TransformationMode.SmoothTransformation
        self._paper.setPixmap(QPixmap(str(newest)).scaledToWidth(wide, mode))
