"""The page model: what stands on a paper, in millimetres and points, for no device in particular.

A ticket or receipt is built as a `Page` once; `layout` places it for a width in dots, and
raster, PDF and preview all draw that one layout. So what the screen shows is what comes out.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from podium_desk.late_dataclass import dataclass


class PaperFault(ValueError):
    """What cannot be put on this paper, so that nothing of it is."""


class Weight(IntEnum):
    """The cuts of the typeface that are bundled."""

    REGULAR = 400
    SEMIBOLD = 600
    BOLD = 700


class Align(StrEnum):
    """Where a line stands in its column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Style:
    """How words look. `leading` is the distance of lines as a multiple of the size.

    Words that need more than `max_lines` lines are set smaller, down to `min_size_pt`; what then
    still does not fit gets more lines, for nothing on a ticket is ever cut off. `is_balanced`
    makes the lines about equally long, as a title wants.
    """

    size_pt: float
    weight: Weight = Weight.REGULAR
    align: Align = Align.LEFT
    leading: float = 1.2
    max_lines: int | None = None
    min_size_pt: float | None = None
    is_balanced: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; it wraps at plain spaces, a line feed begins a new line."""

    words: str
    style: Style


@dataclass(frozen=True, slots=True)
class Pair:
    """Words at the left that may wrap, and words at the right (an amount) that may not."""

    left: str
    right: str
    style: Style


@dataclass(frozen=True, slots=True)
class Banner:
    """White words on a black bar: DUPLICAAT, OEFENING."""

    words: str
    style: Style
    padding_mm: float = 1.2


@dataclass(frozen=True, slots=True)
class Rule:
    """A line over the whole width, dashed or whole."""

    thickness_mm: float = 0.25
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """White between blocks."""

    height_mm: float


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code of error level M with its quiet zone of 4 modules on all sides.

    It is made as large as `size_mm` allows in whole dots a module, and never with modules under
    `module_mm_min` (0.75 mm: 6 dots at 203 dpi), what worn thermal heads still print readably.
    """

    text: str
    size_mm: float
    module_mm_min: float = 0.75


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: the content of a PNG, JPEG or BMP file, as large as both measures allow.

    On thermal paper it becomes dots, in the PDF it keeps its colours.
    """

    content: bytes
    height_mm: float
    width_mm: float | None = None
    """At most; None for all there is."""
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Column:
    """Blocks under each other, over a share of the width."""

    blocks: tuple[Block, ...]
    share: float = 1.0


class VerticalAlign(StrEnum):
    """How columns of unequal height stand next to each other."""

    TOP = "top"
    MIDDLE = "middle"
    BASELINE = "baseline"
    """The last lines of words stand on one line."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns next to each other. A column that is a `QrCode` alone is as wide as its code.

    Where one would be narrower than `column_mm_min`, as on 58 mm paper, they stand under each
    other instead.
    """

    columns: tuple[Column, ...]
    gap_mm: float = 2.0
    align: VerticalAlign = VerticalAlign.TOP
    column_mm_min: float = 0.0


Block = Text | Pair | Banner | Rule | Gap | QrCode | Image | Columns


@dataclass(frozen=True, slots=True)
class Page:
    """A paper as long as its blocks need: one ticket or one receipt, cut off at its end."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Where a page stands on a sheet, from the sheet's top left corner.

    Its words are set `scale` times their size, and smaller where the panel is not high enough; a
    code keeps its size. A panel that `is_turned` is read from below: its lines run up along
    `height_mm`. A `frame_mm` over 0 draws a frame around the panel at that distance.
    """

    page: Page
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    scale: float = 1.0
    frame_mm: float = 0.0
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a fixed size with pages on it: a home ticket of A4 with folds across it, a ticket
    of a box with its stubs, a wristband."""

    panels: tuple[Panel, ...]
    width_mm: float = 210.0
    height_mm: float = 297.0
    is_folded_in_four: bool = False


Paper = Page | Sheet
"""What one document comes out on."""
