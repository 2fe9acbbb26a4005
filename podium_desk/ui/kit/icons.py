"""Drawings from `resources/icons/lucide` in any colour and size."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from podium_desk.resources import resource_path
from podium_desk.ui.kit.tokens import px, token

_DRAWN = "drawnIcon"


def icon(name: str, color: str, pixels: int = 24) -> QIcon:
    """An icon for a button, in one colour; sharp on a screen of twice the density too."""
    drawn = QIcon(pixmap(name, color, pixels))
    drawn.addPixmap(pixmap(name, color, 2 * pixels))
    return drawn


def put_icon(button: QAbstractButton, name: str, token_name: str, pixels: int = 20) -> None:
    """Draw an icon on a button in a colour of the theme, larger where text is larger."""
    button.setProperty(_DRAWN, f"{name} {token_name} {pixels}")
    renew_icon(button)


def renew_icon(button: QAbstractButton) -> None:
    """Draw it as the theme is now; a button that has none stays without."""
    drawn = button.property(_DRAWN)
    if isinstance(drawn, str):
        name, token_name, pixels = drawn.split()
        side = px(int(pixels))
        button.setIcon(icon(name, token(token_name), side))
        button.setIconSize(QSize(side, side))


@lru_cache(maxsize=256)
def pixmap(name: str, color: str, pixels: int) -> QPixmap:
    """A square drawing of `pixels` by `pixels` on a clear ground."""
    canvas = QPixmap(QSize(pixels, pixels))
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    paint(painter, name, color, QRectF(0, 0, pixels, pixels))
    painter.end()
    return canvas


def paint(painter: QPainter, name: str, color: str, where: QRectF) -> None:
    """Draw an icon into `where` of something that is being painted."""
    _renderer(name, color).render(painter, where)


@lru_cache(maxsize=128)
def _renderer(name: str, color: str) -> QSvgRenderer:
    drawing = resource_path("icons", "lucide", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))
