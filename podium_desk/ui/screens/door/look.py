"""The door's colours and type as Qt values, from the house's tokens (ux.md 12)."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from podium_desk.presentation.door_view import Tone
from podium_desk.ui.kit import icons, tokens

REGULAR, SEMIBOLD, BOLD = tokens.WEIGHTS


READABLE_MOST_PX = 40
"""On the screen of 1280 by 800. What is larger than this is large without being enlarged."""


def readable(pixels: float) -> float:
    """A small text's size on the screen of 1280 by 800, as large as text is wanted now.

    The verdict itself is as large as it can be; what stands around it grows to `READABLE_MOST_PX`.
    """
    wanted = pixels * tokens.worn().text_percent / 100
    return max(pixels, min(wanted, float(READABLE_MOST_PX)))


def ground(tone: Tone) -> QColor:
    """The colour that fills the screen; a verdict's is the same by daylight and in the dark."""
    return tokens.colour("ui.canvas" if tone is Tone.WAITING else f"door.{tone.value}")


def ink(tone: Tone) -> QColor:
    """The colour of everything drawn on that ground."""
    return tokens.colour("ui.ink" if tone is Tone.WAITING else f"door.on_{tone.value}")


def accent(tone: Tone) -> QColor:
    """The icon's colour: quiet blue while waiting, the ink in a verdict."""
    return tokens.colour("ui.primary") if tone is Tone.WAITING else ink(tone)


def surface() -> QColor:
    """Paper on the waiting screen's ground."""
    return tokens.colour("ui.surface")


def training_colours() -> tuple[QColor, QColor]:
    """Paper and ink of the band that says that nothing is real, as at the counter."""
    return tokens.colour("band.training"), tokens.colour("band.on_training")


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
