"""Pages that lie over a window: as large as it is, with the keyboard while they stand, and with the
yellow band while one practises."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget


class HostFollower(QObject):
    """Follows the size of `host`, and lets nothing below the page take the keyboard: a child of
    the page, so that it goes with it."""

    def __init__(self, page: QWidget, host: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._host = host
        host.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._keep_keyboard)
        self.fit()

    def fit(self) -> None:
        """Cover the whole window."""
        self._page.setGeometry(self._host.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window got another size."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self.fit()
        return False

    @Slot(QWidget, QWidget)
    def _keep_keyboard(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A panel that opens below, unasked, asks for the keyboard: a PIN would be typed there."""
        if new is not None and self._page.isVisible() and self._is_below(new):
            self._page.setFocus()

    def _is_below(self, widget: QWidget) -> bool:
        """Whether a widget is of the host and not of this page, nor of one that lies over it."""
        host, page = self._host, self._page
        if widget is host:
            return True
        if not host.isAncestorOf(widget):
            return False
        layers = host.children()
        layer = widget
        while (parent := layer.parentWidget()) is not None and parent is not host:
            layer = parent
        return layers.index(layer) < layers.index(page)


def add_training_band(page: QWidget, text: str) -> QLabel:
    """Put the yellow band on top of a page that is laid out in a column."""
    band = QLabel(text)
    band.setObjectName("training")
    column = page.layout()
    assert isinstance(column, QVBoxLayout), "a page is a column"
    column.insertWidget(0, band)
    return band
