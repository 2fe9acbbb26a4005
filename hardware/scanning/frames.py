"""Sources of frames: a folder of pictures, and a camera through OpenCV.

The heavy libraries are imported when the first frame is asked for.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.scanning.port import CameraFault, Frame, PictureMissing

if TYPE_CHECKING:
    import cv2

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
LOOK_AGAIN_S = 0.1


class PictureFolder:
    """Pictures in the place of a camera: each file once, and new ones as they are put there.

    `pictures` is a folder, one file, or a list of files. A file that changes is shown again.
    """

    def __init__(self, pictures: Path | Sequence[Path]) -> None:
        self._places = [pictures] if isinstance(pictures, Path) else list(pictures)
        self._shown: set[tuple[Path, int]] = set()
        self._waiting: deque[Path] = deque()
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        """The folder or the first file."""
        return self._places[0].name if self._places else ""

    def next_frame(self, deadline_s: float) -> Frame | None:
        """Return the next picture not shown yet. Raises a `PictureFault` once for a bad one."""
        from hardware.scanning.pictures import load_grey

        if not self._waiting:
            self._look()
        waited_s = 0.0
        while not self._waiting and waited_s < deadline_s and not self._closed.is_set():
            pause_s = min(LOOK_AGAIN_S, deadline_s - waited_s)
            self._closed.wait(pause_s)
            waited_s += pause_s
            self._look()
        if not self._waiting:
            return None
        path = self._waiting.popleft()
        return Frame(load_grey(path), path.name)

    def close(self) -> None:
        """Stop waiting for new pictures."""
        self._closed.set()

    def _look(self) -> None:
        for place in self._places:
            for path in _pictures_in(place):
                mark = (path, _changed_ns(path))
                if mark not in self._shown:
                    self._shown.add(mark)
                    self._waiting.append(path)


def _pictures_in(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    try:
        names = sorted(os.listdir(place))
    except OSError as error:
        raise PictureMissing(place, error.strerror or str(error)) from error
    return [place / name for name in names if name.lower().endswith(PICTURE_ENDINGS)]


def _changed_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0  # missing: shown once, as the fault that reading it raises


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """Which camera ("0" or "/dev/video0") and the frames to ask it for, in pixels."""

    device: str
    width: int = 1280
    height: int = 720


class OpenCvCamera:
    """A camera through OpenCV: V4L2 on Linux, DirectShow on Windows. Not seen on a real one."""

    def __init__(self, settings: CameraSettings) -> None:
        self._settings = settings
        self._capture: cv2.VideoCapture | None = None

    @property
    def name(self) -> str:
        """The device's name in the settings."""
        return self._settings.device

    def next_frame(self, deadline_s: float) -> Frame | None:  # noqa: ARG002 - the device paces
        """Return the newest frame; opens the camera first. Raises `CameraFault`."""
        import cv2

        if self._capture is None:
            self._capture = self._open()
        is_read, picture = self._capture.read()
        if not is_read:
            self.close()
            raise CameraFault(self.name, "gives no picture")
        grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        return Frame(grey.astype("uint8", copy=False), self.name)

    def close(self) -> None:
        """Let go of the camera."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _open(self) -> cv2.VideoCapture:
        import cv2

        device = self._settings.device
        if device.startswith("/") and not Path(device).exists():
            # OpenCV itself only says "not opened", after warnings on the console.
            raise CameraFault(device, "is not connected")
        system = cv2.CAP_DSHOW if sys.platform == "win32" else cv2.CAP_V4L2
        capture = cv2.VideoCapture(
            int(device) if device.isdigit() else device,
            cv2.CAP_ANY if sys.platform == "darwin" else system,
        )
        if not capture.isOpened():
            capture.release()
            raise CameraFault(device, "cannot be opened")
        # Uncompressed frames do not fit through USB 2 at 720 rows: ask for MJPG first.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._settings.width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._settings.height)
        # One frame of buffer: the newest picture counts, an old one shows who already left.
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        return capture
