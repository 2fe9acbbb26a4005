"""Keeps the light of a door's waiting screen true: tells what the window sees, and asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from podium_desk.domain.readiness import BoardState, CameraSeen, Readiness, SoundSeen
from podium_desk.presentation.door_view import DoorKind
from podium_desk.presentation.readiness import light_view
from podium_desk.ui.kit.camera import CameraState
from podium_desk.ui.screens.door.light import ReadyLight

if TYPE_CHECKING:
    from hardware.signals.gate_signals import BoardSeen
    from podium_desk.application.jobs import Jobs
    from podium_desk.application.readiness import ReadyDesk, WindowSeen
    from podium_desk.presentation.door import DoorPresenter
    from podium_desk.presentation.door_view import DoorView
    from podium_desk.ui.kit.sounds import Sounds
    from podium_desk.ui.screens.door.window import DoorWindow

LOOK_MS = 5_000
_SEEN = {
    CameraState.STARTING: CameraSeen.NOT_LOOKED,
    CameraState.LOOKING: CameraSeen.SEEN,
    CameraState.UNREADABLE: CameraSeen.SEEN,
    CameraState.UNPLUGGED: CameraSeen.ABSENT,
}


class ReadyWatch(QObject):
    """Looks a door over every few seconds while it waits; the answer comes from the lane."""

    def __init__(
        self, window: DoorWindow, presenter: DoorPresenter, sounds: Sounds, jobs: Jobs
    ) -> None:
        super().__init__(window)
        self.light = ReadyLight(window)
        self._window = window
        self._presenter = presenter
        self._sounds = sounds
        self._jobs = jobs
        self._desk: ReadyDesk | None = None
        self._seen: WindowSeen | None = None
        self._failed: Callable[[Exception], None] = lambda _error: None
        self._is_asking = False
        self._readiness: Readiness | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.scanners_gone = 0
        self.board: BoardSeen | None = None
        """Both are told by whoever hears them; no board: None."""
        self._unsubscribe = presenter.subscribe(self._show_view)

    def start(self, desk: ReadyDesk, seen: WindowSeen, failed: Callable[[Exception], None]) -> None:
        """Begin to look; `seen` is what the desk is told of this window."""
        self._desk, self._seen, self._failed = desk, seen, failed
        self._timer.start()
        self.look()

    @Slot()
    def look(self) -> None:
        """Look now, unless an answer is awaited."""
        if self._desk is None or self._seen is None or self._is_asking:
            return
        state = self._window.camera_state
        self._seen.camera = CameraSeen.NONE if state is None else _SEEN[state]
        self._seen.sound = self._sound()
        self._seen.scanners_gone = self.scanners_gone
        if self.board is not None:
            self._seen.board = BoardState(
                not self.board.fault, self.board.pulses, self.board.passages, self.board.dropped
            )
        self._is_asking = True
        self._jobs.submit(self._desk.readiness, self._came, self._did_fail)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._unsubscribe()

    def _show_view(self, view: DoorView) -> None:
        """The light is there while the door waits, in the language that the door speaks by now."""
        is_waiting = view.panel.kind is DoorKind.WAITING
        if is_waiting:
            self._show_light()
        self.light.show_waiting(is_waiting)

    def _show_light(self) -> None:
        if self._readiness is not None:
            self.light.show_light(light_view(self._readiness, self._presenter.words))

    def _sound(self) -> SoundSeen:
        if not self._sounds.is_able:
            return SoundSeen.NO_PLAYER
        return SoundSeen.MUTED if self._presenter.view.is_muted else SoundSeen.ON

    def _came(self, readiness: Readiness) -> None:
        self._is_asking = False
        self._readiness = readiness
        self._show_light()

    def _did_fail(self, error: Exception) -> None:
        self._is_asking = False
        self._failed(error)
