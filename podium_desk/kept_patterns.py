"""Keeps what Python makes of regular expressions, so that a start need not make it again.

A counter compiles sixty of them until it is ready, most of them PySide's and Python's own: a
thirtieth of its start, since Python's compiler of patterns is written in Python. What it hands to
its matcher are numbers. They are kept, and handed to the same matcher, which checks them.
"""

from __future__ import annotations

import marshal
import sys
from re import DEBUG, _compiler  # type: ignore[attr-defined]  # Only there it can be replaced.
from typing import TYPE_CHECKING, Any

from podium_desk.worked_out import keep, read_kept, values_of

if TYPE_CHECKING:
    from pathlib import Path
    from re import Pattern

_SOURCE = sys.version.encode()
"""The numbers are of one Python."""


class KeptPatterns:
    """Stands before Python's compiler of patterns, from `begin` to `end`."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        """`name` is of the program whose patterns these are, `folder` where they are kept."""
        self._name = name
        self._where = {} if folder is None else {"folder": folder}
        self._kept: dict[tuple[Any, int], tuple[Any, ...]] = (
            values_of(read_kept(name, _SOURCE, **self._where)) or {}
        )
        self._compiler, self._matcher = _compiler.compile, _compiler._sre
        self._handed: dict[tuple[Any, int], tuple[Any, ...]] = {}
        self._is_lacking = False

    def begin(self) -> None:
        """From now on patterns that were kept are not compiled."""
        _compiler.compile, _compiler._sre = self._made, self

    def end(self) -> None:
        """Leave Python as it was, and keep for the next start what was compiled now."""
        _compiler.compile, _compiler._sre = self._compiler, self._matcher
        if self._is_lacking:
            keep(self._name, _SOURCE, marshal.dumps(self._kept), **self._where)

    def __getattr__(self, name: str) -> Any:
        """All else that the compiler asks of the matcher."""
        return getattr(self._matcher, name)

    def compile(self, pattern: Any, flags: int, code: list[int], *groups: Any) -> Pattern[Any]:
        """What Python's compiler hands to the matcher; it is noted."""
        # Some of these numbers have names, which are not kept.
        self._handed[pattern, flags] = pattern, int(flags), [*map(int, code)], *groups
        made: Pattern[Any] = self._matcher.compile(pattern, flags, code, *groups)
        return made

    def _made(self, pattern: Any, flags: int = 0) -> Pattern[Any]:
        made: Pattern[Any]
        kept = None if flags & DEBUG else self._kept.get((pattern, flags))
        if kept is not None:
            made = self._matcher.compile(*kept)
            return made
        made = self._compiler(pattern, flags)
        handed = self._handed.pop((made.pattern, made.flags), None)
        # `re.Scanner` hands over what is parsed already, which is no plain value.
        if handed is not None and type(pattern) in (str, bytes) and type(flags) is int:
            self._kept[pattern, flags] = handed
            self._is_lacking = True
        return made
