"""What every verdict of the door is made of: red, amber, the seat in words, the small strip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.door import NOTHING_SAID, DoorStatus, ScanOutcome, VolunteerSays
from podium_desk.domain.admission import Verdict
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_view import Border, DoorKind, Intent, Panel, Sound, Tone

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.i18n.words import Words


@dataclass(frozen=True, slots=True)
class Scan:
    """A result with what explains it: the scanned text, the moment, the door as it stood."""

    code: str
    outcome: ScanOutcome
    at: datetime
    status: DoorStatus | None
    says: VolunteerSays = NOTHING_SAID
    """What the volunteer has said with it; an answer to what is asked next is said beside it."""


def seat_text(outcome: ScanOutcome, words: Words) -> str:
    """Where to sit, as ``Rij F · stoel 12``; the zone where places have no numbers, and of a group
    every row with its seats."""
    numbered = [one for one in outcome.places if one.numbers]
    if numbered:
        return "\n".join(
            words("door.row_seats", row=one.row, numbers=one.numbers) for one in numbered
        )
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


def red(word: str, headline: str, lines: tuple[str, ...], scan: Scan, words: Words) -> Panel:
    """A refusal: red, striped, an octagon, a low sound."""
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
        strip(scan.outcome, word, words),
    )


def amber(word: str, headline: str, lines: tuple[str, ...], scan: Scan, words: Words) -> Panel:
    """The same as a question to the counter, or to the volunteer: amber, dashed."""
    panel = asked(red(word, headline, lines, scan, words), words)
    if scan.outcome.verdict is Verdict.REFUSE:
        return replace(panel, actions=(action(Intent.TO_COUNTER, words),))
    return panel


def asked(panel: Panel, words: Words) -> Panel:
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


def strip(outcome: ScanOutcome, word: str, words: Words) -> str:
    """What the small strip keeps of a result."""
    if outcome.ticket is None:
        return small(word, words)
    if outcome.row or outcome.number:
        return " ".join(part for part in (outcome.row, outcome.number) if part)
    return outcome.zone or small(word, words)


def small(word: str, words: Words) -> str:
    """The word without its capitals; German keeps them, for without them its nouns are wrong."""
    line = word.splitlines()[0]
    return line if words.language == "de" else line.capitalize()


def tariff_and_persons(outcome: ScanOutcome, words: Words) -> str:
    """``Volwassene — 1 persoon``."""
    if outcome.tariff is None:
        return words("door.persons", n=outcome.persons)
    tariff = outcome.tariff.in_language(words.language)
    return words("door.tariff_persons", tariff=tariff, n=outcome.persons)


def seat_and_tariff(outcome: ScanOutcome, words: Words) -> str:
    """``Rij F · stoel 12 — Volwassene``."""
    tariff = outcome.tariff.in_language(words.language) if outcome.tariff else ""
    seats = seat_text(outcome, words).replace("\n", ", ")
    return " — ".join(part for part in (seats, tariff) if part)


def inside_of_group(outcome: ScanOutcome, words: Words) -> str:
    """How many of a group are in once this scan counts, as ``3 van 25 binnen``."""
    inside = min(outcome.persons, outcome.admitted_before + outcome.persons_now)
    return words("door.in_of_group", n=inside, m=outcome.persons)


def zone_of_seat(outcome: ScanOutcome) -> str:
    """The section, where the seat itself stands above it."""
    return outcome.zone if outcome.row or outcome.number else ""


def present(*lines: str) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(line for line in lines if line)


def at_venue(moment: datetime, scan: Scan) -> datetime:
    """On the venue's clock: tonight's performance tells it, else the ticket's, else the moment."""
    tonight = scan.status.start if scan.status else None
    start = tonight or scan.outcome.start
    return moment.astimezone(start.tzinfo) if start else moment
