"""What the door asks of its eyes: frames and the codes in them, and codes that a scanner sends.

Faults::

    ScanningFault
    ├── CameraFault            absent, taken by another program, unplugged
    ├── ScannerFault           .device says which
    │   ├── ScannerAbsent      not there, unplugged, taken by another program, no permission
    │   └── ScannerGarbled     it sends something, and that is no code
    └── PictureFault           .path says which file
        ├── PictureMissing     no such file or folder, or no permission to read it
        ├── NotAPicture        a file of another kind, or a damaged one
        └── PictureTooLarge    more than a camera or a phone makes
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ScanningFault(Exception):
    """A picture or a stream of them could not be had."""


class CameraFault(ScanningFault):
    """The camera named `device` gives no frames."""

    def __init__(self, device: str, why: str) -> None:
        super().__init__(f"camera {device}: {why}")
        self.device = device


class ScannerFault(ScanningFault):
    """The scanner or reader named `device` gives no codes."""

    def __init__(self, device: str, why: str) -> None:
        super().__init__(f"{device}: {why}")
        self.device = device


class ScannerAbsent(ScannerFault):
    """It cannot be reached; the next call tries again."""


class ScannerGarbled(ScannerFault):
    """What came is no code: half of one, or bytes at another speed than was set."""


class PictureFault(ScanningFault):
    """The file at `path` cannot be read as a picture."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


class PictureMissing(PictureFault):
    """Nothing readable stands there."""


class NotAPicture(PictureFault):
    """The file is of another kind, or damaged."""


class PictureTooLarge(PictureFault):
    """The picture has more bytes or pixels than will be read."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One grey picture, `grey[y, x]` from 0 black to 255; `source` is its file or camera.

    `is_still` says that no other frame of the same follows: it gets every look there is.
    """

    grey: NDArray[np.uint8]
    source: str
    is_still: bool = False


@dataclass(frozen=True, slots=True)
class DecodedCode:
    """A code that was read, and its corners (x, y) in pixels of the frame, clockwise."""

    text: str
    corners: tuple[tuple[int, int], ...]


class FrameSource(Protocol):
    """A camera, or what stands in for one. One thread asks for frames."""

    @property
    def name(self) -> str:
        """What to call it on screen."""
        ...

    def next_frame(self, deadline_s: float) -> Frame | None:
        """Return the newest frame, or None when none came within `deadline_s`.

        Raises `ScanningFault`; the next call tries again (or goes on to the next picture).
        """
        ...

    def close(self) -> None:
        """Let go of the device; may be called again."""
        ...


class CodeKind(Enum):
    """What a scanned code was read from."""

    PRINTED = "printed"
    """A bar code or a QR code, on paper or on a screen."""
    CHIP = "chip"
    """The number of a card's chip, in capital hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """A whole code, without what the scanner puts before and behind it."""

    text: str
    kind: CodeKind = CodeKind.PRINTED


class CodeSource(Protocol):
    """A scanner with a line of its own, or a reader of chips: whole codes, never keys.

    One thread asks. A device that is not there is looked for again at each call, so that one that
    is plugged in again goes on by itself.
    """

    @property
    def name(self) -> str:
        """What to call it on screen."""
        ...

    def next_code(self, deadline_s: float) -> ScannedCode | None:
        """Return the next code, or None when none came within `deadline_s`.

        Raises `ScannerAbsent` when the device cannot be reached, after waiting `deadline_s`, and
        `ScannerGarbled` for what came and is no code.
        """
        ...

    def close(self) -> None:
        """Let go of the device; may be called again."""
        ...


class CodeReader(Protocol):
    """Finds QR codes in the frames of one stream."""

    def read(self, frame: Frame) -> tuple[DecodedCode, ...]:
        """Return the codes that could be read in this frame; usually none or one."""
        ...
