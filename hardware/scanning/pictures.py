"""A picture file as a grey frame, with a clear fault for what is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from hardware.scanning.port import NotAPicture, PictureMissing, PictureTooLarge

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE_BYTES_MAX = 64_000_000
PIXELS_MAX = 64_000_000
"""More than the phones of today make; above it a small file can fill the memory."""


def load_grey(path: Path) -> NDArray[np.uint8]:
    """Return the picture at `path` upright and in grey, see-through parts white.

    Raises `PictureMissing`, `NotAPicture` or `PictureTooLarge`.
    """
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise PictureTooLarge(path, f"more than {FILE_BYTES_MAX // 1_000_000} MB")
        with Image.open(path) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise PictureTooLarge(path, f"{picture.width} x {picture.height} pixels")
            return _grey(picture)
    except UnidentifiedImageError as error:
        raise NotAPicture(path, "no picture of a known kind") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge(path, "too many pixels") from error
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise PictureMissing(path, error.strerror or str(error)) from error
    except (OSError, SyntaxError, ValueError) as error:
        # Pillow's ways of saying that a picture of a known kind is damaged or cut short.
        raise NotAPicture(path, f"damaged: {error}") from error


def grey_of_dots(width_dots: int, rows: bytes) -> NDArray[np.uint8]:
    """Return a printer's dots as a grey frame; `rows` are packed as those of a `Raster`."""
    packed = np.frombuffer(rows, np.uint8).reshape(-1, (width_dots + 7) // 8)
    black = np.unpackbits(packed, axis=1)[:, :width_dots]
    return np.where(black, np.uint8(0), np.uint8(255))


def _grey(picture: Image.Image) -> NDArray[np.uint8]:
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        see_through = upright.convert("RGBA")
        upright = Image.new("RGBA", see_through.size, "white")
        upright.alpha_composite(see_through)
    return np.asarray(upright.convert("L"), dtype=np.uint8)
