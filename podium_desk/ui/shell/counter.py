"""Opens the counter window on a desk and keeps it fresh; one process, one counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from podium_desk.application.lane import ReplicaLane
from podium_desk.i18n.words import Words
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.kit.changes import ChangesEar
from podium_desk.ui.kit.jobs import QtJobs
from podium_desk.ui.screens.counter.ahead import pieces_ahead
from podium_desk.ui.screens.counter.window import CounterWindow
from podium_desk.ui.shell.application import the_application
from podium_desk.ui.shell.counter_setting import CounterSetting as CounterSetting
from podium_desk.ui.shell.loading import (
    load_customers,
    load_ear,
    load_money,
    load_order_pages,
    load_panels,
    load_passes,
    load_presenter,
    load_room,
    load_till,
    load_till_page,
)
from podium_desk.ui.shell.once_shown import A_TURN_MS, IdleSteps, Step, once_shown
from podium_desk.ui.shell.paints import Paints
from podium_desk.ui.shell.papers_asked import PapersAsked
from podium_desk.ui.shell.terminal_place import TerminalPlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.jobs import Changes
    from podium_desk.application.log_in import LogIn
    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.ui.kit.tokens import Appearance
    from podium_desk.ui.screens.counter.customer import CustomerWindow
    from podium_desk.ui.screens.status.page import StatusPage
    from podium_desk.ui.shell.customers import CustomersRoom
    from podium_desk.ui.shell.pole import Pole
    from podium_desk.ui.shell.scanners import CounterScanners
    from podium_desk.ui.shell.till import TillRoom
    from podium_desk.ui.shell.uitpas import UitpasSide

TICK_MS = 1000
UNSEEN_MS = 300
"""After so long the desk is opened though nothing was painted."""


class CounterShell(QObject):
    """A counter's window, presenter, jobs and timer, wired; `close` ends them in order."""

    def __init__(self, desk: OrderCounter, lane: ReplicaLane, setting: CounterSetting) -> None:
        super().__init__()
        self._setting = setting
        self.fault_count = 0
        self.opening_fault: Exception | None = None
        self.jobs = QtJobs(lane, waits=True)
        self.display: CustomerWindow | None = None
        self._pole: Pole | None = None
        self._desk = desk
        self._presenter: CounterPresenter | None = None
        self._words = Words(setting.language)
        self._terminal = TerminalPlace(setting, self._words)
        self.window = CounterWindow(lambda: self.presenter, self._words)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._ear = ChangesEar(self._tell)
        self.window.closed.connect(self.close)
        self._papers = PapersAsked(self, setting)
        self.window.status_wanted.connect(self.show_status)
        self.window.till_wanted.connect(self.show_till)
        self.window.lock_wanted.connect(self.lock)
        self._room: TillRoom | None = None
        self.window.appearance_wanted.connect(self.wear)
        self.window.uitpas_wanted.connect(self.show_uitpas)
        self.status_page: StatusPage | None = None
        self.uitpas_side: UitpasSide | None = None
        self.window.customers_wanted.connect(self.show_customers)
        self.customers_room: CustomersRoom | None = None
        self._scanners: CounterScanners | None = None
        self._first_paint: Paints | None = None
        self._idle = IdleSteps(self.window, self.jobs, self.failed)
        self.once_ready: Callable[[], object] = self._begin_the_rest
        """What follows on the paint of the list and the first hall."""

    @property
    def presenter(self) -> CounterPresenter:
        """The presenter, made when it is first asked: after the window stands."""
        if self._presenter is None:
            # All that a counter can show and do takes as long to load as its window.
            from podium_desk.presentation.counter import CounterPresenter
            from podium_desk.presentation.counter_surroundings import Surroundings

            setting, terminal = self._setting, self._terminal
            world = Surroundings(
                setting.clock, setting.new_token, self.failed, terminal.opened, terminal.jobs,
                setting.qr_terminal, setting.has_terminal, self._papers.keep_file,
                None if setting.till_desk is None else self.ask_manager, self._sound_no,
            )  # fmt: skip
            self._presenter = CounterPresenter(self._desk, self.jobs, self._words, world)
            self.window.attach()
        return self._presenter

    @Slot()
    def show_status(self) -> None:
        """Open the status page, or take it away; it is made when it is first wanted."""
        desk = self._setting.status_desk
        if desk is None:
            return
        if self.status_page is None:
            from podium_desk.ui.shell.status import offer_set_up, status_page

            self.status_page = status_page(self.window, desk, self.jobs, self)
            if self._setting.devices is not None:
                offer_set_up(self.status_page, self._setting.devices, self)
            if self._setting.is_training:
                from podium_desk.ui.kit.overlay import add_training_band

                add_training_band(self.status_page, self.words("status.training"))
        self.status_page.toggle()

    @Slot()
    def show_uitpas(self) -> None:
        """Open the panel for a pass, or take it away."""
        self._take_passes()
        if self.uitpas_side is not None:
            self.uitpas_side.panel.toggle()

    @Slot()
    def show_customers(self) -> None:
        """Open the page of customers, or take it away."""
        self._meet_customers()
        if self.customers_room is not None:
            self.customers_room.page.toggle()

    @property
    def room(self) -> TillRoom | None:
        """Log-in and till, made when they are first wanted; None for a counter without a till."""
        desk = self._setting.till_desk
        if self._room is None and desk is not None:
            from podium_desk.ui.shell.till import TillRoom

            self._room = TillRoom(self.window, desk, self.jobs, self)
            if self._setting.habits is not None:
                self._room.login_page.learn(self._setting.habits)
            self._room.terminal = self._terminal.connected
            self._room.login.keep_by(self._setting.keep_tiles)
            if self._setting.is_training:
                self._room.show_training(self.words("status.training"))
        return self._room

    @Slot()
    def show_till(self) -> None:
        """Open the till's page."""
        if self.room is not None:
            self.room.open_page()

    @Slot()
    def lock(self) -> None:
        """Ask who comes next."""
        if self.room is not None:
            self.room.lock()

    @Slot(object)
    def wear(self, appearance: Appearance) -> None:
        """Let all windows look so, now and at the next start."""
        wear(the_application(), appearance)
        self._setting.keep_appearance(appearance)

    @property
    def has_begun_all(self) -> bool:
        """Whether also all that stands there that no clerk waits for."""
        return self._timer.isActive() and self._idle.is_done

    @property
    def words(self) -> Words:
        """The language of the window now."""
        return self.window.words

    @property
    def clerk(self) -> str:
        """Who logged in, else who works here as the settings say."""
        logged_in = "" if self._room is None else self._room.login.clerk
        return logged_in or self._setting.clerk

    def open(self) -> None:
        """Show the window at once; the list and the hall follow."""
        self.window.show()
        if self._setting.expected_tiles and self.room is not None:
            # Over all that comes; a PIN is taken while the desk opens.
            self.room.login.expect(self._setting.expected_tiles)
        self._first_paint = Paints(self.window, self._start)
        # A window that is begun out of sight is not painted.
        QTimer.singleShot(UNSEEN_MS, self, self._start)

    def notify(self, changes: Changes) -> None:
        """A commit touched these; may be called from any thread."""
        self._ear.hear(changes)

    def failed(self, error: BaseException) -> None:
        """An unexpected error: keep it, count it, and keep the counter open."""
        self.fault_count += 1
        self._setting.report_fault(error)

    @Slot()
    def close(self) -> None:
        """Stop asking and let the running job end."""
        self._timer.stop()
        self._idle.stop()
        for side in (self._scanners, self._pole, self.uitpas_side):
            if side is not None:
                side.close()
        self._scanners = self._pole = None
        self._ear.close()
        self.jobs.close()
        if self.display is not None:
            self.display.close()
        self._terminal.close()

    def destroy(self) -> None:
        """End Qt's objects now, on their own thread; Python's collector may run on any."""
        if self.display is not None:
            self.display.deleteLater()
        self._terminal.destroy()
        for ended in (self.window, self.jobs, self._ear, self):
            ended.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    @Slot()
    def _tick(self) -> None:
        self.presenter.tick()

    @Slot()
    def _start(self) -> None:
        """Behind the first paint, which nothing may put off."""
        if self._first_paint is not None:
            self._first_paint.stop()
            self._first_paint = None
            self.jobs.begin(self._open_desk, self._desk_is_open, self._cannot_open)
            # While the lane opens, each in a turn of its own.
            QTimer.singleShot(0, self, load_ear)
            QTimer.singleShot(A_TURN_MS, self, self.window.hall_pane.make_ready)

    def _open_desk(self) -> None:
        """On the lane, with what the screen's thread needs next."""
        self._setting.open_desk()
        load_presenter()

    def _desk_is_open(self, _: None) -> None:
        self._see_who_works_here()
        self.presenter.start(rest_waits=True)
        self._hear_scanners()
        once_shown(self, self.presenter, self.once_ready)

    def _see_who_works_here(self) -> None:
        """Before anything can be sold; where nobody has to log in its pages can wait."""
        desk = self._setting.till_desk
        if desk is not None:
            if self._room is None:
                self.jobs.submit(lambda: desk().clerks.look(), self._who_works_here, self.failed)
            else:
                self._room.look()

    def ask_manager(self, approved: Callable[[], None]) -> None:
        """Ask a manager's PIN; `approved` goes on."""
        if self.room is not None:
            self.room.login.ask_manager(approved)

    def _who_works_here(self, log_in: LogIn) -> None:
        if log_in.is_needed and self.room is not None:
            self.room.look()

    def _begin_the_rest(self) -> None:
        """What a clerk does not wait for: the lines, passes, the till's pages, a display."""
        self._timer.start()
        self._idle.run(
            [
                Step(load_money, self.presenter.look_around),
                Step(came=self._open_display),
                Step(came=self.presenter.read_on),
                *map(Step, self._setting.when_shown),
                Step(load_passes, self._take_passes),
                *self._till_steps(),
                Step(load_customers, self._meet_customers),
                Step(came=self._terminal.look),
                Step(came=load_order_pages),
                Step(came=load_panels),
                Step(came=self._make_ahead),
            ]
        )

    def _till_steps(self) -> list[Step]:
        """Its loading and its log-in are a pause each."""
        if self._setting.till_desk is None:
            return []
        return [
            Step(load_till, load_room), Step(came=self._see_who_is_there),
            Step(came=load_till_page),
        ]  # fmt: skip

    def _see_who_is_there(self) -> None:
        if self.room is not None:
            self.room.look()

    def _make_ahead(self) -> None:
        """What a first customer would wait for."""
        pieces = [*pieces_ahead(self.window), self._setting.when_settled]
        self._idle.run([Step(came=piece) for piece in pieces])

    def _open_display(self) -> None:
        if self._setting.display or self._setting.pole:
            from podium_desk.ui.shell.customer import open_displays

            self.display, self._pole = open_displays(self.presenter, self._setting)

    def _meet_customers(self) -> None:
        customers = self._setting.customers
        if customers is not None and self.customers_room is None:
            from podium_desk.ui.shell.customers import CustomersRoom

            counter = self.presenter.sale_customer
            self.customers_room = CustomersRoom(self, self.window, counter, customers, self.jobs)
            if self._setting.till_desk is not None:
                self.customers_room.presenter.ask_manager = self.ask_manager

    def _take_passes(self) -> None:
        uitpas = self._setting.uitpas
        if uitpas is not None and self.uitpas_side is None:
            from podium_desk.presentation.uitpas import Below
            from podium_desk.ui.shell.uitpas import UitpasSide

            below = Below(self.presenter.passes, lambda: self.words, self.failed)
            self.uitpas_side = UitpasSide(self.window, uitpas, below)
            self.uitpas_side.presenter.begin()

    def _hear_scanners(self) -> None:
        """A ticket scanned at the counter, whatever has the keyboard, opens its order."""
        from podium_desk.ui.shell.scanners import CounterScanners

        self._scanners = CounterScanners(
            self.window, self.presenter, self._pages_over, self._is_status_open
        )
        self._scanners.scanned.connect(self._scanned)
        self._scanners.listen_to(self._setting, self.failed)

    def _sound_no(self) -> None:
        if self._scanners is not None:
            self._scanners.sound_no()

    def _is_status_open(self) -> bool:
        return self.status_page is not None and self.status_page.is_open

    def _pages_over(self) -> list[QWidget]:
        """The pages that may lie over the counter, as far as they were made."""
        room, side = self._room, self.uitpas_side
        pages: list[QWidget] = [] if room is None else room.pages
        status = self.status_page
        pages += [] if status is None or status.gives_way else [status]
        pages += self._papers.pages
        customers = self.customers_room
        pages += [customers.page] if customers is not None and customers.is_open else []
        return pages if side is None else [*pages, side.panel]

    @Slot(str)
    def _scanned(self, text: str) -> None:
        self.window.put_palette_away()
        # Codes are loaded with the first scan, after the window stands.
        from podium_desk.domain.closing_code import read_part

        if read_part(text) is None:
            if self.status_page is not None:
                self.status_page.close_page()
            self.presenter.orders.scan(text)
            return
        self.show_status()
        if self.status_page is not None:
            # A part of a closing code is no ticket: it is taken in on that page.
            self.status_page.take_part(text)

    def _cannot_open(self, error: Exception) -> None:
        """Without its desk a counter is of no use: whoever opened it says why."""
        self.opening_fault = error
        self.window.close()

    def _tell(self, changes: Changes) -> None:
        self.presenter.changed(changes)
        if changes.catalogue and self._room is not None:
            # Somebody of the staff may have come, or left.
            self._room.look()
        if self.status_page is not None:
            self.status_page.changed()
