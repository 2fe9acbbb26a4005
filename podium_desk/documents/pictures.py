"""Pictures on paper: read with care, since a house brings them, and turned into dots of black.

A logo is mostly flat black on white and is cut at a threshold, so that its edges stay sharp; what
has shades is dithered by spreading each dot's error (Floyd and Steinberg), lighter than it is:
heat makes a dot larger than its place, and shades would close up.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from itertools import accumulate

from PIL import Image, UnidentifiedImageError

from podium_desk.documents.page import PaperFault

PIXELS_MAX = 4_000_000
"""More than a page of A4 at 150 dpi twice over; forty of these would stop a counter."""
FORMATS = ("PNG", "JPEG", "BMP")
_SHADES_MAX = 0.3
"""Of what is not white: line art has no more shades than its edges have."""
_NEARLY = 40
_GAIN = 0.72
"""The exponent that makes shades lighter by about what heat makes them darker."""


class PictureUnreadable(PaperFault):
    """No picture that a paper can have; `why` is ``none`` or ``large``, then with its `pixels`."""

    def __init__(self, why: str, pixels: int = 0) -> None:
        super().__init__(f"a picture that cannot be printed: {why} {pixels}")
        self.why = why
        self.pixels = pixels


@lru_cache(maxsize=16)
def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the file's head only. Raises `PictureUnreadable`."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PictureUnreadable("none") from error
    if width * height > PIXELS_MAX:
        raise PictureUnreadable("large", width * height)
    return width, height


def check_picture(content: bytes) -> None:
    """Read all of it once. Raises `PictureUnreadable`, also when it is cut off."""
    grey_picture(content)


@lru_cache(maxsize=16)
def grey_picture(content: bytes) -> Image.Image:
    """The picture in grey, on white where it is transparent. Raises `PictureUnreadable`."""
    picture_size(content)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            clear = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise PictureUnreadable("none") from error
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("L")


@lru_cache(maxsize=16)
def ink_of(content: bytes, width: int, height: int) -> Image.Image:
    """The dots to burn: 255 is black, in mode L."""
    grey = grey_picture(content).resize((width, height), Image.Resampling.LANCZOS)
    if is_flat(grey_picture(content)):
        return grey.point(lambda level: 255 if level < 128 else 0)
    lighter = grey.point(lambda level: round(255 * (level / 255) ** _GAIN))
    dots = lighter.convert("1", dither=Image.Dither.FLOYDSTEINBERG)
    return dots.convert("L").point(lambda level: 255 - level)


def is_flat(grey: Image.Image) -> bool:
    """Whether it is line art: hardly any shades between black and white."""
    upto = list(accumulate(grey.histogram()))
    inked = upto[254 - _NEARLY]
    return inked - upto[_NEARLY] <= inked * _SHADES_MAX
