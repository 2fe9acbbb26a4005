"""Lengths of widgets that are fixed, and grow with the text in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.ui.kit.tokens import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WIDTH, _HEIGHT = "fixedWidthPixels", "fixedHeightPixels"


def fix_size(widget: QWidget, width: int | None = None, height: int | None = None) -> None:
    """Fix a widget's width or height, in pixels at text of 100 %."""
    for name, pixels in ((_WIDTH, width), (_HEIGHT, height)):
        if pixels is not None:
            widget.setProperty(name, pixels)
    renew_size(widget)


def renew_size(widget: QWidget) -> None:
    """Fix it at the size of text now; a widget that was never fixed stays free."""
    width, height = widget.property(_WIDTH), widget.property(_HEIGHT)
    if isinstance(width, int):
        widget.setFixedWidth(px(width))
    if isinstance(height, int):
        widget.setFixedHeight(px(height))
