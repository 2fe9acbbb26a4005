"""The colours and the type of the house style, read from `resources/theme/tokens.json`."""

from __future__ import annotations

import json
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QFontDatabase

from podium_desk.resources import resource_path

WEIGHTS = (400, 600, 700)
_TABULAR_FIGURES = "tnum"


def token(name: str) -> str:
    """A colour as ``#RRGGBB`` by its path, e.g. ``seat.held``; `KeyError` when there is none."""
    group, _, key = name.partition(".")
    return _groups()[group][key]


def colour(name: str) -> QColor:
    """A colour to paint with, by its path."""
    return QColor(token(name))


def font(pixels: int, weight: int = 400) -> QFont:
    """The house's type at this size, with figures of one width; weight 400, 600 or 700."""
    face = QFont(_family(), weight=weight)
    face.setPixelSize(pixels)
    face.setFeature(QFont.Tag(_TABULAR_FIGURES), 1)
    return face


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Make the house's type known to Qt, once per process; needs a running application."""
    for weight in WEIGHTS:
        path = resource_path("fonts", f"AtkinsonHyperlegibleNext-{weight}.ttf")
        QFontDatabase.addApplicationFont(str(path))


@lru_cache(maxsize=1)
def _groups() -> dict[str, dict[str, str]]:
    text = resource_path("theme", "tokens.json").read_text(encoding="utf-8")
    groups: dict[str, dict[str, str]] = json.loads(text)
    return groups


def _family() -> str:
    return _groups()["type"]["family"]
