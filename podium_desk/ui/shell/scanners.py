"""Hand scanners and readers of chips at the counter, whatever has the keyboard.

A ticket opens its order, a clerk's badge logs in, a customer's card is looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from podium_desk.ui.kit.wedge import TakeBack, WedgeFilter, keys_of
from podium_desk.ui.kit.window_keys import WindowKeys
from podium_desk.ui.screens.counter.early_keys import EarlyKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.ui.kit.code_lines import CodeLines
    from podium_desk.ui.kit.sounds import Sounds
    from podium_desk.ui.screens.counter.window import CounterWindow
    from podium_desk.ui.shell.counter_setting import CounterSetting


class CounterScanners(QObject):
    """Hears scanners for one counter's window; `scanned` carries the text of a scan.

    A page over the window has an ear of its own, or a line that a scanner types into: while one of
    `pages` is to be seen, nothing that is typed is heard here.
    """

    scanned = Signal(str)

    def __init__(
        self,
        window: CounterWindow,
        presenter: CounterPresenter,
        pages: Callable[[], list[QWidget]],
        is_covered: Callable[[], bool] = lambda: False,
    ) -> None:
        """`is_covered` tells whether a page that hears no scans itself lies over the hall."""
        super().__init__()
        self._is_covered = is_covered
        self._sounds: Sounds | None = None
        self._wedge: WedgeFilter | None
        self._keys: WindowKeys | None
        self._presenter = presenter
        self._is_own = keys_of(window)
        self._pages = pages
        self._lines: CodeLines | None = None
        self._early = EarlyKeys(presenter, window.actions_table)
        wedge = self._wedge = WedgeFilter(hears=self._hears, early=self._taken_back)
        wedge.scanned.connect(self.scanned)
        self._keys = WindowKeys(window, wedge)

    def listen_to(self, setting: CounterSetting, failed: Callable[[BaseException], None]) -> None:
        """Hear the scanners of these settings: the one that types as it was learnt to, and those
        with a line of their own, and readers of chips.

        Raises `DeviceUrlFault` for an address that means no device.
        """
        if self._wedge is not None and setting.habits is not None:
            self._wedge.learn(setting.habits)
        urls = setting.scanners
        if not urls:
            return
        # Loaded where there are any, after the window stands.
        from podium_desk.ui.kit.code_lines import CodeLines, scanners_of

        self._lines = CodeLines(scanners_of(urls), failed)
        self._lines.scanned.connect(self._take)
        self._lines.gone_changed.connect(self._presenter.devices.scanners_gone)
        self._lines.start()

    def close(self) -> None:
        """Hear nothing any more."""
        if self._keys is not None:
            self._keys.stop()
        # It knows this object and this object it: let go here, on the screen's thread, and not by
        # the collector on any.
        self._keys = self._wedge = None
        if self._lines is not None:
            self._lines.close()
            self._lines = None

    @Slot(str, bool)
    def _take(self, text: str, is_chip: bool) -> None:
        """What came over a line of its own goes where typing it would have."""
        # Loaded by who has such a scanner: a counter's first window waits for every page it loads.
        from podium_desk.ui.screens.counter.uitpas import UitpasPanel
        from podium_desk.ui.screens.till.login import LoginPage

        over = [page for page in self._pages() if page.isVisible()]
        login = next((page for page in over if isinstance(page, LoginPage)), None)
        passes = next((page for page in self._pages() if isinstance(page, UitpasPanel)), None)
        if login is not None:
            login.take_badge(text)
        elif is_chip and passes is not None and over in ([], [passes]):
            passes.take_chip(text)
        elif not over:
            self.scanned.emit(text)
        else:
            _type(text)

    def sound_no(self) -> None:
        """Say to the ear that a scan opened nothing: who scanned may look at the ticket."""
        if self._sounds is None:
            # Loaded with the first such scan.
            from podium_desk.ui.kit.sounds import Sounds

            self._sounds = Sounds()
        self._sounds.play("check")

    def _taken_back(self, receiver: QObject, key: QKeyEvent) -> TakeBack | None:
        """On a page that lies over the hall nothing can be taken back."""
        return None if self._is_covered() else self._early(receiver, key)

    def _hears(self, watched: QObject) -> bool:
        return self._is_own(watched) and not any(page.isVisible() for page in self._pages())


def _type(text: str) -> None:
    """Into the line that has the keyboard, with the Enter of a scanner that types."""
    line = QApplication.focusWidget()
    if isinstance(line, QLineEdit):
        line.insert(text)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            enter = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
            QApplication.sendEvent(line, enter)
