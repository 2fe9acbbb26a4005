"""A fault in a window of its own: a program that was started from an icon has no terminal."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

_TARGET_PIXELS = 48
"""As large as a finger."""


def fault_box(sentence: str) -> QMessageBox:
    """What went wrong and what to do, with one button; not shown yet."""
    box = QMessageBox(
        QMessageBox.Icon.Critical, "Podium Desk", sentence, QMessageBox.StandardButton.Ok
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAccessibleName(sentence)
    return box


def way_out_box(sentence: str, explanation: str, way_out: str, leave: str) -> QMessageBox:
    """What went wrong, what the way out comes to, and a button for it; not shown yet.

    `is_way_out_taken` asks it. Enter and Esc leave things as they are.
    """
    box = fault_box(sentence)
    box.setInformativeText(explanation)
    box.setAccessibleDescription(explanation)
    box.setStandardButtons(QMessageBox.StandardButton.NoButton)
    for text, role in (
        (way_out, QMessageBox.ButtonRole.AcceptRole),
        (leave, QMessageBox.ButtonRole.RejectRole),
    ):
        button = box.addButton(text, role)
        button.setAccessibleName(text)
        button.setAccessibleDescription(explanation)
        button.setMinimumHeight(_TARGET_PIXELS)
    box.setDefaultButton(button)
    box.setEscapeButton(button)
    return box


def is_way_out_taken(box: QMessageBox) -> bool:
    """Show the box; whether the person pressed the way out."""
    box.exec()
    return box.buttonRole(box.clickedButton()) == QMessageBox.ButtonRole.AcceptRole
