"""Codes from scanners with a line of their own: half codes and rubbish are never a code."""

from __future__ import annotations

import pytest

from hardware.device_url import BadDeviceUrl
from hardware.registry import open_scanner
from hardware.scanning.alt_codes import KEYPAD, letter_of
from hardware.scanning.code_assembly import CODE_BYTES_MAX, Assembled, CodeAssembly
from hardware.scanning.hid_pos_reports import BadReport, ReportReader
from hardware.scanning.key_events import EVENT, KeyEvents


def test_pieces_of_a_line_become_whole_codes():
    line = CodeAssembly()
    assert line.feed(b"PODI", 0.0) == Assembled()
    assert line.feed(b"BCDE\r\nPODI", 0.01) == Assembled(("PODIBCDE",))
    assert line.feed(b"FG\t", 0.02) == Assembled(("PODIFG",))


def test_a_prefix_of_the_scanner_is_taken_off():
    assert CodeAssembly(prefix="~").feed(b"~PODIBCDE\r", 0.0).codes == ("PODIBCDE",)


def test_half_a_code_is_never_joined_with_the_next():
    line = CodeAssembly()
    line.feed(b"PODIBC", 0.0)
    late = line.feed(b"PODIFG\r", 1.0)
    assert late.codes == ("PODIFG",)
    assert "half a code: 6 bytes" in late.garbled[0]


def test_a_scanner_without_a_suffix_ends_its_code_by_silence():
    line = CodeAssembly(has_suffix=False)
    line.feed(b"PODIBC", 0.0)
    assert line.feed(b"", 0.1).codes == ()
    assert line.feed(b"", 0.5).codes == ("PODIBC",)


@pytest.mark.parametrize("rubbish", [b"\xff\xfe\x80\x01\r", b"PODI\x00BC\r"])
def test_bytes_of_another_speed_are_told_with_what_to_look_at(rubbish):
    came = CodeAssembly().feed(rubbish, 0.0)
    assert came.codes == ()
    assert "baud" in came.garbled[0]


def test_a_flood_without_an_end_fills_no_memory():
    line = CodeAssembly()
    came = [line.feed(b"x" * 1000, at / 100) for at in range(20)]
    assert sum(len(one.garbled) for one in came) == 20_000 // (CODE_BYTES_MAX + 1)


EXAMPLE = (
    bytes.fromhex("02385D5130")
    + b"M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  ".ljust(56)
    + bytes.fromhex("730001"),
    bytes.fromhex("02045D5130") + b"1234".ljust(56, b"\0") + bytes.fromhex("730000"),
)
"""The form of the makers' own example: sixty bytes in two reports."""


def test_the_makers_example_of_two_reports_is_one_code():
    reports = ReportReader()
    assert reports.take(EXAMPLE[0]) is None
    code = reports.take(EXAMPLE[1])
    assert code.startswith("M1GATHERGOOD/MICHAEL")
    assert code.endswith("1234")
    assert len(code) == 60


@pytest.mark.parametrize(
    "report",
    [b"", b"\x02\x01]Q1A", bytes([3]) + EXAMPLE[1][1:], bytes([2, 57]) + EXAMPLE[1][2:],
     EXAMPLE[1][:5] + b"\xff" + EXAMPLE[1][6:]],
)  # fmt: skip
def test_another_report_ends_what_was_collected(report):
    reports = ReportReader()
    reports.take(EXAMPLE[0])
    with pytest.raises(BadReport):
        reports.take(report)
    assert reports.take(EXAMPLE[1]) == "1234"


def key(position, value=1):
    return EVENT.pack(0, 0, 1, position, value)


def test_alt_and_a_number_on_the_keypad_are_a_letter_of_a_scanner_too():
    keys = KeyEvents()
    for letter in "Pd-2":
        number = [place for digit in str(ord(letter)) for place in _keypad(digit)]
        for position, value in [(56, 1), *[(p, v) for p in number for v in (1, 0)], (56, 0)]:
            assert keys.take(key(position, value)) is None
    assert keys.take(key(28)) == "Pd-2"


def _keypad(digit):
    return [place for place, sign in KEYPAD.items() if sign == digit]


@pytest.mark.parametrize(
    ("digits", "letter"),
    [("65", "A"), ("065", "A"), ("130", "é"), ("0233", "é"), ("0128", "€"), ("13", ""),
     ("", ""), ("256", ""), ("00065", "")],
)  # fmt: skip
def test_the_number_of_a_letter_is_of_dos_without_a_nought_and_of_windows_with_one(digits, letter):
    assert letter_of(digits) == letter


def test_keys_of_a_scanner_become_a_code_at_enter_with_shift_as_it_is_held():
    keys = KeyEvents()
    strokes = [key(42), key(25), key(42, 0), key(24), key(24, 2), key(3), EVENT.pack(0, 0, 4, 4, 9)]
    assert [keys.take(stroke) for stroke in strokes] == [None] * 7
    assert keys.take(key(28)) == "Po2"
    assert keys.take(key(28)) is None


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("scanner+serial://", "path"),
        ("scanner+serial:///dev/ttyACM0?baud=fast", "baud"),
        ("scanner+serial:///dev/ttyACM0?suffix=maybe", "yes, none"),
        ("scanner+hid://", "path"),
        ("chip://?reader=1", "reader"),
    ],
)
def test_a_wrong_address_of_a_scanner_says_what_is_wrong(url, word):
    with pytest.raises(BadDeviceUrl, match=word):
        open_scanner(url)
