"""The status strip and the one band: how the desk stands, in words and with what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.counter import Connection, DeskStatus
from podium_desk.application.venue_link import VenueState
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.i18n.words import Words
from podium_desk.presentation.mood import Mood
from podium_desk.presentation.printer_words import (
    PrinterTold,
    chip_words,
    later_sentence,
    pressing_sentence,
)

CLOCK_ERROR_S_MAX = 120
"""A clock further off than this is said on the screen (ux.md section 10)."""
RESERVE_LOW = 10
"""So many places or fewer without a line is "nearly none" for an evening's queue."""


@dataclass(frozen=True, slots=True)
class StatusChip:
    """An icon with its word in the strip; `icon` names a drawing in `resources/icons/lucide`."""

    id: str
    icon: str
    text: str
    mood: Mood


@dataclass(frozen=True, slots=True)
class Band:
    """The one sentence under the strip."""

    text: str
    mood: Mood
    offers_memory: bool = False
    """Whether a person may confirm here that this data is the newest."""


@dataclass(frozen=True, slots=True)
class DevicesAround:
    """What stands around a counter besides its printer. `scanners_gone`: those of the settings
    that cannot be reached; `is_terminal_away`: nor could the card terminal be, the last time."""

    has_terminal: bool = False
    """Whether a card terminal is connected."""
    is_terminal_away: bool = False
    scanners_gone: tuple[str, ...] = ()


def chips_of(
    status: DeskStatus, now: datetime, words: Words, around: DevicesAround
) -> tuple[StatusChip, ...]:
    """Printer, terminal and connection, each with a word."""
    terminal, scanners_gone = _terminal_chip(words, around), around.scanners_gone
    chips = (_printer_chip(status, words), terminal, _line_chip(status, now, words))
    troubles = [_incidents_chip(status, words)] if status.incidents else []
    if scanners_gone:
        text = words("status.scanner_gone")
        troubles.append(StatusChip("scanner", "scan-line", text, Mood.CAUTION))
    return (*troubles, *chips)


def _incidents_chip(status: DeskStatus, words: Words) -> StatusChip:
    text = words("status.to_settle", n=status.incidents)
    return StatusChip("incidents", "triangle-alert", text, Mood.CAUTION)


def band_of(status: DeskStatus | None, fault: str, words: Words) -> Band | None:
    """The most pressing thing there is to say (ux.md section 3: the order of precedence).

    `fault` is the sentence of an operation that failed, empty when none did.
    """
    if fault:
        return Band(fault, Mood.TROUBLE)
    if status is None:
        return None
    if status.help_from:
        return Band(words("status.help_wanted", door=", ".join(status.help_from)), Mood.TROUBLE)
    if status.is_training:
        return Band(words("status.training"), Mood.TRAINING)
    if status.clock_error_s is not None and abs(status.clock_error_s) > CLOCK_ERROR_S_MAX:
        return Band(words("status.clock_wrong", n=abs(status.clock_error_s) // 60), Mood.TROUBLE)
    if status.forfeited is not None:
        return Band(words("status.forgotten", n=status.forfeited), Mood.TROUBLE)
    stuck = pressing_sentence(_printer(status), words)
    if stuck:
        return Band(stuck, Mood.CAUTION)
    if status.connection is Connection.ONLINE:
        later = later_sentence(_printer(status), words)
        return Band(later, Mood.CAUTION) if later else None
    if status.venue is VenueState.KEEPER and not status.unconfirmed:
        return Band(words("status.offline_with_keeper", keeper=status.keeper), Mood.OFFLINE)
    offers = status.unconfirmed > 0
    return Band(_offline_sentence(status, words), _offline_mood(status.reserve_left), offers)


def _offline_sentence(status: DeskStatus, words: Words) -> str:
    if status.unconfirmed:
        return words("status.unconfirmed", n=status.unconfirmed)
    if status.reserve_left == 0:
        return words("status.offline_nothing_left")
    if status.reserve_left <= RESERVE_LOW:
        return words("status.offline_low", n=status.reserve_left)
    if status.connection is Connection.NEVER:
        return words("status.never_connected", n=status.reserve_left)
    return words("status.offline", n=status.reserve_left)


def _offline_mood(reserve_left: int) -> Mood:
    return Mood.OFFLINE if reserve_left > RESERVE_LOW else Mood.CAUTION


def _printer(status: DeskStatus) -> PrinterTold:
    return PrinterTold(status.printer, status.printing, status.paper)


def _printer_chip(status: DeskStatus, words: Words) -> StatusChip:
    text, mood = chip_words(_printer(status), words)
    if status.layout_faults and mood is Mood.WELL and status.printer != "none":
        return StatusChip("printer", "printer", words("status.layout_bad"), Mood.CAUTION)
    is_well = mood is Mood.WELL and status.printer != "none"
    return StatusChip("printer", "printer" if is_well else "printer-x", text, mood)


def _terminal_chip(words: Words, around: DevicesAround) -> StatusChip:
    if around.has_terminal and around.is_terminal_away:
        return StatusChip("terminal", "circle-x", words("status.terminal_away"), Mood.CAUTION)
    text = words("status.terminal" if around.has_terminal else "status.terminal_apart")
    return StatusChip("terminal", "credit-card", text, Mood.WELL)


def _line_chip(status: DeskStatus, now: datetime, words: Words) -> StatusChip:
    if status.connection is Connection.ONLINE:
        return StatusChip("line", "wifi", words("status.line_up"), Mood.WELL)
    if status.last_contact is None:
        return StatusChip("line", "wifi-off", words("status.line_down"), Mood.CAUTION)
    if status.venue in (VenueState.KEEPER, VenueState.PEERS):
        return StatusChip("line", "wifi-off", words(f"status.line_{status.venue}"), Mood.CAUTION)
    minutes = max(0, int((now - status.last_contact).total_seconds()) // 60)
    if minutes < _MINUTES_COUNTED:
        text = words("status.line_down_minutes", minutes=minutes)
    else:
        text = words("status.line_down_hours", hours=minutes // 60)
    return StatusChip("line", "wifi-off", text, Mood.CAUTION)


_MINUTES_COUNTED = 120
