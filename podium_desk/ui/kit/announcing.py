"""Tells a screen reader what has just changed, wherever its keyboard is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def announce(about: QObject, sentence: str) -> None:
    """Say this once; a sentence that is being read is not cut off by it."""
    if not sentence:
        return
    # Qt's accessibility is loaded with the first thing to say, after the window stands.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(about, sentence))
