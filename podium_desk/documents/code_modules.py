"""The squares of a QR code, for paper and for screens."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import segno
import zxingcpp

QUIET_MODULES = 4
"""The white border on each side that the standard asks for (ISO/IEC 18004)."""
_BLACK = bytes([1]) + bytes(255)
"""From the grey of a drawn code to 1 for a black module."""


@lru_cache(maxsize=32)
def code_modules(text: str) -> tuple[bytes, ...]:
    """The code of error level M without its border: one ``bytes`` a row, 1 = black."""
    if not text.isascii():
        # zxing-cpp marks such letters with a change of alphabet that few banks' apps know.
        code = segno.make(text, error="m", micro=False, boost_error=False)
        return tuple(bytes(1 if module else 0 for module in row) for row in code.matrix)
    # In a tenth of segno's time, for which a window would wait.
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(
        scale=1, add_quiet_zones=False
    )
    # It is a buffer, which its types do not say.
    dots, side = bytes(memoryview(cast("bytes", drawn))).translate(_BLACK), drawn.shape[0]
    return tuple(dots[start : start + side] for start in range(0, len(dots), side))
