"""What a printer answers, told apart byte by byte (fixed bits of Epson's command reference)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.printing.escpos_status import (
    AnswerReader,
    AutomaticStatus,
    BarrierPassed,
    ProcessDone,
    RealtimeStatus,
    realtime_state,
)
from hardware.printing.port import PrinterState

WELL = AutomaticStatus(PrinterState.READY)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("12", [RealtimeStatus(0x12)]),
        ("10 00 00 0f", [WELL]),
        ("30 00 00 0f", [AutomaticStatus(PrinterState.COVER_OPEN)]),
        ("18 00 0f 0f", [AutomaticStatus(PrinterState.PAPER_OUT)]),
        ("10 00 03 0f", [AutomaticStatus(PrinterState.PAPER_LOW)]),
        ("18 08 00 0f", [AutomaticStatus(PrinterState.ERROR)]),
        ("00", [BarrierPassed(paper_out=False)]),
        ("0f", [BarrierPassed(paper_out=True)]),
        ("37 22 41 42 43 44 00", [ProcessDone(b"ABCD")]),
        ("10 00 00 0f 37 22 41 42 43 44 00 12", [WELL, ProcessDone(b"ABCD"), RealtimeStatus(0x12)]),
        ("13 11", []),
        ("37 25 31 00 12", [RealtimeStatus(0x12)]),
    ],
)
def test_each_answer_is_known_by_its_bits(said, meaning):
    assert AnswerReader().feed(bytes.fromhex(said)) == meaning


@settings(max_examples=30)
@given(st.lists(st.integers(1, 8), max_size=12))
def test_answers_are_the_same_however_they_are_split(sizes):
    said = bytes.fromhex("12 10 00 00 0f 37 22 41 42 43 44 00 00 18 00 0c 0f 37 22 7e 21 20 7d 00")
    reader, answers, rest = AnswerReader(), [], said
    for size in sizes:
        answers += reader.feed(rest[:size])
        rest = rest[size:]
    answers += reader.feed(rest)

    assert answers == AnswerReader().feed(said)
    assert len(answers) == 6


def test_letters_are_noise_and_never_a_barrier():
    reader = AnswerReader()

    assert reader.feed(b"hallo\r\n") == []
    assert reader.noise_bytes == 7


def test_flow_control_is_no_noise():
    reader = AnswerReader()
    reader.feed(b"\x11\x13")

    assert reader.noise_bytes == 0


@pytest.mark.parametrize(
    ("bits", "state"),
    [
        ((0x12, 0x12, 0x12), PrinterState.READY),
        ((0x16, 0x12, 0x12), PrinterState.COVER_OPEN),
        ((0x32, 0x12, 0x7E), PrinterState.PAPER_OUT),
        ((0x12, 0x12, 0x72), PrinterState.PAPER_OUT),
        ((0x12, 0x12, 0x1E), PrinterState.PAPER_LOW),
        ((0x52, 0x1A, 0x12), PrinterState.ERROR),
    ],
)
def test_real_time_answers_make_one_state(bits, state):
    assert realtime_state(*bits) is state
