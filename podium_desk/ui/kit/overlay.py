"""Pages that lie over a window: as large as it is, and with the yellow band while one practises."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


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


def add_training_band(page: QWidget, text: str) -> QLabel:
    """Put the yellow band on top of a page that is laid out in a column."""
    band = QLabel(text)
    band.setObjectName("training")
    column = page.layout()
    assert isinstance(column, QVBoxLayout), "a page is a column"
    column.insertWidget(0, band)
    return band
