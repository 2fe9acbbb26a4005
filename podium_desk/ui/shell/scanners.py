"""A hand scanner at the counter: whatever has the keyboard, a ticket scanned opens its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from podium_desk.ui.kit.wedge import WedgeFilter, keys_of
from podium_desk.ui.screens.counter.early_keys import EarlyKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.ui.screens.counter.window import CounterWindow


class CounterScanners(QObject):
    """Hears scanners for one counter's window; `scanned` carries the text of a scan.

    A page over the window has an ear of its own, or a line that a scanner types into: while one of
    `pages` is to be seen, nothing is heard here.
    """

    scanned = Signal(str)

    def __init__(
        self,
        window: CounterWindow,
        presenter: CounterPresenter,
        pages: Callable[[], list[QWidget]],
    ) -> None:
        super().__init__()
        self._wedge: WedgeFilter | None
        self._is_own = keys_of(window)
        self._pages = pages
        early = EarlyKeys(presenter, window.actions_table)
        wedge = self._wedge = WedgeFilter(hears=self._hears, early=early)
        wedge.scanned.connect(self.scanned)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(wedge)

    def close(self) -> None:
        """Hear nothing any more."""
        application, wedge = QApplication.instance(), self._wedge
        if application is not None and wedge is not None:
            application.removeEventFilter(wedge)
        # It knows this object and this object it: let go here, on the screen's thread, and not by
        # the collector on any.
        self._wedge = None

    def _hears(self, watched: QObject) -> bool:
        return self._is_own(watched) and not any(page.isVisible() for page in self._pages())
