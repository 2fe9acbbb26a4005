"""What a set-up scan showed, as a sentence for the person who holds the scanner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.scanning.scanner_setup import SAMPLE, Found, Verdict

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words

NEEDED = "PODIBCDEFGHJKLNRST0123456789-"
"""Ticket codes, and the digits and the dash of vouchers, passes and badges."""


def scan_words(found: Found, words: Words) -> str:
    """What became known, in one or two sentences."""
    if found.verdict is Verdict.MISSING:
        lacking = "".join(sign for sign in NEEDED if sign in found.missing)
        return words("set_up.scan_missing", letters=lacking)
    if found.verdict is not Verdict.GOOD:
        return words(f"set_up.scan_{found.verdict.value}")
    good = "scan_good" if found.is_us else "scan_other_layout"
    around = f"{found.habits.before}…{found.habits.after}"
    says = [words(f"set_up.{good}", ms=round(found.letter_ms))]
    says += [words("set_up.scan_around", text=around)] if around != "…" else []
    says += [] if found.has_enter else [words("set_up.scan_no_enter")]
    return " ".join(says)


def line_words(text: str, words: Words) -> tuple[str, bool]:
    """Of a scanner with a line of its own: what to say, and whether it read the whole code."""
    if text == SAMPLE:
        return words("set_up.scan_line_good"), True
    return words("set_up.scan_other"), False
