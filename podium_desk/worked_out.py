"""Keeps what follows from a file of the program, as Python keeps a module's bytecode.

The words of a screen are TOML, and PySide6 brings part of itself as source: to read them again at
each start takes a tenth of it. What came out is kept in this package's `__pycache__`, under the
file it came from; another content is worked out anew. An installation that nobody may write to
does without.
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER = Path(__file__).parent / "__pycache__"
_MARK_BYTES = 8


def worked_out(name: str, source: bytes, work: Callable[[], Any], folder: Path = _FOLDER) -> Any:
    """What `work` makes of `source`: code, or plain values. `name` is the same at each start."""
    path = folder / f"{name}.{sys.implementation.cache_tag}.kept"
    mark = crc32(source).to_bytes(4, "big") + len(source).to_bytes(4, "big")
    try:
        kept = path.read_bytes()
        if kept[:_MARK_BYTES] == mark:
            return marshal.loads(kept[_MARK_BYTES:])
    except (OSError, EOFError, ValueError, TypeError):
        # Never kept, or spoilt: it is worked out.
        pass
    made = work()
    _keep(path, mark + marshal.dumps(made))
    return made


def _keep(path: Path, kept: bytes) -> None:
    if sys.dont_write_bytecode:
        return
    own = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        own.write_bytes(kept)
        # Another start reads all of it or the one before.
        own.replace(path)
    except OSError:
        # Nobody may write there: the next start works it out too.
        if own.exists():
            own.unlink()
