"""Words on the status page: labels that break their lines, and taking them away again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout

from podium_desk.ui.kit.buttons import look


def paragraph(text: str, style: str) -> QLabel:
    """A label that breaks its lines."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if style:
        look(label, style)
    return label


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, and off the screen."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
