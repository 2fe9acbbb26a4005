"""Keyboard-mode scanners: the same text on every layout, and nobody's typing taken for a scan."""

from __future__ import annotations

import random

import pytest

from hardware.scanning.wedge import (
    KeyNumbering,
    Pending,
    Scan,
    Swallowed,
    Typing,
    Verdict,
    WedgeReader,
)

# What the unshifted keys give, by the position of the row's first key in scan code set 1.
LAYOUTS = {
    "us": {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'", 44: "zxcvbnm,./", 57: " "},
    "be": {2: "&é\"'(§è!çà)-", 16: "azertyuiop^$", 30: "qsdfghjklmù", 44: "wxcvbn,;:=", 57: " "},
    "fr": {2: "&é\"'(-è_çà)=", 16: "azertyuiop^$", 30: "qsdfghjklmù", 44: "wxcvbn,;:!", 57: " "},
    "de": {2: "1234567890ß´", 16: "qwertzuiopü+", 30: "asdfghjklöä", 44: "yxcvbnm,.-", 57: " "},
}
US_KEYS = {
    letter: first + place
    for first, row in LAYOUTS["us"].items()
    for place, letter in enumerate(row)
}
SHIFTED_US = dict(zip('!@#$%^&*()_+{}:"<>?', "1234567890-=[];',./", strict=True))
SHIFT, ENTER, TAB, LEFT_ARROW = 42, 28, 15, 105
CODE = "PODIBCDEFGHIJKLNPRST"


class Scanner:
    """Types as a scanner set to a US keyboard does, on a computer with another layout."""

    def __init__(self, reader: WedgeReader, layout: str = "us", numbering=KeyNumbering.X11) -> None:
        self.reader = reader
        self.numbering = numbering
        self.texts = {
            first + place: letter
            for first, row in LAYOUTS[layout].items()
            for place, letter in enumerate(row)
        }
        self.now_ms = 1000.0
        self.caps_lock = False

    def press(
        self, position: int, gap_ms: float, *, shifted: bool = False, text: str = ""
    ) -> Verdict:
        self.now_ms += gap_ms
        text = text or self.texts.get(position, "")
        text = text.upper() if shifted != self.caps_lock else text
        code = position + self.numbering.value
        return self.reader.key(code, text, self.now_ms, is_shifted=shifted)

    def type(self, letters: str, gap_ms: float = 2.0) -> list[Verdict]:
        verdicts = []
        for letter in letters:
            shifted = letter.isupper() or letter in SHIFTED_US
            plain = SHIFTED_US.get(letter, letter.lower())
            if shifted:
                verdicts.append(self.press(SHIFT, 0.5))
            verdicts.append(self.press(US_KEYS[plain], gap_ms, shifted=shifted))
        return verdicts

    def rest(self, gap_ms: float) -> Verdict:
        self.now_ms += gap_ms
        return self.reader.silence(self.now_ms)


def reader(prefix: str = "PODI", numbering: KeyNumbering = KeyNumbering.X11) -> WedgeReader:
    return WedgeReader(numbering, prefix)


@pytest.mark.parametrize("caps_lock", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("text", [CODE, "PD2.Ab_-7q/zM", "https://t.podium.example/AbZ019"])
def test_a_scan_has_its_own_text_on_every_layout(layout, caps_lock, text):
    scanner = Scanner(reader(), layout)
    scanner.caps_lock = caps_lock

    held = scanner.type(text)
    scan = scanner.press(ENTER, 2)

    assert set(held) == {Pending()}
    assert scan == Scan(text, len(held) + 1)


@pytest.mark.parametrize("numbering", KeyNumbering)
def test_positions_are_read_in_the_numbering_of_the_system(numbering):
    scanner = Scanner(reader(numbering=numbering), "be", numbering)
    scanner.type(CODE)

    assert isinstance(scan := scanner.press(ENTER, 2), Scan)
    assert scan.text == CODE


def test_without_scan_codes_the_text_is_used():
    wedge = reader()
    for place, letter in enumerate(CODE):
        wedge.key(0, letter, 1000.0 + 2 * place)

    assert wedge.key(0, "\r", 1050.0) == Scan(CODE, len(CODE) + 1)


@pytest.mark.parametrize("gap_ms", [2, 5, 10, 20, 30, 40, 55])
def test_slow_wireless_scanners_are_heard_when_the_code_is_ours(gap_ms):
    scanner = Scanner(reader())
    verdicts = scanner.type(CODE, gap_ms)

    assert set(verdicts) == {Pending()}
    assert isinstance(scanner.press(TAB, gap_ms), Scan)


def test_a_scanner_without_a_suffix_ends_with_silence():
    scanner = Scanner(reader())
    held = scanner.type(CODE)

    assert scanner.rest(20) == Pending()
    assert scanner.rest(200) == Scan(CODE, len(held))
    assert scanner.rest(200) == Pending()


def test_a_scan_of_lower_case_without_shift_is_a_scan_too():
    scanner = Scanner(reader())
    scanner.type(CODE.lower())

    assert scanner.press(ENTER, 2) == Scan(CODE.lower(), len(CODE) + 1)


def test_a_second_suffix_does_not_press_ok():
    scanner = Scanner(reader())
    scanner.type(CODE)

    assert isinstance(scanner.press(ENTER, 2), Scan)
    assert scanner.press(ENTER, 3) == Swallowed()
    assert scanner.press(ENTER, 500) == Typing(1)


def test_two_scans_in_a_row_are_two_scans():
    scanner = Scanner(reader())
    texts = []
    for _ in range(2):
        scanner.type(CODE)
        scan = scanner.press(ENTER, 2)
        assert isinstance(scan, Scan)
        texts.append(scan.text)
        scanner.now_ms += 300

    assert texts == [CODE, CODE]


def test_every_key_of_a_person_comes_back_once_and_in_order():
    luck = random.Random(7)
    for _ in range(50):
        scanner = Scanner(reader())
        kept, given_back, pressed = [], [], []
        for place in range(60):
            letter = luck.choice("abcdefghijklmnopqrstuvwxyz ")
            gap_ms = luck.choice((45, 70, 90, 120, 180, 400))
            if gap_ms > 60 and kept and luck.random() < 0.8:
                # The window's timer fires in time mostly, and is late now and then.
                verdict = scanner.reader.silence(scanner.now_ms + 61)
                given_back += _take(kept, verdict)
            pressed.append((place, letter))
            kept.append((place, letter))
            verdict = scanner.press(US_KEYS[letter], gap_ms)
            given_back += _take(kept, verdict)
        given_back += _take(kept, scanner.rest(500))

        assert given_back == pressed


def _take(kept: list, verdict: Verdict) -> list:
    if isinstance(verdict, Pending):
        return []
    assert isinstance(verdict, Typing)
    taken = kept[: verdict.count]
    del kept[: verdict.count]
    return taken


def test_a_fast_typist_is_not_a_scanner():
    scanner = Scanner(reader())
    verdicts = scanner.type("voorstelling", gap_ms=50)

    assert Typing(4) in verdicts
    assert not any(isinstance(verdict, Scan) for verdict in verdicts)
    assert isinstance(scanner.press(ENTER, 50), Typing)


def test_an_amount_and_enter_go_through_at_once():
    scanner = Scanner(reader())

    assert scanner.type("12", gap_ms=30) == [Pending(), Pending()]
    assert scanner.press(ENTER, 30) == Typing(3)


def test_a_lone_enter_tab_or_arrow_is_not_held():
    scanner = Scanner(reader())

    assert scanner.press(ENTER, 500) == Typing(1)
    assert scanner.press(TAB, 500) == Typing(1)
    assert scanner.press(LEFT_ARROW, 500) == Typing(1)


def test_a_key_held_down_is_not_a_scan():
    scanner = Scanner(reader(prefix=""))
    scanner.type("a" * 30, gap_ms=30)

    assert scanner.press(ENTER, 30) == Typing(31)


def test_a_scan_whose_timer_came_late_is_still_a_scan_and_the_next_key_waits():
    scanner = Scanner(reader())
    held = scanner.type(CODE)

    assert scanner.press(US_KEYS["x"], 400) == Scan(CODE, len(held))
    assert scanner.rest(100) == Typing(1)
