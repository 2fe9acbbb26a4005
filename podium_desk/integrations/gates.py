"""A file of gates: JSON with the ways in of a house and what is asked there, all of it at once.

``gates`` is a list of objects with ``name`` and any of the keys in `GateRow`; ``questions`` one of
objects as `QuestionRow`; ``doors_open`` says for numbers of performances how many minutes before
their start the doors open. Their meaning: docs/imports.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from decimal import Decimal
from typing import Any, TypeVar

from podium_desk.domain.door_questions import AnswerKind
from podium_desk.domain.gates import IsolatedPolicy, ReEntry, VisitPolicy
from podium_desk.domain.rule_tree import read_rule
from podium_desk.domain.venue_time import read_time_of_day
from podium_desk.integrations.json_file import read_json_object
from podium_desk.integrations.refusals import (
    FileReason,
    GateReason,
    ImportRefusal,
    UnreadableError,
    clean_line,
    shown,
)
from podium_desk.late_dataclass import dataclass

_T = TypeVar("_T")
_MINUTES_MAX = 100_000


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A device at a gate, by number or name."""

    device: str
    home_sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate as the house wrote it; None is no restriction. `performances` are numbers or ids of
    events, `rule` is the tree as JSON."""

    name: str
    performances: tuple[str, ...] | None = None
    tariffs: tuple[str, ...] | None = None
    sections: tuple[str, ...] | None = None
    re_entry: ReEntry = ReEntry.AFTER_EXIT
    accepts_unpaid: bool = False
    opens_min_before_start: int | None = None
    closes_min_after_start: int | None = None
    rule: str = ""
    matches_add_ons: bool = False
    medium_kinds: tuple[str, ...] | None = None
    isolated: IsolatedPolicy = IsolatedPolicy.ADMIT
    checks_out_at: str | None = None
    doors: tuple[DoorRow, ...] = ()
    shows_names: bool = False
    visits: VisitPolicy = VisitPolicy.NONE


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question as the house wrote it; `text` by language, "" for the house's own."""

    id: str
    text: Mapping[str, str]
    tariffs: tuple[str, ...]
    kind: AnswerKind = AnswerKind.TEXT
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class GatesFile:
    """All that a file says. With `refused` nothing of it may be taken."""

    gates: tuple[GateRow, ...] = ()
    questions: tuple[QuestionRow, ...] = ()
    doors_open_min: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[ImportRefusal, ...] = ()


def read_gates(content: bytes, file_name: str) -> GatesFile:
    """The gates and questions of a file, or why some of it cannot be read."""
    refused: list[ImportRefusal] = []

    def taken(read: Callable[[Any], _T], value: object, item: str) -> list[_T]:
        try:
            return [read(value)]
        except UnreadableError as no:
            refused.append(ImportRefusal(file_name, item, no.reason, no.details))
            return []

    whole = taken(_whole, content, "")
    if not whole:
        return GatesFile(refused=tuple(refused))
    parts = whole[0]
    gates, questions = _list(parts, "gates"), _list(parts, "questions")
    found = GatesFile(
        tuple(row for one in gates for row in taken(_gate, one, _name_of(one))),
        tuple(row for one in questions for row in taken(_question, one, _name_of(one))),
        next(iter(taken(_doors_open, parts.get("doors_open"), "doors_open")), {}),
    )
    names = [row.name for row in found.gates] + [f"? {row.id}" for row in found.questions]
    for name in sorted({name for name in names if names.count(name) > 1}):
        refused.append(ImportRefusal(file_name, name, GateReason.TWICE, {"name": name}))
    return GatesFile(found.gates, found.questions, found.doors_open_min, tuple(refused))


def _whole(content: bytes) -> dict[str, object]:
    whole = read_json_object(content)
    _only_known(whole, {"gates", "questions", "doors_open"})
    if not isinstance(whole.get("gates", []), list) or not isinstance(
        whole.get("questions", []), list
    ):
        raise UnreadableError(FileReason.NO_GATES)
    if not whole:
        raise UnreadableError(FileReason.NO_GATES)
    return whole


def _list(parts: Mapping[str, object], key: str) -> list[object]:
    found = parts.get(key, [])
    return found if isinstance(found, list) else []


def _name_of(value: object) -> str:
    named = value if isinstance(value, dict) else {}
    return shown(named.get("name") or named.get("id") or "")


def _gate(value: object) -> GateRow:
    row = _object(value)
    _only_known(row, {one.name for one in fields(GateRow)})
    return GateRow(
        name=_text(row, "name"),
        performances=_names(row, "performances"),
        tariffs=_names(row, "tariffs"),
        sections=_names(row, "sections"),
        re_entry=_choice(row, "re_entry", ReEntry, ReEntry.AFTER_EXIT),
        accepts_unpaid=_yes(row, "accepts_unpaid"),
        opens_min_before_start=_minutes(row, "opens_min_before_start"),
        closes_min_after_start=_minutes(row, "closes_min_after_start"),
        rule=_rule(row),
        matches_add_ons=_yes(row, "matches_add_ons"),
        medium_kinds=_names(row, "medium_kinds"),
        isolated=_choice(row, "isolated", IsolatedPolicy, IsolatedPolicy.ADMIT),
        checks_out_at=_time_of_day(row, "checks_out_at"),
        doors=tuple(_door(one) for one in _objects(row, "doors")),
        shows_names=_yes(row, "shows_names"),
        visits=_choice(row, "visits", VisitPolicy, VisitPolicy.NONE),
    )


def _door(row: dict[str, object]) -> DoorRow:
    _only_known(row, {one.name for one in fields(DoorRow)})
    return DoorRow(_name(row, "device"), _names(row, "home_sections") or ())


def _question(value: object) -> QuestionRow:
    row = _object(value)
    _only_known(row, {"id", "text", "tariffs", "kind", "choices", "required"})
    word, kind = _text(row, "id"), _choice(row, "kind", AnswerKind, AnswerKind.TEXT)
    choices = _names(row, "choices") or ()
    if " " in word:
        raise _wrong("id", word)
    if (kind is AnswerKind.CHOICE) is not bool(choices):
        raise _wrong("choices", row.get("choices"))
    return QuestionRow(
        word, _by_language(row), _names(row, "tariffs") or (), kind, choices, _yes(row, "required")
    )


def _by_language(row: dict[str, object]) -> dict[str, str]:
    text = row.get("text")
    if isinstance(text, dict) and text and all(isinstance(one, str) for one in text.values()):
        return {str(language): clean_line(words) for language, words in text.items()}
    return {"": _text(row, "text")}


def _doors_open(value: object) -> dict[str, int]:
    row = {} if value is None else _object(value)
    return {number: _minutes(row, number) or 0 for number in row}


def _rule(row: dict[str, object]) -> str:
    """The tree as it will be read at the doors; refused when this program does not know it all."""
    tree = row.get("rule")
    if tree is None:
        return ""
    if not isinstance(tree, dict) or not read_rule(tree).is_known:
        raise UnreadableError(GateReason.UNKNOWN_RULE, name=_name_of(row))
    return json.dumps(tree)


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UnreadableError(GateReason.NOT_AN_OBJECT, value=shown(value))
    return value


def _objects(row: dict[str, object], key: str) -> list[dict[str, object]]:
    value = row.get(key) or []
    if not isinstance(value, list):
        raise _wrong(key, value)
    return [_object(one) for one in value]


def _only_known(row: Mapping[str, object], known: set[str]) -> None:
    for key in row:
        if key not in known:
            raise UnreadableError(
                GateReason.UNKNOWN_KEY, key=shown(key), known=", ".join(sorted(known))
            )


def _text(row: dict[str, object], key: str) -> str:
    value = row.get(key)
    text = clean_line(value) if isinstance(value, str) else ""
    if not text:
        raise _wrong(key, value)
    return text


def _name(row: dict[str, object], key: str) -> str:
    """A name, or a number as its digits."""
    value = row.get(key)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(row, key)


def _names(row: dict[str, object], key: str) -> tuple[str, ...] | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, list):
        raise _wrong(key, value)
    return tuple(_name({key: one}, key) for one in value)


def _yes(row: dict[str, object], key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise _wrong(key, value)
    return value


def _minutes(row: dict[str, object], key: str) -> int | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool | Decimal) or not isinstance(value, int):
        raise _wrong(key, value)
    if not 0 <= value <= _MINUTES_MAX:
        raise _wrong(key, value)
    return value


def _choice(row: dict[str, object], key: str, kind: Callable[[Any], _T], usual: _T) -> _T:
    try:
        return usual if row.get(key) is None else kind(row[key])
    except ValueError as no:
        raise _wrong(key, row[key]) from no


def _time_of_day(row: dict[str, object], key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or read_time_of_day(value) is None:
        raise _wrong(key, value)
    return value


def _wrong(key: str, value: object) -> UnreadableError:
    return UnreadableError(GateReason.WRONG_VALUE, key=key, value=shown(value))
