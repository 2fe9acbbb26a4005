"""The window that sets up devices, with the readers and the camera that are tried there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPixmap

from hardware.registry import open_reader
from podium_desk.application.lane import ReplicaLane
from podium_desk.presentation.scan_words import line_words
from podium_desk.presentation.set_up import Kind, SetUp, Trial
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.kit.camera import CameraReader, CameraState
from podium_desk.ui.kit.code_lines import CodeLines, scanners_of
from podium_desk.ui.kit.jobs import QtJobs
from podium_desk.ui.kit.qt_camera import frames_of
from podium_desk.ui.screens.setup.page import SetUpPage
from podium_desk.ui.shell.application import the_application

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.set_up import DeviceRoom
    from podium_desk.ui.kit.tokens import Appearance

_LAST_DIGITS = 4


class SetUpWindow(QObject):
    """Page, presenter and the device that is tried; `close` ends them."""

    def __init__(
        self,
        room: DeviceRoom,
        words: Words,
        failed: Callable[[BaseException], None],
        over: QWidget | None = None,
    ) -> None:
        """`over` is the window that this one stays before."""
        super().__init__(over)
        self._words, self._failed = words, failed
        self._lane = ReplicaLane("devices")
        self.jobs = QtJobs(self._lane)
        self.set_up = SetUp(room, self.jobs, words, failed)
        self.page = SetUpPage(self.set_up, words)
        if over is not None:
            self.page.setParent(over, Qt.WindowType.Window)
        self.page.closed.connect(self.close)
        self._lines: CodeLines | None = None
        self._camera: CameraReader | None = None
        self._is_closed = False
        self.page.trying.connect(self._try)

    def open(self) -> None:
        """Show it and look what there is."""
        self.page.show()
        self.set_up.look()

    @Slot()
    def close(self) -> None:
        """Let everything go; may be called again."""
        if self._is_closed:
            return
        self._is_closed = True
        self._let_go()
        self.jobs.close()
        self._lane.close()
        self.page.close()

    @Slot(object)
    def _try(self, trial: Trial | None) -> None:
        self._let_go()
        if trial is None or not trial.url:
            return
        if trial.kind in (Kind.SCANNER, Kind.CHIP):
            self._lines = CodeLines(scanners_of([trial.url]), self._failed)
            self._lines.scanned.connect(self._scanned)
            self._lines.gone_changed.connect(self._gone)
            self._lines.start()
        elif trial.kind is Kind.CAMERA:
            camera = self._camera = CameraReader(frames_of(trial.url), open_reader())
            camera.pictured.connect(self._pictured)
            camera.scanned.connect(self._camera_read)
            camera.state_changed.connect(self._camera_state)
            camera.start()

    def _let_go(self) -> None:
        lines, self._lines = self._lines, None
        camera, self._camera = self._camera, None
        if lines is not None:
            lines.close()
        if camera is not None:
            camera.stop()

    @Slot(str, bool)
    def _scanned(self, text: str, is_chip: bool) -> None:
        if is_chip:
            says = self._words("set_up.chip_read", end=text[-_LAST_DIGITS:])
            self.set_up.seen(says, is_good=True)
        else:
            says, is_good = line_words(text, self._words)
            self.set_up.seen(says, is_good=is_good)

    @Slot(tuple)
    def _gone(self, names: tuple[str, ...]) -> None:
        if names:
            self.set_up.seen(self._words("set_up.not_found"), is_good=False)

    @Slot(QImage)
    def _pictured(self, picture: QImage) -> None:
        self.page.show_picture(QPixmap.fromImage(picture))

    @Slot(str)
    def _camera_read(self, _: str) -> None:
        self.set_up.seen(self._words("set_up.camera_reads"), is_good=True)

    @Slot(str)
    def _camera_state(self, state: str) -> None:
        is_seen = state == CameraState.LOOKING.value
        says = self._words("set_up.camera_sees" if is_seen else "set_up.camera_gone")
        self.set_up.seen(says, is_good=is_seen)


def run_set_up(
    room: DeviceRoom,
    words: Words,
    failed: Callable[[BaseException], None],
    appearance: Appearance,
    screenshot: Path | None = None,
) -> int:
    """Set devices up until the window is closed, or its picture was written."""
    application = the_application()
    wear(application, appearance)
    window = SetUpWindow(room, words, failed)
    window.open()

    def look() -> None:
        if not window.set_up.view.is_busy and screenshot is not None:
            window.page.grab().save(str(screenshot))
            window.page.close()

    timer = QTimer(window)
    timer.timeout.connect(look)
    if screenshot is not None:
        timer.start(200)
    try:
        return application.exec()
    finally:
        window.close()
