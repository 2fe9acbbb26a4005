"""The door's colours and type as Qt values, from the house's tokens (ux.md 12)."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from podium_desk.presentation.door_view import Tone
from podium_desk.ui.kit import icons, tokens

REGULAR, SEMIBOLD, BOLD = tokens.WEIGHTS


def ground(tone: Tone) -> QColor:
    """The colour that fills the screen."""
    return tokens.colour("light.canvas" if tone is Tone.WAITING else f"door.{tone.value}")


def ink(tone: Tone) -> QColor:
    """The colour of everything drawn on that ground."""
    return tokens.colour("light.ink" if tone is Tone.WAITING else f"door.on_{tone.value}")


def accent(tone: Tone) -> QColor:
    """The icon's colour: quiet blue while waiting, the ink in a verdict."""
    return tokens.colour("light.primary") if tone is Tone.WAITING else ink(tone)


def surface() -> QColor:
    """Paper on the waiting screen's ground."""
    return tokens.colour("light.surface")


def thin(colour: QColor, share: float) -> QColor:
    """The colour at this share of its strength, 0.0 to 1.0."""
    return QColor.fromRgbF(colour.redF(), colour.greenF(), colour.blueF(), share)


def font(px: float, weight: int = REGULAR) -> QFont:
    """The house's type at this size in pixels."""
    tokens.load_fonts()
    return tokens.drawn_font(max(1, int(px)), weight)


def draw_icon(painter: QPainter, name: str, colour: QColor, where: QRectF) -> None:
    """Draw the icon of this name to fill `where`."""
    icons.paint(painter, name, colour.name(), where)
