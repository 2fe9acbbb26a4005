"""The door's shell: what is scanned goes where it belongs, whatever lies over the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from door_stage import ADMITTED, CODE, STATUS
from door_stage import Stage as DoorStage
from harness.readiness import WELL
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from status_stage import CALM, DUTIES, DeskOfTests

from podium_desk.application.lane import ReplicaLane
from podium_desk.application.readiness import WindowSeen
from podium_desk.domain.closing_code import part_text
from podium_desk.domain.readiness import CameraSeen, look_over
from podium_desk.presentation.door_menu import MENU, ShellWish
from podium_desk.presentation.door_view import Intent
from podium_desk.ui.kit.appearance import TEXT_PERCENTS, wear
from podium_desk.ui.kit.tokens import USUAL, Theme, worn
from podium_desk.ui.shell.door import DoorSetting, DoorShell

PART = part_text(b"a part of a closing code")


@pytest.fixture
def desk() -> DeskOfTests:
    desk = DeskOfTests()
    desk.now = replace(CALM, role="door", duties=DUTIES[1:])
    return desk


@pytest.fixture
def painted() -> list[str]:
    return []


@pytest.fixture
def shell(qtbot, desk, painted) -> Iterator[DoorShell]:
    lane = ReplicaLane()
    door = DoorStage(qtbot, status=STATUS).door
    faults: list[BaseException] = []
    setting = DoorSetting(
        "nl", "", "", lambda: datetime.now(UTC), faults.append, desk, painted=painted.append
    )
    shell = DoorShell(door, lane, setting)
    shell.open(is_full_screen=False)
    yield shell
    shell.close()
    lane.close()
    assert faults == []


def test_the_menu_speaks_another_language_and_makes_it_dark(qapp, shell):
    try:
        shell.presenter.do(Intent.MENU)
        shell.presenter.pick(MENU.index(ShellWish.FRENCH))
        assert shell.window.view.panel.word == "Scannez un billet"
        shell.presenter.do(Intent.MENU)
        shell.presenter.pick(MENU.index(ShellWish.THEME))
        assert worn().theme is Theme.DARK
        for _ in TEXT_PERCENTS:
            shell.presenter.do(Intent.MENU)
            shell.presenter.pick(MENU.index(ShellWish.LARGER))
        assert worn().text_percent == 100
    finally:
        wear(qapp, USUAL)


def test_a_sale_leaves_the_window_and_says_so(qtbot, shell):
    qtbot.waitUntil(lambda: bool(shell.window.view.top_line))
    shell.presenter.door.standing = replace(STATUS, sells=True)
    shell.presenter.refresh(is_behind=True)
    qtbot.waitUntil(lambda: shell.presenter._held.status.sells)
    QTest.keyClick(shell.window, Qt.Key.Key_F5)
    assert shell.wants_to_sell
    assert not shell.window.isVisible()


def test_f4_opens_the_list_of_who_decides(qtbot, shell):
    QTest.keyClick(shell.window, Qt.Key.Key_F4)
    wanted = "Een ander toestel laten beslissen"
    qtbot.waitUntil(lambda: shell.status_page.focusWidget().accessibleName() == wanted)


def test_a_ticket_takes_the_page_away_and_a_closing_code_opens_it(qtbot, shell, desk):
    shell._scan_below(PART)
    assert shell.status_page.is_open
    qtbot.waitUntil(lambda: desk.taken == [(PART,)])
    shell._scan_below(PART)
    assert shell.status_page.is_open
    shell._scan_below(CODE)
    assert not shell.status_page.is_open
    qtbot.waitUntil(lambda: shell.window.view.serial == 1)


class LooksOver:
    def readiness(self):
        return look_over(replace(WELL, data_age_s=None))


def test_the_light_stands_on_the_waiting_screen_and_opens_the_list(qtbot, shell, desk):
    seen = WindowSeen()
    shell.ready.start(LooksOver(), seen, pytest.fail)
    qtbot.waitUntil(lambda: shell.ready.light.view is not None)
    light = shell.ready.light
    assert (light.isVisibleTo(shell.window), light.view.word) == (True, "Niet klaar: 1 punt")
    assert seen.camera is CameraSeen.NONE
    assert shell.window.rect().contains(light.geometry())
    shell._scan_below(CODE)
    qtbot.waitUntil(lambda: not light.isVisibleTo(shell.window))
    shell.presenter.do(Intent.BACK)
    desk.now = replace(desk.now, ready=LooksOver().readiness())
    QTest.mouseClick(light, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shell.status_page.sections[0].heading.text() == light.view.word)


def test_the_light_speaks_the_language_of_its_door_at_once(qtbot, shell):
    shell.ready.start(LooksOver(), WindowSeen(), pytest.fail)
    light = shell.ready.light
    qtbot.waitUntil(lambda: light.view is not None)
    shell.window.speak("fr")
    assert (light.view.word, light.accessibleName()) == (
        "Pas prêt\N{NO-BREAK SPACE}: 1 point",
        light.view.spoken,
    )


def test_what_was_painted_is_noted_for_the_next_start(qtbot, shell, painted):
    shell._scan_below(CODE)
    qtbot.waitUntil(lambda: painted == [ADMITTED.token])
