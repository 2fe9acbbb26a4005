"""Codes from scanners with a line of their own: half codes and rubbish are never a code."""

from __future__ import annotations

import pytest

from hardware.device_url import BadDeviceUrl
from hardware.registry import open_scanner
from hardware.scanning.alt_codes import KEYPAD, letter_of
from hardware.scanning.code_assembly import CODE_BYTES_MAX, QUIET_S, Assembled, CodeAssembly
from hardware.scanning.code_ends import HALF_AFTER_S, OwnCodes
from hardware.scanning.hid_pos_reports import BadReport, ReportReader
from hardware.scanning.key_events import EVENT, KeyEvents

OURS = OwnCodes("OURS", lambda text: text.startswith("OURS") and len(text) == 64)
"""Stands for codes that say their own length."""
TICKET = b"OURS" + b"BCDEFG" * 10
NUMBER = b"4006381333931"


def without_suffix(own=OURS):
    return CodeAssembly(has_suffix=False, own=own)


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


def test_a_scanner_without_a_suffix_ends_its_code_by_a_short_silence():
    line = without_suffix()
    line.feed(NUMBER, 0.0)
    assert line.feed(b"", QUIET_S - 0.01) == Assembled()
    assert line.feed(b"", QUIET_S).codes == (NUMBER.decode(),)


@pytest.mark.parametrize("has_suffix", [True, False])
def test_a_code_of_ours_is_known_at_its_last_letter(has_suffix):
    line = CodeAssembly(has_suffix=has_suffix, own=OURS)
    assert line.feed(TICKET[:-1], 0.0) == Assembled()
    assert line.feed(TICKET[-1:], 0.01).codes == (TICKET.decode(),)
    assert line.feed(b"\r\n", 0.02) == Assembled()
    assert line.feed(b"", 5.0) == Assembled()


def test_a_prefix_of_the_scanner_is_taken_off_a_code_of_ours_too():
    line = CodeAssembly("~", has_suffix=False, own=OURS)
    assert line.feed(b"~" + TICKET, 0.0).codes == (TICKET.decode(),)


def test_several_codes_right_after_another_come_one_by_one():
    line = without_suffix()
    came = line.feed(TICKET * 2 + NUMBER, 0.0)
    assert came.codes == (TICKET.decode(), TICKET.decode())
    assert line.feed(b"", QUIET_S).codes == (NUMBER.decode(),)


def test_what_a_scanner_sends_right_behind_a_code_of_ours_is_no_code_and_no_rubbish():
    line = without_suffix()
    line.feed(TICKET + b"\x03#", 0.0)
    assert line.feed(b"", 1.0) == Assembled()
    line.feed(b"12", 2.0)
    assert line.feed(b"", 3.0).codes == ("12",)


def test_half_a_code_of_ours_is_waited_for_as_long_as_ever():
    line = without_suffix()
    line.feed(b"]Q1" + TICKET[:20], 0.0)
    assert line.feed(b"", HALF_AFTER_S - 0.01) == Assembled()
    assert line.feed(TICKET[20:], HALF_AFTER_S - 0.01) == Assembled()
    assert line.feed(b"", 2.0).codes == ("]Q1" + TICKET.decode(),)


def test_a_code_that_came_with_gaps_is_waited_for_as_long_as_ever():
    line = without_suffix()
    line.feed(NUMBER[:6], 0.0)
    line.feed(NUMBER[6:], 0.05)
    assert line.feed(b"", 0.05 + HALF_AFTER_S - 0.01) == Assembled()
    assert line.feed(b"", 0.05 + HALF_AFTER_S).codes == (NUMBER.decode(),)
    line.feed(NUMBER, 2.0)
    assert line.feed(b"", 2.0 + QUIET_S).codes == (NUMBER.decode(),)


def test_bytes_that_are_read_late_may_have_come_in_time():
    line = without_suffix()
    line.feed(NUMBER[:6], 0.0)
    assert line.feed(NUMBER[6:], 2 * QUIET_S) == Assembled()
    assert line.feed(b"", 5.0).codes == (NUMBER.decode(),)


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
    assert reports.take(EXAMPLE[0], 0.0) is None
    code = reports.take(EXAMPLE[1], 0.01)
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
    reports.take(EXAMPLE[0], 0.0)
    with pytest.raises(BadReport):
        reports.take(report, 0.01)
    assert reports.take(EXAMPLE[1], 0.01) == "1234"


def report(data, goes_on=False):
    return bytes((2, len(data))) + b"]Q1" + data.ljust(56, b"\0") + bytes((0, 0, goes_on))


def test_a_code_of_ours_is_known_at_its_last_letter_also_where_its_report_says_that_it_goes_on():
    reports = ReportReader(OURS)
    assert reports.take(report(TICKET[:56], goes_on=True), 0.0) is None
    assert reports.take(report(TICKET[56:], goes_on=True), 0.01) == TICKET.decode()
    assert reports.take(report(b"\r\n"), 0.02) == ""
    assert reports.take(report(NUMBER), 0.03) == NUMBER.decode()
    reports.silence(9.0)


def test_half_a_code_in_reports_is_forgotten_when_its_rest_does_not_come():
    reports = ReportReader()
    reports.take(report(b"P" * 56, goes_on=True), 0.0)
    reports.silence(HALF_AFTER_S - 0.01)
    with pytest.raises(BadReport, match="half"):
        reports.silence(HALF_AFTER_S)
    assert reports.take(report(NUMBER), 1.0) == NUMBER.decode()


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
        ("scanner+hid://honeywell", "04b8:0e15"),
        ("scanner+hid:///dev/hidraw0?serial=S1", "serial"),
        ("chip://?reader=1", "reader"),
    ],
)
def test_a_wrong_address_of_a_scanner_says_what_is_wrong(url, word):
    with pytest.raises(BadDeviceUrl, match=word):
        open_scanner(url)
