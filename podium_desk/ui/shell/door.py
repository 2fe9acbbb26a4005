"""Opens the door window on a door and keeps it fresh; one process, one door."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from hardware.registry import open_reader
from hardware.scanning.typing_habits import TypingHabits
from hardware.signal_registry import open_board, wiring_of
from podium_desk.application.door import Door
from podium_desk.application.jobs import Changes
from podium_desk.application.lane import ReplicaLane
from podium_desk.application.readiness import ReadyDesk, WindowSeen
from podium_desk.domain.closing_code import read_part
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door import DoorPresenter
from podium_desk.presentation.door_menu import ShellWish
from podium_desk.presentation.door_options import DoorOptions
from podium_desk.presentation.door_pin import PinGuard
from podium_desk.presentation.drill_run import DrillRun, RunsDrill
from podium_desk.presentation.set_up import DeviceRoom
from podium_desk.presentation.status_page import TellsStatus
from podium_desk.ui.kit.appearance import TEXT_PERCENTS, other_theme, stepped, wear
from podium_desk.ui.kit.camera import CameraReader
from podium_desk.ui.kit.changes import ChangesEar
from podium_desk.ui.kit.code_lines import CodeLines, scanners_of
from podium_desk.ui.kit.jobs import QtJobs
from podium_desk.ui.kit.qt_camera import frames_of
from podium_desk.ui.kit.sounds import Sounds
from podium_desk.ui.kit.tokens import USUAL, Appearance, worn
from podium_desk.ui.kit.wedge import WedgeFilter, keys_of
from podium_desk.ui.screens.door.window import DoorWindow
from podium_desk.ui.screens.status.look import Theme as PageTheme
from podium_desk.ui.screens.status.page import StatusPage
from podium_desk.ui.shell.application import EXIT_AFTER_FAULT, EXIT_WELL, the_application
from podium_desk.ui.shell.counter_setting import DeviceAtWork
from podium_desk.ui.shell.door_board import DoorBoard
from podium_desk.ui.shell.painted import PaintedMark
from podium_desk.ui.shell.pictured import SETTLE_MS
from podium_desk.ui.shell.ready import ReadyWatch
from podium_desk.ui.shell.status import offer_set_up, status_page


@dataclass(frozen=True, slots=True)
class DoorSetting:
    """What opening a door needs besides the door. `camera` is a device address, empty for none."""

    language: str
    camera: str
    help_phone: str
    clock: Callable[[], datetime]
    report_fault: Callable[[BaseException], None] = field(repr=False)
    status_desk: TellsStatus | None = None
    clerk: str = ""
    shows_status: bool = False
    """Open with the status page."""
    ready: tuple[ReadyDesk, WindowSeen] | None = None
    """What looks this door over for tonight, and what it is told of the window."""
    drill: RunsDrill | None = None
    pin: PinGuard = field(default_factory=PinGuard)
    appearance: Appearance = USUAL
    keep_appearance: Callable[[Appearance], None] = lambda _: None
    """Keeps how this door was made to look, for its next start."""
    painted: Callable[[str], None] = lambda _token: None
    """Told which scan's answer is on the screen."""
    scanners: tuple[str, ...] = ()
    """The device addresses of scanners with a line of their own, and of readers of chips."""
    devices: Callable[[], DeviceRoom] | None = None
    """Where devices are set up; None for a door without."""
    habits: TypingHabits | None = None
    """How the scanner that types does it; None for a US layout."""
    board: str = ""
    """The device address of lamps, buzzer or turnstile; empty for none, and in practice."""


@dataclass(frozen=True, slots=True)
class DoorEnd:
    """How a door ended: its exit code, and whether somebody wants to buy a ticket here."""

    code: int
    wants_to_sell: bool


class DoorShell(QObject):
    """A door's window, presenter, scanner and camera, wired; `close` ends them in order."""

    def __init__(self, door: Door, lane: ReplicaLane, setting: DoorSetting) -> None:
        super().__init__()
        self.jobs = QtJobs(lane)
        self._errand_lane = ReplicaLane("errands")
        self._errand_jobs = QtJobs(self._errand_lane)
        options = DoorOptions(
            desk_phone=setting.help_phone, has_camera=bool(setting.camera), now=setting.clock,
            wish=self._grant, pin=setting.pin, errands=self._errand_jobs,
        )  # fmt: skip
        self.presenter = DoorPresenter(door, Words(setting.language), self.jobs, options)
        sounds = Sounds()
        self.window = DoorWindow(self.presenter, lambda sound: sounds.play(sound.value))
        self._painted = PaintedMark(self.window, self.presenter, setting.painted)
        self.ready = ReadyWatch(self.window, self.presenter, sounds, self.jobs)
        self._wedge = WedgeFilter(hears=keys_of(self.window), habits=setting.habits)
        self.heard_scanner = self._wedge.scanned
        """Tells each code that a scanner typed."""
        self.heard_scanner.connect(self._scan_below)
        self.status_page: StatusPage | None = None
        self._drill_lane: ReplicaLane | None = None
        self._drill_jobs: QtJobs | None = None
        self._setting = setting
        self.window.status_wanted.connect(self.show_status)
        self.ready.light.wanted.connect(self.show_status)
        self.window.holder_wanted.connect(self.show_holder)
        self.window.closing_scanned.connect(self.take_closing)
        self.window.appearance_wanted.connect(self._wear)
        self.wants_to_sell = False
        """Whether the window was left for the counter's."""
        self._camera_url = setting.camera
        self._lines = CodeLines(scanners_of(setting.scanners), setting.report_fault)
        self._lines.scanned.connect(self._scan_below)
        self._lines.gone_changed.connect(self._scanners_gone)
        self._board: DoorBoard | None = None
        if setting.board:
            board = open_board(setting.board)
            self._board = DoorBoard(board, wiring_of(setting.board), self.presenter)
            self._board.changed.connect(self._board_changed)
        self._ear = ChangesEar(self._tell)

    def open(self, is_full_screen: bool) -> None:
        """Show the window and begin to look and listen."""
        application = QApplication.instance()
        assert application is not None, "a window needs an application"
        application.installEventFilter(self._wedge)
        if is_full_screen:
            # A locked door keeps other windows from lying over it.
            self.window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, self.window.is_locked)
            self.window.showFullScreen()
        else:
            self.window.show()
        self._lines.start()
        if self._board is not None:
            self._board.start()
        if self._setting.ready is not None:
            self.ready.start(*self._setting.ready, self.failed)
        if self._camera_url:
            self.window.watch(CameraReader(frames_of(self._camera_url), open_reader()))

    @Slot()
    def show_status(self) -> None:
        """Open the status page, or take it away."""
        page = self._page()
        if page is not None:
            page.toggle()

    @Slot()
    def show_holder(self) -> None:
        """Open the page where it says which device decides."""
        page = self._page()
        if page is not None:
            page.open_holder()

    @Slot(str)
    def take_closing(self, text: str) -> None:
        """A part of a closing code was scanned: take it in on the page."""
        page = self._page()
        if page is not None:
            page.take_part(text)

    def _grant(self, wish: ShellWish) -> None:
        """What the volunteer asks that is the window's to do."""
        match wish:
            case ShellWish.STATUS:
                self.show_status()
            case ShellWish.HOLDER:
                self.show_holder()
            case ShellWish.THEME:
                self._wear(other_theme(worn()))
            case ShellWish.LARGER:
                self._wear(_larger(worn()))
            case ShellWish.SELL | ShellWish.LEAVE:
                self.wants_to_sell = wish is ShellWish.SELL
                self.window.leave()
            case _:
                self.window.speak(wish.value)

    @Slot(object)
    def _wear(self, appearance: Appearance) -> None:
        """Let the door look so from now on, also after its next start."""
        wear(the_application(), appearance)
        self._setting.keep_appearance(appearance)

    def _page(self) -> StatusPage | None:
        """The status page, made when it is first wanted; dark, for a door in a dark hall."""
        if self.status_page is None and self._setting.status_desk is not None:
            self.status_page = status_page(
                self.window, self._setting.status_desk, self.jobs, self, PageTheme.DARK
            )
            if self._setting.devices is not None:
                offer_set_up(self.status_page, self._setting.devices, self)
            if self._setting.drill is not None:
                self.status_page.add_drill(self._drill_run(self._setting.drill))
        return self.status_page

    def _drill_run(self, drill: RunsDrill) -> DrillRun:
        """The outage drill, on a lane of its own: no guest waits for it."""
        self._drill_lane = ReplicaLane()
        self._drill_jobs = QtJobs(self._drill_lane)
        return DrillRun(drill, self._drill_jobs, lambda: self.words, self.failed)

    @property
    def words(self) -> Words:
        """The language of the window now."""
        return self.presenter.words

    @property
    def clerk(self) -> str:
        """Who works here, as the settings say."""
        return self._setting.clerk

    def failed(self, error: BaseException) -> None:
        """An unexpected error: keep it, and keep the door open."""
        self._setting.report_fault(error)

    @Slot(tuple)
    def _scanners_gone(self, names: tuple[str, ...]) -> None:
        """A scanner was unplugged, or is back: the light of the waiting screen says it."""
        self.ready.scanners_gone = len(names)
        self.ready.look()

    @Slot()
    def _board_changed(self) -> None:
        """The list behind the light says how the board does; the light only what is wrong."""
        if self._board is not None:
            was, self.ready.board = self.ready.board, self._board.seen
            if was is None or bool(was.fault) != bool(self.ready.board.fault):
                self.ready.look()

    @Slot(str)
    def _scan_below(self, text: str) -> None:
        """A new scan always wins: it takes the page away."""
        if self.status_page is not None and read_part(text) is None:
            self.status_page.close_page()
        self.window.scan(text)

    def notify(self, changes: Changes) -> None:
        """A commit touched these; may be called from any thread."""
        self._ear.hear(changes)

    def close(self) -> None:
        """Stop listening and looking, and let the running job end."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self._wedge)
        self._lines.close()
        if self._board is not None:
            self._board.close()
        self.ready.stop()
        self.window.leave()
        self._ear.close()
        self._errand_jobs.close()
        self._errand_lane.close()
        self.jobs.close()
        if self.status_page is not None:
            self.status_page.stop_drill()
        if self._drill_lane is not None and self._drill_jobs is not None:
            self._drill_jobs.close()
            self._drill_lane.close()

    def picture_and_close(self, path: Path) -> None:
        """Write a picture of the window, then close it."""
        self.window.save_picture(path)
        self.window.leave()

    def _tell(self, changes: Changes) -> None:
        self.presenter.changed(changes)
        if self.status_page is not None:
            self.status_page.changed()


def _larger(now: Appearance) -> Appearance:
    """The next size of text; after the largest the usual one, for a finger has one key for it."""
    is_largest = now.text_percent >= TEXT_PERCENTS[-1]
    return Appearance(now.theme) if is_largest else stepped(now, 1)


def run_door(
    door: Door, setting: DoorSetting, device: DeviceAtWork, screenshot: Path | None = None
) -> DoorEnd:
    """Open a door full screen and stay until it is closed.

    An error in a slot does not end the door: it is reported, and the exit code says so. With
    `screenshot` the window closes by itself after its picture is taken.
    """
    if not isinstance(device.lane, ReplicaLane):
        raise TypeError("a window needs a lane with a thread of its own")
    wear(the_application(), setting.appearance)
    application = the_application()
    faults: list[BaseException] = []

    def keep(
        _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        faults.append(error)
        setting.report_fault(error)

    shell = DoorShell(door, device.lane, setting)
    device.listen(shell.notify)
    before = sys.excepthook
    sys.excepthook = keep
    try:
        shell.open(is_full_screen=screenshot is None)
        if setting.shows_status:
            shell.show_status()
        if screenshot is not None:
            QTimer.singleShot(3 * SETTLE_MS, shell, lambda: shell.picture_and_close(screenshot))
        application.exec()
    finally:
        sys.excepthook = before
        shell.close()
    return DoorEnd(EXIT_AFTER_FAULT if faults else EXIT_WELL, shell.wants_to_sell)
