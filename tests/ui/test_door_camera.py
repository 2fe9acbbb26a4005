"""The camera's thread: pictures in, codes and a preview out, faults in words, a clean stop."""

from __future__ import annotations

import sys
from collections import deque
from threading import Event

import numpy as np
import pytest
import segno
from door_stage import CODE, USED, Stage
from PySide6.QtGui import QColor

from hardware.device_url import BadDeviceUrl
from hardware.registry import open_frames, open_reader
from hardware.scanning.port import CameraFault, DecodedCode, Frame
from podium_desk.ui.kit import camera as camera_module
from podium_desk.ui.kit.camera import OUTLINE, CameraReader, CameraState, InView, preview
from podium_desk.ui.kit.qt_camera import frames_of


class ScriptedCamera:
    """Frames and faults in the order told; nothing after them."""

    name = "scripted"

    def __init__(self, *script: Frame | Exception) -> None:
        self.script = deque(script)
        self.is_empty = Event()
        self.is_closed = False

    def next_frame(self, deadline_s: float) -> Frame | None:
        if not self.script:
            self.is_empty.wait(min(deadline_s, 0.01))
            return None
        step = self.script.popleft()
        if isinstance(step, Exception):
            raise step
        return step

    def close(self) -> None:
        self.is_closed = True


class NamedCodes:
    """Reads a frame's source as its code: what stands in a picture is not tested here."""

    def read(self, frame: Frame) -> tuple[DecodedCode, ...]:
        return (DecodedCode(frame.source, ((40, 40), (80, 40), (80, 80), (40, 80))),)


def frame(source: str) -> Frame:
    return Frame(np.full((120, 160), 128, np.uint8), source)


def run(qtbot, camera, reader=None, until=None) -> tuple[list[str], list[str], CameraReader]:
    reader = CameraReader(camera, reader or NamedCodes())
    scans: list[str] = []
    states: list[str] = []
    reader.scanned.connect(scans.append)
    reader.state_changed.connect(states.append)
    reader.start()
    qtbot.waitUntil(lambda: until(scans, states), timeout=5000)
    assert reader.stop()
    return scans, states, reader


def test_a_camera_through_qt_says_what_to_install_where_that_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    with pytest.raises(BadDeviceUrl, match=r"podium-desk\[qt-camera\]"):
        frames_of("qtcamera:///Logitech")


def test_pictures_in_a_folder_are_scanned_one_after_another(qtbot, tmp_path):
    for index, text in enumerate((CODE, USED, CODE)):
        segno.make_qr(text, error="m").save(str(tmp_path / f"{index}.png"), scale=6)
    camera = open_frames(f"pictures://{tmp_path}")
    scans, _, _ = run(qtbot, camera, open_reader(), lambda scans, _: len(scans) == 3)
    assert scans == [CODE, USED, CODE]


def test_a_code_held_before_the_camera_is_one_scan(qtbot):
    camera = ScriptedCamera(*[frame(CODE)] * 20, frame(USED))
    scans, _, _ = run(qtbot, camera, until=lambda scans, _: USED in scans)
    assert scans == [CODE, USED]


def test_a_code_shown_again_later_is_a_new_scan():
    seconds = [0.0]
    in_view = InView(lambda: seconds[0])
    assert in_view.is_new(CODE, "0")
    seconds[0] = 1.5
    assert not in_view.is_new(CODE, "0")
    seconds[0] = 3.6
    assert in_view.is_new(CODE, "0")


def test_an_unplugged_camera_is_said_and_the_camera_is_let_go(qtbot):
    camera = ScriptedCamera(CameraFault("0", "unplugged"))
    _, states, reader = run(qtbot, camera, until=lambda _, states: bool(states))
    assert states == [CameraState.UNPLUGGED]
    assert reader.state is CameraState.UNPLUGGED
    assert camera.is_closed


def test_a_camera_that_is_plugged_in_again_is_said_to_look_and_reads(qtbot, monkeypatch):
    monkeypatch.setattr(camera_module, "AGAIN_AFTER_FAULT_S", 0.01)
    camera = ScriptedCamera(
        frame(CODE), CameraFault("0", "unplugged"), CameraFault("0", "unplugged"), frame(USED)
    )
    scans, states, _ = run(qtbot, camera, until=lambda scans, _: USED in scans)
    assert scans == [CODE, USED]
    assert states[-1] == CameraState.LOOKING


def test_a_picture_that_is_none_is_said_and_the_next_is_read(qtbot, tmp_path):
    (tmp_path / "0.png").write_bytes(b"no picture")
    segno.make_qr(CODE).save(str(tmp_path / "1.png"), scale=6)
    camera = open_frames(f"pictures://{tmp_path}")
    scans, _, _ = run(qtbot, camera, open_reader(), lambda scans, _: bool(scans))
    assert scans == [CODE]


def test_a_driver_that_breaks_does_not_end_the_camera(qtbot):
    camera = ScriptedCamera(RuntimeError("driver"))
    _, states, _ = run(qtbot, camera, until=lambda _, states: bool(states))
    assert states == [CameraState.UNPLUGGED]


def test_a_slow_screen_gets_every_code_but_only_the_newest_picture(qtbot):
    camera = ScriptedCamera(*[frame(f"PODI{number}") for number in range(30)])
    reader = CameraReader(camera, NamedCodes())
    scans: list[str] = []
    pictures = []
    reader.scanned.connect(scans.append)
    reader.pictured.connect(pictures.append)
    reader.start()
    while camera.script:
        camera.is_empty.wait(0.005)  # the screen's thread is busy: nothing is delivered
    qtbot.waitUntil(lambda: len(scans) == 30, timeout=5000)
    assert len(pictures) <= 2
    assert reader.stop()


def test_the_found_code_is_outlined_and_mirrored():
    shown = frame(CODE)
    image = preview(shown, NamedCodes().read(shown), mirrored=True)
    assert image.pixelColor(160 - 60, 40) == QColor(OUTLINE)
    assert image.pixelColor(60, 40) != QColor(OUTLINE)


@pytest.mark.parametrize("fault", [None, CameraFault("0", "unplugged")])
def test_the_window_shows_the_camera_small_and_stops_it_when_it_closes(qtbot, fault):
    script = [fault] if fault else [frame(CODE)]
    camera = ScriptedCamera(*script)
    stage = Stage(qtbot)
    stage.window.watch(CameraReader(camera, NamedCodes()))
    says = "Camera niet gevonden — zit de kabel vast?" if fault else "Camera kijkt"
    qtbot.waitUntil(lambda: stage.window.camera_says == says, timeout=5000)
    assert stage.word == ("Scan een ticket" if fault else "GELDIG")
    stage.window.close()
    assert camera.is_closed
