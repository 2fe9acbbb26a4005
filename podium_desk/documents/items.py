"""What a layout consists of: things at their place, in whole dots, from its top left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from podium_desk.documents.page import Weight
from podium_desk.documents.typeface import Face
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line; `x` is their start, `baseline` counts from the top of the page."""

    x: int
    baseline: int
    words: str
    size_px: int
    weight: Weight
    is_inverse: bool = False
    face: Face = Face.MAIN


@dataclass(frozen=True, slots=True)
class Box:
    """A black rectangle: a rule, a dash or a banner's ground."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class QrSquare:
    """A QR code without its quiet zone: `modules` has one ``bytes`` a row, 1 = black."""

    x: int
    y: int
    module_dots: int
    modules: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file's content, drawn `width` by `height`."""

    x: int
    y: int
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Turned:
    """A layout that is read from below, turned a quarter to the left; (`x`, `y`) is where the top
    left corner then is, so it takes `layout.height_dots` to the right and `width_dots` down."""

    x: int
    y: int
    layout: Layout


Item = Run | Box | QrSquare | Picture | Turned


@dataclass(frozen=True, slots=True)
class Layout:
    """A page in dots; `items` in the order to draw."""

    width_dots: int
    height_dots: int
    dpi: int
    items: tuple[Item, ...]


def moved(items: Sequence[Item], right: int, down: int) -> tuple[Item, ...]:
    """The items, so far to the right and down."""
    return tuple(_shifted(item, right, down) for item in items)


def _shifted(item: Item, right: int, down: int) -> Item:
    match item:
        case Run():
            return replace(item, x=item.x + right, baseline=item.baseline + down)
        case Box() | QrSquare() | Picture() | Turned():
            return replace(item, x=item.x + right, y=item.y + down)
