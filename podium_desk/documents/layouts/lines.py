"""On which line a thing of a TOML file stands: the library that reads them does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TEXT_OR_REMARK = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_TABLE = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?\s*$")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_LETTER = re.compile(r"[^\n]")

Places = Mapping[tuple[str, int], int]
"""Lines by list and place in it, ``("main", 0)``; of a key or table itself the place is -1."""


def lines_of(toml: str) -> Places:
    """Where each key begins, each table (the n-th ``[[panel]]`` too), and each entry of a list."""
    plain = _TEXT_OR_REMARK.sub(lambda found: _LETTER.sub(" ", found[0]), toml)
    lines: dict[tuple[str, int], int] = {}
    tables: dict[str, int] = {}
    key, depth, entries = "", 0, 0
    for number, line in enumerate(plain.splitlines(), 1):
        if depth == 0 and (table := _TABLE.match(line)):
            name = table[1]
            tables[name] = tables.get(name, -1) + 1
            lines.setdefault((name, -1), number)
            lines[name, tables[name]] = number
            continue
        if depth == 0 and (named := _KEY.match(line)):
            key, entries = named[1], 0
            lines.setdefault((key, -1), number)
        for sign in line:
            if sign in "[{":
                if depth == 1 and sign == "{":
                    lines[key, entries] = number
                    entries += 1
                depth += 1
            elif sign in "]}":
                depth -= 1
    return lines
