"""The dates of an event, whatever form its calendar has.

The rules are UiTdatabank's own, as its acceptance suite states them (udb3-backend,
features/event/create.feature): one sub-event makes a calendar `single` and several make it
`multiple` whatever is written; `single` without sub-events takes the event's own start and end; no
calendar at all is `permanent`; a legacy calendar without a type goes by what it holds.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from podium_desk.domain.programme import PerformanceStatus
from podium_desk.integrations.refusals import (
    EventReason,
    ImportNote,
    NoteKind,
    UnreadableError,
    shown,
)
from podium_desk.integrations.uitdatabank.events import ImportedPerformance, identity_of
from podium_desk.integrations.uitdatabank.fields import (
    JsonObject,
    choice_in,
    moment_in,
    object_in,
    objects_in,
    string_in,
)
from podium_desk.late_dataclass import dataclass


class CalendarType(StrEnum):
    """How an event lies in time; `permanent` and `periodic` have opening hours, not dates."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    PERIODIC = "periodic"
    PERMANENT = "permanent"


class _Status(StrEnum):
    """`status.type`: as planned, postponed, cancelled."""

    AVAILABLE = "Available"
    POSTPONED = "TemporarilyUnavailable"
    CANCELLED = "Unavailable"


class _Booking(StrEnum):
    """`bookingAvailability.type`: Unavailable is sold out."""

    AVAILABLE = "Available"
    SOLD_OUT = "Unavailable"


@dataclass(frozen=True, slots=True)
class _Span:
    """One date as written: a sub-event, a legacy time span or the event's own start and end."""

    start: datetime
    end: datetime | None
    written: JsonObject


def read_performances(
    item: JsonObject, event_id: str, notes: list[ImportNote]
) -> tuple[ImportedPerformance, ...]:
    """The performances by start, none for an event without fixed dates; remarks go to `notes`."""
    calendar = _calendar_of(item)
    spans = _sub_events(calendar)
    kind = _calendar_type(calendar, spans)
    own = _span(calendar)
    if kind in (CalendarType.PERIODIC, CalendarType.PERMANENT):
        notes.append(ImportNote(NoteKind.NO_FIXED_DATES))
        return ()
    if not spans:
        spans = _from_own_dates(kind, own)
    _remark_on_contradictions(kind, own, spans, notes)
    _refuse_same_starts(spans)
    spans.sort(key=lambda span: span.start)
    return tuple(_performance(span, item, event_id) for span in spans)


def _calendar_of(item: JsonObject) -> JsonObject:
    """The fields of the calendar: in the event itself, or in a legacy `calendar` object."""
    return object_in(item, "calendar") or item


def _sub_events(calendar: JsonObject) -> list[_Span]:
    written = objects_in(calendar, "subEvent")
    for legacy in ("timeSpans", "timestamps"):
        written = written or [
            {**span, "startDate": span.get("start"), "endDate": span.get("end")}
            for span in objects_in(calendar, legacy)
        ]
    spans = [_span(entry) for entry in written]
    if None in spans:
        raise UnreadableError(EventReason.NO_DATES, calendar=shown(calendar.get("calendarType")))
    return [span for span in spans if span]


def _calendar_type(calendar: JsonObject, spans: list[_Span]) -> CalendarType:
    inferred = CalendarType.PERMANENT
    if spans:
        inferred = CalendarType.SINGLE if len(spans) == 1 else CalendarType.MULTIPLE
    elif string_in(calendar, "startDate"):
        inferred = CalendarType.PERIODIC
    return choice_in(calendar, "calendarType", inferred)


def _span(entry: JsonObject) -> _Span | None:
    start, end = moment_in(entry, "startDate"), moment_in(entry, "endDate")
    if start is None:
        return None
    if end is not None and end < start:
        raise UnreadableError(
            EventReason.END_BEFORE_START,
            start=f"{start:%Y-%m-%d %H:%M}",
            end=f"{end:%Y-%m-%d %H:%M}",
        )
    return _Span(start, end, entry)


def _from_own_dates(kind: CalendarType, own: _Span | None) -> list[_Span]:
    """One date may stand in the event itself; of several it holds only the outer two."""
    if kind is CalendarType.SINGLE and own is not None:
        return [own]
    raise UnreadableError(EventReason.NO_DATES, calendar=kind.value)


def _remark_on_contradictions(
    kind: CalendarType, own: _Span | None, spans: list[_Span], notes: list[ImportNote]
) -> None:
    counted = CalendarType.SINGLE if len(spans) == 1 else CalendarType.MULTIPLE
    if kind is not counted:
        notes.append(
            ImportNote(NoteKind.CALENDAR_TYPE_CORRECTED, {"written": kind, "n": len(spans)})
        )
    if own is None:
        return
    ends = [span.end for span in spans if span.end]
    if own.start != min(span.start for span in spans) or (
        own.end and ends and own.end != max(ends)
    ):
        notes.append(ImportNote(NoteKind.DATES_CONTRADICT))


def _refuse_same_starts(spans: list[_Span]) -> None:
    seen: set[datetime] = set()
    for span in spans:
        if span.start in seen:
            raise UnreadableError(
                EventReason.SAME_START_TWICE, start=f"{span.start:%Y-%m-%d %H:%M}"
            )
        seen.add(span.start)


def _performance(span: _Span, item: JsonObject, event_id: str) -> ImportedPerformance:
    booking = _own_or_event("bookingAvailability", span, item)
    return ImportedPerformance(
        identity=identity_of(event_id, span.start),
        start=span.start,
        end=span.end,
        status=_status(_own_or_event("status", span, item), booking),
        capacity=_count(booking.get("capacity")),
    )


def _own_or_event(field: str, span: _Span, item: JsonObject) -> JsonObject:
    return object_in(span.written, field) or object_in(item, field)


def _status(status: JsonObject, booking: JsonObject) -> PerformanceStatus:
    """Cancelled or postponed says more than sold out."""
    kind = choice_in(status, "type", _Status.AVAILABLE)
    if kind is _Status.CANCELLED:
        return PerformanceStatus.CANCELLED
    if kind is _Status.POSTPONED:
        return PerformanceStatus.POSTPONED
    availability = choice_in(booking, "type", _Booking.AVAILABLE)
    if availability is _Booking.SOLD_OUT or _count(booking.get("remainingCapacity")) == 0:
        return PerformanceStatus.SOLD_OUT
    return PerformanceStatus.AVAILABLE


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_count and isinstance(value, int) else None
