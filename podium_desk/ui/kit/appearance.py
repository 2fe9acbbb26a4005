"""Changes how all windows of this process look: light or dark, and how large text is."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QAbstractButton, QApplication

from podium_desk.ui.kit.icons import renew_icon
from podium_desk.ui.kit.page_look import renew_page
from podium_desk.ui.kit.sizes import renew_size
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.kit.tokens import Appearance, Theme, put_on, worn

TEXT_PERCENTS = (100, 115, 130, 150, 175, 200)
"""The steps of larger and smaller text."""


@runtime_checkable
class Drawn(Protocol):
    """A widget that keeps something drawn in the colours or at the size of before."""

    def appearance_changed(self) -> None:
        """Draw it anew."""


def wear(application: QApplication, appearance: Appearance) -> None:
    """Let every window look so from now on."""
    if appearance == worn():
        return
    put_on(appearance)
    dress(application)
    for widget in application.allWidgets():
        renew_size(widget)
        renew_page(widget)
        if isinstance(widget, QAbstractButton):
            renew_icon(widget)
        if isinstance(widget, Drawn):
            widget.appearance_changed()


def other_theme(now: Appearance) -> Appearance:
    """Dark instead of light, or light instead of dark."""
    theme = Theme.LIGHT if now.theme is Theme.DARK else Theme.DARK
    return Appearance(theme, now.text_percent)


def stepped(now: Appearance, steps: int) -> Appearance:
    """Text so many steps larger, or smaller when negative; as far as the steps go."""
    nearest = min(TEXT_PERCENTS, key=lambda percent: abs(percent - now.text_percent))
    at = TEXT_PERCENTS.index(nearest) + steps
    return Appearance(now.theme, TEXT_PERCENTS[max(0, min(at, len(TEXT_PERCENTS) - 1))])
