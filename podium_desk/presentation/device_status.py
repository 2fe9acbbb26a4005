"""How a device stands, in plain words: what is certain, what must be asked, what is still to send.

A sentence says what is so and what it means for the people in front of the desk; a mood only
colours what the words say already.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from podium_desk.application.counter import Connection
from podium_desk.domain.incidents import is_clock_off
from podium_desk.domain.readiness import Light
from podium_desk.domain.roles import SELLING_ROLES
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.ago import ago
from podium_desk.presentation.amounts import day_and_time
from podium_desk.presentation.device_rows import StatusRow, StatusSection
from podium_desk.presentation.duties import Asked, DutyCard, duty_card
from podium_desk.presentation.incidents import IncidentCard, SettledLine, card_of, settled_line
from podium_desk.presentation.mood import Mood
from podium_desk.presentation.papers import PaperCard, paper_card
from podium_desk.presentation.printer_words import PrinterTold, printer_row
from podium_desk.presentation.readiness import light_view, ready_section

if TYPE_CHECKING:
    from podium_desk.application.device_overview import DeviceOverview, OtherDevice, PlacesNow
    from podium_desk.application.devices_in_use import DeviceInUse
    from podium_desk.i18n.words import Words

DISK_LOW_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class PlacesRow:
    """One performance's places: certain here, to be asked, not to be promised now, sold."""

    title: str
    when: str
    certain: int
    to_ask: int
    not_now: int
    sold: int
    spoken: str


@dataclass(frozen=True, slots=True)
class DeviceStatusView:
    """The whole status page."""

    title: str
    headline: str
    headline_mood: Mood
    sections: tuple[StatusSection, ...]
    places_title: str
    places_heads: tuple[str, str, str, str]
    places: tuple[PlacesRow, ...]
    places_note: str
    to_settle: str
    cards: tuple[IncidentCard, ...]
    history_title: str
    history: tuple[SettledLine, ...]
    duties: tuple[DutyCard, ...]
    can_close: bool
    """Whether the device may hold places that a closing code would give back."""
    paper: PaperCard | None


def device_status(
    overview: DeviceOverview,
    words: Words,
    asked: Asked | None = None,
    missing: frozenset[str] = frozenset(),
) -> DeviceStatusView:
    """The page of a device at this moment; `asked` is the duty that somebody is handing over,
    `missing` the papers that somebody looked for in vain."""
    local = overview.now.astimezone(ZoneInfo(overview.timezone))
    headline, mood = _headline(overview, words)
    count = len(overview.incidents)
    return DeviceStatusView(
        title=f"{overview.house_name} · {overview.name}",
        headline=headline,
        headline_mood=mood,
        sections=_sections(overview, words),
        places_title=words("device_status.places") if overview.role in SELLING_ROLES else "",
        places_heads=(
            words("device_status.head_certain"), words("device_status.head_ask"),
            words("device_status.head_not_now"), words("device_status.head_sold"),
        ),
        places=tuple(_places_row(one, words) for one in overview.places),
        places_note=words("device_status.no_places") if not overview.places else "",
        to_settle=words("device_status.to_settle", n=count) if count else words("incidents.none"),
        cards=tuple(card_of(one, words) for one in overview.incidents),
        history_title=words("device_status.history"),
        history=tuple(settled_line(one, words) for one in overview.settled),
        duties=tuple(duty_card(one, asked, local, words) for one in overview.duties),
        can_close=overview.role in SELLING_ROLES,
        paper=paper_card(overview, missing, words),
    )  # fmt: skip


def _sections(overview: DeviceOverview, words: Words) -> tuple[StatusSection, ...]:
    """A device that does not sell promises no places; a door is looked over for tonight."""
    sections = [_line(overview, words), _venue(overview, words), _machine(overview, words)]
    if overview.role in SELLING_ROLES:
        sections.insert(2, _promises(overview, words))
    if overview.ready is not None:
        sections.insert(0, ready_section(overview.ready, words))
    return tuple(sections)


def _headline(overview: DeviceOverview, words: Words) -> tuple[str, Mood]:
    if overview.incidents:
        return words("device_status.head_settle", n=len(overview.incidents)), Mood.CAUTION
    ready = overview.ready
    if ready is not None and ready.light is not Light.GREEN:
        return light_view(ready, words).word, Mood.CAUTION
    if overview.layout_faults:
        return words("device_status.head_layouts"), Mood.CAUTION
    if overview.connection is Connection.ONLINE:
        return words("device_status.all_well"), Mood.WELL
    return words("device_status.goes_on"), Mood.OFFLINE


def _line(overview: DeviceOverview, words: Words) -> StatusSection:
    is_up = overview.connection is Connection.ONLINE
    state = words("device_status.line_up" if is_up else "device_status.line_down")
    local = overview.now.astimezone(ZoneInfo(overview.timezone))
    rows = [StatusRow(
        words("device_status.store"), state, Mood.WELL if is_up else Mood.OFFLINE,
        "" if is_up else words("device_status.line_down_note"),
    )]  # fmt: skip
    heard = ago(overview.last_contact_ms, local, words)
    rows.append(StatusRow(words("device_status.last_contact"), heard))
    if overview.unsent:
        value = words("device_status.unsent_n", n=overview.unsent)
        note = words("device_status.unsent_note")
        rows.append(StatusRow(words("device_status.unsent"), value, Mood.CAUTION, note))
    else:
        rows.append(StatusRow(words("device_status.unsent"), words("device_status.unsent_none")))
    return StatusSection("line", "cloud" if is_up else "cloud-off", words("device_status.line"),
                         tuple(rows))  # fmt: skip


def _venue(overview: DeviceOverview, words: Words) -> StatusSection:
    keeper = overview.keeper_name or words("device_status.nobody")
    if overview.is_keeper:
        keeper = words("device_status.keeper_here")
    rows = [StatusRow(words("device_status.keeper"), keeper)]
    local = overview.now.astimezone(ZoneInfo(overview.timezone))
    rows += [_other(one, local, words) for one in overview.others]
    return StatusSection("venue", "users", words("device_status.venue"), tuple(rows))


def _other(other: OtherDevice, now: datetime, words: Words) -> StatusRow:
    notes = []
    newest_ms = max(other.heard_ms or 0, other.heard_here_ms or 0) or None
    if other.unsent:
        notes.append(words("device_status.other_unsent", n=other.unsent))
    if other.held:
        notes.append(words("device_status.other_holds", n=other.held))
    is_off = is_clock_off(other.clock_error_ms)
    if is_off:
        notes.append(words("device_status.other_clock"))
    value = ago(newest_ms, now, words)
    mood = Mood.CAUTION if is_off or other.unsent else Mood.WELL
    return StatusRow(other.name, value, mood, " · ".join(notes))


def _promises(overview: DeviceOverview, words: Words) -> StatusSection:
    is_up = overview.connection is Connection.ONLINE
    here = sum(one.here for one in overview.places)
    to_ask = sum(one.to_ask for one in overview.places)
    elsewhere = sum(one.elsewhere for one in overview.places)
    asked = "device_status.ask_up" if is_up else "device_status.ask_down"
    return StatusSection("promises", "lock", words("device_status.promises"), (
        StatusRow(words("device_status.certain"), words("device_status.places_n", n=here),
                  note=words("device_status.certain_note")),
        StatusRow(words("device_status.ask"), words("device_status.places_n", n=to_ask),
                  Mood.WELL if is_up else Mood.OFFLINE, words(asked)),
        StatusRow(words("device_status.not_now"), words("device_status.places_n", n=elsewhere),
                  note=words("device_status.not_now_note")),
    ))  # fmt: skip


def _machine(overview: DeviceOverview, words: Words) -> StatusSection:
    told = PrinterTold(overview.printer, overview.printing, overview.paper)
    rows = (_clock_row(overview, words), printer_row(told, words), _layouts_row(overview, words),
            _disk_row(overview, words), _memory_row(overview, words),
            *_drivers_row(overview.devices, words))  # fmt: skip
    return StatusSection("machine", "printer", words("device_status.machine"), rows)


def _drivers_row(devices: tuple[DeviceInUse, ...], words: Words) -> tuple[StatusRow, ...]:
    """Which of them never saw a real device; nothing where each one did."""
    unseen = [one for one in devices if not one.was_seen]
    if not unseen:
        return ()
    named = (f"{words(f'device_status.kind_{one.kind.value}')} ({one.driver})" for one in unseen)
    value = words("device_status.drivers_unseen", n=len(unseen))
    return (StatusRow(words("device_status.drivers"), value, note=" · ".join(named)),)


def _clock_row(overview: DeviceOverview, words: Words) -> StatusRow:
    name, error_ms = words("device_status.clock"), overview.clock_error_ms
    if error_ms is None:
        return StatusRow(name, words("device_status.clock_unknown"))
    if not is_clock_off(error_ms):
        return StatusRow(name, words("device_status.clock_right"))
    key = "device_status.clock_ahead" if error_ms > 0 else "device_status.clock_behind"
    value = words(key, n=abs(error_ms) // 60_000)
    return StatusRow(name, value, Mood.CAUTION, words("device_status.clock_note"))


def _layouts_row(overview: DeviceOverview, words: Words) -> StatusRow:
    name = words("device_status.layouts")
    if overview.layout_faults:
        note = "\n".join(fault.told(words) for fault in overview.layout_faults)
        return StatusRow(name, words("device_status.layouts_bundled"), Mood.CAUTION, note)
    own = ", ".join(overview.own_layouts)
    return StatusRow(name, own or words("device_status.layouts_none"))


def _disk_row(overview: DeviceOverview, words: Words) -> StatusRow:
    name, free = words("device_status.disk"), overview.disk_free_bytes
    if free is None:
        return StatusRow(name, words("device_status.unknown"))
    if free < DISK_LOW_BYTES:
        value = words("device_status.disk_low", n=free // 1_000_000)
        return StatusRow(name, value, Mood.CAUTION, words("device_status.disk_note"))
    return StatusRow(name, words("device_status.disk_free", n=free // 1_000_000_000))


def _memory_row(overview: DeviceOverview, words: Words) -> StatusRow:
    value = words(
        "device_status.memory_n", head=overview.head, confirmed=overview.confirmed,
        life=overview.incarnation + 1,
    )  # fmt: skip
    return StatusRow(words("device_status.memory"), value)


def _places_row(one: PlacesNow, words: Words) -> PlacesRow:
    title = one.title.in_language(words.language)
    when = day_and_time(one.start, words.language)
    spoken = words(
        "device_status.places_spoken", title=title, when=when, certain=one.here, ask=one.to_ask,
        not_now=one.elsewhere, sold=one.sold,
    )  # fmt: skip
    return PlacesRow(title, when, one.here, one.to_ask, one.elsewhere, one.sold, spoken)
