"""A piece of paper as an emulated printer leaves it: dots, and the same as a PNG."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """Rows of `(width_dots + 7) // 8` bytes each, most significant bit first, 1 = black."""

    width_dots: int
    rows: bytes

    @property
    def height_dots(self) -> int:
        """Rows on this piece."""
        return len(self.rows) // ((self.width_dots + 7) // 8)

    def image(self) -> Image:
        """Return the piece as a black and white picture."""
        from PIL import Image

        white_is_one = bytes(byte ^ 0xFF for byte in self.rows)
        return Image.frombytes("1", (self.width_dots, self.height_dots), white_is_one)

    def save(self, path: Path) -> None:
        """Write the piece to `path` as a PNG."""
        self.image().save(path, format="PNG")
