"""Many rows by one statement: a column is one array, which is several times as quick as rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

ROWS_MIN = 8
"""Fewer rows are as quick one by one."""
_INSERT = re.compile(
    r"INSERT INTO (\w+)(?: \(([\w, ]+)\))? VALUES \(\?(?:, \?)*\)( ON CONFLICT.*)?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Insert:
    """An insertion of plain rows: its table, the columns it names ("" for all), what follows."""

    table: str
    columns: str
    rest: str

    def in_bulk(self, types: Sequence[str]) -> str:
        """The same for any number of rows, one array a column."""
        arrays = ", ".join(f"${place + 1}::{type_}[]" for place, type_ in enumerate(types))
        columns = f" ({self.columns})" if self.columns else ""
        return f"INSERT INTO {self.table}{columns} SELECT * FROM unnest({arrays}){self.rest}"


@cache
def insert_of(sql: str) -> Insert | None:
    """The insertion that this statement is; None for another one.

    One that updates what is there is done row by row: the same key may come twice.
    """
    found = _INSERT.fullmatch(sql)
    if found is None or "DO UPDATE" in (found[3] or ""):
        return None
    return Insert(found[1], found[2] or "", found[3] or "")


def arrays(rows: Sequence[Sequence[Any]], types: Sequence[str]) -> list[str]:
    """The columns of these rows as PostgreSQL writes arrays."""
    return [
        _array(column, _WRITERS[type_])
        for column, type_ in zip(zip(*rows, strict=True), types, strict=True)
    ]


def _array(column: Sequence[Any], write: Any) -> str:
    return "{" + ",".join(["NULL" if value is None else write(value) for value in column]) + "}"


def _number(value: int) -> str:
    return str(int(value))


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bytes(value: bytes) -> str:
    return f'"\\\\x{value.hex()}"'


_WRITERS = {"bigint": _number, "text": _text, "bytea": _bytes}
