"""Gives an area that scrolls a viewport that Python made.

Asked for one of Qt's own, PySide6 looks what kind of widget it is, and makes a class for each kind
that Qt has: fifty that no counter uses, a fiftieth of its start. It knows what Python made.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> None:
    """As Qt made it; before anything else is done with the area."""
    viewport = QWidget()
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setAutoFillBackground(True)
    viewport.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    is_list = isinstance(area, QAbstractItemView)
    viewport.setBackgroundRole(QPalette.ColorRole.Base if is_list else QPalette.ColorRole.NoRole)
    area.setViewport(viewport)
