"""The store's small SQL as PostgreSQL says it: places, column types, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

_PLACE = re.compile(r"'(?:[^']|'')*'|\?")
_TYPES = (
    (re.compile(r"\bINTEGER\b"), "BIGINT"),
    (re.compile(r"\bBLOB\b"), "BYTEA"),
    # Ordered byte by byte, as SQLite does, whatever the database's own language is.
    (re.compile(r"\bTEXT\b"), 'TEXT COLLATE "C"'),
    (re.compile(r"\)\s*WITHOUT ROWID\b"), ")"),
)
_CREATES = re.compile(r"\s*CREATE (?:TABLE|INDEX|UNIQUE INDEX) IF NOT EXISTS (\w+)")


@cache
def in_postgresql(sql: str) -> str:
    """A statement of the port with PostgreSQL's places (``$1``) and types.

    Statements are written in the program, so there are few and each is translated once.
    """
    if sql.lstrip().startswith(("CREATE TABLE", "ALTER TABLE")):
        for pattern, type_ in _TYPES:
            sql = pattern.sub(type_, sql)
    count = 0

    def place(found: re.Match[str]) -> str:
        nonlocal count
        if found[0] != "?":
            return found[0]
        count += 1
        return f"${count}"

    return _PLACE.sub(place, sql)


@cache
def made_by(sql: str) -> str | None:
    """The name of the table or index that this makes unless it is there; None for the rest."""
    found = _CREATES.match(sql)
    return None if found is None else found[1]


def storable(values: Sequence[Any]) -> list[Any]:
    """The values with U+FFFD for U+0000 in texts.

    PostgreSQL's text cannot hold that one character, and no text for people does. SQLite can, so a
    fact that some device wrote with it must not stop here.
    """
    return [
        value.replace("\0", "\ufffd") if type(value) is str and "\0" in value else value
        for value in values
    ]


def is_question(sql: str) -> bool:
    """Whether it only reads, so that asking again is harmless."""
    return sql.lstrip().startswith("SELECT")
