"""The battery of a machine, as Linux tells it in files."""

from __future__ import annotations

import sys

import pytest

from hardware.power import BatteryState, battery_state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked by a call")


def supply(root, name, **said):
    (root / name).mkdir(parents=True)
    for key, value in said.items():
        (root / name / key).write_text(f"{value}\n")


def test_a_machine_without_a_battery_has_none(tmp_path):
    supply(tmp_path, "AC", type="Mains", online=1)
    assert battery_state(tmp_path) is None
    assert battery_state(tmp_path / "nothing") is None


@pytest.mark.parametrize(("online", "status", "plugged"), [
    (1, "Not charging", True), (0, "Discharging", False), (0, "Charging", True),
])  # fmt: skip
def test_a_battery_tells_its_charge_and_whether_the_mains_is_there(
    tmp_path, online, status, plugged
):
    supply(tmp_path, "AC", type="Mains", online=online)
    supply(tmp_path, "BAT0", type="Battery", capacity=62, status=status)
    assert battery_state(tmp_path) == BatteryState(62, plugged)


def test_two_batteries_are_one_and_a_mouse_is_not_the_machine(tmp_path):
    supply(tmp_path, "BAT0", type="Battery", capacity=20, status="Discharging")
    supply(tmp_path, "BAT1", type="Battery", capacity=80, status="Unknown")
    supply(tmp_path, "hid-mouse", type="Battery", scope="Device", capacity=3, status="Full")
    supply(tmp_path, "ucsi-C000", type="USB")
    assert battery_state(tmp_path) == BatteryState(50, False)
