"""What every board of relays does, and what a door does with it: nothing is switched twice."""

from __future__ import annotations

import contextlib
import threading
import time

import pytest

from hardware.emulators.relay_board import ModbusTcpBoard, Pole, SerialRelays
from hardware.signal_registry import open_board, open_pole
from hardware.signals.gate_signals import GateSignals
from hardware.signals.port import BoardAbsent, BoardLost, Wiring

SOON_S = 5.0


@pytest.fixture
def emulator():
    board = ModbusTcpBoard()
    yield board
    board.stop()


@pytest.fixture
def board(emulator):
    with contextlib.closing(open_board(f"modbus+tcp://127.0.0.1:{emulator.port}")) as board:
        yield board


class Door:
    """A door with a board; waits for what it is told."""

    def __init__(self, board, wiring):
        self.seen, self.changed = [], threading.Condition()
        self.signals = GateSignals(board, wiring, self.hear)
        self.signals.start()

    def hear(self, seen):
        with self.changed:
            self.seen.append(seen)
            self.changed.notify()

    def until(self, holds):
        with self.changed:
            assert self.changed.wait_for(lambda: self.seen and holds(self.seen[-1]), SOON_S)
            return self.seen[-1]


def test_a_relay_is_switched_and_a_contact_is_read(emulator, board):
    board.switch(3, is_on=True)
    emulator.contacts[5] = True
    assert emulator.relays[3]
    assert (board.contact(5), board.contact(4)) == (True, False)
    board.switch(3, is_on=False)
    assert emulator.history == [(3, True), (3, False)]


def test_a_relay_that_is_not_there_is_a_fault(board):
    with pytest.raises(BoardLost):
        board.switch(99, is_on=True)


def test_a_board_that_is_switched_off_is_absent_and_works_again_when_it_is_back(emulator, board):
    board.switch(1, is_on=True)
    emulator.stop()
    with pytest.raises((BoardAbsent, BoardLost)):
        board.switch(1, is_on=False)
    with pytest.raises(BoardAbsent):
        board.switch(1, is_on=False)


def test_a_serial_board_gets_four_bytes_with_their_sum():
    emulator = SerialRelays()
    with contextlib.closing(open_board(f"relay+serial://{emulator.path}")) as board:
        board.switch(2, is_on=True)
        board.switch(2, is_on=False)
        emulator.look(2)
        assert emulator.history == [(2, True), (2, False)]
        with pytest.raises(BoardAbsent):
            board.contact(0)
        emulator.unplug()
        with pytest.raises(BoardLost):
            switch_often(board)


def switch_often(board):
    """The first orders go into the system's own memory."""
    for _ in range(3):
        board.switch(2, is_on=True)


def test_a_turnstile_opens_once_for_each_guest_and_who_goes_through_is_counted(emulator, board):
    door = Door(board, Wiring(opens=0, green=1, red=2, passage=0, pulse_ms=20, lamp_ms=60))
    door.signals.admitted("one", 1)
    door.signals.admitted("one", 1)
    door.signals.admitted("group", 3)
    door.until(lambda seen: seen.pulses == 4)
    for number in range(1, 4):
        emulator.contacts[0] = True
        door.until(lambda seen, number=number: seen.passages == number)
        emulator.contacts[0] = False
        until_looked_at(emulator)
    assert door.signals.close()
    assert [relay for relay, is_on in emulator.history if is_on].count(0) == 4
    assert not any(emulator.relays), "all is off when the door ends"


def until_looked_at(emulator):
    """The contact is seen open again before the next guest closes it."""
    looks, ends = emulator.looks, time.monotonic() + SOON_S
    while emulator.looks < looks + 2:
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_a_board_that_takes_an_order_and_is_silent_is_not_told_again(emulator, board):
    door = Door(board, Wiring(opens=0, pulse_ms=10_000))
    door.until(lambda seen: not seen.fault)
    emulator.answers = False
    door.signals.admitted("one", 1)
    seen = door.until(lambda seen: bool(seen.fault))
    emulator.answers = True
    assert seen.pulses == 0
    door.until(lambda seen: not seen.fault and seen.dropped == 1)
    assert [is_on for _, is_on in emulator.history].count(True) == 1
    assert door.signals.close()


def test_a_pole_shows_two_lines_with_the_euro_and_nothing_it_cannot_write():
    emulator = Pole()
    with contextlib.closing(open_pole(f"pole+serial://{emulator.path}")) as pole:
        pole.show("Ritme / Rust één zaal te lang", "€ 12,50 ☂Łódź")
        emulator.look()
    assert emulator.lines == ("Ritme / Rust één zaa", "€ 12,50 ..ódz       ")
