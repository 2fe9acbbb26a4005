"""What Qt itself has to say goes to stderr, without the lines that mean nothing to anybody."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

HARMLESS = ("This plugin does not support propagateSizeHints()",)
"""The offscreen and framebuffer platforms say this for every window; nothing follows from it."""


def hear_qt() -> None:
    """Bring Qt's messages to stderr from now on, the harmless ones left out."""
    qInstallMessageHandler(_tell)


def _tell(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if message not in HARMLESS:
        print(message, file=sys.stderr)
