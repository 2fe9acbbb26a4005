"""Widgets that are dressed before they are first shown.

The style sheet is looked through for each widget at its first show, which for a page of them is
most of what a clerk would wait for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

_W = TypeVar("_W", bound=QWidget)


def polished(make: Callable[[], _W]) -> _W:
    """What `make` makes, which stands in its window but is not shown yet, dressed and laid out."""
    widget = make()
    widget.ensurePolished()
    for part in widget.findChildren(QWidget):
        part.ensurePolished()
    layout = widget.layout()
    if layout is not None:
        layout.activate()
    return widget
