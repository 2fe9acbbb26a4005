"""Lamps and a turnstile follow the door's screen: once for each guest, never for who is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from door_stage import ADMITTED, ASKED, CODE, USED, Stage

from hardware.emulators.relay_board import ModbusTcpBoard
from hardware.signal_registry import open_board, wiring_of
from podium_desk.presentation.door_view import Intent
from podium_desk.ui.shell.door_board import DoorBoard

OPENS, GREEN, RED = 0, 1, 2


@pytest.fixture
def emulator():
    board = ModbusTcpBoard()
    yield board
    board.stop()


@pytest.fixture
def stage(qtbot, emulator):
    stage = Stage(qtbot)
    answers = stage.door.answers
    stage.door.answers = {code: replace(one, token=code) for code, one in answers.items()}
    stage.door.answers_again = [replace(ADMITTED, token="agreed")]
    url = f"modbus+tcp://127.0.0.1:{emulator.port}?open=0&green=1&red=2&pulse=20&lamp=40"
    stage.board = DoorBoard(open_board(url), wiring_of(url), stage.presenter)
    stage.board.start()
    yield stage
    stage.board.close()
    assert not any(emulator.relays)


def switched_on(emulator):
    return [relay for relay, is_on in emulator.history if is_on]


def test_a_guest_who_is_let_in_opens_it_once_however_often_the_ticket_is_read(
    qtbot, stage, emulator
):
    stage.window.scan(CODE)
    stage.window.scan(USED)
    stage.presenter.show()
    qtbot.waitUntil(lambda: RED in switched_on(emulator))
    assert switched_on(emulator) == [GREEN, OPENS, RED]


def test_who_is_asked_about_opens_it_when_the_volunteer_agrees(qtbot, stage, emulator):
    stage.window.scan(ASKED)
    qtbot.waitUntil(lambda: switched_on(emulator) == [RED])
    stage.presenter.do(Intent.ACCEPT)
    qtbot.waitUntil(lambda: stage.board.seen.pulses == 1)
    assert switched_on(emulator)[1:] == [GREEN, OPENS]


def test_a_board_that_is_gone_is_told_and_the_door_goes_on(qtbot, stage, emulator):
    emulator.stop()
    stage.window.scan(CODE)
    qtbot.waitUntil(lambda: bool(stage.board.seen.fault))
    assert stage.presenter.view.panel.kind == "valid"
    emulator.relays[:] = [False] * 8
