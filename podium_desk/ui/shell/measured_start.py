"""For measuring a start: hands that type as soon as something is painted, and a watch beside them.

A key is a real key event to whatever has the keyboard. It is due at a time that a thread keeps, so
that a window that is busy cannot put it off; it counts from then until its answer is painted. A
start that is over is told as one line of JSON (`start_told`). CPU is that of all threads: on a
machine that is shared it says what the wall's clock cannot.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from podium_desk.ui.shell.counter_setting import ReadyPoint
from podium_desk.ui.shell.paints import Paints
from podium_desk.ui.shell.start_told import Moment, Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.presentation.counter_view import CounterView
    from podium_desk.ui.shell.counter_setting import Measured
    from podium_desk.ui.shell.till import TillRoom

LOG_IN_KEYS = "11234"
"""The first tile, and its PIN."""
BEST = "2"
"""Two best places: the key that a hall has to answer."""
A_BREATH_S = 0.13
"""Between two keys of a person."""
_WATCH_MS = 2


def _now() -> Moment:
    return Moment(time.monotonic_ns(), time.process_time() * 1000)


class Starting(Protocol):
    """A counter whose window is shown now."""

    once_ready: Callable[[], object]

    @property
    def window(self) -> QWidget:
        """Where one types."""

    @property
    def presenter(self) -> CounterPresenter:
        """What the hall shows; asked once it stands."""

    @property
    def room(self) -> TillRoom | None:
        """Its log-in."""


def measure(measured: Measured, counter: Starting) -> StartWatch:
    """Type what is wanted, tell how it went, and close; keep what is given back."""
    return StartWatch(measured, counter)


class StartWatch(QObject):
    """One start, from the window's first show until a key at the hall is answered."""

    _due = Signal(str)

    def __init__(self, measured: Measured, counter: Starting) -> None:
        super().__init__(counter.window)
        self._counter = counter
        self._types_pin = measured.until is ReadyPoint.PIN
        self._has_gaps = measured.has_gaps
        self._expected = LOG_IN_KEYS + BEST if self._types_pin else BEST
        self._log_in: Moment | None = None
        self._hall: Moment | None = None
        self._due_ns: list[int] = []
        self._struck: list[Moment] = []
        self._answers: list[Moment] = []
        self._waits: list[Callable[[], bool]] = []
        self._gap_ms = self._gap_cpu_ms = 0.0
        self._ticked = _now()
        self._watch = QTimer(self, interval=_WATCH_MS, timerType=Qt.TimerType.PreciseTimer)
        self._watch.timeout.connect(self._tick)
        self._paints = Paints(counter.window, self._painted)
        self._due.connect(self._strike)
        self._begins_rest, counter.once_ready = counter.once_ready, self._hall_stands

    @Slot()
    def _tick(self) -> None:
        now = _now()
        self._gap_ms = max(self._gap_ms, (now.ns - self._ticked.ns) / 1e6)
        self._gap_cpu_ms = max(self._gap_cpu_ms, now.cpu_ms - self._ticked.cpu_ms)
        self._ticked = now

    def _painted(self) -> None:
        """Something was painted a moment ago: perhaps what is waited for."""
        if self._has_gaps and not self._watch.isActive():
            self._ticked = _now()
            self._watch.start()
        while self._waits and self._waits[0]():
            self._waits.pop(0)
            self._answers.append(_now())
            if len(self._answers) == len(self._expected):
                self._tell()
        if self._types_pin and self._log_in is None and self._is_log_in_shown():
            self._log_in = _now()
            self._type(LOG_IN_KEYS, self._log_in.ns + _breaths_ns(1))
        self._type_at_hall()

    def _hall_stands(self) -> None:
        self._hall = _now()
        self._begins_rest()
        self._type_at_hall()

    def _type_at_hall(self) -> None:
        """Once the hall is there and nobody has to log in any more."""
        is_next = len(self._answers) == len(self._due_ns) == len(self._expected) - 1
        if is_next and self._hall is not None and not self._is_log_in_shown():
            self._type(BEST, time.monotonic_ns())

    def _is_log_in_shown(self) -> bool:
        # A counter without people to log in makes no room for it.
        room = self._counter.room if self._types_pin else None
        return room is not None and room.login.view.is_shown

    def _type(self, keys: str, first_ns: int) -> None:
        """At a person's pace, from a thread that only sleeps."""
        due_ns = [first_ns + _breaths_ns(n) for n in range(len(keys))]
        self._due_ns += due_ns

        def type_all() -> None:
            for key, at_ns in zip(keys, due_ns, strict=True):
                time.sleep(max(0, at_ns - time.monotonic_ns()) / 1e9)
                self._due.emit(key)

        threading.Thread(target=type_all, name="hands", daemon=True).start()

    @Slot(str)
    def _strike(self, key: str) -> None:
        self._struck.append(_now())
        self._waits.append(self._answer_to(len(self._struck)))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(
                kind, Qt.Key.Key_0.value + int(key), Qt.KeyboardModifier.NoModifier, key
            )
            at = QApplication.focusWidget() or self._counter.window
            QCoreApplication.sendEvent(at, event)

    def _answer_to(self, place: int) -> Callable[[], bool]:
        """What is to be painted once the key in this place was taken."""
        room = self._counter.room if self._types_pin else None
        if room is None or place == len(self._expected):
            return lambda: _is_answered(self._counter.presenter.view)
        login = room.login
        if place == 1:
            return lambda: bool(login.view.chosen)
        return lambda: login.view.digits >= place - 1 or not login.view.is_shown

    def _tell(self) -> None:
        if self._has_gaps:
            self._tick()
            self._watch.stop()
        assert self._hall is not None, "its key was answered"
        last_digit = self._struck[len(LOG_IN_KEYS) - 1] if self._types_pin else self._hall
        due = zip(self._due_ns, self._struck, self._answers, strict=True)
        keys = [((there.ns - ns) / 1e6, there.cpu_ms - key.cpu_ms) for ns, key, there in due]
        told = Told(
            self._log_in or self._hall, self._hall, last_digit, self._answers[-1],
            [wall for wall, _ in keys], [cpu for _, cpu in keys], self._gap_ms, self._gap_cpu_ms,
        )  # fmt: skip
        sys.stdout.write(told.to_json())
        self._counter.window.close()


def _breaths_ns(count: int) -> int:
    return int(count * A_BREATH_S * 1e9)


def _is_answered(view: CounterView) -> bool:
    """Whether two places are in the basket, or it is said why not."""
    return bool(view.basket.lines) or bool(view.refusal)
