"""The whole door screen put together: the verdict's panel and what stands around it.

Says in words how old this door's knowledge is, that its clock is wrong, who is inside and what
the last scans were (ux.md 4 and 10).
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from podium_desk.application.counter import Connection
from podium_desk.application.venue_link import VenueState
from podium_desk.domain.facts import Direction
from podium_desk.i18n import format as formats
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_actions import action
from podium_desk.presentation.door_evening_view import (
    age_text,
    evening_view,
    pace_line,
    performance_line,
)
from podium_desk.presentation.door_panels import Scan
from podium_desk.presentation.door_verdicts import panel_of
from podium_desk.presentation.door_view import (
    Band,
    Border,
    DoorAction,
    DoorKind,
    DoorView,
    EveningView,
    Intent,
    Panel,
    Sound,
    Strip,
    Tone,
)
from podium_desk.presentation.incidents import in_short

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.application.door import DoorStatus
    from podium_desk.application.door_evening import DoorEvening
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.door_page import DoorPage

GREEN_STAYS_S = 4.0
TILES_BESIDE_LETTERS = 3
_ENDING = frozenset({DoorKind.VALID, DoorKind.REPEAT, DoorKind.EXIT})
MOST_BANDS = 4
"""More would leave the verdict no room; the last ones give way."""
CLOCK_TOLERANCE_S = 120
"""A clock further off than this is told to the volunteer (ux.md 10)."""


@dataclass(slots=True)
class Held:
    """What the presenter keeps between two events; the view is computed from it."""

    has_camera: bool
    status: DoorStatus | None = None
    status_failed: bool = False
    evening: DoorEvening | None = None
    shown: Scan | None = None
    shown_at_s: float = 0.0
    fading: float | None = None
    serial: int = 0
    direction: Direction = Direction.ENTRY
    is_muted: bool = False
    has_trouble: bool = False
    page: DoorPage | None = None
    """The question that lies on the screen."""
    page_kind: DoorKind | None = None
    """Which of the pages it is that one key opens and takes away."""
    page_serial: int = 0
    is_touched: bool = False
    """The last thing was asked by a finger: a page then shows letters to touch."""
    is_asked_twice: bool = False
    """The second press is awaited that turns entries into exits."""
    notice: str = ""
    notice_values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """The time on the wall, the last results with their age in seconds, and what can be undone."""

    now: datetime
    history: tuple[tuple[Scan, float], ...]
    can_undo: bool


def fading_of(held: Held, now_s: float, words: Words) -> float | None:
    """What is left of a green result's time, 1.0 to 0.0; None for one that stays."""
    if held.shown is None or held.page is not None:
        return None
    if panel_of(held.shown, words).kind not in _ENDING:
        return None
    return max(0.0, 1.0 - (now_s - held.shown_at_s) / GREEN_STAYS_S)


def view_of(held: Held, moment: Moment, words: Words) -> DoorView:
    """The screen at this moment, in the language of `words`."""
    panel = _panel(held, moment, words)
    status = held.status
    inside, expected = (status.inside, status.expected) if status else (0, 0)
    shows_evening = panel.kind in (DoorKind.WAITING, DoorKind.EVENING)
    evening = evening_view(held.evening, moment.now, words) if shows_evening else EveningView()
    return DoorView(
        panel=panel,
        serial=held.serial,
        top_line=_top_line(held, words),
        state_line=_state_line(status, words),
        bands=_bands(held, moment.now, words),
        inside=inside,
        expected=expected,
        inside_label=words("door.inside"),
        count_text=words("door.count", inside=inside, expected=expected),
        strips=tuple(_strip(scan, age_s, words) for scan, age_s in _behind(held, moment)),
        notice=words(f"door.{held.notice}", **held.notice_values) if held.notice else "",
        is_exit=held.direction is Direction.EXIT,
        exit_label=words("door.exit_label"),
        is_muted=held.is_muted,
        muted_label=words("door.muted"),
        fading=held.fading if panel.tone is Tone.VALID else None,
        answer=_answer_of(panel),
        spoken=_spoken(panel),
        spoken_serial=held.serial + held.page_serial,
        evening=evening,
        menu_label=words("door_pages.menu_word"),
    )


def _answer_of(panel: Panel) -> DoorAction | None:
    """What the screen waits for: the heavy button."""
    if not panel.actions or (panel.is_verdict and panel.tone is not Tone.CHECK):
        return None
    first = panel.actions[0]
    return first if panel.is_verdict or first.intent is Intent.ACCEPT else None


def _spoken(panel: Panel) -> str:
    """The whole panel in sentences, and which of its tiles is chosen."""
    chosen = next((tile for tile in panel.tiles if tile.is_chosen), None)
    said = [panel.word.replace("\n", " "), panel.headline, *panel.lines]
    said += [chosen.label, chosen.detail] if chosen else []
    sentences = (text if text[-1] in "?!." else f"{text}." for text in said if text)
    return " ".join(sentences).removesuffix(".")


def _behind(held: Held, moment: Moment) -> tuple[tuple[Scan, float], ...]:
    """The results before the one on the screen: that one is not said twice."""
    return tuple((scan, age_s) for scan, age_s in moment.history if scan is not held.shown)


def _panel(held: Held, moment: Moment, words: Words) -> Panel:
    if held.page is not None:
        return _for_hands(held.page.panel(words), held.is_touched)
    if held.has_trouble:
        return _trouble(words)
    if held.shown is not None:
        return panel_of(held.shown, words)
    return _waiting(held, moment, words)


def _for_hands(panel: Panel, is_touched: bool) -> Panel:
    """With letters where a finger opened the page, and then fewer tiles; else without letters."""
    if not is_touched:
        return replace(panel, keyboard=())
    return replace(panel, tiles=panel.tiles[:TILES_BESIDE_LETTERS]) if panel.keyboard else panel


def _waiting(held: Held, moment: Moment, words: Words) -> Panel:
    is_exit = held.direction is Direction.EXIT
    key = "waiting_camera_headline" if held.has_camera else "waiting_headline"
    if is_exit:
        key = "waiting_exit_headline"
    elif held.status is not None and held.status.performance is None:
        key = "nothing_on_headline"
    first = Intent.UNDO if moment.can_undo else Intent.HELP
    return Panel(
        DoorKind.WAITING,
        Tone.WAITING,
        Border.NONE,
        "log-out" if is_exit else "scan-line",
        None,
        words("door.waiting_exit_word" if is_exit else "door.waiting_word"),
        words(f"door.{key}"),
        _coming(held, moment.now, words),
        (action(first, words), action(Intent.FIND, words)),
        "",
    )


def _trouble(words: Words) -> Panel:
    return Panel(
        DoorKind.TROUBLE,
        Tone.CHECK,
        Border.DASHED,
        "triangle-alert",
        Sound.CHECK,
        words("door.trouble_word"),
        words("door.trouble_headline"),
        (words("door.trouble_line"),),
        (action(Intent.HELP, words),),
        "",
    )


def _coming(held: Held, now: datetime, words: Words) -> tuple[str, ...]:
    """With nothing tonight, when the next performance is; else how the evening goes."""
    evening = held.evening
    if evening is None:
        return ()
    if evening.next is not None:
        return (words("door_pages.next", what=performance_line(evening.next, now, words)),)
    if not evening.tonight:
        return ()
    lines = [pace_line(evening, now, words)]
    if len(evening.tonight) > 1:
        lines.append("  +  ".join(performance_line(one, now, words) for one in evening.tonight))
    return tuple(lines)


def _top_line(held: Held, words: Words) -> str:
    """House · hall · time — title, so that a wrong evening is seen before the first scan.

    Of several performances at one door it names the next one, and how many others there are.
    """
    status = held.status
    if status is None:
        return ""
    if status.title is None or status.start is None:
        return f"{status.house_name} · {status.gate} — {words('door.no_performance')}"
    hall = status.hall.in_language(words.language) if status.hall else status.gate
    # Halls of a house are often named after it already: "CC De Sluis – Grote Zaal".
    place = hall if hall.startswith(status.house_name) else f"{status.house_name} · {hall}"
    time = formats.time_short(status.start, words.language)
    others = len(held.evening.tonight) - 1 if held.evening else 0
    more = f"  + {others}" if others > 0 else ""
    return f"{place} · {time} — {status.title.in_language(words.language)}{more}"


def _state_line(status: DoorStatus | None, words: Words) -> str:
    """The door, that it is connected and which device decides; trouble is told by the band."""
    if status is None:
        return ""
    told = [status.gate]
    if status.connection is Connection.ONLINE:
        told.append(words("door.connected"))
    if status.holder:
        told.append(f"{words('door.holder', name=status.holder)} (F4)")
    if status.incidents:
        told.append(f"{words('status.to_settle', n=status.incidents)} (F9)")
    return " · ".join(told)


def _knowledge_age(status: DoorStatus, now: datetime, words: Words) -> str:
    if status.last_contact is None:
        return ""
    return age_text((now - status.last_contact).total_seconds(), words)


def _bands(held: Held, now: datetime, words: Words) -> tuple[Band, ...]:
    found = (
        _training_band(held, words),
        _trouble_band(held, words),
        _urgent_band(held, words),
        _knowledge_band(held, now, words),
        _clock_band(held, words),
    )
    return tuple(band for band in found if band is not None)[:MOST_BANDS]


def _urgent_band(held: Held, words: Words) -> Band | None:
    """What came to light about tonight and can still be mended: a sentence, and what to do."""
    urgent = held.status.urgent if held.status else None
    return None if urgent is None else Band("triangle-alert", f"{in_short(urgent, words)} (F9)")


def _training_band(held: Held, words: Words) -> Band | None:
    if held.status is None or not held.status.is_training:
        return None
    return Band("info", words("door_pages.training"), is_training=True)


def _trouble_band(held: Held, words: Words) -> Band | None:
    return Band("triangle-alert", words("door.status_failed_band")) if held.status_failed else None


def _knowledge_band(held: Held, now: datetime, words: Words) -> Band | None:
    status = held.status
    if status is None:
        return None
    if status.connection is Connection.NEVER:
        return Band("wifi-off", words("door.never_band"))
    is_offline = status.connection is Connection.OFFLINE
    if is_offline and status.venue is VenueState.KEEPER:
        return Band("wifi-off", words("door.keeper_band"))
    if is_offline and status.venue is VenueState.PEERS:
        return Band("wifi-off", words("door.peers_band"))
    if is_offline:
        age = _knowledge_age(status, now, words)
        return Band("wifi-off", words("door.offline_band", age=age).replace("  ", " "))
    return None


def _clock_band(held: Held, words: Words) -> Band | None:
    """`clock_error_s` is this device's clock minus the true time."""
    error_s = held.status.clock_error_s if held.status else None
    if error_s is None or abs(error_s) <= CLOCK_TOLERANCE_S:
        return None
    key = "door.clock_ahead_band" if error_s > 0 else "door.clock_behind_band"
    duration = formats.duration(abs(error_s), words.language)
    return Band("clock", words(key, duration=duration))


def _strip(scan: Scan, age_s: float, words: Words) -> Strip:
    panel = panel_of(scan, words)
    return Strip(panel.tone, panel.icon, panel.strip, age_text(age_s, words))
