"""Who goes in or out, in the words and signals of the door: green, or amber to be looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.door import OddMatter, ScanOutcome
from podium_desk.i18n import format as formats
from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_panels import (
    Scan,
    amber,
    at_venue,
    inside_of_group,
    present,
    seat_and_tariff,
    seat_text,
    strip,
    tariff_and_persons,
    zone_of_seat,
)
from podium_desk.presentation.door_view import Border, DoorKind, Intent, Panel, Sound, Tone

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words

MOST_LINES = 3


def admitted(scan: Scan, words: Words) -> Panel:
    """Who goes in: green, or amber where a person looks at something first."""
    outcome = scan.outcome
    if outcome.is_repeat:
        return _repeated(_valid(scan, words), scan, words)
    if outcome.odd is OddMatter.SOLD_AFTER_LAST_NEWS:
        return _not_listed(scan, words)
    if outcome.odd is OddMatter.CONTESTED_SEAT:
        return _contested(scan, words)
    if outcome.attention or outcome.notes or outcome.advice.asks_proof:
        return _looked_at(scan, words)
    return _valid(scan, words)


def left(scan: Scan, words: Words) -> Panel:
    """Who goes out."""
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
        strip(scan.outcome, words("door.exit_word"), words),
    )


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
        present(
            words("door.on_trust_line") if outcome.is_on_trust else "",
            words("door.alone_line") if outcome.is_alone and not outcome.is_on_trust else "",
            _other_title(scan, words),
            _about_guest(outcome, words),
            zone_of_seat(outcome),
        )[:MOST_LINES],
        (
            action(Intent.UNDO, words),
            *((action(Intent.FEWER, words),) if may_be_fewer else ()),
        ),
        strip(outcome, word, words),
    )


def _repeated(valid: Panel, scan: Scan, words: Words) -> Panel:
    """The same scan again: green, and it says so."""
    return replace(
        valid,
        kind=DoorKind.REPEAT,
        icon="circle-check",
        sound=Sound.TICK,
        word=words("door.repeat_word"),
        lines=present(words("door.repeat_line"), _about_guest(scan.outcome, words)),
    )


def _looked_at(scan: Scan, words: Words) -> Panel:
    """In, but a person should look: a note of the house, a card to be shown (ux.md 4, row 3)."""
    headline, *others = _to_look_at(scan.outcome, words)
    lines = present(seat_and_tariff(scan.outcome, words), *others[:1], scan.outcome.name)
    panel = amber(words("door.ask_word"), headline, lines, scan, words)
    accept = replace(panel.actions[0], label=words("door.do_all_right"))
    return replace(panel, actions=(accept, *panel.actions[1:]))


def _to_look_at(outcome: ScanOutcome, words: Words) -> list[str]:
    """What to look at, the house's own notes first."""
    found = list(outcome.notes)
    if outcome.advice.asks_proof:
        tariff = outcome.tariff.in_language(words.language) if outcome.tariff else ""
        found.append(words("door.proof_headline", tariff=tariff))
    return found or [words("door.attention_headline")]


def _other_title(scan: Scan, words: Words) -> str:
    """Of several performances at one door, which one the ticket is for, unless it is the next."""
    title, first = scan.outcome.title, scan.status.title if scan.status else None
    if title is None or first is None or title == first:
        return ""
    return title.in_language(words.language)


def _about_guest(outcome: ScanOutcome, words: Words) -> str:
    """Name, tariff, persons, and what is left on a pass, or how many of a group are in."""
    told = [outcome.name, tariff_and_persons(outcome, words)]
    if outcome.persons > 1:
        tariff = outcome.tariff.in_language(words.language) if outcome.tariff else ""
        told = [outcome.name, tariff, inside_of_group(outcome, words)]
    if outcome.uses_left is not None:
        told = [outcome.name, words("door.uses_left", n=outcome.uses_left)]
    return " · ".join(part for part in told if part)


def _not_listed(scan: Scan, words: Words) -> Panel:
    """Admitted on its signature alone: amber, because this door never heard of the sale."""
    last_contact = scan.status.last_contact if scan.status else None
    headline = words("door.not_listed_headline_timeless")
    if last_contact is not None:
        local = at_venue(last_contact, scan)
        time = formats.time_short(local, words.language)
        headline = words("door.not_listed_headline", time=time)
    lines = (seat_and_tariff(scan.outcome, words), words("door.not_listed_line"))
    return amber(words("door.not_listed_word"), headline, lines, scan, words)


def _contested(scan: Scan, words: Words) -> Panel:
    """Admitted, but somebody else may hold a true ticket of the same place: amber."""
    lines = (seat_and_tariff(scan.outcome, words), words("door.contested_line"))
    return amber(words("door.contested_word"), words("door.contested_headline"), lines, scan, words)
