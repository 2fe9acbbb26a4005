"""What `podium-desk bench door_paint` does at a door's window: a hand scanner's last key, and the
paint of its verdict.

The window is the shipped one on a door at work, with the filter that hears scanners. A scan counts
from its last letter, since a ticket is known there, until its verdict stands in the view and the
window has painted it.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hardware.scanning.typing_habits import QUIET_MIN_MS, TypingHabits
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_view import DoorKind
from podium_desk.ui.kit.camera import CameraReader
from podium_desk.ui.shell.application import the_application
from podium_desk.ui.shell.counter_bench import Paints, activate, wait
from podium_desk.ui.shell.door import DoorSetting, DoorShell
from podium_desk.ui.shell.hand_scanner import SCANS_MAX, HandScanner
from podium_desk.ui.shell.tour import type_as_scanner

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.scanning.port import CodeReader, FrameSource
    from podium_desk.application.door import Door
    from podium_desk.application.lane import ReplicaLane
    from podium_desk.ui.shell.heartbeat import Heartbeat


def _raise(error: BaseException) -> None:
    raise error


def _clocks() -> tuple[float, float]:
    """By the wall, and of this process."""
    return time.perf_counter(), time.process_time()


@dataclass(frozen=True, slots=True)
class Scanned:
    """Since a code's last letter, in ms: until it was known, until its verdict was painted, and the
    CPU of all threads meanwhile."""

    heard_ms: float
    painted_ms: float
    cpu_ms: float


class DoorAtWork:
    """The door's window, and a hand scanner that types into it, whose pace was learnt."""

    def __init__(self, door: Door, lane: ReplicaLane) -> None:
        self._application = the_application()
        setting = DoorSetting(
            "nl", "", "", lambda: datetime.now(UTC), _raise,
            habits=TypingHabits(quiet_ms=QUIET_MIN_MS),
        )  # fmt: skip
        self._shell = DoorShell(door, lane, setting)
        self._shell.open(is_full_screen=False)
        self._paints = Paints(self._shell.window)
        self._scanner = HandScanner(self._shell.window)
        self._serial = 0
        self._decided_at: int | None = None
        self._heard_at_s = 0.0
        self._shell.heard_scanner.connect(self._hear)
        wait(lambda: bool(self._shell.window.view.top_line))
        self._shell.presenter.subscribe(lambda _view: self._look())

    def front(self) -> None:
        """Give its window the keyboard."""
        activate(self._shell.window)

    def scan(self, code: str, end: str = "\r", *, is_ticket: bool = True) -> Scanned:
        """A scanner types a code, with or without Enter, until its verdict is painted; a ticket
        lets in. Until the code's last letter nobody waits."""
        self._begin()
        began: list[tuple[float, float]] = []
        type_as_scanner(self._shell.window, code, end, lambda: began.append(_clocks()))
        wait(self._is_painted)
        ends_s, ends_cpu_s = _clocks()
        if is_ticket:
            self._check_let_in()
        ((began_s, began_cpu_s),) = began
        return Scanned(
            (self._heard_at_s - began_s) * 1000,
            (ends_s - began_s) * 1000,
            (ends_cpu_s - began_cpu_s) * 1000,
        )

    def look_through(self, source: FrameSource, reader: CodeReader) -> None:
        """Give the door a camera, as its shell does."""
        self._shell.window.watch(CameraReader(source, reader))

    def until_seen(
        self, hold_up: Callable[[], None], is_given_up: Callable[[], bool]
    ) -> float | None:
        """Hold a ticket up: when its verdict was painted, by the fine clock; None where it was
        given up unread."""
        self._begin()
        hold_up()
        wait(lambda: self._is_painted() or (self._decided_at is None and is_given_up()))
        if self._decided_at is None:
            return None
        ends_s = time.perf_counter()
        self._check_let_in()
        return ends_s

    def hear(self, code: str, heart: Heartbeat) -> None:
        """A hand scanner types a code, key by key, until its verdict is painted; the heart beats
        meanwhile. Again where the machine was so busy that the code came in halves."""
        for _ in range(SCANS_MAX):
            self._begin()
            heart.beat_until(
                lambda: self._scanner.is_done and self._is_painted(),
                lambda: self._scanner.type(f"{code}\r"),
            )
            if self._shell.window.view.panel.kind is DoorKind.VALID:
                return
        self._check_let_in()

    def see(self, hold_up: Callable[[], None], heart: Heartbeat) -> None:
        """Hold a ticket up until its verdict is painted; the heart beats meanwhile."""
        self._begin()
        heart.beat_until(self._is_painted, hold_up)
        self._check_let_in()

    def close(self) -> None:
        """End the window."""
        self._shell.close()
        self._shell.window.deleteLater()

    def _check_let_in(self) -> None:
        panel = self._shell.window.view.panel
        assert panel.kind is DoorKind.VALID, panel

    def _begin(self) -> None:
        self._serial, self._decided_at = self._shell.window.view.serial, None

    def _hear(self, _code: str) -> None:
        self._heard_at_s = time.perf_counter()

    def _look(self) -> None:
        """The verdict has just come into the view: the next paint shows it."""
        view = self._shell.window.view
        if self._decided_at is None and view.serial > self._serial:
            self._decided_at = self._paints.count

    def _is_painted(self) -> bool:
        return self._decided_at is not None and self._paints.count > self._decided_at
