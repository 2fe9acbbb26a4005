"""Whether there is a screen, and who looks. Imports no Qt: it is asked before Qt is loaded."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Whether windows can be shown: on Linux a display server must be named."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def has_viewer() -> bool:
    """Whether somebody can look at what is shown; offscreen windows are drawn for pictures only."""
    return has_display() and os.environ.get("QT_QPA_PLATFORM") not in ("offscreen", "minimal")


def has_terminal() -> bool:
    """Whether what is said on stderr is read: not when started from an icon (None on Windows)."""
    return sys.stderr is not None and sys.stderr.isatty()
