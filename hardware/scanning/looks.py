"""The ways to look for a QR code in a grey picture, cheapest first, with zxing-cpp.

The plain looks read nearly all there is to read. A rescue is a filter before such a look, each for
one kind of harm. Which ones stand here, and in which order, was decided by what each read that
those before it had missed, for its CPU (`podium-desk bench decode` measures the whole of it;
docs/reading-codes.md has the table and what was dropped).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

from hardware.scanning.port import DecodedCode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

Codes = tuple[DecodedCode, ...]
Corners = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Views:
    """One picture, and its half, which several looks share."""

    full: Grey

    @cached_property
    def half(self) -> Grey:
        """Half as wide and high: noise is averaged out, and everything costs a quarter."""
        return scaled(self.full, 0.5)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look saw: codes that it read, and where stand those that it could not read."""

    codes: Codes = ()
    unread: tuple[Corners, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """`prepare` gives the grey picture to read and by how much it is smaller than the full one.

    A `plain` look reads dark codes on light at this one size; any other also light ones on dark,
    and at smaller sizes. `by_histogram` takes one threshold for all of the picture: quick, and
    for even light.
    """

    name: str
    prepare: Callable[[Views], Grey]
    scale: float = 1.0
    plain: bool = False
    by_histogram: bool = False
    downscales: bool = True

    def see(self, views: Views, *, tells_unread: bool = False) -> Seen:
        """Look once."""
        # What zxing-cpp makes is kept nowhere: what outlives the program is complained about.
        ways = zxingcpp.Binarizer
        way = ways.GlobalHistogram if self.by_histogram else ways.LocalAverage
        found = zxingcpp.read_barcodes(
            np.ascontiguousarray(self.prepare(views)),
            formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2]),
            # Finders are symmetric: rotated codes are read without it (hardware.md 5.4).
            try_rotate=False,
            # Tickets in dark mode are 0 or 100 % by this one.
            try_invert=not self.plain,
            try_downscale=self.downscales and not self.plain,
            text_mode=zxingcpp.TextMode.Plain,
            binarizer=way,
            return_errors=tells_unread,
        )
        return _seen(found, self.scale)


def _seen(found: list[zxingcpp.Barcode], scale: float) -> Seen:
    codes = tuple(
        DecodedCode(code.text, corners_of(code.position, scale)) for code in found if code.valid
    )
    unread = tuple(corners_of(code.position, scale) for code in found if not code.valid)
    return Seen(codes, unread)


def corners_of(position: zxingcpp.Position, scale: float) -> Corners:
    """The corners in pixels of the full picture, clockwise."""
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((round(point.x / scale), round(point.y / scale)) for point in points)


def scaled(grey: Grey, scale: float) -> Grey:
    """The picture smaller by area, or larger by cubic curves."""
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return _grey(cv2.resize(grey, size, interpolation=way))


def look_for_other_kinds(views: Views) -> Codes:
    """Codes of other kinds than ours: a bottle, a train ticket, a wallet's card.

    The screen says of them that they are no ticket.
    """
    kinds = zxingcpp.BarcodeFormat
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(views.full),
        formats=zxingcpp.BarcodeFormats(
            [kinds.EAN13, kinds.Code128, kinds.Aztec, kinds.DataMatrix, kinds.PDF417]
        ),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return _seen(found, 1.0).codes


def _grey(picture: cv2.typing.MatLike) -> Grey:
    return picture.astype(np.uint8, copy=False)


def _levels(power: float) -> Grey:
    return ((np.arange(256) / 255.0) ** power * 255.0).astype(np.uint8)


def _sharpened(grey: Grey, around_px: int) -> Grey:
    """Takes out blur of the lens or the hand: what differs from its surroundings counts more."""
    around = cv2.blur(grey, (around_px, around_px))
    return _grey(cv2.addWeighted(grey, 3.5, around, -2.5, 0))


def _flat_and_sharpened(grey: Grey) -> Grey:
    """Each part of the picture gets all the contrast there is, and then its edges back."""
    flat = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(grey)
    around = cv2.GaussianBlur(flat, (0, 0), 2.0)
    return _grey(cv2.addWeighted(flat, 3.0, around, -2.0, 0))


def _black_where_darker(grey: Grey, by: int, around_px: int = 15) -> Grey:
    mean, binary = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY
    return _grey(cv2.adaptiveThreshold(grey, 255, mean, binary, around_px, by))


def _averaged(grey: Grey) -> Grey:
    return _grey(cv2.blur(grey, (3, 3)))


def _bent(grey: Grey, levels: Grey) -> Grey:
    return _grey(cv2.LUT(grey, levels))


def _closed(grey: Grey) -> Grey:
    return _grey(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, _CRACK))


_DOT = np.ones((3, 3), np.uint8)
_CRACK = np.ones((5, 5), np.uint8)
_DEAD_COLUMN = np.ones((1, 5), np.uint8)
_DARKER, _LIGHTER = _levels(4.0), _levels(0.5)

HISTOGRAM = Look("histogram, plain", lambda views: views.full, plain=True, by_histogram=True)
HURRIED = (Look("half, plain", lambda views: views.half, 0.5, plain=True), HISTOGRAM)
THOROUGH = Look("full", lambda views: views.full)
SHARPENED = Look("sharpened", lambda views: _sharpened(views.half, 11), 0.5)
FAINT = Look("faint", lambda views: _black_where_darker(views.half, 0), 0.5)
HALF = Look("half", lambda views: views.half, 0.5)
PLAIN_LOOKS = (*HURRIED, HALF, THOROUGH)
LIVE_LOOKS = (*HURRIED, SHARPENED, FAINT, THOROUGH)
"""What every frame of a stream gets: hands move and lenses hunt, so blur and grey are met most."""
RESCUES = (
    SHARPENED,
    Look("uneven light", lambda views: _black_where_darker(views.half, 5), 0.5, downscales=False),
    Look("noise", lambda views: _averaged(views.half), 0.5),
    FAINT,
    Look("too dark", lambda views: _bent(views.half, _LIGHTER), 0.5),
    Look("overexposed", lambda views: _bent(views.half, _DARKER), 0.5),
    Look("dead lines", lambda views: _grey(cv2.erode(views.full, _DOT)), downscales=False),
    Look("dead columns", lambda views: _grey(cv2.erode(views.full, _DEAD_COLUMN))),
    Look("cracks", lambda views: _closed(views.full), downscales=False),
    Look("faint and blurred", lambda views: _flat_and_sharpened(views.half), 0.5),
    Look("fine print", lambda views: _sharpened(views.full, 21), downscales=False),
)
LIVE_RESCUES = tuple(look for look in RESCUES if look not in LIVE_LOOKS)
SMALL_PLAIN_LOOKS = (HISTOGRAM, THOROUGH, HALF)
SMALL_RESCUES = (
    Look("small, uneven", lambda views: _black_where_darker(views.full, 2, 11), downscales=False),
    Look("small, overexposed", lambda views: _bent(views.full, _DARKER), downscales=False),
    Look("small, sharpened", lambda views: _sharpened(views.full, 7), downscales=False),
    Look("small, noise", lambda views: _averaged(views.full), downscales=False),
    Look("larger", lambda views: _sharpened(scaled(views.full, 1.5), 11), 1.5, downscales=False),
)
"""For pictures of few pixels, where half would have none to spare, and for a place cut out."""
