"""The brightness of a camera's frame, whatever its form: no colour picture is ever made.

A planar form begins with its brightness and needs no work but to leave the filling at the end of
each line away; a packed one has it in every second byte.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class PlaneForm(Enum):
    """Where the brightness stands: first and step, in bytes of a line."""

    PLANAR = (0, 1)
    """NV12, NV21, YUV 4:2:0 in planes, and grey."""
    YUYV = (0, 2)
    UYVY = (1, 2)


def brightness_plane(
    data: bytes | bytearray | memoryview, line_bytes: int, size: tuple[int, int], form: PlaneForm
) -> NDArray[np.uint8]:
    """`grey[y, x]` of a frame of `size` (width, height) in pixels.

    Raises `ValueError` when there are fewer bytes than that.
    """
    import numpy as np

    (width, height), (first, step) = size, form.value
    if line_bytes < width * step or len(data) < line_bytes * height - (line_bytes - width * step):
        raise ValueError(f"{len(data)} bytes for {width} x {height} in lines of {line_bytes}")
    lines = np.frombuffer(data, np.uint8, count=min(len(data), line_bytes * height))
    whole = np.zeros(line_bytes * height, np.uint8)
    whole[: lines.size] = lines
    grey = whole.reshape(height, line_bytes)[:, first : width * step : step]
    return np.ascontiguousarray(grey)
