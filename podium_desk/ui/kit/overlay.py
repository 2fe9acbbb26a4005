"""Keeps a page as large as the window that it lies over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class HostFollower(QObject):
    """Follows the size of `host`; a child of the page, so that it goes with it."""

    def __init__(self, page: QWidget, host: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._host = host
        host.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        """Cover the whole window."""
        self._page.setGeometry(self._host.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window got another size."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self.fit()
        return False
