"""A camera through Qt Multimedia: by its name, with plugging in and out told by the system.

It is the better way on Windows, where OpenCV takes seconds to open a camera and knows it by a
number only (hardware.md 3). It needs PySide6-Addons, which are large and not installed by
themselves: ``pip install "podium-desk[qt-camera]"``. Tried with a film in the place of a camera,
never with a real one.
"""

from __future__ import annotations

from threading import Condition
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from hardware.device_url import BadDeviceUrl, DeviceUrl
from hardware.registry import open_frames
from hardware.scanning.planes import PlaneForm, brightness_plane
from hardware.scanning.port import CameraFault, Frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtMultimedia import QCamera, QCameraDevice, QVideoFrame

    from hardware.scanning.port import FrameSource

SCHEME = "qtcamera"
WIDTH, FRAMES_PER_S = 1280, 15


def frames_of(url: str) -> FrameSource:
    """The camera, film or pictures of an address; call it on the screen's thread.

    Raises `DeviceUrlFault`.
    """
    parts = DeviceUrl.parse(url)
    if parts.scheme != SCHEME:
        return open_frames(url)
    parts.allow_options()
    try:
        return QtCamera(parts.path.removeprefix("/"))
    except ImportError as missing:
        why = f"install podium-desk[qt-camera] for this kind of camera ({missing})"
        raise BadDeviceUrl(url, why) from missing


class QtCamera(QObject):
    """The camera whose name begins with `wanted`, or the first one.

    Qt's objects live on the screen's thread; `next_frame` is for the thread that reads codes, and
    gets the newest frame only.
    """

    def __init__(self, wanted: str = "") -> None:
        """Raises `ImportError` without Qt Multimedia."""
        super().__init__()
        from PySide6.QtMultimedia import QMediaCaptureSession, QMediaDevices, QVideoSink

        self._wanted = wanted
        self._news = Condition()
        self._frame: QVideoFrame | None = None
        self._fault = ""
        self._name = wanted
        self.sink = QVideoSink()
        self.sink.videoFrameChanged.connect(self._take)
        self._session = QMediaCaptureSession()
        self._session.setVideoSink(self.sink)
        self._devices = QMediaDevices()
        self._devices.videoInputsChanged.connect(self._look)
        self._camera: QCamera | None = None
        self._look()

    @property
    def name(self) -> str:
        """The camera's own name, once it was seen."""
        return self._name or SCHEME

    def next_frame(self, deadline_s: float) -> Frame | None:
        """The newest frame that was not given yet. Raises `CameraFault` while there is none."""
        with self._news:
            if self._frame is None:
                self._news.wait(deadline_s)
            frame, self._frame = self._frame, None
            fault = self._fault
        if frame is not None:
            return Frame(_grey(frame, self.name), self.name)
        if fault:
            raise CameraFault(self.name, fault)
        return None

    def close(self) -> None:
        """Let go of the camera; called on whatever thread."""
        with self._news:
            self._fault = "closed"
            self._frame = None
            self._news.notify()

    @Slot()
    def _look(self) -> None:
        """Cameras came or went: take the wanted one, or say that it is not there."""
        from PySide6.QtMultimedia import QCamera, QMediaDevices

        found = [one for one in QMediaDevices.videoInputs()
                 if one.description().startswith(self._wanted)]  # fmt: skip
        if not found:
            self._end("is not connected")
            return
        if self._camera is not None and self._name == found[0].description():
            return
        self._name = found[0].description()
        camera = QCamera(found[0])
        camera.errorOccurred.connect(lambda _error, why: self._end(why))
        _ask_for_720_rows(camera, found[0])
        self._session.setCamera(camera)
        self._camera = camera
        with self._news:
            self._fault = ""
        camera.start()

    def _end(self, why: str) -> None:
        if self._camera is not None:
            self._camera.stop()
            self._camera = None
        with self._news:
            self._fault = why
            self._news.notify()

    @Slot()
    def _take(self) -> None:
        frame = self.sink.videoFrame()
        if frame.isValid():
            with self._news:
                self._frame = frame
                self._news.notify()


def _ask_for_720_rows(camera: QCamera, device: QCameraDevice) -> None:
    """The smallest form that is 1280 wide or more, as many frames as a door looks at."""
    from PySide6.QtMultimedia import QCamera as Cameras

    forms = [one for one in device.videoFormats() if one.maxFrameRate() >= FRAMES_PER_S]
    wide = [one for one in forms if one.resolution().width() >= WIDTH]
    if wide:
        camera.setCameraFormat(min(wide, key=lambda one: one.resolution().width()))
    if camera.supportedFeatures() & Cameras.Feature.ManualExposureTime:
        camera.setExposureMode(Cameras.ExposureMode.ExposureManual)
        camera.setManualExposureTime(0.01)


def _grey(frame: QVideoFrame, name: str) -> NDArray[np.uint8]:
    from PySide6.QtMultimedia import QVideoFrame as Frames
    from PySide6.QtMultimedia import QVideoFrameFormat

    pixels = QVideoFrameFormat.PixelFormat
    planar = (pixels.Format_NV12, pixels.Format_NV21, pixels.Format_YUV420P, pixels.Format_YV12,
              pixels.Format_Y8, pixels.Format_YUV422P)  # fmt: skip
    forms = dict.fromkeys(planar, PlaneForm.PLANAR)
    forms |= {pixels.Format_YUYV: PlaneForm.YUYV, pixels.Format_UYVY: PlaneForm.UYVY}
    form = forms.get(frame.pixelFormat())
    if form is None:
        return _grey_of_picture(frame, name)
    if not frame.map(Frames.MapMode.ReadOnly):
        raise CameraFault(name, "gives frames that cannot be read")
    try:
        size = frame.width(), frame.height()
        return brightness_plane(frame.bits(0), frame.bytesPerLine(0), size, form)
    except ValueError as error:
        raise CameraFault(name, str(error)) from error
    finally:
        frame.unmap()


def _grey_of_picture(frame: QVideoFrame, name: str) -> NDArray[np.uint8]:
    """Of a packed JPEG, or colours: Qt unpacks it."""
    from PySide6.QtGui import QImage

    picture = frame.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    if picture.isNull():
        raise CameraFault(name, "gives frames of an unknown form")
    size = picture.width(), picture.height()
    return brightness_plane(picture.constBits(), picture.bytesPerLine(), size, PlaneForm.PLANAR)
