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
from podium_desk.presentation.door_verdicts import Scan, action, panel_of
from podium_desk.presentation.door_view import (
    Band,
    Border,
    DoorAction,
    DoorKind,
    DoorView,
    Intent,
    Panel,
    Sound,
    Strip,
    Tone,
)

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.application.door import DoorStatus
    from podium_desk.i18n.words import Words

CLOCK_TOLERANCE_S = 120
"""A clock further off than this is told to the volunteer (ux.md 10)."""


@dataclass(slots=True)
class Held:
    """What the presenter keeps between two events; the view is computed from it."""

    desk_phone: str
    has_camera: bool
    status: DoorStatus | None = None
    status_failed: bool = False
    shown: Scan | None = None
    shown_at_s: float = 0.0
    fading: float | None = None
    serial: int = 0
    direction: Direction = Direction.ENTRY
    is_muted: bool = False
    is_helping: bool = False
    has_trouble: bool = False
    typed: str | None = None
    """The code being typed by hand, None while nobody types."""
    sure: Intent | None = None
    """The intent whose second press is awaited."""
    notice: str = ""
    notice_values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """The time on the wall, the last results with their age in seconds, and what can be undone."""

    now: datetime
    history: tuple[tuple[Scan, float], ...]
    can_undo: bool


def view_of(held: Held, moment: Moment, words: Words) -> DoorView:
    """The screen at this moment, in the language of `words`."""
    panel = _with_question(_panel(held, moment, words), held, words)
    is_sure = held.sure is Intent.LET_IN
    status = held.status
    inside, expected = (status.inside, status.expected) if status else (0, 0)
    return DoorView(
        panel=panel,
        serial=held.serial,
        top_line=_top_line(status, words),
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
        answer=panel.actions[0] if panel.tone is Tone.CHECK or is_sure else None,
        spoken=". ".join((panel.word.replace("\n", " "), panel.headline, *panel.lines)),
    )


def _behind(held: Held, moment: Moment) -> tuple[tuple[Scan, float], ...]:
    """The results before the one on the screen: that one is not said twice."""
    return tuple((scan, age_s) for scan, age_s in moment.history if scan is not held.shown)


def age_text(seconds: float, words: Words) -> str:
    """How old in one short unit: ``40 s``, ``14 min``, ``3 u``, ``2 dagen``."""
    whole = max(0, int(seconds))
    if whole < 60:
        return words("door.age_seconds", n=whole)
    if whole < 2 * 3600:
        return words("door.age_minutes", n=whole // 60)
    if whole < 48 * 3600:
        return words("door.age_hours", n=whole // 3600)
    return words("door.age_days", n=whole // 86400)


def _panel(held: Held, moment: Moment, words: Words) -> Panel:
    if held.typed is not None:
        return _typing(held.typed, words)
    if held.is_helping:
        return _help(held.desk_phone, words)
    if held.has_trouble:
        return _trouble(words)
    if held.shown is not None:
        return panel_of(held.shown, words)
    return _waiting(held, moment, words)


def _with_question(panel: Panel, held: Held, words: Words) -> Panel:
    """The first press of "let in anyway" turns its button into the question."""
    if held.sure is not Intent.LET_IN:
        return panel
    sure = DoorAction(Intent.LET_IN, words("door.do_let_in_sure"), "F8")
    return replace(panel, actions=(sure, *panel.actions[1:]))


def _waiting(held: Held, moment: Moment, words: Words) -> Panel:
    is_exit = held.direction is Direction.EXIT
    headline = "waiting_camera_headline" if held.has_camera else "waiting_headline"
    if is_exit:
        headline = "waiting_exit_headline"
    elif held.status is not None and held.status.performance is None:
        headline = "nothing_on_headline"
    first = Intent.UNDO if moment.can_undo else Intent.HELP
    return Panel(
        DoorKind.WAITING,
        Tone.WAITING,
        Border.NONE,
        "log-out" if is_exit else "scan-line",
        None,
        words("door.waiting_exit_word" if is_exit else "door.waiting_word"),
        words(f"door.{headline}"),
        (),
        (action(first, words), action(Intent.TYPE, words)),
        "",
    )


def _help(phone: str, words: Words) -> Panel:
    headline = words("door.help_headline")
    if phone:
        headline = words("door.help_phone_headline", phone=phone)
    return Panel(
        DoorKind.HELP,
        Tone.WAITING,
        Border.NONE,
        "circle-help",
        None,
        words("door.help_word"),
        headline,
        (words("door.help_keys_line"), words("door.help_go_on_line")),
        (action(Intent.BACK, words),),
        "",
    )


def _typing(typed: str, words: Words) -> Panel:
    check = DoorAction(Intent.ACCEPT, words("door.do_check_code"), words("door.key_enter"))
    return Panel(
        DoorKind.TYPING,
        Tone.WAITING,
        Border.NONE,
        "ticket",
        None,
        words("door.typing_word"),
        f"{typed}_",
        (words("door.typing_line"),),
        (check, action(Intent.BACK, words)),
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


def _top_line(status: DoorStatus | None, words: Words) -> str:
    """House · hall · time — title, so that a wrong evening is seen before the first scan."""
    if status is None:
        return ""
    if status.title is None or status.start is None:
        return f"{status.house_name} · {status.gate} — {words('door.no_performance')}"
    hall = status.hall.in_language(words.language) if status.hall else status.gate
    # Halls of a house are often named after it already: "CC De Sluis – Grote Zaal".
    place = hall if hall.startswith(status.house_name) else f"{status.house_name} · {hall}"
    time = formats.time_short(status.start, words.language)
    return f"{place} · {time} — {status.title.in_language(words.language)}"


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
        _trouble_band(held, words),
        _knowledge_band(held, now, words),
        _clock_band(held, words),
    )
    return tuple(band for band in found if band is not None)


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
