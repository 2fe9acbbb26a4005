"""Lets a filter see the keys that are typed into one window, and little else.

A filter of the whole application is written in Python and called for each event of each widget:
three thousand times until a counter has answered its first key. The system gives a key to the
window, and the window to whatever has the keyboard; there a filter sees all that is typed.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class WindowKeys(QObject):
    """Follows the keyboard through a window that has been shown, with a filter of events."""

    def __init__(self, window: QWidget, ear: QObject) -> None:
        """`ear` sees the keys until `stop`, from whichever of them on is sent to the window."""
        super().__init__(window)
        self._window, self._ear = window, ear
        self._at: QWidget | None = None
        self._application = QApplication.instance()
        for asked in (window.windowHandle(), window):
            if asked is not None:
                asked.installEventFilter(ear)
        if isinstance(self._application, QApplication):
            self._application.focusChanged.connect(self._follow)
            self._follow(None, self._application.focusWidget())

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        if now is not None and now is not self._window and now.window() is self._window:
            self._at = now
            now.installEventFilter(self._ear)

    def _leave(self) -> None:
        if self._at is not None and isValid(self._at):
            self._at.removeEventFilter(self._ear)
        self._at = None

    def stop(self) -> None:
        """See no more of them."""
        self._leave()
        if isinstance(self._application, QApplication):
            self._application.focusChanged.disconnect(self._follow)
        for asked in (self._window.windowHandle(), self._window):
            if asked is not None:
                asked.removeEventFilter(self._ear)
