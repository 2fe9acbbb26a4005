"""Drives real windows by real key presses and clicks, act by act, and takes their pictures.

An act is done when its condition holds; a condition that does not come true within its time
ends the tour with the act's name. On a screen the acts are slow enough to follow.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from podium_desk.late_dataclass import dataclass
from podium_desk.ui.kit.messages import hear_qt
from podium_desk.ui.kit.tokens import token

POLL_MS = 15
ACT_TIMEOUT_MS = 60_000
SETTLE_MS = 90
"""Between an act's end and the next, so that what changed is laid out and painted."""
Window = QWidget
"""A window or a part of one, for who takes pictures of it and knows no Qt."""
_SCANNER_KEY_MS = 2
_NAMED_KEYS = {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "F2": Qt.Key.Key_F2,
    "F11": Qt.Key.Key_F11, "F12": Qt.Key.Key_F12, "Space": Qt.Key.Key_Space,
}  # fmt: skip


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """One step: do something, then wait until it shows."""

    name: str
    do: Callable[[], None]
    until: Callable[[], bool] = _always
    caption: str = ""
    """A sentence for whoever looks, where a new scene begins."""


class TourFault(Exception):
    """An act did not come to its end; the message names it."""


class Tour(QObject):
    """Plays acts on the screen's own event loop."""

    def __init__(self, acts: Iterable[Act], pause_ms: int, tell: Callable[[str], None]) -> None:
        """`pause_ms` is how long each act is left to be looked at; `tell` hears the captions."""
        super().__init__()
        self._tell = tell
        self._acts: Iterator[Act] = iter(acts)
        self._pause_ms = pause_ms
        self._act: Act | None = None
        self._waited_ms = 0
        self._loop = QEventLoop()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self.fault: Exception | None = None

    def play(self) -> None:
        """Play all acts; raises `TourFault` when one does not come to its end."""
        self._timer.start(POLL_MS)
        self._loop.exec()
        self._timer.stop()
        if self.fault is not None:
            raise self.fault

    @Slot()
    def _step(self) -> None:
        try:
            self._advance()
        except Exception as error:  # noqa: BLE001 - the top of the tour's loop
            self.fault = error
            self._loop.quit()

    def _advance(self) -> None:
        if self._act is not None and not self._act.until():
            self._waited_ms += POLL_MS
            if self._waited_ms > ACT_TIMEOUT_MS:
                raise TourFault(f"'{self._act.name}' did not come to its end")
            return
        if self._act is not None and self._waited_ms < max(self._pause_ms, SETTLE_MS):
            self._waited_ms += POLL_MS
            return
        self._act = next(self._acts, None)
        self._waited_ms = 0
        if self._act is None:
            self._loop.quit()
            return
        if self._act.caption:
            self._tell(self._act.caption)
        self._act.do()


class Caption(QLabel):
    """The tour's sentence, above every window and in nobody's way."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.ToolTip | Qt.WindowType.WindowStaysOnTopHint)
        self.setMargin(16)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setStyleSheet(
            f"background: {token('ui.primary_pressed')}; color: white; font-size: 20px"
        )

    def tell(self, sentence: str) -> None:
        """Show a sentence at the bottom of the screen."""
        self.setText(sentence)
        self.adjustSize()
        room = self.screen().availableGeometry()
        self.move(room.center().x() - self.width() // 2, room.bottom() - self.height() - 24)
        self.show()
        self.raise_()


def front(window: QWidget) -> None:
    """Bring a window before the others, where there are others to see."""
    if QApplication.platformName() == "offscreen":
        return
    window.raise_()
    window.activateWindow()


def press(window: QWidget, keys: str) -> None:
    """Type keys into a window, separated by spaces: ``"2 F11 5 0 Enter"``."""
    front(window)
    for key in keys.split(" "):
        target = _focused(window)
        if key in _NAMED_KEYS:
            QTest.keyClick(target, _NAMED_KEYS[key])
        else:
            QTest.keyClicks(target, key)


def scan(window: QWidget, text: str) -> None:
    """Type a code as a hand scanner does: all at once, Enter last."""
    front(window)
    type_as_scanner(_focused(window), text)


def type_as_scanner(
    target: QWidget, text: str, end: str = "\r", before_last: Callable[[], object] = _always
) -> None:
    """The keys of a hand scanner, two milliseconds apart by the system's own time stamps, as a real
    one's are: however busy the machine is that types them here. Each goes to whatever then has the
    keyboard in the window of `target`. `before_last` is called before the last letter."""
    at_ms = int(time.monotonic() * 1000) - _SCANNER_KEY_MS * len(text)
    for number, letter in enumerate(text + end):
        if number == len(text) - 1:
            before_last()
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(at_ms + _SCANNER_KEY_MS * number)
            QApplication.sendEvent(_focused(target.window()), event)


def click(widget: QWidget, at: QPoint) -> None:
    """Click with the left button."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def picture(window: QWidget, path: Path) -> None:
    """Write a window as it is to a PNG file."""
    if not window.grab().save(str(path), "PNG"):
        raise OSError(f"the picture {path} could not be written")


def application(arguments: list[str]) -> QApplication:
    """The process's one Qt application."""
    hear_qt()
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication(arguments)


def _focused(window: QWidget) -> QWidget:
    return window.focusWidget() or window
