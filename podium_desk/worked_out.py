"""Keeps what follows from files of the program, as Python keeps a module's bytecode.

The words of a screen are TOML, and PySide6 brings part of itself as source: to read them again at
each start takes a tenth of it. What came out is kept in this package's `__pycache__`, under the
file it came from; another content is worked out anew. An installation that nobody may write to
does without.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable

    Buffer = bytes | memoryview

_FOLDER = Path(__file__).parent / "__pycache__"
_MARK_BYTES = 8


def worked_out(name: str, source: bytes, work: Callable[[], Any], folder: Path = _FOLDER) -> Any:
    """What `work` makes of `source`: code, or plain values. `name` is the same at each start."""
    kept = values_of(read_kept(name, source, folder))
    if kept is None:
        kept = work()
        keep(name, source, marshal.dumps(kept), folder)
    return kept


def values_of(kept: Buffer | None) -> Any:
    """The code or plain values in what was kept; None where nothing was, or it is spoilt."""
    try:
        return None if kept is None else marshal.loads(kept)
    except (EOFError, ValueError, TypeError):
        return None


def read_kept(name: str, source: bytes, folder: Path = _FOLDER) -> memoryview | None:
    """What was kept under this name, of the same source; None when nothing was."""
    try:
        kept = memoryview(_path(name, folder).read_bytes())
    except OSError:
        return None
    return kept[_MARK_BYTES:] if kept[:_MARK_BYTES] == _mark(source) else None


def keep(name: str, source: bytes, made: bytes, folder: Path = _FOLDER) -> None:
    """Keep for the next start what was made of a source."""
    if sys.dont_write_bytecode:
        return
    path = _path(name, folder)
    own = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        own.write_bytes(_mark(source) + made)
        # Another start reads all of it or the one before.
        own.replace(path)
    except OSError:
        # Nobody may write there: the next start works it out too. Nor may everybody look there.
        with suppress(OSError):
            own.unlink()


def _path(name: str, folder: Path) -> Path:
    # As Python names bytecode: what `python -O` compiles lacks what another start relies on.
    level = f".opt-{sys.flags.optimize}" if sys.flags.optimize else ""
    return folder / f"{name}.{sys.implementation.cache_tag}{level}.kept"


def _mark(source: bytes) -> bytes:
    return crc32(source).to_bytes(4, "big") + len(source).to_bytes(4, "big")
