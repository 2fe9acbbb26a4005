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
from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_view import (
    Border,
    DoorKind,
    Intent,
    Panel,
    Sound,
    Tone,
)

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.i18n.words import Words

MOST_LINES = 3
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

NO_OVERRIDE = frozenset(
    {ScanReason.UNKNOWN, ScanReason.FORGED, ScanReason.WRONG_EVENT, ScanReason.AMBIGUOUS}
)
"""They name no ticket of this door: there is nobody to let in (docs/rules/admission.md)."""


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
    return seat_of(outcome.row, outcome.number, outcome.zone, words)


def seat_of(row: str, number: str, zone: str, words: Words) -> str:
    """The same of any ticket."""
    if row and number:
        return words("door.row_seat", row=row, number=number)
    if number:
        return words("door.seat", number=number)
    if row:
        return words("door.row", row=row)
    return zone or words("door.free_seating")


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
    if outcome.is_repeat:
        return _repeated(_valid(scan, words), scan, words)
    if outcome.odd is OddMatter.SOLD_AFTER_LAST_NEWS:
        return _not_listed(scan, words)
    if outcome.odd is OddMatter.CONTESTED_SEAT:
        return _contested(scan, words)
    if outcome.attention or outcome.notes:
        return _looked_at(scan, words)
    return _valid(scan, words)


def _valid(scan: Scan, words: Words) -> Panel:
    outcome = scan.outcome
    count = outcome.persons_now or outcome.persons
    is_group = outcome.persons > 1
    word = words("door.valid_persons_word", n=count) if is_group else words("door.valid_word")
    may_be_fewer = outcome.persons_now > 1 and not outcome.is_repeat
    return Panel(
        DoorKind.VALID,
        Tone.VALID,
        Border.NONE,
        "circle-check",
        Sound.OK,
        word,
        seat_text(outcome, words),
        _present(
            words("door.alone_line") if outcome.is_alone else "",
            _other_title(scan, words),
            _about_guest(outcome, words),
            _zone_of_seat(outcome),
        )[:MOST_LINES],
        (
            action(Intent.UNDO, words),
            *((action(Intent.FEWER, words),) if may_be_fewer else ()),
        ),
        _strip(outcome, word, words),
    )


def _repeated(valid: Panel, scan: Scan, words: Words) -> Panel:
    """The same scan again: green, and it says so."""
    return replace(
        valid,
        kind=DoorKind.REPEAT,
        icon="circle-check",
        sound=Sound.TICK,
        word=words("door.repeat_word"),
        lines=_present(words("door.repeat_line"), _about_guest(scan.outcome, words)),
    )


def _looked_at(scan: Scan, words: Words) -> Panel:
    """In, but a person should look: a note of the house, a card to be shown (ux.md 4, row 3)."""
    notes = scan.outcome.notes
    headline = notes[0] if notes else words("door.attention_headline")
    lines = _present(_seat_and_tariff(scan.outcome, words), *notes[1:2], scan.outcome.name)
    panel = _amber(words("door.ask_word"), headline, lines, scan, words)
    accept = replace(panel.actions[0], label=words("door.do_all_right"))
    return replace(panel, actions=(accept, *panel.actions[1:]))


def _other_title(scan: Scan, words: Words) -> str:
    """Of several performances at one door, which one the ticket is for, unless it is the next."""
    title, first = scan.outcome.title, scan.status.title if scan.status else None
    if title is None or first is None or title == first:
        return ""
    return title.in_language(words.language)


def _about_guest(outcome: ScanOutcome, words: Words) -> str:
    """Name, tariff, persons, and what is left on a pass or of a group."""
    told = [outcome.name, _tariff_and_persons(outcome, words)]
    if outcome.uses_left is not None:
        told = [outcome.name, words("door.uses_left", n=outcome.uses_left)]
    if outcome.admitted_before:
        told.append(words("door.in_before", n=outcome.admitted_before, m=outcome.persons))
    return " · ".join(part for part in told if part)


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
