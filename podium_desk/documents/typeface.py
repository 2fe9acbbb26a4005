"""The typefaces of all papers, measured and drawn by Pillow, and what they can write.

There is one face for everything and a spare one for what it lacks: Greek, Cyrillic, Arabic,
Hebrew, signs. Layout is Pillow's basic one on purpose: it needs no system library, so a ticket is
the same to the dot on every machine, and a line's width is the sum of its letters in the PDF too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont

from podium_desk.documents.page import Weight
from podium_desk.documents.right_to_left import joined
from podium_desk.resources import resource_path

_NOT_A_CHARACTER = "\uffff"
_UNSEEN = ("Mn", "Me", "Cf")
"""Accents that found no letter to join, and marks of direction and joining."""
_TONE_OF_SKIN = "Sk"


class Face(StrEnum):
    """The families that are bundled, in the order in which they are asked for a letter."""

    MAIN = "AtkinsonHyperlegibleNext"
    SPARE = "DejaVuSans"


_FILES = {
    Face.MAIN: {weight: f"{Face.MAIN}-{weight.value}.ttf" for weight in Weight},
    Face.SPARE: {
        Weight.REGULAR: "DejaVuSans.ttf",
        Weight.SEMIBOLD: "DejaVuSans-Bold.ttf",
        Weight.BOLD: "DejaVuSans-Bold.ttf",
    },
}


def font_path(weight: Weight, face: Face = Face.MAIN) -> Path:
    """The TrueType file of this weight."""
    return resource_path("fonts", _FILES[face][weight])


@lru_cache(maxsize=64)
def font(weight: Weight, size_px: int, face: Face = Face.MAIN) -> ImageFont.FreeTypeFont:
    """The face at a size in dots; kept, for opening a file takes longer than drawing a line."""
    path = font_path(weight, face)
    return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)


def width_of(words: str, weight: Weight, size_px: int) -> float:
    """How far these words advance, in dots: the sum of their letters, for there is no kerning."""
    return sum(_advance(character, weight, size_px) for character in words)


def by_face(words: str) -> Iterator[tuple[Face, str]]:
    """The words in pieces of one face each."""
    if words.isascii():
        yield Face.MAIN, words
        return
    for face, letters in groupby(words, _face_of):
        yield face, "".join(letters)


@lru_cache(maxsize=4096)
def writable(words: str) -> str:
    """The words in characters that a face has.

    Composed first, so that an e and a combining accent become é. A character that no face has
    loses its accents; if it has none it is told by its name, ``[performing arts]``, or by its
    number, ``[U+4E2D]``: a box or a ``?`` would say nothing, and hide that something is missing.
    """
    if words.isascii() and words.isprintable():
        return words
    composed = joined(unicodedata.normalize("NFC", words))
    return "".join(_nearest(character) for character in composed)


def unwritable(words: str) -> tuple[str, ...]:
    """The characters that a paper can only tell by their names, each once, in order."""
    composed = unicodedata.normalize("NFC", words)
    told = (character for character in composed if _nearest(character) == _told(character))
    return tuple(dict.fromkeys(told))


@lru_cache(maxsize=2048)
def has_glyph(character: str, face: Face = Face.MAIN) -> bool:
    """Whether the face draws this character with a glyph of its own."""
    drawing = font(Weight.REGULAR, 32, face)
    drawn, missing = drawing.getmask(character), drawing.getmask(_NOT_A_CHARACTER)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


def _face_of(character: str) -> Face:
    is_spare = not has_glyph(character) and has_glyph(character, Face.SPARE)
    return Face.SPARE if is_spare else Face.MAIN


@lru_cache(maxsize=8192)
def _advance(character: str, weight: Weight, size_px: int) -> float:
    return font(weight, size_px, _face_of(character)).getlength(character)


def _nearest(character: str) -> str:
    if character == "\n":
        return character
    if unicodedata.category(character) in _UNSEEN:
        return ""
    if _is_drawn(character):
        return character
    if character.isspace():
        return " "
    if unicodedata.category(character) == _TONE_OF_SKIN:
        return ""
    bare = unicodedata.normalize("NFKD", character)
    return "".join(filter(_is_drawn, bare)) or _told(character)


def _is_drawn(character: str) -> bool:
    if character.isspace():
        return has_glyph(character)
    return has_glyph(character) or has_glyph(character, Face.SPARE)


def _told(character: str) -> str:
    name, number = unicodedata.name(character, "").lower(), f"{ord(character):04X}"
    has_own_name = bool(name) and number.lower() not in name
    return f"[{name}]" if has_own_name else f"[U+{number}]"
