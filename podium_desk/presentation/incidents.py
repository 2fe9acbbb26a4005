"""Incidents in words: what happened, what it means for whom, the money, and what one can do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from podium_desk.domain.incidents import Incident, IncidentKind, Outcome, Severity, kind_of_id
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.amounts import clock_time, day_and_time, money
from podium_desk.presentation.paper_names import other_paper_name, seat_name

if TYPE_CHECKING:
    from podium_desk.application.incident_list import ListedIncident, ListedSettlement
    from podium_desk.i18n.words import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle an incident, as a button tells it."""

    outcome: Outcome
    label: str


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """An incident as a person reads it. `where` and `amount` are empty when there is none."""

    id: str
    kind: IncidentKind
    severity: Severity
    title: str
    what: str
    advice: str
    where: str
    amount: str
    house: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A settled incident in the history: what it was, how, by whom and when, and the note."""

    id: str
    title: str
    how: str
    note: str


def card_of(listed: ListedIncident, words: Words) -> IncidentCard:
    """The card of one incident."""
    incident = listed.incident
    kind = incident.kind.value
    return IncidentCard(
        id=incident.id,
        kind=incident.kind,
        severity=incident.severity,
        title=words(f"incidents.{kind}"),
        what=_sentence(words(_what_key(incident), **_values(listed, words))),
        advice=words(_do_key(incident)),
        where=_where(listed, words),
        amount=money(incident.amount_cents, words.language) if incident.amount_cents else "",
        house=listed.house_name,
        choices=tuple(
            Choice(outcome, words(f"incidents.outcome_{outcome.value}"))
            for outcome in incident.outcomes
        ),
    )


def in_short(listed: ListedIncident, words: Words) -> str:
    """One line for a door's band: which seat, when and where, and what to do."""
    return words(f"incidents.{_told_as(listed.incident)}_short", **_values(listed, words))


def settled_line(listed: ListedSettlement, words: Words) -> SettledLine:
    """One line of the history."""
    settled = listed.settlement
    kind = kind_of_id(settled.incident)
    at = day_and_time(_at(settled.at_ms, listed.timezone), words.language)
    how = words(
        "incidents.settled_how", outcome=outcome_name(settled.outcome, words), by=settled.by,
        device=listed.device_name, at=at,
    )  # fmt: skip
    title = settled.incident if kind is None else words(f"incidents.{kind.value}")
    return SettledLine(settled.incident, title, how, settled.note)


def outcome_name(outcome: str, words: Words) -> str:
    """How an outcome is called; the code itself of one that a newer version knows."""
    key = f"incidents.outcome_{outcome}"
    return words(key) if outcome in set(Outcome) else outcome


def _what_key(incident: Incident) -> str:
    if incident.kind is IncidentKind.CLOCK_SKEW:
        is_ahead = int(incident.details["error_ms"]) > 0
        return "incidents.clock_ahead_what" if is_ahead else "incidents.clock_behind_what"
    if incident.kind is IncidentKind.LOST_DOOR and "first_ms" not in incident.details:
        return "incidents.lost_door_unheard_what"
    return f"incidents.{_told_as(incident)}_what"


def _do_key(incident: Incident) -> str:
    return f"incidents.{_told_as(incident)}_do"


def _told_as(incident: Incident) -> str:
    """Kinds have their sentences; a contested place has others where its money was given back, and
    a card by hand where the terminal told of something else."""
    if incident.kind is IncidentKind.CONTESTED_SEAT and "refunded" in incident.details:
        return "contested_refund"
    if incident.kind is IncidentKind.HAND_CONFIRMED and "told_cents" in incident.details:
        return "hand_despite"
    return incident.kind.value


def _values(listed: ListedIncident, words: Words) -> dict[str, str | int]:
    """All that a sentence may name; what there is not stays empty."""
    incident, details = listed.incident, listed.incident.details
    values: dict[str, str | int] = {
        "device": listed.device_name or words("incidents.unknown_device"),
        "seat": _paper(incident, words) or _seat(incident, words),
        "time": _time(incident.at_ms, listed.timezone),
        "day": _day(incident.at_ms, listed.timezone, words),
        "first": _time(details.get("first_ms"), listed.timezone),
        "n": int(details.get("n", 1)),
        "duration": _duration(int(details.get("error_ms", 0)), words),
        "price": money(int(details.get("price_cents", 0)), words.language),
        "right": money(int(details.get("right_cents", 0)), words.language),
        "told": _told(incident, words),
        "amount": money(incident.amount_cents, words.language),
        "why": words(f"paying.despite_{details['why']}") if "why" in details else "",
    }
    for name in ("gate", "first_gate", "fault", "order"):
        values[name] = str(details.get(name, ""))
    return values


def _told(incident: Incident, words: Words) -> str:
    """What a terminal told of, where that was not what was asked."""
    details = incident.details
    if "differs" not in details:
        return ""
    amount = money(int(details["told_cents"]), words.language)
    return words(f"paying.told_{details['differs']}", amount=amount)


def _sentence(text: str) -> str:
    """With a capital, whatever name it begins with."""
    return text[:1].upper() + text[1:]


def _seat(incident: Incident, words: Words) -> str:
    details = incident.details
    zone, row, number = (str(details.get(name, "")) for name in ("zone", "row", "number"))
    return seat_name(zone, row, number, str(incident.ticket or incident.key), words)


def _paper(incident: Incident, words: Words) -> str:
    """How a paper that is no ticket is called; empty for everything else."""
    if incident.kind is not IncidentKind.UNKNOWN_PRINT or incident.ticket is not None:
        return ""
    return other_paper_name(str(incident.details["what"]), str(incident.details["order"]), words)


def _where(listed: ListedIncident, words: Words) -> str:
    if listed.title is None or listed.start is None:
        return ""
    title = listed.title.in_language(words.language)
    return f"{title} · {day_and_time(listed.start, words.language)}"


def _duration(error_ms: int, words: Words) -> str:
    from podium_desk.i18n import format as wording

    return wording.duration(abs(error_ms) // 1000, words.language)


def _at(at_ms: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(timezone))


def _time(at_ms: str | int | None, timezone: str) -> str:
    return "" if at_ms is None else clock_time(_at(int(at_ms), timezone))


def _day(at_ms: int | None, timezone: str, words: Words) -> str:
    return "" if at_ms is None else day_and_time(_at(at_ms, timezone), words.language)
