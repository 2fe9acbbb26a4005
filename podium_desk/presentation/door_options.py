"""What a door's screen needs to know beside the door: whom to call, the clocks, who may leave."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from podium_desk.application.jobs import Jobs
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_menu import ShellWish
from podium_desk.presentation.door_pin import PinGuard


def _now() -> datetime:
    return datetime.now().astimezone()


def _nobody_hears(_wish: ShellWish) -> None:
    """A presenter without a window."""


@dataclass(frozen=True, slots=True)
class DoorOptions:
    """What a door's screen needs to know beside the door: the phone to call, and the clocks.

    `wish` hears what is the window's to do; `pin` guards leaving the window; `errands` runs what
    may wait for another device, in order and apart from scans (None: among them).
    """

    desk_phone: str = ""
    has_camera: bool = False
    now: Callable[[], datetime] = field(default=_now)
    monotonic_s: Callable[[], float] = field(default=time.monotonic)
    wish: Callable[[ShellWish], None] = _nobody_hears
    pin: PinGuard = field(default_factory=PinGuard)
    errands: Jobs | None = None
