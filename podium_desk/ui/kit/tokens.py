"""The colours and the type of the house style, read from `resources/theme/tokens.json`.

How the windows of this process look now, light or dark and how large their text is, stands here
and is changed by `appearance.wear` only. Colours named ``ui.…`` and ``seat.…`` follow it.
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QFontDatabase

from podium_desk.late_dataclass import dataclass
from podium_desk.resources import resource_path

WEIGHTS = (400, 600, 700)
_TABULAR_FIGURES = "tnum"


class Theme(StrEnum):
    """By daylight or in the dark."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Appearance:
    """How windows look: their colours, and the size of text as a percentage."""

    theme: Theme = Theme.LIGHT
    text_percent: int = 100


_GROUP_OF = {
    Theme.LIGHT: {"ui": "light", "seat": "seat"},
    Theme.DARK: {"ui": "dark", "seat": "dark_seat"},
}
USUAL = Appearance()
DENSE_PERCENT = 115
_worn = [USUAL]


def worn() -> Appearance:
    """How the windows of this process look now."""
    return _worn[-1]


def put_on(appearance: Appearance) -> None:
    """From now on colours and sizes are those of `appearance`; what is drawn stays drawn."""
    _worn[-1] = appearance


def is_dense() -> bool:
    """Whether text is so large that what belongs together has to stand closer."""
    return worn().text_percent > DENSE_PERCENT


def px(pixels: int) -> int:
    """A length of something that has text in it, at the size of text now."""
    return round(pixels * worn().text_percent / 100)


def token(name: str) -> str:
    """A colour as ``#RRGGBB`` by its path, e.g. ``seat.held``; `KeyError` when there is none."""
    group, _, key = name.partition(".")
    return _groups()[_GROUP_OF[worn().theme].get(group, group)][key]


def colour(name: str) -> QColor:
    """A colour to paint with, by its path."""
    return QColor(token(name))


def font(pixels: int, weight: int = 400) -> QFont:
    """The house's type at this size, enlarged as text is now; weight 400, 600 or 700.

    Its figures are of one width.
    """
    return drawn_font(px(pixels), weight)


def drawn_font(pixels: int, weight: int = 400) -> QFont:
    """The same at exactly this size, for words that have their place in a drawing."""
    return QFont(_face(pixels, weight))


@lru_cache(maxsize=256)
def _face(pixels: int, weight: int) -> QFont:
    """Made once: a window asks four hundred times for a dozen until it is painted."""
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
