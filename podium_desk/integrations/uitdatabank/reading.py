"""A UiTdatabank file to events and refusals, item by item: what is wrong never stops the others.

A file is one event, as the Entry API takes it, or a search result with `member`, as the Search API
gives it with ``embed=true`` (domain.md 3.2). Nothing here looks outside the file: a place or an
organiser that is only referred to is kept as a reference, with a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from podium_desk.domain.text import Text
from podium_desk.integrations.json_file import read_json_object
from podium_desk.integrations.refusals import (
    EventReason,
    FileReason,
    ImportNote,
    ImportRefusal,
    NoteKind,
    Progress,
    UnreadableError,
    clean_line,
    no_progress,
    shown,
)
from podium_desk.integrations.uitdatabank.calendar import read_performances
from podium_desk.integrations.uitdatabank.events import Attendance, Audience, ImportedEvent
from podium_desk.integrations.uitdatabank.fields import (
    JsonObject,
    choice_in,
    is_placeholder,
    main_language_of,
    moment_in,
    object_in,
    objects_in,
    reference_of,
    string_in,
    text_in,
)
from podium_desk.integrations.uitdatabank.prices import read_tariffs

_EVENT_FIELDS = {"calendarType", "calendar", "mainLanguage", "subEvent", "terms", "priceInfo"}
_AGE_RANGE = re.compile(r"\d{0,3}-\d{0,3}")
_REFUSED_WORKFLOW = {
    "DELETED": EventReason.DELETED,
    "REJECTED": EventReason.REJECTED,
    "DRAFT": EventReason.DRAFT,
}
_TAKEN_WORKFLOW = ("", "APPROVED", "READY_FOR_VALIDATION")
_GENRES = {
    "0.3.1.0.0": "Lessenreeks",
    "0.7.0.0.0": "Begeleide rondleiding",
    "0.50.4.0.0": "Concert",
    "0.50.6.0.0": "Film",
    "0.54.0.0.0": "Dansvoorstelling",
    "0.55.0.0.0": "Theatervoorstelling",
    "0.57.0.0.0": "Kamp of vakantie",
}
"""Event types whose label an item may leave out (UiTdatabank's taxonomy)."""


def read_events(
    content: bytes, file_name: str, progress: Progress = no_progress
) -> Iterator[ImportedEvent | ImportRefusal]:
    """The events of a file and a refusal for each item that is none, in the order of the file.

    `content` is the file's bytes, `file_name` its name for the sentences and, for one event without
    `@id`, its identity. `progress` hears how many items of how many are done.
    """
    try:
        items, is_search_result = _items(read_json_object(content))
    except UnreadableError as no:
        yield ImportRefusal(file_name, "", no.reason, no.details)
        return
    seen: set[str] = set()
    for number, item in enumerate(items, 1):
        yield _outcome(item, _Source(file_name, number, is_search_result, seen))
        progress(number, len(items))


class _Source:
    """Where an item stands: its file, its number, and the events that came before it."""

    def __init__(self, file: str, number: int, is_search_result: bool, seen: set[str]) -> None:
        self.file = file
        self.number = number
        self.is_search_result = is_search_result
        self.seen = seen


def _items(document: JsonObject) -> tuple[list[object], bool]:
    member = document.get("member")
    if isinstance(member, list):
        return member, True
    if not _looks_like_event(document):
        raise UnreadableError(FileReason.NO_EVENTS)
    return [document], False


def _looks_like_event(item: JsonObject) -> bool:
    return item.get("@type") == "Event" or not _EVENT_FIELDS.isdisjoint(item)


def _outcome(item: object, source: _Source) -> ImportedEvent | ImportRefusal:
    if not isinstance(item, dict):
        return _refusal(UnreadableError(EventReason.NOT_AN_EVENT), {}, source)
    try:
        return _event(item, source)
    except UnreadableError as no:
        return _refusal(no, item, source)


def _refusal(no: UnreadableError, item: JsonObject, source: _Source) -> ImportRefusal:
    return ImportRefusal(
        source.file, _label(item, source), no.reason, no.details, _id_of(item, source)
    )


def _label(item: JsonObject, source: _Source) -> str:
    """What a person knows the item by: its name, its address, its number or its file."""
    name = item.get("name")
    if isinstance(name, dict):
        name = next((words for words in name.values() if isinstance(words, str)), None)
    for candidate in (name, item.get("@id")):
        if isinstance(candidate, str) and clean_line(candidate):
            return shown(candidate)
    return f"#{source.number}" if source.is_search_result else PurePath(source.file).stem


def _known_id(item: JsonObject) -> str:
    """The event's id from `@id`, "" when there is none or it is an unfilled template."""
    address = item.get("@id")
    if not isinstance(address, str) or is_placeholder(address):
        return ""
    return clean_line(reference_of(address))


def _event(item: JsonObject, source: _Source) -> ImportedEvent:
    notes: list[ImportNote] = []
    if not _looks_like_event(item):
        raise UnreadableError(EventReason.NOT_AN_EVENT)
    if source.is_search_result and set(item) <= {"@id", "@type", "@context"}:
        raise UnreadableError(EventReason.NOT_EMBEDDED)
    workflow_status = _workflow_status(item)
    event_id = _event_id(item, source, notes)
    main = main_language_of(item)
    title = _title(item, main)
    place_id, hall = _place(item, main, notes)
    event = ImportedEvent(
        event_id=event_id,
        title=title,
        genre=_genre(item, notes),
        place_id=place_id,
        hall=hall,
        organizer=_organizer(item, main, notes),
        performances=read_performances(item, event_id, notes),
        tariffs=read_tariffs(item, main, notes),
        age_range=_age_range(item, notes),
        audience=choice_in(object_in(item, "audience"), "audienceType", Audience.EVERYONE),
        attendance=choice_in(item, "attendanceMode", Attendance.OFFLINE),
        workflow_status=workflow_status,
        available_from=moment_in(item, "availableFrom"),
        notes=tuple(notes),
    )
    source.seen.add(event_id)
    return event


def _workflow_status(item: JsonObject) -> str:
    status = string_in(item, "workflowStatus")
    if status in _REFUSED_WORKFLOW:
        raise UnreadableError(_REFUSED_WORKFLOW[status])
    if status not in _TAKEN_WORKFLOW:
        raise UnreadableError(
            EventReason.UNKNOWN_VALUE, field="workflowStatus", value=shown(status)
        )
    return status


def _event_id(item: JsonObject, source: _Source, notes: list[ImportNote]) -> str:
    event_id = _id_of(item, source)
    if not event_id:
        raise UnreadableError(EventReason.NO_ID)
    if event_id in source.seen:
        raise UnreadableError(EventReason.TWICE, id=shown(event_id))
    if not _known_id(item):
        notes.append(ImportNote(NoteKind.NAMED_AFTER_FILE, {"id": shown(event_id)}))
    return event_id


def _id_of(item: JsonObject, source: _Source) -> str:
    """From `@id`; a lone event without one is named after its file, so that it can come again."""
    known = _known_id(item)
    if known or source.is_search_result:
        return known
    return f"file:{clean_line(PurePath(source.file).stem)}"


def _title(item: JsonObject, main: str) -> Text:
    title = text_in(item, "name", main)
    if not title.words:
        raise UnreadableError(EventReason.NO_NAME)
    if main not in title.words:
        raise UnreadableError(
            EventReason.NOT_IN_MAIN_LANGUAGE,
            field="name",
            language=main,
            value=shown(title.in_language(main)),
        )
    for words in title.words.values():
        if is_placeholder(words):
            raise UnreadableError(EventReason.PLACEHOLDER, field="name", value=shown(words))
    return title


def _place(item: JsonObject, main: str, notes: list[ImportNote]) -> tuple[str, Text]:
    """The place's id and name: an object, or only its id (legacy)."""
    written = item.get("location")
    location: JsonObject
    location = {"@id": written} if isinstance(written, str) else object_in(item, "location")
    place_id = reference_of(string_in(location, "@id") or string_in(location, "id"))
    hall = _name_if_filled(location, main)
    if not place_id and not hall.words:
        raise UnreadableError(EventReason.NO_LOCATION)
    is_online = item.get("attendanceMode") == Attendance.ONLINE
    if not hall.words and not is_online:
        notes.append(ImportNote(NoteKind.HALL_WITHOUT_NAME, {"id": shown(place_id)}))
    return place_id, hall


def _organizer(item: JsonObject, main: str, notes: list[ImportNote]) -> Text:
    organizer = object_in(item, "organizer")
    name = _name_if_filled(organizer, main)
    if organizer and not name.words:
        reference = reference_of(string_in(organizer, "@id"))
        notes.append(ImportNote(NoteKind.ORGANIZER_WITHOUT_NAME, {"id": shown(reference)}))
    return name


def _name_if_filled(holder: JsonObject, main: str) -> Text:
    """The name in the object, without words that are an unfilled template."""
    name = text_in(holder, "name", main)
    filled = {lang: words for lang, words in name.words.items() if not is_placeholder(words)}
    return Text(main, filled)


def _genre(item: JsonObject, notes: list[ImportNote]) -> str:
    """The label of the event type: in `terms`, or in `type` (legacy)."""
    terms = [*objects_in(item, "terms"), object_in(item, "type")]
    for term in terms:
        term_id = string_in(term, "id")
        is_type = string_in(term, "domain") == "eventtype" or term_id in _GENRES
        label = string_in(term, "label") or _GENRES.get(term_id, "")
        if is_type and label:
            return label
    notes.append(ImportNote(NoteKind.NO_GENRE))
    return ""


def _age_range(item: JsonObject, notes: list[ImportNote]) -> str:
    """Such as ``6-12`` or ``18-``; "" for all ages. It is information, so never a refusal."""
    written = item.get("typicalAgeRange")
    if written is None or written == "-":
        return ""
    if isinstance(written, str) and _AGE_RANGE.fullmatch(written):
        return written
    notes.append(ImportNote(NoteKind.AGE_RANGE_LEFT_OUT, {"value": shown(written)}))
    return ""
