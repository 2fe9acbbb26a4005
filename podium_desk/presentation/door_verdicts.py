"""From a stored verdict to the words and signals of the door screen (the table of ux.md 4).

Colour follows what the volunteer must do, not how bad it is: red stops, amber asks a person,
navy says that this was no ticket at all. Every rule that decides lives in the domain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.door import DoorAdvice, FirstEntry
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.i18n import format as formats
from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_admitted import admitted, left
from podium_desk.presentation.door_panels import (
    Scan,
    amber,
    asked,
    at_venue,
    present,
    red,
    seat_and_tariff,
    small,
)
from podium_desk.presentation.door_view import Border, DoorKind, Intent, Panel, Sound, Tone

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.i18n.words import Words

JUST_NOW_S = 180
"""A second scan this soon after the first was probably the volunteer's own (ux.md 4, row 4)."""

AMBER_REASONS = frozenset(
    {
        ScanReason.TOO_EARLY,
        ScanReason.TOO_LATE,
        ScanReason.UNPAID,
        ScanReason.NOT_APPROVED,
        ScanReason.QUESTIONS,
        ScanReason.AMBIGUOUS,
        ScanReason.ISOLATED,
        ScanReason.ANOTHER_VISIT,
        ScanReason.FULL,
        ScanReason.CARD_ELSEWHERE,
    }
)
"""Refusals that a person at the counter, or a little patience, can solve."""

NO_OVERRIDE = frozenset(
    {ScanReason.UNKNOWN, ScanReason.FORGED, ScanReason.WRONG_EVENT, ScanReason.AMBIGUOUS}
)
"""They name no ticket of this door: there is nobody to let in (docs/rules/admission.md)."""


def panel_of(scan: Scan, words: Words) -> Panel:
    """What the screen shows of this result, in the language of `words`."""
    verdict, reason = scan.outcome.verdict, scan.outcome.reason
    if verdict is Verdict.EXIT:
        return left(scan, words)
    if verdict is Verdict.ADMIT:
        return admitted(scan, words)
    if reason is ScanReason.UNKNOWN and not looks_like_ticket(scan.code):
        return _no_ticket(words)
    if reason is ScanReason.WRONG_EVENT:
        return _wrong_event(scan, words)
    if reason is ScanReason.ALREADY_IN:
        return _already_in(scan, words)
    return _for_reason(scan, words)


def looks_like_ticket(code: str) -> bool:
    """Whether a scanned text could be somebody's ticket: not an address, a barcode, a phone.

    One unbroken word of letters and digits of at least six characters, with a letter in it.
    """
    text = code.strip()
    is_word = all(char.isalnum() or char in "-_.+=/\\" for char in text)
    return len(text) >= 6 and is_word and any(char.isalpha() for char in text)


def _already_in(scan: Scan, words: Words) -> Panel:
    first = scan.outcome.first_entry
    headline = words("door.already_in_elsewhere")
    lines = [seat_and_tariff(scan.outcome, words)]
    if first is not None:
        headline = _first_entry_text(first, scan, words)
        lines.append(_how_long_ago(first, scan.at, words))
    panel = red(words("door.already_in_word"), headline, present(*lines), scan, words)
    if scan.outcome.verdict is Verdict.ASK:
        return asked(panel, words)
    return replace(panel, actions=(action(Intent.LET_IN, words), action(Intent.NEXT, words)))


def _first_entry_text(first: FirstEntry, scan: Scan, words: Words) -> str:
    local = at_venue(first.at, scan)
    time = formats.time_short(local, words.language)
    if local.date() == scan.at.astimezone(local.tzinfo).date():
        return words("door.already_in_headline", time=time, door=first.door)
    day = formats.date_short(local.date(), words.language)
    return words("door.already_in_day_headline", day=day, time=time, door=first.door)


def _how_long_ago(first: FirstEntry, now: datetime, words: Words) -> str:
    seconds = max(0, int((now - first.at).total_seconds()))
    ago = words("door.ago", duration=formats.duration(seconds, words.language))
    return words("door.already_in_just_now", ago=ago) if seconds < JUST_NOW_S else ago


def _wrong_event(scan: Scan, words: Words) -> Panel:
    """Hall, day and time only: nothing else of another event is this door's business."""
    here, ticket = scan.status, scan.outcome
    time = _start_in_words(scan, words)
    hall = ticket.hall.in_language(words.language) if ticket.hall else ""
    word, first, second = words("door.wrong_performance_word"), time, hall
    if _is_other_day(scan):
        word = words("door.wrong_day_word")
    elif here and here.hall and ticket.hall and ticket.hall != here.hall:
        word, first, second = words("door.wrong_hall_word"), hall, time
    headline = words("door.this_ticket", what=first or second)
    if not first and not second:
        headline = words("door.this_ticket_elsewhere")
    lines = present(second if first else "", words("door.back_to_foyer"))
    return replace(red(word, headline, lines, scan, words), strip=small(word, words))


def _is_other_day(scan: Scan) -> bool:
    here, there = scan.status.start if scan.status else None, scan.outcome.start
    if here is None or there is None:
        return False
    return at_venue(there, scan).date() != here.date()


def _start_in_words(scan: Scan, words: Words) -> str:
    if scan.outcome.start is None:
        return ""
    start = at_venue(scan.outcome.start, scan)
    time = formats.time_short(start, words.language)
    if start.date() == scan.at.astimezone(start.tzinfo).date():
        return words("door.tonight_at", time=time)
    day = formats.date_short(start.date(), words.language)
    return words("door.day_at", day=day, time=time)


def _no_ticket(words: Words) -> Panel:
    word = words("door.no_ticket_word")
    return Panel(
        DoorKind.NO_TICKET,
        Tone.NO_TICKET,
        Border.NONE,
        "qr-code",
        Sound.TICK,
        word,
        words("door.no_ticket_headline"),
        (words("door.no_ticket_line"),),
        (action(Intent.NEXT, words),),
        small(word, words),
    )


def _for_reason(scan: Scan, words: Words) -> Panel:
    """A verdict whose three sentences are found by its reason's name."""
    outcome = scan.outcome
    stem = outcome.reason.value if outcome.reason else "ask"
    stem = "exchanged" if outcome.advice.is_exchanged else stem
    word, headline, advice = (words(f"door.{stem}_{part}") for part in ("word", "headline", "line"))
    headline, advice = _with_advice(outcome.advice, (headline, advice), words)
    about = "" if outcome.ticket is None else seat_and_tariff(outcome, words)
    if outcome.reason is ScanReason.ANOTHER_VISIT and outcome.uses_left is not None:
        about = words("door.uses_left", n=outcome.uses_left)
    is_amber = outcome.verdict is Verdict.ASK or outcome.reason in AMBER_REASONS
    paint = amber if is_amber else red
    return paint(word, headline, present(about, advice), scan, words)


def _with_advice(advice: DoorAdvice, said: tuple[str, str], words: Words) -> tuple[str, str]:
    """Headline and line, more exactly where the door knows which gate, when, or how much."""
    headline, line = said
    if advice.gates:
        return words("door.go_to_headline", gate=" / ".join(advice.gates)), ""
    if advice.opens_at is not None:
        time = formats.time_short(advice.opens_at, words.language)
        return words("door.opens_headline", time=time), line
    if advice.card_holder:
        return headline, words("door.card_elsewhere_at", device=advice.card_holder)
    if advice.due_cents is not None and advice.order_number is not None:
        amount = formats.money(advice.due_cents, words.language)
        return words("door.due_headline", amount=amount), words(
            "door.due_line", number=advice.order_number
        )
    return headline, line
