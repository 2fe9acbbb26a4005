"""The one typeface of all papers, measured and drawn by Pillow, and what it can write.

Layout is Pillow's basic one on purpose: it needs no system library, so a ticket is the same
to the dot on every machine, and a line's width is the sum of its letters in the PDF too.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from podium_desk.documents.page import Weight
from podium_desk.resources import resource_path

_NOT_A_CHARACTER = "\uffff"
_UNSEEN = ("Mn", "Me", "Cf")
"""Accents that found no letter to join, and marks of direction and joining."""


def font_path(weight: Weight) -> Path:
    """The TrueType file of this weight."""
    return resource_path("fonts", f"AtkinsonHyperlegibleNext-{weight.value}.ttf")


@lru_cache(maxsize=64)
def font(weight: Weight, size_px: int) -> ImageFont.FreeTypeFont:
    """The face at a size in dots; kept, for opening a file takes longer than drawing a line."""
    return ImageFont.truetype(font_path(weight), size_px, layout_engine=ImageFont.Layout.BASIC)


def width_of(words: str, weight: Weight, size_px: int) -> float:
    """How far these words advance, in dots: the sum of their letters, for there is no kerning."""
    return sum(_advance(character, weight, size_px) for character in words)


@lru_cache(maxsize=4096)
def writable(words: str) -> str:
    """The words in characters that the face has.

    Composed first, so that an e and a combining accent become é. A character that the face lacks
    loses its accents, or becomes ``?``: a box would look like a misprint.
    """
    composed = unicodedata.normalize("NFC", words)
    return "".join(_nearest(character) for character in composed)


@lru_cache(maxsize=1024)
def has_glyph(character: str) -> bool:
    """Whether the face draws this character with a glyph of its own."""
    face = font(Weight.REGULAR, 32)
    drawn, missing = face.getmask(character), face.getmask(_NOT_A_CHARACTER)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


@lru_cache(maxsize=8192)
def _advance(character: str, weight: Weight, size_px: int) -> float:
    return font(weight, size_px).getlength(character)


def _nearest(character: str) -> str:
    if character == "\n":
        return character
    if unicodedata.category(character) in _UNSEEN:
        return ""
    if has_glyph(character):
        return character
    if character.isspace():
        return " "
    bare = unicodedata.normalize("NFKD", character)
    return "".join(part for part in bare if has_glyph(part)) or "?"
