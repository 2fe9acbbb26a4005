"""Keyboard-mode scanners: the same text on every layout, and nobody's typing taken for a scan."""

from __future__ import annotations

import random

import pytest

from hardware.scanning.typing_habits import TypingHabits
from hardware.scanning.wedge import (
    HOLD_RUN_MS,
    SUFFIXES,
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
SHIFT, ENTER, TAB, LEFT_ARROW, DOWN_ARROW = 42, 28, 15, 105, 108
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
    assert scanner.press(ENTER, 3) == Swallowed(1)
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


# Without a suffix: known by its own form, or by a silence that was learnt.


def is_whole(text: str) -> bool:
    """As of our tickets: what stands in it says how long it is."""
    return text.upper().startswith("PODI") and len(text) == len(CODE)


def early_reader(habits: TypingHabits | None = None) -> WedgeReader:
    return WedgeReader(KeyNumbering.X11, "PODI", habits, is_whole)


@pytest.mark.parametrize("gap_ms", [1, 5, 20, 40, 55])
def test_a_code_that_tells_its_own_end_is_known_at_its_last_key(gap_ms):
    scanner = Scanner(early_reader())
    verdicts = scanner.type(CODE, gap_ms)

    assert verdicts[-1] == Scan(CODE, len(verdicts))
    assert set(verdicts[:-1]) == {Pending()}
    assert scanner.rest(200) == Pending()


@pytest.mark.parametrize(
    ("keys", "gap_ms", "verdicts"),
    [
        ([ENTER], 2, [Swallowed(1)]),
        ([ENTER], 55, [Swallowed(1)]),
        ([TAB, ENTER], 2, [Swallowed(1), Swallowed(1)]),
        ([ENTER, ENTER], 55, [Swallowed(1), Swallowed(1)]),
        # What the scanner was told to put behind a code, with and without Enter.
        ([US_KEYS["3"]], 2, [Pending(), Swallowed(1)]),
        ([US_KEYS["3"]], 55, [Pending(), Swallowed(1)]),
        ([US_KEYS["3"], US_KEYS["4"], ENTER], 2, [Pending(), Pending(), Swallowed(3)]),
        ([DOWN_ARROW], 2, [Swallowed(1)]),
        # A person's, as soon as one can be.
        ([ENTER], 300, [Typing(1)]),
        ([US_KEYS["3"]], 80, [Pending(), Typing(1)]),
        ([US_KEYS["3"], ENTER], 80, [Pending(), Typing(2)]),
        ([LEFT_ARROW], 80, [Typing(1)]),
    ],
)
def test_what_follows_on_a_code_that_was_known_early(keys, gap_ms, verdicts):
    scanner = Scanner(early_reader())
    scanner.type(CODE)

    told = [scanner.press(key, gap_ms) for key in keys]
    told += [scanner.rest(200)] if told[-1] == Pending() else []
    assert told == verdicts


@pytest.mark.parametrize("gap_ms", [2, 30, 150])
@pytest.mark.parametrize("second", [CODE, "5412345678908", "https://podium.example"])
def test_two_codes_right_behind_each_other_are_two(second, gap_ms):
    scanner = Scanner(early_reader())
    texts = scans(scanner.type(CODE))
    scanner.now_ms += gap_ms
    texts += scans([*scanner.type(second), scanner.rest(200)])

    assert texts == [CODE, second]


def scans(verdicts):
    return [one.text for one in verdicts if isinstance(one, Scan)]


def test_half_a_code_is_known_by_the_silence_behind_it():
    scanner = Scanner(early_reader())
    held = scanner.type(CODE[:-1])

    assert scanner.rest(HOLD_RUN_MS - 1) == Pending()
    assert scanner.rest(1) == Scan(CODE[:-1], len(held))


def test_the_rest_of_a_code_that_was_cut_by_a_pause_is_typed_nowhere():
    """The keys came late, not the scanner: their stamps are right."""
    scanner = Scanner(WedgeReader(KeyNumbering.X11, "", TypingHabits(quiet_ms=25)))
    held = scanner.type(CODE[:-3])
    assert scanner.reader.silence(scanner.now_ms + 40) == Scan(CODE[:-3], len(held))

    assert scanner.type(CODE[-3:])[-1] == Pending()
    assert scanner.rest(200) == Swallowed(6)


def test_a_code_of_ours_is_waited_for_until_it_is_whole_whatever_was_learnt():
    scanner = Scanner(early_reader(TypingHabits(quiet_ms=25)))
    scanner.type(CODE[:-1])
    assert scanner.rest(HOLD_RUN_MS - 1) == Pending()

    assert scans(scanner.type(CODE[-1], gap_ms=1)) == [CODE]


@pytest.mark.parametrize("around", [("~", ""), ("", "#"), ("~x", "#!")])
def test_a_code_is_known_behind_what_its_scanner_puts_after_it(around, monkeypatch):
    before, after = around
    scanner = Scanner(early_reader(TypingHabits({}, before, after)))
    monkeypatch.setitem(US_KEYS, "`", 41)
    monkeypatch.setitem(SHIFTED_US, "~", "`")
    verdicts = scanner.type(f"{before}{CODE}{after}")

    assert scans(verdicts) == [CODE]
    assert verdicts[-1] == Scan(CODE, len(verdicts))


@pytest.mark.parametrize(
    ("quiet_ms", "gap_ms", "known_ms"),
    [
        (0, 2, 100),
        (25, 2, 25),
        (25, 6, 25),
        # Another scanner, or this one's keys while the computer was busy.
        (25, 7, 100),
        (25, 30, 100),
        (48, 12, 48),
        (48, 13, 100),
    ],
)
def test_a_silence_that_was_learnt_ends_a_run_of_that_pace(quiet_ms, gap_ms, known_ms):
    scanner = Scanner(WedgeReader(KeyNumbering.X11, "", TypingHabits(quiet_ms=quiet_ms)))
    held = scanner.type("17394628374928374", gap_ms)

    assert scanner.rest(known_ms - 1) == Pending()
    assert scanner.rest(1) == Scan("17394628374928374", len(held))


def test_a_short_run_is_given_its_time_whatever_was_learnt():
    scanner = Scanner(WedgeReader(KeyNumbering.X11, "", TypingHabits(quiet_ms=25)))
    scanner.type("1739462")

    assert scanner.reader.hold_ms == HOLD_RUN_MS


SCANNED = (CODE, CODE.lower(), "5412345678908", "https://podium.example/7")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_scanners_and_people_do_each_code_is_told_once_and_each_key_given_back(seed):
    luck = random.Random(seed)
    pace_ms = luck.choice((1, 2, 5, 6))
    suffix = luck.choice(([], [ENTER], [TAB], [ENTER, ENTER]))
    habits = TypingHabits(quiet_ms=luck.choice((0, 25))) if not suffix else None
    desk = Desk(Scanner(early_reader(habits)))
    scanned, pressed, is_behind_a_code = [], [], False
    for _ in range(40):
        if luck.random() < 0.5:
            text = luck.choice(SCANNED)
            scanned.append(text)
            desk.scan(text, suffix, luck.choice((150, 150, 400)), pace_ms)
            is_behind_a_code = True
        else:
            for _ in range(luck.randrange(1, 9)):
                key = luck.choice((*US_KEYS.values(), ENTER, LEFT_ARROW))
                pressed.append(key)
                # An Enter sooner behind a code is taken for its scanner's, which came late.
                is_suffix = is_behind_a_code and key in SUFFIXES
                desk.press(key, 400 if is_suffix else luck.choice((130, 180, 400)))
                is_behind_a_code = False
    desk.wait(500)

    assert desk.scanned == scanned
    assert desk.given_back == pressed


class Desk:
    """A window's part: it keeps the keys, asks after a silence, and obeys."""

    def __init__(self, scanner):
        self.scanner = scanner
        self.kept, self.scanned, self.given_back = [], [], []

    def press(self, key, gap_ms, *, shifted=False):
        self.wait(gap_ms)
        self.kept.append(key)
        self._obey(self.scanner.press(key, 0, shifted=shifted))

    def scan(self, text, suffix, pause_ms, pace_ms):
        gap_ms = pause_ms
        for letter in text:
            shifted = letter.isupper() or letter in SHIFTED_US
            if shifted:
                self.press(SHIFT, gap_ms)
                gap_ms = 0.5
            self.press(US_KEYS[SHIFTED_US.get(letter, letter.lower())], gap_ms, shifted=shifted)
            gap_ms = pace_ms
        for key in suffix:
            self.press(key, pace_ms)

    def wait(self, gap_ms):
        """Time goes by; the timer fires where it is set."""
        last_ms, now_ms = self.scanner.now_ms, self.scanner.now_ms + gap_ms
        while self.kept and last_ms + self.scanner.reader.hold_ms + 1 < now_ms:
            last_ms += self.scanner.reader.hold_ms + 1
            self._obey(self.scanner.reader.silence(last_ms))
        self.scanner.now_ms = now_ms

    def _obey(self, verdict):
        if isinstance(verdict, Pending):
            return
        taken, self.kept = self.kept[: verdict.count], self.kept[verdict.count :]
        if isinstance(verdict, Scan):
            self.scanned.append(verdict.text)
        elif isinstance(verdict, Typing):
            self.given_back += taken
        else:
            assert all(key in SUFFIXES for key in taken)
