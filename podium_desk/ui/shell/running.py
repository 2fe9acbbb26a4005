"""Opens a counter's window on a device, until it is closed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from podium_desk.application.lane import ReplicaLane
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.shell.application import EXIT_AFTER_FAULT, EXIT_WELL, hook_to, the_application
from podium_desk.ui.shell.counter import CounterShell

if TYPE_CHECKING:
    from pathlib import Path

    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.ui.shell.counter_setting import CounterSetting, DeviceAtWork


def run_counter(
    desk: OrderCounter,
    setting: CounterSetting,
    device: DeviceAtWork,
    screenshot: Path | None = None,
) -> int:
    """Open a counter and stay until it is closed; gives the exit code.

    An error in a slot does not end the counter: it is reported, and the exit code says so.
    With `screenshot` the window closes by itself after its picture is taken. Raises `TypeError`
    when the device has no lane with a thread of its own, and whatever opening its desk raises.
    """
    if not isinstance(device.lane, ReplicaLane):
        raise TypeError("a window needs a lane with a thread of its own")
    application = the_application()
    wear(application, setting.appearance)
    shell = CounterShell(desk, device.lane, setting)
    device.listen(shell.notify)
    if screenshot is not None:
        # Loaded for pictures only.
        from podium_desk.ui.shell.pictured import picture_when_ready

        picture_when_ready(shell, setting, screenshot)
    if setting.watchdog_ms is not None:
        QTimer.singleShot(setting.watchdog_ms, shell.window.close)
    before = sys.excepthook
    sys.excepthook = hook_to(shell.failed)
    try:
        shell.open()
        if setting.measured is not None:
            # Loaded for measuring only.
            from podium_desk.ui.shell.measured_start import measure

            measure(setting.measured, shell)
        application.exec()
    finally:
        sys.excepthook = before
        shell.close()
        shell.destroy()
    if shell.opening_fault is not None:
        raise shell.opening_fault
    return EXIT_AFTER_FAULT if shell.fault_count else EXIT_WELL
