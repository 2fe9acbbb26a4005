"""QR codes out of grey frames: zxing-cpp with the rescue ladder of hardware.md 5.4 (`L_zx`).

Three cheap looks come first (they read nearly all there is to read); what they miss is tried
again through filters, each for one kind of harm: an overexposed phone, noise, uneven light, low
contrast, blur. A still picture gets all of them; a frame of a stream gets one, in rotation,
since the next frame is the better second chance (hardware.md 5.5).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

from hardware.scanning.pictures import load_grey
from hardware.scanning.port import DecodedCode, Frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

Codes = tuple[DecodedCode, ...]

QR_ONLY = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
STILL_SIDE_MAX = 1920
"""Larger pictures are brought down to this first: filters are slower and find less above it."""


def decode_picture(path: Path) -> Codes:
    """Return the codes in the picture at `path`. Raises a `PictureFault` when it is none."""
    return decode_still(load_grey(path))


def decode_still(grey: NDArray[np.uint8]) -> Codes:
    """Return the codes in one picture, with every rescue there is."""
    side = max(grey.shape)
    if side > STILL_SIDE_MAX:
        scale = STILL_SIDE_MAX / side
        codes = _first_read(_scaled(grey, scale), scale, (*LOOKS, *RESCUES))
        return codes or _full(grey, 1.0)
    return _first_read(grey, 1.0, (*LOOKS, *RESCUES))


class LiveReader:
    """Reads the frames of one stream: the cheap looks each time, and one rescue in rotation.

    A rescue that worked stays in turn: the next frame shows the same phone in the same light.
    """

    def __init__(self) -> None:
        self._turn = 0

    def read(self, frame: Frame) -> Codes:
        """Return the codes in this frame."""
        rescue = RESCUES[self._turn % len(RESCUES)]
        codes = _first_read(frame.grey, 1.0, (*LOOKS, rescue))
        if not codes:
            self._turn += 1
        return codes


def _first_read(grey: NDArray[np.uint8], scale: float, steps: tuple[Step, ...]) -> Codes:
    for step in steps:
        codes = step(grey, scale)
        if codes:
            return codes
    return ()


def _histogram(grey: NDArray[np.uint8], scale: float) -> Codes:
    return _read(grey, scale, zxingcpp.Binarizer.GlobalHistogram)


def _half(grey: NDArray[np.uint8], scale: float) -> Codes:
    return _read(_scaled(grey, 0.5), scale * 0.5)


def _full(grey: NDArray[np.uint8], scale: float) -> Codes:
    return _read(grey, scale)


def _overexposed(grey: NDArray[np.uint8], scale: float) -> Codes:
    levels = (np.arange(256) / 255.0) ** 4 * 255.0
    return _read(cv2.LUT(grey, levels.astype(np.uint8)), scale)


def _noisy(grey: NDArray[np.uint8], scale: float) -> Codes:
    return _read(cv2.medianBlur(grey, 5), scale)


def _unevenly_lit(grey: NDArray[np.uint8], scale: float) -> Codes:
    mean, binary = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY
    return _read(cv2.adaptiveThreshold(grey, 255, mean, binary, 31, 5), scale)


def _flat(grey: NDArray[np.uint8], scale: float) -> Codes:
    stretched = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(_scaled(grey, 0.5))
    return _read(stretched, scale * 0.5)


def _blurred(grey: NDArray[np.uint8], scale: float) -> Codes:
    half = _scaled(grey, 0.5)
    soft = cv2.GaussianBlur(half, (0, 0), 2.0)
    return _read(cv2.addWeighted(half, 2.5, soft, -1.5, 0), scale * 0.5)


Step = Callable[["NDArray[np.uint8]", float], Codes]
LOOKS: tuple[Step, ...] = (_histogram, _half, _full)
RESCUES: tuple[Step, ...] = (_overexposed, _noisy, _unevenly_lit, _flat, _blurred)


def _scaled(grey: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _read(
    grey: cv2.typing.MatLike,
    scale: float,
    binarizer: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage,
) -> Codes:
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(grey),
        formats=QR_ONLY,
        # Finders are symmetric: rotated codes are read without it (hardware.md 5.4).
        try_rotate=False,
        # Tickets in dark mode are 0 or 100 % by this one.
        try_invert=True,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=binarizer,
    )
    return tuple(DecodedCode(code.text, _corners(code.position, scale)) for code in found)


def _corners(position: zxingcpp.Position, scale: float) -> tuple[tuple[int, int], ...]:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((round(point.x / scale), round(point.y / scale)) for point in points)
