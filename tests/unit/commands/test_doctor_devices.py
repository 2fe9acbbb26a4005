"""What the doctor says of scanners, readers, camera, relays and pole display."""

from __future__ import annotations

import pytest

from hardware.emulators.scanners import SerialScanner
from podium_desk.commands.checks import Check, _other_devices
from podium_desk.config import Settings
from podium_desk.i18n.words import Words


def checked(**settings: str) -> list[Check]:
    return _other_devices(Settings(**settings), Words("en"))


def test_each_device_of_the_settings_says_that_its_driver_was_never_seen():
    scanner = SerialScanner()
    checks = checked(
        scanner_keys="3-41", scanners=f"scanner+serial://{scanner.path}", camera="camera://0",
        board="relay+serial:///dev/ttyUSB9", pole="pole+serial:///dev/ttyS9",
    )  # fmt: skip
    scanner.unplug()

    assert [(check.name.partition(" (")[0], check.ok) for check in checks] == [
        ("scanner HID", True), ("scanner USB-CDC", True), ("camera OpenCV", True),
        ("lamps and relays LCUS", True), ("pole display DM-D", True),
    ]  # fmt: skip
    assert all("never seen on the real device" in check.name for check in checks)


def test_what_has_no_other_device_says_nothing_of_it_and_a_camera_of_the_screen_is_not_opened():
    (film,) = checked(camera="film:///door.mp4")
    (qt,) = checked(camera="qtcamera://")

    assert (film.name, film.ok) == ("camera MP4", True)
    assert qt.ok


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"scanners": "scanner+hid:///nowhere/hidraw0"}, "No such file"),
        ({"scanners": "scanner+hid://"}, "which path"),
        ({"camera": "x://y"}, "unknown kind"),
        ({"board": "modbus+tcp://"}, "which host"),
    ],
)
def test_one_that_is_away_or_wrongly_named_says_what_is_wrong(settings, said):
    (check,) = checked(**settings)

    assert not check.ok
    assert said in check.advice


def test_where_nothing_is_set_nothing_is_said():
    assert checked() == []
