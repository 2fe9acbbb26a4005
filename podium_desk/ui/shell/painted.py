"""Notes which answer was painted, so that one that nobody saw is answered again after a start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.door import DoorPresenter
    from podium_desk.ui.screens.door.window import DoorWindow


class PaintedMark(QObject):
    """Follows the window's painting; `note` is told the token of each answer once it was."""

    def __init__(
        self, window: DoorWindow, presenter: DoorPresenter, note: Callable[[str], None]
    ) -> None:
        super().__init__(window)
        self._presenter = presenter
        self._note = note
        self._painted = ""
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A painting begins: what is on the screen after it was seen."""
        shown = self._presenter.shown_outcome
        if event.type() == QEvent.Type.Paint and shown and shown.token != self._painted:
            self._painted = shown.token
            QTimer.singleShot(0, self, self._tell)
        return False

    @Slot()
    def _tell(self) -> None:
        self._note(self._painted)
