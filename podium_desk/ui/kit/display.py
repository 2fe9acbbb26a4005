"""Whether there is a screen to show a window on. Imports no Qt: it is asked before Qt is loaded."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Whether windows can be shown: on Linux a display server must be named."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)
