"""`desk` and `door`: open that window on a device's folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podium_desk.application.lane import ReplicaLane
from podium_desk.commands.counter_window import (
    Beginning,
    check_display,
    check_enrolled,
    open_counter,
    opened_device,
    start_venue_of,
)
from podium_desk.commands.opening import told_on_the_screen
from podium_desk.commands.options import Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.config import FaultBook

if TYPE_CHECKING:
    from podium_desk.application.drilling import DrillReport
    from podium_desk.bootstrap import Device

app = typer.Typer()

Screenshot = Annotated[
    Path | None, typer.Option(help="Write a picture of the window to this file, then close.")
]


Status = Annotated[bool, typer.Option("--status", help="Begin with the status page (F9).")]


@app.command("desk", epilog="podium-desk desk kassa1")
def desk(
    data: Data,
    screenshot: Screenshot = None,
    status: Status = False,
    till: Annotated[bool, typer.Option("--till", help="Begin with the till (Ctrl+E).")] = False,
    training: Annotated[
        bool, typer.Option("--training", help="Practise on a copy: nothing counts.")
    ] = False,
    first_show: Annotated[
        bool, typer.Option("--first-show", hidden=True, help="Close at once, for measuring.")
    ] = False,
    first_hall: Annotated[
        bool, typer.Option("--first-hall", hidden=True, help="Close when ready, for measuring.")
    ] = False,
    first_digit: Annotated[
        bool, typer.Option("--first-digit", hidden=True, help="The same, at the log-in.")
    ] = False,
) -> None:
    """Open the counter."""
    begins = Beginning(screenshot, status, till, training, first_show, first_hall, first_digit)
    raise typer.Exit(open_counter(data=data, begins=begins))


@app.command("door", epilog="podium-desk door deur1")
@command_line_faults
def door(data: Data, screenshot: Screenshot = None, status: Status = False) -> None:
    """Open the door: choose nothing, scan."""
    # Qt belongs to the windows only; a store's machine has none.
    from podium_desk.ui.shell.door import DoorSetting, run_door

    answer = answer_for(data, as_json=False)
    from podium_desk.application.readiness import WindowSeen
    from podium_desk.commands.device_status import ready_desk_of, status_desk_of

    check_display(answer, screenshot)

    def opened() -> Device:
        check_enrolled(data)
        return opened_device(data, ReplicaLane())

    device = told_on_the_screen(answer, data, opened)
    try:
        seen = WindowSeen()
        ready = ready_desk_of(device, seen)
        setting = DoorSetting(
            device.settings.language, device.settings.camera, device.settings.help_phone,
            device.work.clock.now, FaultBook(data).keep, status_desk_of(device, ready),
            device.settings.clerk, status, (ready, seen), partial(_drilled, data, device),
        )  # fmt: skip
        device.start_line()
        start_venue_of(device)
        code = run_door(device.door(), setting, device, screenshot)
    finally:
        device.close()
    raise typer.Exit(code)


def _drilled(
    data: Path, device: Device, progress: Callable[[int, int], None], is_stopped: Callable[[], bool]
) -> DrillReport:
    """A drill, on its own lane; what it is made of is loaded with the first one."""
    from podium_desk.outage_drill import run_drill

    last_contact_ms = device.line.state().last_contact_ms
    return run_drill(data, progress, is_stopped, last_contact_ms=last_contact_ms)
