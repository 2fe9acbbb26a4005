"""From a stored verdict to the words and signals of the door screen (the table of ux.md 4).

Colour follows what the volunteer must do, not how bad it is: red stops, amber asks a person,
navy says that this was no ticket at all. Every rule that decides lives in the domain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.door import DoorStatus, FirstEntry, OddMatter, ScanOutcome
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.i18n import format as formats
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_view import (
    Border,
    DoorAction,
    DoorKind,
    Intent,
    Panel,
    Sound,
    Tone,
)

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
    }
)
"""Refusals that a person at the counter, or a little patience, can solve."""

KEYS = {
    Intent.UNDO: "Z",
    Intent.ACCEPT: "Enter",
    Intent.TO_COUNTER: "K",
    Intent.LET_IN: "F8",
    Intent.NEXT: "Space",
    Intent.HELP: "F1",
    Intent.BACK: "Esc",
    Intent.TYPE: "F3",
}
"""The key on each button (ux.md 5), by its name in English; X and M have no button."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A result with what explains it: the scanned text, the moment, the door as it stood."""

    code: str
    outcome: ScanOutcome
    at: datetime
    status: DoorStatus | None


def panel_of(scan: Scan, words: Words) -> Panel:
    """What the screen shows of this result, in the language of `words`."""
    verdict, reason = scan.outcome.verdict, scan.outcome.reason
    if verdict is Verdict.EXIT:
        return _exit(scan, words)
    if verdict is Verdict.ADMIT:
        return _admitted(scan, words)
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


def seat_text(outcome: ScanOutcome, words: Words) -> str:
    """Where to sit, as ``Rij F · stoel 12``; the zone where places have no numbers."""
    if outcome.row and outcome.number:
        return words("door.row_seat", row=outcome.row, number=outcome.number)
    if outcome.number:
        return words("door.seat", number=outcome.number)
    if outcome.row:
        return words("door.row", row=outcome.row)
    return outcome.zone or words("door.free_seating")


def action(intent: Intent, words: Words) -> DoorAction:
    """The button of this intent with its key as the volunteer reads it."""
    key = KEYS[intent]
    shown = words(f"door.key_{key.lower()}") if key in ("Enter", "Space") else key
    return DoorAction(intent, words(f"door.do_{intent.value}"), shown)


def _exit(scan: Scan, words: Words) -> Panel:
    return Panel(
        DoorKind.EXIT,
        Tone.VALID,
        Border.NONE,
        "log-out",
        Sound.TICK if scan.outcome.is_repeat else Sound.OK,
        words("door.exit_word"),
        seat_text(scan.outcome, words),
        (words("door.exit_line"),),
        (action(Intent.NEXT, words),),
        _strip(scan.outcome, words("door.exit_word"), words),
    )


def _admitted(scan: Scan, words: Words) -> Panel:
    outcome = scan.outcome
    if outcome.odd is OddMatter.SOLD_AFTER_LAST_NEWS and not outcome.is_repeat:
        return _not_listed(scan, words)
    if outcome.odd is OddMatter.CONTESTED_SEAT and not outcome.is_repeat:
        return _contested(scan, words)
    word = words("door.valid_word")
    if outcome.persons > 1:
        word = words("door.valid_persons_word", n=outcome.persons)
    valid = Panel(
        DoorKind.VALID,
        Tone.VALID,
        Border.NONE,
        "circle-check",
        Sound.OK,
        word,
        seat_text(outcome, words),
        _present(
            words("door.alone_line") if outcome.is_alone else "",
            _tariff_and_persons(outcome, words),
            _zone_of_seat(outcome),
        ),
        (action(Intent.UNDO, words),),
        _strip(outcome, word, words),
    )
    if not outcome.is_repeat:
        return valid
    return replace(
        valid,
        kind=DoorKind.REPEAT,
        sound=Sound.TICK,
        word=words("door.repeat_word"),
        lines=_present(words("door.repeat_line"), _tariff_and_persons(outcome, words)),
    )


def _not_listed(scan: Scan, words: Words) -> Panel:
    """Admitted on its signature alone: amber, because this door never heard of the sale."""
    last_contact = scan.status.last_contact if scan.status else None
    headline = words("door.not_listed_headline_timeless")
    if last_contact is not None:
        local = _at_venue(last_contact, scan)
        time = formats.time_short(local, words.language)
        headline = words("door.not_listed_headline", time=time)
    lines = (_seat_and_tariff(scan.outcome, words), words("door.not_listed_line"))
    return _amber(words("door.not_listed_word"), headline, lines, scan, words)


def _contested(scan: Scan, words: Words) -> Panel:
    """Admitted, but somebody else may hold a true ticket of the same place: amber."""
    lines = (_seat_and_tariff(scan.outcome, words), words("door.contested_line"))
    return _amber(
        words("door.contested_word"), words("door.contested_headline"), lines, scan, words
    )


def _already_in(scan: Scan, words: Words) -> Panel:
    first = scan.outcome.first_entry
    headline = words("door.already_in_elsewhere")
    lines = [_seat_and_tariff(scan.outcome, words)]
    if first is not None:
        headline = _first_entry_text(first, scan, words)
        lines.append(_how_long_ago(first, scan.at, words))
    panel = _red(words("door.already_in_word"), headline, _present(*lines), scan, words)
    if scan.outcome.verdict is Verdict.ASK:
        return _asked(panel, words)
    return replace(panel, actions=(action(Intent.LET_IN, words), action(Intent.NEXT, words)))


def _first_entry_text(first: FirstEntry, scan: Scan, words: Words) -> str:
    local = _at_venue(first.at, scan)
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
    lines = _present(second if first else "", words("door.back_to_foyer"))
    return replace(_red(word, headline, lines, scan, words), strip=_small(word, words))


def _is_other_day(scan: Scan) -> bool:
    here, there = scan.status.start if scan.status else None, scan.outcome.start
    if here is None or there is None:
        return False
    return _at_venue(there, scan).date() != here.date()


def _start_in_words(scan: Scan, words: Words) -> str:
    if scan.outcome.start is None:
        return ""
    start = _at_venue(scan.outcome.start, scan)
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
        _small(word, words),
    )


def _for_reason(scan: Scan, words: Words) -> Panel:
    """A verdict whose three sentences are found by its reason's name."""
    outcome = scan.outcome
    stem = outcome.reason.value if outcome.reason else "ask"
    word, headline, advice = (words(f"door.{stem}_{part}") for part in ("word", "headline", "line"))
    about = "" if outcome.ticket is None else _seat_and_tariff(outcome, words)
    is_amber = outcome.verdict is Verdict.ASK or outcome.reason in AMBER_REASONS
    paint = _amber if is_amber else _red
    return paint(word, headline, _present(about, advice), scan, words)


def _red(word: str, headline: str, lines: tuple[str, ...], scan: Scan, words: Words) -> Panel:
    return Panel(
        DoorKind.REFUSE,
        Tone.REFUSE,
        Border.STRIPED,
        "octagon-x",
        Sound.NO,
        word,
        headline,
        lines,
        (action(Intent.NEXT, words),),
        _strip(scan.outcome, word, words),
    )


def _amber(word: str, headline: str, lines: tuple[str, ...], scan: Scan, words: Words) -> Panel:
    panel = _asked(_red(word, headline, lines, scan, words), words)
    if scan.outcome.verdict is Verdict.REFUSE:
        return replace(panel, actions=(action(Intent.TO_COUNTER, words),))
    return panel


def _asked(panel: Panel, words: Words) -> Panel:
    """The same panel as a question: amber, with the two answers."""
    return replace(
        panel,
        kind=DoorKind.CHECK,
        tone=Tone.CHECK,
        border=Border.DASHED,
        icon="triangle-alert",
        sound=Sound.CHECK,
        actions=(action(Intent.ACCEPT, words), action(Intent.TO_COUNTER, words)),
    )


def _strip(outcome: ScanOutcome, word: str, words: Words) -> str:
    if outcome.ticket is None:
        return _small(word, words)
    if outcome.row or outcome.number:
        return " ".join(part for part in (outcome.row, outcome.number) if part)
    return outcome.zone or _small(word, words)


def _small(word: str, words: Words) -> str:
    """The word without its capitals; German keeps them, for without them its nouns are wrong."""
    line = word.splitlines()[0]
    return line if words.language == "de" else line.capitalize()


def _tariff_and_persons(outcome: ScanOutcome, words: Words) -> str:
    if outcome.tariff is None:
        return words("door.persons", n=outcome.persons)
    tariff = outcome.tariff.in_language(words.language)
    return words("door.tariff_persons", tariff=tariff, n=outcome.persons)


def _seat_and_tariff(outcome: ScanOutcome, words: Words) -> str:
    tariff = outcome.tariff.in_language(words.language) if outcome.tariff else ""
    return " — ".join(part for part in (seat_text(outcome, words), tariff) if part)


def _zone_of_seat(outcome: ScanOutcome) -> str:
    return outcome.zone if outcome.row or outcome.number else ""


def _present(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _at_venue(moment: datetime, scan: Scan) -> datetime:
    """On the venue's clock: tonight's performance tells it, else the ticket's, else the moment."""
    tonight = scan.status.start if scan.status else None
    start = tonight or scan.outcome.start
    return moment.astimezone(start.tzinfo) if start else moment
