"""Gives Python's own `import` back, which PySide6 replaces.

PySide6 puts a function of its own in its place, so that a module may ask for other names of Qt's
methods (`from __feature__ import snake_case`). It reads the source of every module that is
loaded after it, to see whether it speaks of PySide6; no module here asks for anything, and a
counter loads five hundred. PySide6 keeps what it replaced as `builtins.__orig_import__`.
"""

from __future__ import annotations

import builtins

from podium_desk.quick_enums import make_enums_quickly
from podium_desk.ui.kit.qt_source import compiled_once

make_enums_quickly()
with compiled_once():
    import PySide6.QtCore  # noqa: F401 - It replaces `import` as it is loaded.


def give_import_back() -> None:
    """Let modules be loaded as without PySide6. Does nothing where it replaced nothing."""
    replaced = getattr(builtins, "__orig_import__", None)
    if replaced is not None:
        builtins.__import__ = replaced
