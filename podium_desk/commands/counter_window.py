"""Opens the counter's window on a device's folder. Loads no Typer: `desk` alone does without."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.application.clock import DeviceClock
from podium_desk.application.lane import ReplicaLane
from podium_desk.application.late_customers import LateCustomers
from podium_desk.application.late_desk import LateDesk
from podium_desk.application.late_status import LateStatus
from podium_desk.application.late_uitpas import LateUitpas
from podium_desk.application.log_in import ClerkTile, TilesKept
from podium_desk.commands.appearance import appearance_of, keep_appearance
from podium_desk.commands.opening import told_on_the_screen
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.config import DataFolder, FaultBook, NotEnrolled, Settings, SettingsError
from podium_desk.late_dataclass import dataclass
from podium_desk.one_core import OneCore
from podium_desk.ui.kit.display import has_display

if TYPE_CHECKING:
    from datetime import datetime

    from hardware.scanning.typing_habits import TypingHabits
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
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.login import TillDesk
    from podium_desk.presentation.set_up import DeviceRoom
    from podium_desk.ui.shell.counter_setting import CounterSetting, Measured

_TOKEN_BYTES = 8
_SWITCH_S = 0.001
"""Python's own is 5 ms."""
PRACTICE_TERMINAL = "sim://terminal?window=yes"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a counter's window begins with."""

    screenshot: Path | None = None
    status: bool = False
    till: bool = False
    training: bool = False
    first_show: bool = False
    first_hall: bool = False
    first_pin: bool = False
    """The last three close it there, for measuring; two of them type."""
    gaps: bool = False
    """Those two look for the longest pause beside, which takes time of its own."""


@command_line_faults
def open_counter(data: Path, begins: Beginning) -> int:
    """Open the counter and stay until it is closed; the exit status."""
    # Qt belongs to the windows only; a store's machine has none.
    from podium_desk.ui.kit.own_import import give_import_back

    give_import_back()
    from podium_desk.ui.shell.running import run_counter

    answer = answer_for(data, as_json=False)
    check_display(answer, begins.screenshot)

    def window() -> int:
        with contextlib.ExitStack() as folders:
            device = _practised(data, folders) if begins.training else _at_work(data)
            counter = LateDesk(device.open)
            setting = _setting(answer, data, begins, device, counter)
            folders.callback(device.close)
            folders.callback(device.core.end)
            device.core.begin()
            return run_counter(counter, setting, device, begins.screenshot)

    # Starting makes hundreds of thousands of lasting objects, among which there is nothing to find.
    gc.disable()
    before_s = sys.getswitchinterval()
    # Qt asks for Python a dozen times a key, and waits so long each time while a lane works.
    sys.setswitchinterval(_SWITCH_S)
    try:
        told_on_the_screen(answer, data, lambda: check_enrolled(data))
        return told_on_the_screen(answer, data, window)
    finally:
        # It may have been closed while it started, and whoever opened it may go on.
        gc.enable()
        sys.setswitchinterval(before_s)


def _setting(
    answer: Answer, data: Path, begins: Beginning, device: LateDevice, counter: LateDesk
) -> CounterSetting:
    # Qt belongs to the windows only.
    from podium_desk.ui.shell.counter_setting import CounterSetting

    settings = Settings.read(DataFolder(data).settings)
    tiles = TilesKept(DataFolder(data).log_in)
    return CounterSetting(
        answer.words.language, device.now, lambda: os.urandom(_TOKEN_BYTES).hex(),
        FaultBook(data).keep, 0 if begins.first_show else None, counter.open, device.status,
        settings.clerk, begins.status, device.till_desk, begins.till, tiles.read(),
        _keep_nothing if begins.training else tiles.keep, begins.training, device.uitpas,
        device.qr_terminal,
        _terminal(settings, begins), settings.display, device.lists_desk,
        appearance_of(settings), partial(keep_appearance, data), device.beginnings,
        _measured(begins), device.customers, habits=habits_of(settings),
        devices=None if begins.training else partial(room_of, data, answer.words),
        pole=settings.pole, scanners=settings.scanner_urls, when_settled=gc.freeze,
        layouts=DataFolder(data).layouts,
    )  # fmt: skip


def _terminal(settings: Settings, begins: Beginning) -> str:
    """Who practises pays at a terminal as the real one is: connected, or not."""
    return PRACTICE_TERMINAL if begins.training and settings.terminal else settings.terminal


def _measured(begins: Beginning) -> Measured | None:
    from podium_desk.ui.shell.counter_setting import Measured, ReadyPoint

    if not begins.first_pin and not begins.first_hall:
        return None
    return Measured(ReadyPoint.PIN if begins.first_pin else ReadyPoint.HALL, begins.gaps)


def _at_work(data: Path) -> LateDevice:
    return LateDevice(partial(opened_device, data), begin_to_talk)


def _practised(data: Path, folders: contextlib.ExitStack) -> LateDevice:
    # What makes folders for a while is loaded by those who practise.
    from tempfile import TemporaryDirectory

    folder = folders.enter_context(TemporaryDirectory(prefix="podium-desk-training-"))
    return LateDevice(partial(practice_device, data, Path(folder)), say_nothing)


def begin_to_talk(device: Device) -> None:
    """With the store, and with the other devices of the house."""
    device.start_line()
    start_venue_of(device)


def say_nothing(_device: Device) -> None:
    """A device to practise on speaks with nobody."""


def start_venue_of(device: Device) -> None:
    """The venue's network is loaded after the window stands."""
    from podium_desk.venue_network import start_venue

    start_venue(device)


def load_network() -> None:
    """What the house's network and the store's line are made of."""
    import podium_desk.venue_network  # noqa: F401


def load_uitpas() -> None:
    """What takes passes."""
    import podium_desk.uitpas_network  # noqa: F401


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
        self.core = OneCore()
        """Where window and lane stay until the first hall stands."""
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
        counter = self._desk = device.desk_before_printing()
        return counter

    @property
    def beginnings(self) -> tuple[Callable[[], None], ...]:
        """What the counter does not wait for, each a piece of work on the lane: to print, to talk,
        passes, customers. Loading is most of it, so it stands alone."""
        return (
            self.core.end, self._load_deeds, self._collect_again, self._load_papers, self._print,
            load_network, self._talk, load_uitpas, self._started_uitpas_too,
            self._opened_customers_too,
        )  # fmt: skip

    def _load_deeds(self) -> None:
        """Whatever the desk does besides selling places."""
        from podium_desk.application.desk_deeds import load_deeds

        assert self._desk is not None, "opened by the first job on its lane"
        load_deeds(self._desk)

    def _load_papers(self) -> None:
        from podium_desk.application.desk_deeds import load_papers

        load_papers()

    def _collect_again(self) -> None:
        """What was made until now stays as long as the window."""
        gc.freeze()
        gc.enable()

    def _print(self) -> None:
        """Looks at the house's layouts too, whose faults the status tells from then on."""
        assert self._device is not None, "opened by the first job on its lane"
        self._device.begin_printing()
        self._device.work.layouts.faults()

    def _talk(self) -> None:
        assert self._device is not None, "opened by the first job on its lane"
        self._begin_to_talk(self._device)

    def _started_uitpas_too(self) -> None:
        self._started_uitpas()

    def _opened_customers_too(self) -> None:
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


def practice_device(path: Path, folder: Path, lane: ReplicaLane) -> Device:
    """A copy of the device to practise on, in `folder`."""
    # As with a real device: after the window stands.
    from podium_desk.training import Practice, open_training

    return open_training(Practice(path, folder), lane)


def opened_device(path: Path, lane: ReplicaLane) -> Device:
    """The device of this folder. Raises what `open_device` raises."""
    _load_decoder()
    # The database, the keys and the wire take longer to load than the counter's window.
    from podium_desk.bootstrap import open_device

    return open_device(path, lane)


def _load_decoder() -> None:
    """`msgspec` asks `typing_extensions` for what Python 3.11 has itself, 3 ms of a start, and
    takes Python's where that is not to be had."""
    if "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # `import` refuses it so.
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]


def room_of(data: Path, words: Words) -> DeviceRoom:
    """Where this folder's devices are set up."""
    # Loaded by whoever sets something up.
    from podium_desk.commands.set_up import SettingsRoom

    return SettingsRoom(data, words)


def habits_of(settings: Settings) -> TypingHabits | None:
    """How the scanner of this device types; None where nothing was learnt.

    Raises `SettingsError` for settings that say nothing of a scanner.
    """
    if not settings.scanner_keys:
        return None
    from hardware.scanning.typing_habits import BadHabits, TypingHabits

    try:
        return TypingHabits.from_text(settings.scanner_keys)
    except BadHabits as bad:
        raise SettingsError("settings_scanner_keys", value=str(bad)) from bad


def check_enrolled(path: Path) -> None:
    """The most common mistake, a mistyped folder, is told before a window opens."""
    if not DataFolder(path).membership.exists():
        raise NotEnrolled(str(path))


def check_display(answer: Answer, screenshot: Path | None) -> None:
    """Without a screen there is no window; a picture needs none."""
    if screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif not has_display():
        answer.fault("no_display", answer.words("faults.no_window"))
