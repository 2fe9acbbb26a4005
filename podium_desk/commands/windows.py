"""`desk` and `door`: open that window on a device's folder."""

from __future__ import annotations

import os
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.application.lane import ReplicaLane
from podium_desk.bootstrap import Device, FolderInUse, NotEnrolled, has_display, open_device
from podium_desk.commands.device import Data
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.session import answer_for
from podium_desk.config import DataFolder

Screenshot = Annotated[
    Path | None, typer.Option(help="Write a picture of the window to this file, then close.")
]


@command_line_faults
def desk(
    data: Data,
    screenshot: Screenshot = None,
    first_show: Annotated[
        bool, typer.Option("--first-show", hidden=True, help="Close at once, for measuring.")
    ] = False,
) -> None:
    """Open the counter."""
    from podium_desk.ui.shell.counter import CounterSetting, run_counter

    answer = answer_for(data, as_json=False)
    device = _open(data, answer, screenshot)
    try:
        counter = device.desk()
        setting = CounterSetting(
            device.settings.language, device.work.clock.now, lambda: secrets.token_hex(8),
            FaultBook(device.folder).keep, watchdog_ms=0 if first_show else None,
        )  # fmt: skip
        device.start_line()
        code = run_counter(counter, setting, device, screenshot)
    finally:
        device.close()
    raise typer.Exit(code)


@command_line_faults
def door(data: Data, screenshot: Screenshot = None) -> None:
    """Open the door: choose nothing, scan."""
    from podium_desk.ui.shell.door import DoorSetting, run_door

    answer = answer_for(data, as_json=False)
    device = _open(data, answer, screenshot)
    try:
        setting = DoorSetting(
            device.settings.language, device.settings.camera, device.settings.help_phone,
            device.work.clock.now, FaultBook(device.folder).keep,
        )  # fmt: skip
        device.start_line()
        code = run_door(device.door(), setting, device, screenshot)
    finally:
        device.close()
    raise typer.Exit(code)


class FaultBook:
    """Keeps unexpected errors in the device's folder, for whoever repairs them."""

    def __init__(self, folder: DataFolder) -> None:
        self.path = folder.path / "faults.log"

    def keep(self, error: BaseException) -> None:
        """Write one error with its traceback; no customer's data stands in it."""
        report = "".join(traceback.format_exception(error))
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()}\n{report}\n")


def _open(data: Path, answer: Answer, screenshot: Path | None) -> Device:
    if screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif sys.platform == "linux" and not has_display():
        answer.fault("no_display", answer.words("faults.no_window"))
    try:
        return open_device(data, ReplicaLane())
    except FolderInUse:
        answer.fault("folder_in_use", answer.words("faults.folder_in_use"))
    except NotEnrolled:
        answer.refused("not_enrolled", answer.words("faults.not_enrolled"))
