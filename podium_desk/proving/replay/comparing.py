"""What the door or the store answered, beside what the scenario expects: the first difference."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, Struct


class Different(Exception):
    """An answer is not what the scenario expects; the message names the first difference.

    `expected` and `got` are that one thing as a scenario writes it.
    """

    def __init__(self, key: str, expected: object, got: object) -> None:
        super().__init__(f"{key} is {_told(got)} and not {_told(expected)}")
        self.expected = {key: _plain(expected)}
        self.got = {key: _plain(got)}


class GivenEntry(Struct, frozen=True):
    """Where and when a ticket went in before, as the door told it."""

    device: str
    at: datetime


class GivenAnswer(Struct, frozen=True):
    """A door's answer in the scenario's words."""

    verdict: str
    reason: str | None
    ticket: str | None
    overridden: bool
    attention: bool
    notes: tuple[str, ...]
    name: str | None
    questions: tuple[str, ...]
    first_entry: GivenEntry | None
    stale: bool


def compare(expected: Struct, given: object, keys: Iterable[str] | None = None) -> None:
    """Raises `Different` at the first key that is expected and is something else."""
    for key in keys or expected.__struct_fields__:
        wanted = getattr(expected, key)
        if wanted is UNSET:
            continue
        got = getattr(given, key)
        if wanted != got:
            raise Different(key, wanted, got)


def compare_all(what: str, expected: Iterable[str], given: Iterable[str]) -> None:
    """Raises `Different` unless both have the same, in any order."""
    wanted, got = sorted(expected), sorted(given)
    if wanted != got:
        raise Different(what, wanted, got)


def _told(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value)
