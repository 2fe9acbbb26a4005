"""A fault in a window of its own: a program that was started from an icon has no terminal."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox


def fault_box(sentence: str) -> QMessageBox:
    """What went wrong and what to do, with one button; not shown yet."""
    box = QMessageBox(
        QMessageBox.Icon.Critical, "Podium Desk", sentence, QMessageBox.StandardButton.Ok
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAccessibleName(sentence)
    return box
