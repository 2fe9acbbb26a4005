"""Reading single fields of an event: texts in several languages, references, choices, moments.

Every reader raises `UnreadableError` with the field's name when the value cannot be what it should.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from podium_desk.domain.text import LANGUAGES, Text
from podium_desk.integrations.refusals import (
    EventReason,
    UnreadableError,
    clean_line,
    shown,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
"""Date-times without a zone are Belgian time (UiTdatabank since March 2026, domain.md 3.3)."""

_PLACEHOLDER = re.compile(r"%\{[^}]*\}")
_YEARS = range(1900, 2200)
_Choice = TypeVar("_Choice", bound=StrEnum)
JsonObject = dict[str, object]


def object_in(item: JsonObject, field: str) -> JsonObject:
    """The object in this field, an empty one when the field is absent or null."""
    value = item.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UnreadableError(EventReason.WRONG_FORM, field=field, value=shown(value))
    return value


def objects_in(item: JsonObject, field: str) -> list[JsonObject]:
    """The objects in this field's list, nulls left out, none when the field is absent or null."""
    value = item.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise UnreadableError(EventReason.WRONG_FORM, field=field, value=shown(value))
    for entry in value:
        if not isinstance(entry, dict | None):
            raise UnreadableError(EventReason.WRONG_FORM, field=field, value=shown(entry))
    return [entry for entry in value if entry is not None]


def string_in(item: JsonObject, field: str) -> str:
    """The cleaned string in this field, "" when it is absent or null."""
    value = item.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableError(EventReason.WRONG_FORM, field=field, value=shown(value))
    return clean_line(value)


def choice_in(item: JsonObject, field: str, default: _Choice) -> _Choice:
    """The value of an enumeration in this field, the default when it is absent or null."""
    value = string_in(item, field)
    if not value:
        return default
    try:
        return type(default)(value)
    except ValueError as problem:
        raise UnreadableError(
            EventReason.UNKNOWN_VALUE, field=field, value=shown(value)
        ) from problem


def main_language_of(item: JsonObject) -> str:
    """The language the event was written in; older exports leave it out and mean Dutch."""
    language = string_in(item, "mainLanguage") or LANGUAGES[0]
    if language not in LANGUAGES:
        raise UnreadableError(
            EventReason.UNKNOWN_VALUE, field="mainLanguage", value=shown(language)
        )
    return language


def text_in(item: JsonObject, field: str, main: str) -> Text:
    """The words per language in this field; a plain string (legacy) is in the main language.

    Words of other languages than ours are left out, and so are empty ones. The text may hold none.
    """
    value = item.get(field)
    if value is None or isinstance(value, str):
        value = {main: value}
    if not isinstance(value, dict):
        raise UnreadableError(EventReason.WRONG_FORM, field=field, value=shown(value))
    words: JsonObject = {language: value.get(language) for language in LANGUAGES}
    read = {language: string_in(words, language) for language in words}
    return Text(main, {language: line for language, line in read.items() if line})


def is_placeholder(value: str) -> bool:
    """Whether a template's variable such as ``%{name}`` was left unfilled in this value."""
    return bool(_PLACEHOLDER.search(value))


def reference_of(value: str) -> str:
    """The id in an address of UiTdatabank: its last part. Template variables stay as they are."""
    return value.rstrip("/").rpartition("/")[2]


def moment_in(item: JsonObject, field: str) -> datetime | None:
    """The date-time in this field in the zone of Brussels, None when absent or null."""
    value = string_in(item, field)
    if not value:
        return None
    if is_placeholder(value):
        raise UnreadableError(EventReason.PLACEHOLDER, field=field, value=shown(value))
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as problem:
        raise UnreadableError(EventReason.WRONG_DATE, field=field, value=shown(value)) from problem
    if "T" not in value or moment.year not in _YEARS:
        raise UnreadableError(EventReason.WRONG_DATE, field=field, value=shown(value))
    if moment.tzinfo is None:
        return moment.replace(tzinfo=BRUSSELS)
    return moment.astimezone(BRUSSELS)
