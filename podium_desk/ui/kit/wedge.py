"""Hand scanners that type, heard from any focus: a scan never reaches a field or presses OK.

One filter on the whole application holds plain keys back for the few tens of milliseconds in
which `WedgeReader` tells a scanner from a person (hardware.md 2), then drops a scan's keys or
sends a person's on to where they were going. Keys with Ctrl, Alt or Meta pass at once, but for
Alt with a number, which is a letter (`alt_keys`). Plain
keys are handled by screens in `keyPressEvent`: a `QShortcut` of one letter would take that
letter out of a scan before any filter sees it.

A person must not wait for that. So a screen may say of the first key of a run how it would be
taken back (`Early`): such a key goes on at once, and is taken back if it began a scan.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from hardware.scanning.wedge import (
    KeyNumbering,
    Pending,
    Scan,
    Swallowed,
    Typing,
    Verdict,
    WedgeReader,
)
from podium_desk.late_dataclass import dataclass
from podium_desk.ui.kit.alt_keys import AltKeys

if TYPE_CHECKING:
    from hardware.scanning.typing_habits import TypingHabits

TICKET_PREFIX = "PODI"
_MARKED_PREFIX = 16
"""Within so many letters it stands, behind what a scanner may put before it."""
_LATE_MS = 10
"""A timer that fires later than this was kept waiting."""
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)

_STROKES = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


TakeBack = Callable[[], None]
"""Undoes what one key did, as if it had never been pressed."""
Early = Callable[[QObject, QKeyEvent], TakeBack | None]
"""Says how a key for this widget, or a system's window, would be taken back; None: it waits."""


def _all_wait(_receiver: QObject, _key: QKeyEvent) -> TakeBack | None:
    return None


def is_whole_ticket(text: str) -> bool:
    """As the domain's, which is loaded for what begins as one."""
    if TICKET_PREFIX not in text[:_MARKED_PREFIX].upper():
        return False
    # Codes are loaded with the first scan, after the window stands.
    from podium_desk.domain.tickets import is_whole_ticket

    return is_whole_ticket(text)


def steady_ms() -> float:
    """Milliseconds of a clock that never jumps."""
    return time.monotonic() * 1000.0


def keys_of(window: QWidget) -> Callable[[QObject], bool]:
    """Hears what is typed into this window and what stands in it, and no other window's keys.

    Where several windows of one program have ears, none may hear what another sends on.
    """

    def hears(watched: QObject) -> bool:
        if isinstance(watched, QWidget):
            return watched.window() is window
        return watched is window.windowHandle()

    return hears


@dataclass(slots=True)
class _Kept:
    """A key press that waits, where it was going, and its release when that came meanwhile.

    One that went on at once is kept too, with how it is taken back.
    """

    receiver: QObject
    press: QKeyEvent
    release: QKeyEvent | None = None
    take_back: TakeBack | None = None


class WedgeFilter(QObject):
    """Hears scanners in the key presses of the whole application.

    Give it to `QApplication.installEventFilter`. `scanned` carries the text of a scan; `typed` says
    of a key that went on at once that a person pressed it.
    """

    scanned = Signal(str)
    typed = Signal()

    def __init__(
        self,
        reader: WedgeReader | None = None,
        now_ms: Callable[[], float] = steady_ms,
        hears: Callable[[QObject], bool] = lambda _widget: True,
        early: Early = _all_wait,
        habits: TypingHabits | None = None,
    ) -> None:
        """`hears` says whether keys for a widget, or a system's window, are listened to now;
        `habits` is how the scanner of this device types, where that was learnt."""
        super().__init__()
        self._hears = hears
        self._early = early
        self._reader = reader or WedgeReader(
            KeyNumbering.of_platform(sys.platform), TICKET_PREFIX, habits, is_whole_ticket
        )
        numbering = KeyNumbering.of_platform(sys.platform)
        # Windows makes the letter itself.
        self._alt = None if numbering is KeyNumbering.SET_1 else AltKeys(numbering)
        self._now_ms = now_ms
        self._kept: deque[_Kept] = deque()
        self._is_sending = False
        self._at_ms = 0.0
        self._arrived_ms = 0.0
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        # A coarse timer may fire a little early, and a person would wait a second time.
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._fired)
        self._is_put_off = False

    def learn(self, habits: TypingHabits) -> None:
        """How the scanner of this device types is known from now on."""
        self._reader.learn(habits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold plain key presses back, with their releases; let everything else through."""
        if self._is_sending or not isinstance(event, QKeyEvent):
            return False
        if self._alt is not None and self._hears(watched) and self._took_alt(watched, event):
            return True
        if event.modifiers() & _COMMANDS or event.isAutoRepeat() or not self._hears(watched):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._press(watched, event)
            return True
        return event.type() == QEvent.Type.KeyRelease and self._release(event)

    @Slot()
    def _fired(self) -> None:
        """A timer that comes late found this thread busy: keys that came meanwhile stand behind it,
        and may belong to what is held."""
        since_ms = self._now_ms() - self._arrived_ms
        is_late = since_ms > self._reader.hold_ms + _LATE_MS
        self._is_put_off = is_late and not self._is_put_off
        if self._is_put_off:
            self._silence.start(0)
        else:
            self.settle()

    def settle(self) -> None:
        """Decide about what is held when no other key came."""
        if self._kept:
            self._obey(self._reader.silence(self._at_ms + self._now_ms() - self._arrived_ms))
        self._listen_on()

    def _took_alt(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether the key is one of Alt and a number: its letter is pressed once it is whole."""
        assert self._alt is not None, "asked where the system makes no letters of them"
        if event.type() not in _STROKES:
            return False
        letter = self._alt.letter(event)
        if letter is not None:
            self._press(watched, letter)
            return True
        if event.isAutoRepeat() or not (self._alt.kept or event.key() == Qt.Key.Key_Alt):
            return False
        is_kept = self._alt.keeps(watched, event)
        is_let_go = event.key() == Qt.Key.Key_Alt and event.type() == QEvent.Type.KeyRelease
        if is_let_go or not is_kept:
            for receiver, kept in self._alt.given_back():
                self._pass_on(receiver, kept)
        return is_kept

    def _press(self, receiver: QObject, event: QKeyEvent) -> None:
        kept = _Kept(receiver, event.clone())
        self._kept.append(kept)
        self._arrived_ms = self._now_ms()
        # The system's own time stamp is right even when this thread was busy and the keys of a
        # person arrive here all at once; without one (offscreen) the time of arrival has to do.
        self._at_ms = float(event.timestamp()) or self._arrived_ms
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        scan_code = event.nativeScanCode()
        self._obey(self._reader.key(scan_code, event.text(), self._at_ms, is_shifted=is_shifted))
        if self._kept and self._kept[-1] is kept:
            self._send_early(kept)
        self._listen_on()

    def _send_early(self, kept: _Kept) -> None:
        """The first key of a run goes on at once, when it can be taken back."""
        before = (other.press.key() for other in self._kept if other is not kept)
        if all(key == Qt.Key.Key_Shift for key in before):
            kept.take_back = self._early(kept.receiver, kept.press)
            if kept.take_back is not None:
                self._send_on(kept)

    def _release(self, event: QKeyEvent) -> bool:
        """Keep a release behind its press, so that it never arrives before it."""
        for kept in reversed(self._kept):
            waits = kept.release is None and kept.take_back is None
            if waits and kept.press.key() == event.key():
                kept.release = event.clone()
                return True
        return False

    def _obey(self, verdict: Verdict) -> None:
        match verdict:
            case Scan(text, count):
                self._drop(count)
                self.scanned.emit(text)
            case Typing(count):
                for kept in self._take(count):
                    if kept.take_back is None:
                        self._send_on(kept)
                    else:
                        self.typed.emit()
            case Swallowed(count):
                self._drop(count)
            case Pending():
                pass

    def _drop(self, count: int) -> None:
        """A scanner's keys: what they did at once is taken back, the newest first."""
        for kept in reversed(self._take(count)):
            if kept.take_back is not None:
                kept.take_back()

    def _take(self, count: int) -> list[_Kept]:
        return [self._kept.popleft() for _ in range(count)]

    def _send_on(self, kept: _Kept) -> None:
        self._pass_on(kept.receiver, kept.press)
        if kept.release is not None:
            self._pass_on(kept.receiver, kept.release)

    def _pass_on(self, receiver: QObject, key: QKeyEvent) -> None:
        if not isValid(receiver):
            return  # its window was closed meanwhile
        self._is_sending = True
        try:
            QCoreApplication.sendEvent(receiver, key)
        finally:
            self._is_sending = False

    def _listen_on(self) -> None:
        self._is_put_off = False
        if self._kept:
            self._silence.start(self._reader.hold_ms + 1)
        else:
            self._silence.stop()
