"""The counter as a process: opened on a lane, kept fresh, closed in order."""

import itertools
from dataclasses import replace

import pytest
from fake_desk import NOW, FakeDesk
from orders_stage import Counter
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from status_stage import DeskOfTests, asked_papers

from hardware.emulators.relay_board import Pole
from hardware.emulators.scanners import SerialScanner
from hardware.finding import Places
from podium_desk.application.counter import Connection
from podium_desk.application.jobs import Changes
from podium_desk.application.lane import ReplicaLane, direct_lane
from podium_desk.application.late_desk import LateDesk
from podium_desk.commands.set_up import SettingsRoom
from podium_desk.config import NotEnrolled
from podium_desk.i18n.words import Words
from podium_desk.presentation.hall import SeatLook
from podium_desk.presentation.order_view import OrderPanel
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.kit.tokens import USUAL, Appearance, Theme, colour
from podium_desk.ui.screens.counter.window import CounterWindow
from podium_desk.ui.screens.setup.page import SetUpPage
from podium_desk.ui.shell.counter import CounterSetting, CounterShell
from podium_desk.ui.shell.running import run_counter
from podium_desk.ui.shell.tour import scan


class DeviceOfTests:
    def __init__(self, lane):
        self.lane = lane
        self.listeners = []

    def listen(self, listener):
        self.listeners.append(listener)


@pytest.fixture
def device():
    device = DeviceOfTests(ReplicaLane())
    yield device
    device.lane.close()


@pytest.fixture
def faults():
    return []


@pytest.fixture
def setting(faults):
    tokens = itertools.count()
    return CounterSetting("nl", lambda: NOW, lambda: f"token {next(tokens)}", faults.append, 20_000)


@pytest.fixture
def open_shell(qapp, device, setting):
    dress(qapp)
    shells = []

    def open_it(desk):
        shell = CounterShell(desk, device.lane, setting)
        shells.append(shell)
        shell.open()
        return shell

    yield open_it
    for shell in shells:
        shell.close()
        shell.destroy()


def test_a_picture_is_taken_once_the_hall_stands_and_the_counter_closes_well(
    qapp, device, setting, tmp_path
):
    path = tmp_path / "counter.png"
    assert run_counter(FakeDesk(), setting, device, path) == 0
    assert QImage(str(path)).width() == 1366


def test_an_error_in_a_slot_is_kept_and_the_counter_stays_open(qapp, device, setting, faults):
    seen = []

    def broken():
        raise RuntimeError("a bug")

    QTimer.singleShot(0, broken)
    QTimer.singleShot(50, lambda: seen.extend(w for w in qapp.topLevelWidgets() if w.isVisible()))
    QTimer.singleShot(100, lambda: [w.close() for w in qapp.topLevelWidgets()])
    assert run_counter(FakeDesk(), setting, device) == 1
    assert [str(fault) for fault in faults] == ["a bug"]
    assert seen


def test_a_window_without_a_lane_of_its_own_is_refused(qapp, setting):
    with pytest.raises(TypeError, match="lane"):
        run_counter(FakeDesk(), setting, DeviceOfTests(direct_lane))


def test_changes_from_another_thread_reach_the_screen(qtbot, device, open_shell):
    desk = FakeDesk()
    shell = open_shell(desk)
    qtbot.waitUntil(lambda: shell.presenter.view.hall is not None)
    unit = shell.presenter.view.hall.looks.index(SeatLook.FREE)

    def elsewhere():
        desk.sell_elsewhere(1, unit)
        shell.notify(Changes(performances=frozenset((1,))))

    device.lane.submit(elsewhere)
    qtbot.waitUntil(lambda: shell.presenter.view.hall.looks[unit] == SeatLook.SOLD)


def test_the_screen_looks_by_itself_how_the_line_is(qtbot, open_shell):
    desk = FakeDesk()
    shell = open_shell(desk)
    qtbot.waitUntil(lambda: shell.presenter.view.hall is not None)
    desk.connection = Connection.OFFLINE
    qtbot.waitUntil(lambda: shell.presenter.view.band is not None)


def test_a_desk_that_cannot_be_opened_closes_the_window_and_says_why(qapp, device, setting):
    def refuse():
        raise NotEnrolled("kassa9")

    desk = LateDesk(refuse)
    with pytest.raises(NotEnrolled, match="kassa9"):
        run_counter(desk, replace(setting, open_desk=desk.open), device)
    assert [window for window in qapp.topLevelWidgets() if window.isVisible()] == []


def test_a_desk_opens_once_its_window_stands(qapp, device, setting, tmp_path, monkeypatch):
    order = []
    show = CounterWindow.showEvent

    def note_show(window, event):
        order.append("shown")
        show(window, event)

    def open_desk():
        order.append("opened")
        return FakeDesk()

    monkeypatch.setattr(CounterWindow, "showEvent", note_show)
    desk = LateDesk(open_desk)
    path = tmp_path / "counter.png"
    assert run_counter(desk, replace(setting, open_desk=desk.open), device, path) == 0
    assert order == ["shown", "opened"]
    assert path.exists()


def test_a_ticket_scanned_in_a_search_field_opens_its_order_and_leaves_the_field_empty(
    qapp, qtbot, open_shell
):
    house = Counter()
    sold = house.sell()
    shell = open_shell(house.desk)
    qtbot.waitUntil(lambda: shell.presenter.view.hall is not None)
    shell.window.start_search()
    scan(shell.window, house.code(sold))
    qtbot.waitUntil(lambda: isinstance(shell.presenter.view.panel, OrderPanel))
    assert str(sold.order) in shell.presenter.view.panel.title
    assert shell.window.search.text() == ""


def test_a_scan_goes_through_the_status_page_and_ticks_nothing_on_it(qapp, qtbot, device, setting):
    dress(qapp)
    house, desk = Counter(), DeskOfTests()
    desk.now = asked_papers(3)
    sold = house.sell()
    shell = CounterShell(house.desk, device.lane, replace(setting, status_desk=desk))
    shell.open()
    try:
        qtbot.waitUntil(lambda: shell.presenter.view.hall is not None)
        shell.show_status()
        qtbot.waitUntil(lambda: shell.status_page.paper.confirm.hasFocus())
        scan(shell.window, house.code(sold))
        qtbot.waitUntil(lambda: isinstance(shell.presenter.view.panel, OrderPanel))
        assert not shell.status_page.is_open
        assert desk.looked_for == []
        assert not shell.status_page.paper.rows[0].isVisible()
    finally:
        shell.close()
        shell.destroy()


def test_a_scanner_on_a_serial_port_opens_an_order_and_its_loss_stands_in_the_strip(
    qapp, qtbot, device, setting
):
    dress(qapp)
    # What this one sends behind a code is no suffix: a ticket's is known at its last letter.
    house, scanner = Counter(), SerialScanner(suffix=b"#")
    sold = house.sell()
    url = f"scanner+serial://{scanner.path}?suffix=none"
    shell = CounterShell(house.desk, device.lane, replace(setting, scanners=(url,)))
    shell.open()
    try:
        qtbot.waitUntil(lambda: shell.presenter.view.hall is not None)
        shell.window.start_search()
        # A port throws away what came before it was opened.
        qtbot.waitUntil(lambda: scan_until(scanner, house.code(sold), shell))
        assert str(sold.order) in shell.presenter.view.panel.title
        assert shell.window.search.text() == ""
        scanner.unplug()
        qtbot.waitUntil(lambda: "scanner" in [chip.id for chip in shell.presenter.view.chips])
    finally:
        shell.close()
        shell.destroy()


def test_devices_are_set_up_from_the_page_of_how_things_stand(
    qapp, qtbot, device, setting, tmp_path
):
    dress(qapp)
    room = SettingsRoom(tmp_path, Words("nl"), Places(tmp_path, tmp_path, *[lambda *_: ()] * 4))
    desk = DeskOfTests()
    shell = CounterShell(
        FakeDesk(), device.lane, replace(setting, status_desk=desk, devices=lambda: room)
    )
    shell.open()
    try:
        qtbot.waitUntil(lambda: shell.presenter.view.hall is not None)
        shell.show_status()
        qtbot.mouseClick(shell.status_page.devices_button, Qt.MouseButton.LeftButton)
        (page,) = shell.window.findChildren(SetUpPage)
        assert page.isWindow()
        page.close()
    finally:
        shell.close()
        shell.destroy()


def test_a_pole_of_two_lines_follows_the_sale(qapp, qtbot, device, setting):
    dress(qapp)
    pole = Pole()
    shell = CounterShell(
        FakeDesk(), device.lane, replace(setting, pole=f"pole+serial://{pole.path}")
    )
    shell.open()
    try:
        qtbot.waitUntil(lambda: shell._pole is not None)
        pole.look()
        assert pole.lines[0].startswith("Welkom")
        shell.presenter.take_best(2)
        qtbot.waitUntil(lambda: bool(shell.presenter.view.basket.lines))
        pole.look()
        assert pole.lines[1].strip().startswith("Totaal")
        assert pole.lines[1].rstrip().endswith("44,00")
    finally:
        shell.close()
        shell.destroy()


def scan_until(scanner, code, shell):
    scanner.scan(code)
    return isinstance(shell.presenter.view.panel, OrderPanel)


def test_what_nobody_waits_for_begins_once_after_the_first_hall(qapp, qtbot, device, setting):
    dress(qapp)
    begun = []
    shell = CounterShell(
        FakeDesk(), device.lane, replace(setting, when_shown=(lambda: begun.append(shell.window),))
    )
    shell.open()
    try:
        qtbot.waitUntil(lambda: bool(begun))
        assert shell.presenter.view.hall is not None
        shell.presenter.choose_performance(shell.presenter.view.groups[0].cards[1].id)
        qtbot.wait(50)
        assert len(begun) == 1
    finally:
        shell.close()
        shell.destroy()


def test_a_theme_and_a_size_of_text_are_worn_at_once_and_kept(qapp, qtbot, device, setting):
    dress(qapp)
    kept = []
    shell = CounterShell(FakeDesk(), device.lane, replace(setting, keep_appearance=kept.append))
    shell.open()
    qtbot.waitUntil(lambda: shell.presenter.view.hall is not None)
    try:
        seat_map = shell.window.hall_pane.seat_map
        shell.window.change_theme()
        ground = seat_map.grab().toImage().pixelColor(2, 2)
        assert (ground, kept[-1].theme) == (colour("seat.ground"), Theme.DARK)
        shell.window.resize_text(1)
        shell.window.resize_text(1)
        assert kept[-1] == Appearance(Theme.DARK, 130)
        shell.window.resize_text(0)
        assert kept[-1] == Appearance(Theme.DARK)
    finally:
        wear(qapp, USUAL)
        shell.close()
        shell.destroy()
