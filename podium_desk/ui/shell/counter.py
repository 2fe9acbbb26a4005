"""Opens the counter window on a desk and keeps it fresh; one process, one counter."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from podium_desk.application.counter import CounterDesk
from podium_desk.application.jobs import Changes, Jobs
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter, Surroundings
from podium_desk.ui.kit.jobs import QtJobs
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.screens.counter.window import CounterWindow

TICK_MS = 1000
EXIT_WELL = 0
EXIT_AFTER_FAULT = 1

FaultReport = Callable[[BaseException], None]


@dataclass(frozen=True, slots=True)
class CounterSetting:
    """What opening a counter needs besides its desk."""

    language: str
    clock: Callable[[], datetime]
    new_token: Callable[[], str]
    report_fault: FaultReport
    """Keeps an unexpected error for whoever repairs it."""
    watchdog_ms: int | None = None
    """Close by itself after so long; for runs without a person. None: never."""


class CounterShell(QObject):
    """A counter's window, presenter, lane and clock, wired; `close` ends them in order."""

    _changes_came = Signal(object)

    def __init__(self, desk: CounterDesk, setting: CounterSetting) -> None:
        super().__init__()
        self._setting = setting
        self.lane = QtJobs()
        self.fault_count = 0
        self.presenter = counter_presenter(desk, self.lane, setting)
        self.window = CounterWindow(self.presenter, Words(setting.language))
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.presenter.tick)
        self._changes_came.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self.window.closed.connect(self.close)

    def open(self) -> None:
        """Show the window at once; the list and the hall follow."""
        self.window.show()
        QTimer.singleShot(0, self, self._start)

    def notify(self, changes: Changes) -> None:
        """A commit touched these; may be called from any thread."""
        self._changes_came.emit(changes)

    def failed(self, error: BaseException) -> None:
        """An unexpected error on the screen's thread: keep it, and keep the counter open."""
        self.fault_count += 1
        self._setting.report_fault(error)

    @Slot()
    def close(self) -> None:
        """Stop asking and let the running job end."""
        self._timer.stop()
        self.lane.close()

    @Slot()
    def _start(self) -> None:
        self.presenter.start()
        self._timer.start()

    @Slot(object)
    def _tell(self, changes: Changes) -> None:
        self.presenter.changed(changes)


def counter_presenter(
    desk: CounterDesk, jobs: Jobs, setting: CounterSetting
) -> CounterPresenter:
    """The presenter of a counter with this setting."""
    surroundings = Surroundings(setting.clock, setting.new_token, setting.report_fault)
    return CounterPresenter(desk, jobs, Words(setting.language), surroundings)


def run_counter(
    desk: CounterDesk, setting: CounterSetting, opened: Callable[[CounterShell], None] | None = None
) -> int:
    """Open a counter and stay until it is closed; gives the exit code.

    `opened` is told the shell before the window shows, to drive it or to feed it `Changes`.
    An error in a slot does not end the counter: it is reported, and the exit code says so.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    dress(application)
    shell = CounterShell(desk, setting)
    if opened is not None:
        opened(shell)
    before = sys.excepthook

    def hook(
        _: type[BaseException], error: BaseException, __: TracebackType | None
    ) -> None:
        shell.failed(error)

    sys.excepthook = hook
    try:
        if setting.watchdog_ms is not None:
            QTimer.singleShot(setting.watchdog_ms, shell.window.close)
        shell.open()
        application.exec()
    finally:
        sys.excepthook = before
        shell.close()
    return EXIT_AFTER_FAULT if shell.fault_count else EXIT_WELL
