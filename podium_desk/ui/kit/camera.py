"""A camera, or a folder of pictures, that scans: frames in on a thread, codes and a preview out.

The newest frame is all that counts: the thread asks for one, reads it and asks for the next, and
the screen gets only the newest picture however slow it is. A code that stays in view is one scan.
"""

from __future__ import annotations

import logging
import time
from enum import StrEnum
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygon

from hardware.scanning.port import (
    CameraFault,
    CodeReader,
    DecodedCode,
    Frame,
    FrameSource,
    PictureFault,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FRAME_DEADLINE_S = 0.2
AGAIN_AFTER_FAULT_S = 1.0
GONE_AFTER_S = 2.0
"""A code not seen for this long and then seen again is a new scan."""
JOIN_S = 2.0
PREVIEW_WIDTH_PX = 480
OUTLINE = "#00B894"

_log = logging.getLogger(__name__)


class CameraState(StrEnum):
    """How the camera does; each has its sentence on the screen."""

    STARTING = "starting"
    LOOKING = "looking"
    UNPLUGGED = "unplugged"
    UNREADABLE = "unreadable"


class CameraReader(QObject):
    """Reads a `FrameSource` on its own thread; every signal arrives on the screen's thread.

    `mirrored` turns the preview round, as people expect of a camera that looks at them.
    """

    scanned = Signal(str)
    pictured = Signal(QImage)
    state_changed = Signal(str)
    _noticed = Signal()

    def __init__(
        self,
        source: FrameSource,
        reader: CodeReader,
        mirrored: bool = True,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._source = source
        self._reader = reader
        self._mirrored = mirrored
        self._in_view = InView(monotonic_s)
        self._post = _Post()
        self._state = CameraState.STARTING
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=f"camera {source.name}", daemon=True)
        self._noticed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> CameraState:
        """How the camera does, as last told."""
        return self._state

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> bool:
        """Stop looking and let go of the camera; False when it did not end within 2 s."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(JOIN_S)
        return not self._thread.is_alive()

    @Slot()
    def _deliver(self) -> None:
        if self._stopping.is_set():
            return
        texts, picture, state = self._post.collect()
        if state is not None and state is not self._state:
            self._state = state
            self.state_changed.emit(state.value)
        if picture is not None:
            self.pictured.emit(picture)
        for text in texts:
            self.scanned.emit(text)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._look_once()
        self._source.close()

    def _look_once(self) -> None:
        try:
            frame = self._source.next_frame(FRAME_DEADLINE_S)
            codes = self._reader.read(frame) if frame is not None else ()
        except PictureFault as fault:
            _log.warning("%s", fault)
            self._tell(state=CameraState.UNREADABLE)
            self._stopping.wait(FRAME_DEADLINE_S)
        except CameraFault as fault:
            _log.warning("%s", fault)
            self._tell(state=CameraState.UNPLUGGED)
            self._stopping.wait(AGAIN_AFTER_FAULT_S)
        except Exception:  # noqa: BLE001 - the top of a lane: the door goes on with its scanner
            _log.exception("the camera %s failed", self._source.name)
            self._tell(state=CameraState.UNPLUGGED)
            self._stopping.wait(AGAIN_AFTER_FAULT_S)
        else:
            self._saw(frame, codes)

    def _saw(self, frame: Frame | None, codes: tuple[DecodedCode, ...]) -> None:
        if frame is None:
            if self._post.state is not CameraState.UNREADABLE:
                self._tell(state=CameraState.LOOKING)
            return
        fresh = [code.text for code in codes if self._in_view.is_new(code.text, frame.source)]
        if fresh:
            # A guest waits for the verdict, and nobody for the picture.
            self._tell(state=CameraState.LOOKING, texts=fresh)
        self._tell(CameraState.LOOKING, preview(frame, codes, self._mirrored))

    def _tell(
        self,
        state: CameraState,
        picture: QImage | None = None,
        texts: list[str] | None = None,
    ) -> None:
        if self._post.leave(state, picture, texts or []):
            self._noticed.emit()


class InView:
    """Knows which codes are being held in front of the camera."""

    def __init__(self, monotonic_s: Callable[[], float]) -> None:
        self._monotonic_s = monotonic_s
        self._seen: dict[tuple[str, str], float] = {}

    def is_new(self, text: str, source: str) -> bool:
        """Whether this code came into view now; another picture file is another showing."""
        now_s = self._monotonic_s()
        self._seen = {
            code: at_s for code, at_s in self._seen.items() if now_s - at_s < GONE_AFTER_S
        }
        is_new = (text, source) not in self._seen
        self._seen[(text, source)] = now_s
        return is_new


class _Post:
    """What the thread leaves for the screen: all codes, but only the newest picture and state."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._texts: list[str] = []
        self._picture: QImage | None = None
        self._is_waiting = False
        self.state: CameraState | None = None

    def leave(self, state: CameraState, picture: QImage | None, texts: list[str]) -> bool:
        """Leave it; True when the screen has to be called, False when that is under way."""
        with self._lock:
            is_news = bool(texts) or picture is not None or state is not self.state
            self._texts += texts
            self._picture = picture or self._picture
            self.state = state
            must_call = is_news and not self._is_waiting
            self._is_waiting = self._is_waiting or must_call
            return must_call

    def collect(self) -> tuple[list[str], QImage | None, CameraState | None]:
        """Take what is there."""
        with self._lock:
            left = (self._texts, self._picture, self.state)
            self._texts, self._picture, self._is_waiting = [], None, False
            return left


def preview(frame: Frame, codes: tuple[DecodedCode, ...], mirrored: bool) -> QImage:
    """The frame small, with the found codes outlined."""
    step = max(1, frame.grey.shape[1] // PREVIEW_WIDTH_PX)
    small = frame.grey[::step, ::step]
    height, width = small.shape
    grey = QImage(small.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    image = grey.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(OUTLINE), max(4, width // 80)))
    for code in codes:
        corners = [QPoint(x // step, y // step) for x, y in code.corners]
        painter.drawPolygon(QPolygon(corners))
    painter.end()
    return image.flipped(Qt.Orientation.Horizontal) if mirrored else image
