"""Insertions of plain rows, taken apart, so that an engine may put many rows by one statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_INSERT = re.compile(
    r"INSERT INTO (\w+)(?: \(([\w, ]+)\))? VALUES (\(\?(?:, \?)*\))( ON CONFLICT.*)?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Insertion:
    """A table, the columns that are named ("" for all), a row's places, and what follows."""

    table: str
    columns: str
    places: str
    rest: str

    @property
    def updates(self) -> bool:
        """Whether it also changes rows that are there: the same key may come twice."""
        return "DO UPDATE" in self.rest

    @property
    def into(self) -> str:
        """How the statement begins, up to its rows."""
        columns = f" ({self.columns})" if self.columns else ""
        return f"INSERT INTO {self.table}{columns}"


@cache
def insertion_of(sql: str) -> Insertion | None:
    """The insertion that this statement is; None for another one.

    Statements are written in the program, so there are few and each is taken apart once.
    """
    found = _INSERT.fullmatch(sql)
    return None if found is None else Insertion(found[1], found[2] or "", found[3], found[4] or "")
