"""One scan of a known code says how a scanner types; from then on its codes are read right."""

from __future__ import annotations

import dataclasses

import pytest

from hardware.scanning.alt_codes import ALT, KEYPAD
from hardware.scanning.scanner_setup import SAMPLE, Stroke, Verdict, judge
from hardware.scanning.typing_habits import BadHabits, TypingHabits
from hardware.scanning.wedge import US_LETTERS, KeyNumbering, Scan, WedgeReader

NEEDED = "PODIBCDEFGHJKLNRST0123456789-"
US = {sign: (key, bool(level)) for key, pair in US_LETTERS.items() if key < 55
      for level, sign in reversed(list(enumerate(pair)))}  # fmt: skip
ROWS = {
    "be": ({2: "&é\"'(§è!çà)-", 16: "azertyuiop^$", 30: "qsdfghjklmù", 44: "wxcvbn,;:="},
           {2: "1234567890°_", 16: "AZERTYUIOP¨*", 30: "QSDFGHJKLM%", 44: "WXCVBN?./+"},
           {2: "|@#{[^", 10: "{}", 26: "[]", 40: "´", 43: "`", 86: "\\"}),
    "de": ({2: "1234567890ß´", 16: "qwertzuiopü+", 30: "asdfghjklöä^", 43: "#yxcvbnm,.-", 86: "<"},
           {2: "!\"§$%&/()=?`", 16: "QWERTZUIOPÜ*", 30: "ASDFGHJKLÖÄ°", 43: "'YXCVBNM;:_", 86: ">"},
           {8: "{[]}\\", 16: "@", 27: "~", 86: "|"}),
}  # fmt: skip
ENTER, ALT_GR, SHIFT, SPACE = 28, 100, 42, 57
DEAD = "^´`¨~"


def keys_of(layout):
    """How each sign is typed on a layout: position, Shift, AltGr."""
    if layout == "us":
        return {sign: (key, shifted, False) for sign, (key, shifted) in US.items()}
    keys = {}
    for level, rows in enumerate(ROWS[layout]):
        for first, row in rows.items():
            for place, sign in enumerate(row):
                keys.setdefault(sign, (first + place, level == 1, level == 2))
    return keys


def strokes(text, layout="us", gap_ms=3.0, enter=True, turned=False):
    """The keys of a scanner that is set to `layout`; what that cannot type it leaves out."""
    now_ms, out = 0.0, []
    for sign in text:
        key = keys_of(layout).get(sign.swapcase() if turned else sign)
        if key is None:
            out.append(Stroke(99, False, now_ms))
            continue
        position, is_shifted, is_alt = key
        if is_shifted or is_alt:
            out.append(Stroke(SHIFT if is_shifted else ALT_GR, False, now_ms))
        out.append(Stroke(position, is_shifted, now_ms, is_alt))
        if sign in DEAD and layout != "us":
            out.append(Stroke(SPACE, False, now_ms))
        now_ms += gap_ms
    return [*out, Stroke(ENTER, False, now_ms)] if enter else out


def read(text, habits, **how):
    """What the ear of a window makes of it, with these habits."""
    reader = WedgeReader(KeyNumbering.SET_1, "PODI", habits)
    for one in strokes(text, **how):
        verdict = reader.key(one.position, "", 1000 + one.at_ms, is_shifted=one.is_shifted)
    return verdict if isinstance(verdict, Scan) else reader.silence(2000 + one.at_ms)


def test_a_usual_scanner_is_found_to_be_so():
    found = judge(strokes(SAMPLE), NEEDED)
    assert (found.verdict, found.is_us, found.has_enter) == (Verdict.GOOD, True, True)
    assert found.missing == ""
    assert found.habits == TypingHabits()
    assert found.letter_ms == 3


def test_a_scanner_in_alt_mode_has_nothing_to_be_learnt_but_what_it_puts_around_a_code():
    keypad = {sign: place for place, sign in KEYPAD.items()}
    out, now_ms = [], 0.0
    for letter in f"~{SAMPLE}#":
        for place in (ALT, *(keypad[digit] for digit in str(ord(letter)))):
            out.append(Stroke(place, False, now_ms, is_alt=place != ALT))
            now_ms += 2
    found = judge([*out, Stroke(ENTER, False, now_ms)], NEEDED)
    assert (found.verdict, found.is_us, found.has_enter) == (Verdict.GOOD, True, True)
    assert found.habits == TypingHabits(before="~", after="#")


@pytest.mark.parametrize("layout", ["be", "de"])
def test_a_scanner_set_to_another_layout_is_read_right_after_one_scan(layout):
    found = judge(strokes(SAMPLE, layout), NEEDED)
    assert found.verdict is Verdict.GOOD
    assert not found.is_us
    kept = TypingHabits.from_text(found.habits.to_text())
    code = "PODIBCDE-2026.K7M:3WA"
    assert read(code, None, layout=layout).text != code
    assert read(code, kept, layout=layout).text == code


def test_what_a_scanner_puts_around_a_code_is_taken_off():
    found = judge(strokes(f"~x{SAMPLE}#"), NEEDED)
    assert (found.habits.before, found.habits.after) == ("~x", "#")
    kept = TypingHabits.from_text(found.habits.to_text())
    assert read("~xPODIBCDEFG#", kept).text == "PODIBCDEFG"


def test_one_that_turns_capitals_over_is_seen_and_read():
    found = judge(strokes(SAMPLE, turned=True), NEEDED)
    assert found.is_turned
    assert read("PODIbcDE", found.habits, turned=True).text == "PODIbcDE"


def test_one_without_an_enter_is_good_too():
    found = judge(strokes(SAMPLE, enter=False), NEEDED)
    assert (found.verdict, found.has_enter) == (Verdict.GOOD, False)


@pytest.mark.parametrize(
    ("gap_ms", "enter", "quiet_ms"),
    [(2, False, 20), (6, False, 24), (8, False, 32), (24, False, 96), (25, False, 0), (2, True, 0)],
)
def test_the_silence_behind_a_code_is_learnt_of_one_that_sends_no_enter(gap_ms, enter, quiet_ms):
    found = judge(strokes(SAMPLE, gap_ms=gap_ms, enter=enter), NEEDED)
    assert found.habits.quiet_ms == quiet_ms
    assert TypingHabits.from_text(found.habits.to_text()) == found.habits


def test_it_is_the_slowest_key_that_counts():
    typed = strokes(SAMPLE, gap_ms=2, enter=False)
    late = [dataclasses.replace(one, at_ms=one.at_ms + 10 * (one.at_ms > 60)) for one in typed]
    assert judge(late, NEEDED).habits.quiet_ms == 48


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ([], Verdict.OTHER),
        (strokes("https://example.org/tickets"), Verdict.OTHER),
        (strokes(SAMPLE[:60]), Verdict.OTHER),
        (strokes(SAMPLE[20:]), Verdict.OTHER),
        (strokes(SAMPLE, gap_ms=180), Verdict.TYPED),
    ],
)
def test_what_is_no_scan_of_that_code_teaches_nothing(typed, verdict):
    found = judge(typed, NEEDED)
    assert found.verdict is verdict
    assert found.habits == TypingHabits()


def test_a_scanner_whose_digits_cannot_be_told_apart_is_not_called_good():
    one_key = [dataclasses.replace(one, position=2) if one.position in range(2, 12) else one
               for one in strokes(SAMPLE)]  # fmt: skip
    found = judge(one_key, NEEDED)
    assert found.verdict is Verdict.MISSING
    assert set("0123456789") <= set(found.missing)


@pytest.mark.parametrize(
    "text", ["x", "a/b/c", "16-zz//", "16//", "///x", "///5", "///100", "///30/1"]
)
def test_settings_that_say_nothing_of_a_scanner_are_refused(text):
    with pytest.raises(BadHabits):
        TypingHabits.from_text(text)
