"""Lets PySide6 compile its own Python once, and not at each start.

Its part that is written in Python comes as source inside its library and is compiled whenever it
is loaded: a fifth of the time to a bare window. Here the outcome is kept as a module's bytecode is.
"""

from __future__ import annotations

import builtins
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from podium_desk.worked_out import worked_out

if TYPE_CHECKING:
    from collections.abc import Iterator

_ITS_OWN = "shibokensupport/"


@contextmanager
def compiled_once() -> Iterator[None]:
    """While PySide6 is loaded for the first time; all else is compiled as ever."""
    given = builtins.compile

    def compiled(source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
        is_its_own = isinstance(filename, str) and filename.startswith(_ITS_OWN)
        if not is_its_own or not isinstance(source, bytes) or more or named:
            return given(source, filename, mode, *more, **named)
        name = "pyside-" + filename.removeprefix(_ITS_OWN).replace("/", "-")
        return worked_out(name, source, lambda: given(source, filename, mode))

    builtins.compile = compiled
    try:
        yield
    finally:
        builtins.compile = given
