"""The battery of this machine: how full it is, and whether it is being filled.

Linux tells it in files, Windows by one call. Elsewhere, and on a machine without one, nothing is
known. A library for it would be one more thing to lock for six lines of use.
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

_SUPPLIES = Path("/sys/class/power_supply")
_UNKNOWN_PERCENT = 255
_NO_BATTERY = 128


@dataclass(frozen=True, slots=True)
class BatteryState:
    """Charge in percent, and whether the mains is there."""

    percent: int
    is_plugged: bool


def battery_state(supplies: Path = _SUPPLIES) -> BatteryState | None:
    """The battery, None where there is none or nobody can tell."""
    return _on_windows() if sys.platform == "win32" else _in_files(supplies)


def _in_files(supplies: Path) -> BatteryState | None:
    """Several batteries of one machine count as their mean; a mouse's is not the machine's."""
    if not supplies.is_dir():
        return None
    percents, is_plugged = [], False
    for supply in sorted(supplies.iterdir()):
        kind, scope = _said(supply, "type"), _said(supply, "scope")
        if kind in ("Mains", "USB") and _said(supply, "online") == "1":
            is_plugged = True
        if kind == "Battery" and scope != "Device" and _said(supply, "capacity").isdecimal():
            percents.append(int(_said(supply, "capacity")))
            is_plugged = is_plugged or _said(supply, "status") in ("Charging", "Full")
    if not percents:
        return None
    return BatteryState(round(sum(percents) / len(percents)), is_plugged)


def _said(supply: Path, name: str) -> str:
    """One property; empty when the driver has none, or goes away while it is read."""
    try:
        return (supply / name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


class _SystemPowerStatus(ctypes.Structure):
    """`SYSTEM_POWER_STATUS` of the Windows API."""

    _fields_ = (
        ("ACLineStatus", ctypes.c_ubyte),
        ("BatteryFlag", ctypes.c_ubyte),
        ("BatteryLifePercent", ctypes.c_ubyte),
        ("SystemStatusFlag", ctypes.c_ubyte),
        ("BatteryLifeTime", ctypes.c_ulong),
        ("BatteryFullLifeTime", ctypes.c_ulong),
    )


def _on_windows() -> BatteryState | None:
    if sys.platform == "win32":
        status = _SystemPowerStatus()
        if ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
            percent, flag = int(status.BatteryLifePercent), int(status.BatteryFlag)
            if percent != _UNKNOWN_PERCENT and not flag & _NO_BATTERY:
                return BatteryState(percent, int(status.ACLineStatus) == 1)
    return None
