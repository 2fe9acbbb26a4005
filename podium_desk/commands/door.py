"""`door`: opens the door on a device's folder; `door-pin`: who may leave it."""

from __future__ import annotations

import contextlib
import secrets
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from podium_desk.application.lane import ReplicaLane
from podium_desk.application.pins import SALT_BYTES, is_right_pin, pin_hash
from podium_desk.commands.appearance import appearance_of, keep_appearance
from podium_desk.commands.counter_window import (
    Beginning,
    begin_to_talk,
    check_display,
    check_enrolled,
    habits_of,
    open_counter,
    opened_device,
    practice_device,
    room_of,
    say_nothing,
)
from podium_desk.commands.opening import told_on_the_screen
from podium_desk.commands.options import Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.windows import Screenshot, Status
from podium_desk.config import DataFolder, FaultBook, Settings, SettingsError, ShownFile
from podium_desk.domain.staff import is_pin
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_pin import PinGuard

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.drilling import DrillReport
    from podium_desk.bootstrap import Device
    from podium_desk.ui.shell.door import DoorEnd, DoorSetting

app = typer.Typer()
OVERRIDES = "overrides"
"""The setting `door_pin_for` has this word where the PIN is asked before an override too."""


@app.command("door", epilog="podium-desk door deur1")
@command_line_faults
def door(
    data: Data,
    screenshot: Screenshot = None,
    status: Status = False,
    training: Annotated[
        bool, typer.Option("--training", help="Practise on a copy: nothing counts.")
    ] = False,
) -> None:
    """Open the door: choose nothing, scan."""
    answer = answer_for(data, as_json=False)
    check_display(answer, screenshot)
    while True:
        with contextlib.ExitStack() as folders:
            folder = None
            if training:
                name = folders.enter_context(TemporaryDirectory(prefix="podium-desk-training-"))
                folder = Path(name)
            end = _one_door(answer, _Wish(data, folder, screenshot, status))
        if not end.wants_to_sell:
            raise typer.Exit(end.code)
        # A walk-up guest: the counter on this same device, and the door again after it.
        open_counter(data=data, begins=Beginning(training=training))


@app.command("door-pin", epilog="podium-desk door-pin deur1 4711 --overrides")
@command_line_faults
def door_pin(
    data: Data,
    pin: Annotated[str, typer.Argument(metavar="[PIN]", help="Four figures.")] = "",
    overrides: Annotated[
        bool, typer.Option("--overrides", help="Also ask before letting in against a verdict.")
    ] = False,
) -> None:
    """Set the PIN that leaves the door's window; without one the window may be left by anybody."""
    answer = answer_for(data, as_json=False)
    check_enrolled(data)
    if pin and not is_pin(pin):
        answer.wrong_use(answer.words("device.door_pin_wrong"))
    kept = ""
    if pin:
        salt = secrets.token_bytes(SALT_BYTES)
        kept = f"{salt.hex()}.{pin_hash(pin, salt).hex()}"
    path = DataFolder(data).settings
    asked_for = OVERRIDES if pin and overrides else ""
    Settings.read(path).with_door_pin(kept, asked_for).write(path)
    answer.done({"pin": bool(pin)}, answer.words(f"device.door_pin_{'set' if pin else 'gone'}"))


@dataclass(frozen=True, slots=True)
class _Wish:
    """Which door is opened: a folder, where to practise on a copy of it, and for what."""

    data: Path
    practice_folder: Path | None
    screenshot: Path | None
    status: bool


def _one_door(answer: Answer, wish: _Wish) -> DoorEnd:
    # Qt belongs to the windows only; a store's machine has none.
    from podium_desk.ui.shell.door import run_door

    device = told_on_the_screen(answer, wish.data, lambda: _device(wish))
    try:
        (begin_to_talk if wish.practice_folder is None else say_nothing)(device)
        shown = ShownFile(device.folder.shown)
        door = device.lane(lambda: device.door(shown))
        return run_door(door, _setting(device, wish), device, wish.screenshot)
    finally:
        device.close()


def _device(wish: _Wish) -> Device:
    check_enrolled(wish.data)
    if wish.practice_folder is None:
        return opened_device(wish.data, ReplicaLane())
    from podium_desk.training import begin_evening

    device = practice_device(wish.data, wish.practice_folder, ReplicaLane())
    device.lane(lambda: begin_evening(device.work))
    return device


def _setting(device: Device, wish: _Wish) -> DoorSetting:
    from podium_desk.application.readiness import WindowSeen
    from podium_desk.commands.device_status import ready_desk_of, status_desk_of
    from podium_desk.ui.shell.door import DoorSetting

    settings, seen = Settings.read(DataFolder(wish.data).settings), WindowSeen()
    ready = ready_desk_of(device, seen)
    return DoorSetting(
        settings.language, settings.camera, settings.help_phone, device.work.clock.now,
        FaultBook(wish.data).keep, status_desk_of(device, ready), settings.clerk, wish.status,
        (ready, seen), partial(_drilled, wish.data, device), guard_of(settings),
        appearance_of(settings), partial(keep_appearance, wish.data),
        ShownFile(device.folder.shown).note, settings.scanner_urls,
        # Nothing is opened for who practises.
        board=settings.board if wish.practice_folder is None else "",
        habits=habits_of(settings),
        devices=partial(room_of, wish.data, Words(settings.language)),
    )  # fmt: skip


def _drilled(
    data: Path, device: Device, progress: Callable[[int, int], None], is_stopped: Callable[[], bool]
) -> DrillReport:
    """A drill, on its own lane; what it is made of is loaded with the first one."""
    from podium_desk.outage_drill import run_drill

    last_contact_ms = device.line.state().last_contact_ms
    return run_drill(data, progress, is_stopped, last_contact_ms=last_contact_ms)


def guard_of(settings: Settings) -> PinGuard:
    """Who is asked for a PIN at this door; raises `SettingsError` for one that cannot be read."""
    if not settings.door_pin:
        return PinGuard()
    try:
        salt, kept = (bytes.fromhex(part) for part in settings.door_pin.split("."))
    except ValueError as error:
        raise SettingsError("settings_pin_unreadable") from error
    return PinGuard(
        lambda pin: is_right_pin(pin, salt, kept), True, settings.door_pin_for == OVERRIDES
    )
