"""The card of the outage drill: a button, how far it is, and what would happen in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from podium_desk.presentation.mood import Mood
from podium_desk.ui.kit.announcing import announce
from podium_desk.ui.screens.status.cards import Card
from podium_desk.ui.screens.status.paragraphs import paragraph

if TYPE_CHECKING:
    from podium_desk.presentation.drill_run import DrillRun, DrillView
    from podium_desk.ui.screens.status.look import Theme

_LOOK_MS = 100


class DrillCard(Card):
    """Shows a `DrillRun`; looks at it itself while a drill runs."""

    def __init__(self, theme: Theme | None, run: DrillRun) -> None:
        super().__init__(theme, "wifi-off")
        self._run = run
        self._shown: DrillView | None = None
        self._lines: list[QLabel] = []
        self._meaning = paragraph("", "muted")
        self.button = QPushButton()
        self.button.setObjectName("drill")
        self.button.clicked.connect(self._press)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        for widget in (self._meaning, self.button, self._bar):
            self.column.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @Slot()
    def look(self) -> None:
        """Show how it stands; what did not change is not touched."""
        view, before = self._run.view, self._shown
        if view == before:
            return
        self._shown = view
        self.heading.setText(view.title)
        self._meaning.setText(view.meaning)
        self.setAccessibleName(view.title)
        self.button.setText(view.button)
        self.button.setAccessibleName(view.button)
        self._bar.setVisible(view.is_running)
        self._bar.setAccessibleName(view.title)
        self._bar.setRange(0, view.all)
        self._bar.setValue(view.done)
        self._show_lines(view)
        if not view.is_running:
            self._timer.stop()
            if before is not None and before.is_running:
                announce(self, " ".join(line.text for line in view.lines))

    def stop(self) -> None:
        """The page is closed."""
        self._run.stop()

    @Slot()
    def _press(self) -> None:
        self._run.press()
        self._timer.start()
        self.look()

    def _show_lines(self, view: DrillView) -> None:
        for label in self._lines:
            self.column.removeWidget(label)
            label.deleteLater()
        self._lines = []
        for line in view.lines:
            label = paragraph(line.text, "")
            label.setProperty("mood", "" if line.mood is Mood.WELL else line.mood.value)
            self._lines.append(label)
            self.column.addWidget(label)
        self.setAccessibleDescription(" ".join((view.meaning, *(one.text for one in view.lines))))
