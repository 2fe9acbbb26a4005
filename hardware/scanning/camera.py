"""A camera through OpenCV, V4L2 on Linux and DirectShow on Windows, and a film in its place.

Only brightness is wanted. A camera's packed frames are taken as they come and of each only the Y
plane is unpacked, which is a third of the work of a colour picture. Not seen on a real camera.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.scanning.port import CameraFault, Frame, NotAPicture, PictureMissing

if TYPE_CHECKING:
    import cv2
    import numpy as np
    from numpy.typing import NDArray

FRAMES_PER_S = 15
"""How many are looked at: hands are not faster, and a laptop's fan is heard in a hall."""
EXPOSURE_MS = 10
"""Half a wave of the mains' light, so no bands; short, since screens of phones overexpose."""
_EARLY_S = 0.01
_V4L2_BY_HAND, _DSHOW_BY_HAND = 1, 0.25


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """Which camera ("0" or "/dev/video0") and the frames to ask it for, in pixels.

    `exposure_ms` is 0 where the camera is to choose, as in a hall too dark for a short one.
    """

    device: str
    width: int = 1280
    height: int = 720
    exposure_ms: int = EXPOSURE_MS


class OpenCvCamera:
    """Gives the newest frame, at most 15 a second; those between are not even unpacked."""

    def __init__(
        self,
        settings: CameraSettings,
        open_capture: Callable[[CameraSettings], cv2.VideoCapture] | None = None,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._open = open_capture or _open
        self._monotonic_s = monotonic_s
        self._capture: cv2.VideoCapture | None = None
        self._given_s = float("-inf")

    @property
    def name(self) -> str:
        """The device's name in the settings."""
        return self._settings.device

    def next_frame(self, deadline_s: float) -> Frame | None:  # noqa: ARG002 - the device paces
        """Return the newest frame; opens the camera first. Raises `CameraFault`.

        After a fault the next call opens it again: a camera may be plugged out and in.
        """
        if self._capture is None:
            self._capture = self._open(self._settings)
        grey = self._newest(self._capture)
        if grey is None:
            self.close()
            raise CameraFault(self.name, "gives no picture")
        return Frame(grey, self.name)

    def close(self) -> None:
        """Let go of the camera."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _newest(self, capture: cv2.VideoCapture) -> NDArray[np.uint8] | None:
        """Drop frames until the next one is due: a waiting frame would be an old one."""
        due_s = self._given_s + 1 / FRAMES_PER_S - _EARLY_S
        while capture.grab():
            if self._monotonic_s() >= due_s:
                self._given_s = self._monotonic_s()
                is_read, picture = capture.retrieve()
                return brightness(picture, self._settings.height) if is_read else None
        return None


def brightness(picture: cv2.typing.MatLike, height: int) -> NDArray[np.uint8] | None:
    """The Y plane of a frame in any of the forms that cameras give; None for a broken one.

    Packed JPEG is one row of bytes, YUYV has two channels, NV12 stands with its colours below its
    `height` rows of brightness.
    """
    import cv2
    import numpy as np

    if picture.ndim == 3 and picture.shape[2] == 3:
        plane: cv2.typing.MatLike | None = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    elif picture.ndim == 3:
        plane = picture[:, :, 0]
    elif 1 in picture.shape:
        plane = cv2.imdecode(picture, cv2.IMREAD_GRAYSCALE)
    else:
        plane = picture[:height] if picture.shape[0] * 2 == height * 3 else picture
    return None if plane is None else np.ascontiguousarray(plane).astype(np.uint8, copy=False)


def _open(settings: CameraSettings) -> cv2.VideoCapture:
    import cv2

    device = settings.device
    if device.startswith("/") and not Path(device).exists():
        # OpenCV itself only says "not opened", after warnings on the console.
        raise CameraFault(device, "is not connected")
    system = {"win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_ANY}.get(sys.platform, cv2.CAP_V4L2)
    capture = cv2.VideoCapture(int(device) if device.isdigit() else device, system)
    if not capture.isOpened():
        capture.release()
        raise CameraFault(device, "cannot be opened")
    # Uncompressed frames do not fit through USB 2 at 720 rows: ask for MJPG first.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, settings.width)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, settings.height)
    # One frame of buffer: the newest picture counts, an old one shows who already left.
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    if system == cv2.CAP_V4L2:
        capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
    if settings.exposure_ms:
        _expose(capture, system, settings.exposure_ms)
    return capture


def _expose(capture: cv2.VideoCapture, system: int, exposure_ms: int) -> None:
    """Fix the exposure where the camera lets us; where it does not, it goes on by itself."""
    import math

    import cv2

    if system == cv2.CAP_V4L2:
        capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, _V4L2_BY_HAND)
        capture.set(cv2.CAP_PROP_EXPOSURE, exposure_ms * 10)  # in tenths of a millisecond
    elif system == cv2.CAP_DSHOW:
        capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, _DSHOW_BY_HAND)
        capture.set(cv2.CAP_PROP_EXPOSURE, round(math.log2(exposure_ms / 1000)))  # 2^n seconds


class Film:
    """A film in the place of a camera: its frames at their pace, once; nothing after its end."""

    def __init__(self, path: Path, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._monotonic_s = monotonic_s
        self._capture: cv2.VideoCapture | None = None
        self._pause_s = 0.0
        self._due_s = 0.0
        self._is_over = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    def next_frame(self, deadline_s: float) -> Frame | None:
        """The next frame when it is due. Raises a `PictureFault` for what is no film."""
        import cv2

        if self._is_over:
            time.sleep(deadline_s)
            return None
        if self._capture is None:
            self._begin()
        assert self._capture is not None, "it was just opened"
        wait_s = min(deadline_s, self._due_s - self._monotonic_s())
        if wait_s > 0:
            time.sleep(wait_s)
            if self._monotonic_s() < self._due_s:
                return None
        is_read, picture = self._capture.read()
        if not is_read:
            self._is_over = True
            return None
        self._due_s = max(self._due_s + self._pause_s, self._monotonic_s())
        grey = brightness(picture, int(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT)))
        return None if grey is None else Frame(grey, self.name)

    def close(self) -> None:
        """Put the film away; asked again, it begins again."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _begin(self) -> None:
        import cv2

        if not self._path.is_file():
            raise PictureMissing(self._path, "no such film")
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            capture.release()
            self._is_over = True
            raise NotAPicture(self._path, "no film of a known kind")
        self._capture = capture
        self._pause_s = 1 / (capture.get(cv2.CAP_PROP_FPS) or FRAMES_PER_S)
        self._due_s = self._monotonic_s()
