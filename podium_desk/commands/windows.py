"""`desk` and `door`: open that window on a device's folder."""

from __future__ import annotations

import contextlib
import gc
import os
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from podium_desk.application.clock import DeviceClock
from podium_desk.application.lane import ReplicaLane
from podium_desk.application.late_customers import LateCustomers
from podium_desk.application.late_desk import LateDesk
from podium_desk.application.late_status import LateStatus
from podium_desk.application.late_uitpas import LateUitpas
from podium_desk.application.log_in import ClerkTile, TilesKept
from podium_desk.commands.opening import told_on_the_screen
from podium_desk.commands.options import Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.config import DataFolder, FaultBook, NotEnrolled, Settings
from podium_desk.ui.kit.display import has_display

if TYPE_CHECKING:
    from datetime import datetime

    from hardware.terminals.port import Terminal
    from podium_desk.application.customer_desk import CustomerDesk
    from podium_desk.application.customer_files import CustomerFiles
    from podium_desk.application.desk import Desk
    from podium_desk.application.device_overview import StatusDesk
    from podium_desk.application.jobs import Changes
    from podium_desk.application.lists_desk import ListsDesk
    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.application.uitpas import UitpasCounter
    from podium_desk.bootstrap import Device
    from podium_desk.presentation.login import TillDesk
    from podium_desk.ui.kit.tokens import Appearance

app = typer.Typer()
_TOKEN_BYTES = 8

Screenshot = Annotated[
    Path | None, typer.Option(help="Write a picture of the window to this file, then close.")
]


Status = Annotated[bool, typer.Option("--status", help="Begin with the status page (F9).")]


@app.command("desk", epilog="podium-desk desk kassa1")
@command_line_faults
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
    # Qt belongs to the windows only; a store's machine has none.
    from podium_desk.ui.shell.counter import CounterSetting, run_counter
    from podium_desk.ui.shell.counter_setting import ReadyPoint

    closes_at = ReadyPoint.DIGIT if first_digit else ReadyPoint.HALL if first_hall else None

    answer = answer_for(data, as_json=False)
    _check_display(answer, screenshot)
    # Starting makes hundreds of thousands of lasting objects, among which there is nothing to find.
    gc.disable()
    told_on_the_screen(answer, data, lambda: _check_enrolled(data))

    def window() -> int:
        folders = contextlib.ExitStack()
        if training:
            folder = folders.enter_context(TemporaryDirectory(prefix="podium-desk-training-"))
            device = LateDevice(partial(_practice, data, Path(folder)), _say_nothing)
        else:
            device = LateDevice(partial(_opened, data), _talk)
        counter = LateDesk(device.open)
        settings = Settings.read(DataFolder(data).settings)
        tiles = TilesKept(DataFolder(data).log_in)
        setting = CounterSetting(
            answer.words.language, device.now, lambda: os.urandom(_TOKEN_BYTES).hex(),
            FaultBook(data).keep, 0 if first_show else None, counter.open, device.status,
            settings.clerk, status, device.till_desk, till, tiles.read(),
            _keep_nothing if training else tiles.keep, training, device.uitpas,
            device.qr_terminal,
            "" if training else settings.terminal, settings.display, device.lists_desk,
            _appearance_of(settings), partial(_keep_appearance, data), device.begin,
            closes_at, device.customers,
        )  # fmt: skip
        try:
            return run_counter(counter, setting, device, screenshot)
        finally:
            device.close()
            folders.close()

    raise typer.Exit(told_on_the_screen(answer, data, window))


@app.command("door", epilog="podium-desk door deur1")
@command_line_faults
def door(data: Data, screenshot: Screenshot = None, status: Status = False) -> None:
    """Open the door: choose nothing, scan."""
    # Qt belongs to the windows only; a store's machine has none.
    from podium_desk.ui.shell.door import DoorSetting, run_door

    answer = answer_for(data, as_json=False)
    from podium_desk.application.readiness import WindowSeen
    from podium_desk.commands.device_status import ready_desk_of, status_desk_of

    _check_display(answer, screenshot)

    def opened() -> Device:
        _check_enrolled(data)
        return _opened(data, ReplicaLane())

    device = told_on_the_screen(answer, data, opened)
    try:
        seen = WindowSeen()
        ready = ready_desk_of(device, seen)
        setting = DoorSetting(
            device.settings.language, device.settings.camera, device.settings.help_phone,
            device.work.clock.now, FaultBook(data).keep, status_desk_of(device, ready),
            device.settings.clerk, status, (ready, seen),
        )  # fmt: skip
        device.start_line()
        _start_venue(device)
        code = run_door(device.door(), setting, device, screenshot)
    finally:
        device.close()
    raise typer.Exit(code)


def _talk(device: Device) -> None:
    """With the store, and with the other devices of the house."""
    device.start_line()
    _start_venue(device)


def _say_nothing(_device: Device) -> None:
    """A device to practise on speaks with nobody."""


def _start_venue(device: Device) -> None:
    """The venue's network is loaded after the window stands."""
    from podium_desk.venue_network import start_venue

    start_venue(device)


def _started_uitpas(device: Device) -> UitpasCounter:
    """UiTPAS too is loaded after the window stands."""
    from podium_desk.uitpas_network import start_uitpas

    return start_uitpas(device)


class LateDevice:
    """A device that is opened on its lane, by the first job there, once its window stands."""

    def __init__(
        self, open_on: Callable[[ReplicaLane], Device], begin_to_talk: Callable[[Device], None]
    ) -> None:
        """`begin_to_talk` follows on the opening: with the store and the house's network."""
        self.lane = ReplicaLane()
        self._open_on = open_on
        self._begin_to_talk = begin_to_talk
        self._device: Device | None = None
        self._desk: Desk | None = None
        self.status = LateStatus(self._status_desk)
        self._uitpas: UitpasCounter | None = None
        self.uitpas = LateUitpas(self._started_uitpas)
        self._customers: tuple[CustomerDesk, CustomerFiles] | None = None
        self.customers = LateCustomers(self._opened_customers)
        self._listeners: list[Callable[[Changes], None]] = []

    def open(self) -> OrderCounter:
        """Open it as a counter with its printer and its line; on the lane."""
        self._device = device = self._open_on(self.lane)
        for listener in self._listeners:
            device.listen(listener)
        counter = self._desk = device.desk()
        return counter

    def begin(self) -> None:
        """Begin to talk, and open what the counter does not wait for; on the lane."""
        # What was made until now stays as long as the window.
        gc.freeze()
        gc.enable()
        assert self._device is not None, "opened by the first job on its lane"
        self._begin_to_talk(self._device)
        self._started_uitpas()
        self._opened_customers()

    def till_desk(self) -> TillDesk:
        """The desk as the till's pages have it, once it is open."""
        assert self._desk is not None, "opened by the first job on its lane"
        return self._desk

    def lists_desk(self) -> ListsDesk:
        """The desk as the lists of a performance have it, once it is open."""
        assert self._desk is not None, "opened by the first job on its lane"
        return self._desk

    @cache  # noqa: B019 - there is one for each run of the program
    def qr_terminal(self) -> Terminal:
        """Bancontact Pay; its line is made with the first payment."""
        from podium_desk.qr_network import qr_terminal

        assert self._device is not None, "opened by the first job on its lane"
        return qr_terminal(self._device)

    def _started_uitpas(self) -> UitpasCounter:
        assert self._device is not None, "opened by the first job on its lane"
        self._uitpas = self._uitpas or _started_uitpas(self._device)
        return self._uitpas

    def _opened_customers(self) -> tuple[CustomerDesk, CustomerFiles]:
        assert self._device is not None, "opened by the first job on its lane"
        assert self._desk is not None, "opened with it"
        if self._customers is None:
            # What writes files is loaded after the window stands.
            from podium_desk.application.customer_files import CustomerFiles

            files = CustomerFiles(self._device.work, self._device.folder.given)
            self._customers = self._desk.customers, files
        return self._customers

    def _status_desk(self) -> StatusDesk:
        from podium_desk.commands.device_status import status_desk_of

        assert self._device is not None, "opened by the first job on its lane"
        return status_desk_of(self._device)

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Hear of changes, from the opening on."""
        self._listeners.append(listener)

    def now(self) -> datetime:
        """The device's time in UTC; the machine's own until the device is open."""
        if self._device is not None:
            return self._device.work.clock.now()
        return DeviceClock(lambda: time.time_ns() // 1_000_000).now()

    def close(self) -> None:
        """Close what was opened, after an opening that is still under way."""
        self.lane(_nothing)
        if self._device is not None:
            self._device.close()
        self.lane.close()


def _nothing() -> None:
    """Waited for on the lane, behind everything that was asked before it."""


def _keep_nothing(_tiles: tuple[ClerkTile, ...]) -> None:
    """What was practised is forgotten."""


def _practice(path: Path, folder: Path, lane: ReplicaLane) -> Device:
    # As with a real device: after the window stands.
    from podium_desk.training import Practice, open_training

    return open_training(Practice(path, folder), lane)


def _opened(path: Path, lane: ReplicaLane) -> Device:
    # The database, the keys and the wire take longer to load than the counter's window.
    from podium_desk.bootstrap import open_device

    return open_device(path, lane)


def _appearance_of(settings: Settings) -> Appearance:
    """How the settings say that this counter looks; what they do not say, or wrongly, is usual."""
    # Qt belongs to the windows only.
    from podium_desk.ui.kit.tokens import Appearance, Theme

    theme = Theme.DARK if settings.theme == Theme.DARK else Theme.LIGHT
    percent = int(settings.text_percent) if settings.text_percent.isdecimal() else 100
    return Appearance(theme, max(100, min(percent, 200)))


def _keep_appearance(data: Path, appearance: Appearance) -> None:
    path = DataFolder(data).settings
    Settings.read(path).keep(
        path, theme=appearance.theme.value, text_percent=str(appearance.text_percent)
    )


def _check_enrolled(path: Path) -> None:
    """The most common mistake, a mistyped folder, is told before a window opens."""
    if not DataFolder(path).membership.exists():
        raise NotEnrolled(str(path))


def _check_display(answer: Answer, screenshot: Path | None) -> None:
    if screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif not has_display():
        answer.fault("no_display", answer.words("faults.no_window"))
