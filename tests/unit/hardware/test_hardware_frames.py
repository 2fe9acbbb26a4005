"""Sources of frames: a folder that is watched, and a camera that is not there."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from hardware.printing.port import PrintJob, Raster
from hardware.registry import open_frames, open_printer
from hardware.scanning.frames import PictureFolder
from hardware.scanning.port import CameraFault, NotAPicture, PictureMissing


def put_picture(path, shade: int) -> None:
    Image.new("L", (20, 10), shade).save(path)


def test_pictures_come_once_in_the_order_of_their_names_and_new_ones_after(tmp_path):
    put_picture(tmp_path / "b.png", 2)
    put_picture(tmp_path / "a.jpg", 1)
    (tmp_path / "notes.txt").write_text("no picture, and not one by name")
    source = open_frames(f"pictures://{tmp_path}")

    first = [source.next_frame(0), source.next_frame(0), source.next_frame(0)]
    put_picture(tmp_path / "c.png", 3)
    later = source.next_frame(1.0)

    assert [frame and frame.source for frame in first] == ["a.jpg", "b.png", None]
    assert later is not None
    assert later.source == "c.png"
    assert later.grey.shape == (10, 20)
    assert later.grey.dtype == np.uint8


def test_a_bad_picture_is_a_fault_once_and_the_next_one_still_comes(tmp_path):
    (tmp_path / "a.png").write_text("broken")
    put_picture(tmp_path / "b.png", 2)
    source = PictureFolder(tmp_path)

    with pytest.raises(NotAPicture):
        source.next_frame(0)
    frame = source.next_frame(0)

    assert frame is not None
    assert frame.source == "b.png"


def test_a_list_of_files_is_shown_as_given_and_a_missing_one_is_told(tmp_path):
    put_picture(tmp_path / "b.png", 2)
    source = PictureFolder([tmp_path / "b.png", tmp_path / "gone.png"])

    assert source.next_frame(0) is not None
    with pytest.raises(PictureMissing):
        source.next_frame(0)
    assert source.next_frame(0) is None


def test_a_ticket_of_the_simulator_can_be_held_to_a_door_that_watches_its_folder(tmp_path):
    printer = open_printer(f"sim://printer?dir={tmp_path}")
    door = open_frames(f"pictures://{tmp_path}")
    printer.print(PrintJob("a", Raster(576, 100, bytes(7200))), 5.0)

    frame = door.next_frame(0)

    assert frame is not None
    assert frame.source == "ticket-0001.png"
    assert frame.grey.shape == (100, 576)


def test_a_camera_that_is_not_connected_is_a_fault_that_names_it():
    camera = open_frames("camera:///dev/video-not-there")

    with pytest.raises(CameraFault, match="video-not-there"):
        camera.next_frame(0.1)
    camera.close()
