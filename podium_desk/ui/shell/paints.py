"""Tells of each painting of a window, once it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class Paints(QObject):
    """Follows a window that has been shown; `painted` is called behind each painting of it."""

    def __init__(self, window: QWidget, painted: Callable[[], None]) -> None:
        super().__init__(window)
        self._painted = painted
        self._done = QEvent.Type(QEvent.registerEventType())
        # Qt asks the one or the other, by platform; the first time it paints as it is exposed.
        self._asked = (window, window.windowHandle())
        for asked in self._asked:
            asked.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Behind this event, in which all that is out of date is painted, comes one of our own."""
        if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Expose):
            high = Qt.EventPriority.HighEventPriority
            QCoreApplication.postEvent(self, QEvent(self._done), high.value)
        return False

    def event(self, event: QEvent) -> bool:
        """Whatever was to be painted is."""
        if event.type() == self._done:
            self._painted()
            return True
        return super().event(event)

    def stop(self) -> None:
        """Follow no longer."""
        for asked in self._asked:
            asked.removeEventFilter(self)
