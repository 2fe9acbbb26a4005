"""A camera through OpenCV, with a capture that does what it is told; and a film in its place."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hardware.registry import open_frames
from hardware.scanning.camera import CameraSettings, OpenCvCamera, brightness
from hardware.scanning.port import CameraFault, NotAPicture, PictureMissing

SHADE = np.full((720, 1280), 90, np.uint8)


class Capture:
    """Gives numbered frames, 30 a second, until it is unplugged."""

    def __init__(self, frames_left: int = 1000) -> None:
        self.frames_left = frames_left
        self.seconds = [0.0]
        self.number = 0
        self.unpacked: list[int] = []

    def grab(self) -> bool:
        self.number += 1
        self.seconds[0] += 1 / 30
        self.frames_left -= 1
        return self.frames_left >= 0

    def retrieve(self) -> tuple[bool, np.ndarray]:
        self.unpacked.append(self.number)
        return True, SHADE

    def release(self) -> None:
        self.frames_left = 0


def camera_of(*captures: Capture) -> OpenCvCamera:
    waiting, seconds = list(captures), [0.0]
    for capture in captures:
        capture.seconds = seconds

    def open_next(settings: CameraSettings) -> Capture:
        if not waiting:
            raise CameraFault(settings.device, "is not connected")
        return waiting.pop(0)

    return OpenCvCamera(CameraSettings("0"), open_next, lambda: seconds[0])


def test_fifteen_frames_a_second_are_unpacked_and_each_is_the_newest():
    capture = Capture()
    camera = camera_of(capture)

    for _ in range(4):
        camera.next_frame(0.2)

    assert capture.unpacked == [1, 3, 5, 7]


def test_a_camera_that_is_plugged_out_is_a_fault_and_plugged_in_again_goes_on():
    camera = camera_of(Capture(frames_left=1), Capture())

    assert camera.next_frame(0.2) is not None
    with pytest.raises(CameraFault, match="gives no picture"):
        camera.next_frame(0.2)
    again = camera.next_frame(0.2)

    assert again is not None
    assert again.source == "0"


@pytest.mark.parametrize("form", ["colour", "packed", "yuyv", "nv12", "grey"])
def test_brightness_is_taken_from_every_form_that_cameras_give(form):
    picture = {
        "colour": cv2.cvtColor(SHADE, cv2.COLOR_GRAY2BGR),
        "packed": cv2.imencode(".jpg", SHADE)[1].reshape(1, -1),
        "yuyv": np.dstack([SHADE, np.full_like(SHADE, 128)]),
        "nv12": np.vstack([SHADE, np.full((360, 1280), 128, np.uint8)]),
        "grey": SHADE,
    }[form]

    grey = brightness(picture, 720)

    assert grey is not None
    assert grey.shape == (720, 1280)
    assert np.abs(grey.astype(int) - 90).max() <= 1


def test_a_packed_frame_that_was_cut_off_at_its_head_is_no_picture():
    assert brightness(np.zeros((1, 400), np.uint8), 720) is None


def test_a_film_is_shown_as_a_camera_once_and_at_its_pace(tmp_path):
    path = tmp_path / "door.avi"
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 200, (64, 48))
    for shade in (10, 120, 240):
        film.write(np.full((48, 64, 3), shade, np.uint8))
    film.release()
    source = open_frames(f"film://{path}")

    frames = [source.next_frame(1.0) for _ in range(3)]

    assert [round(float(frame.grey.mean()), -1) for frame in frames if frame] == [10, 120, 240]
    assert not any(frame.is_still for frame in frames if frame)
    assert source.next_frame(0) is None
    source.close()


def test_what_is_no_film_is_a_fault_that_names_it(tmp_path):
    (tmp_path / "door.mp4").write_text("no film")

    with pytest.raises(NotAPicture, match=r"door\.mp4"):
        open_frames(f"film://{tmp_path}/door.mp4").next_frame(0)
    with pytest.raises(PictureMissing, match=r"gone\.mp4"):
        open_frames(f"film://{tmp_path}/gone.mp4").next_frame(0)
