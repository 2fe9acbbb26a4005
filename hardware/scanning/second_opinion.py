"""zbar's reading, where pyzbar is installed: another family of decoder, dear, so always last.

It reads some of what a thumb, a crack or a curve hides from zxing-cpp. It is never needed: the
extra `second-opinion` brings it, and on Linux it wants the system's `libzbar0`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hardware.scanning.port import DecodedCode

if TYPE_CHECKING:
    from hardware.scanning.looks import Codes, Views

Opinion = Callable[["Views"], "Codes"]


@lru_cache(maxsize=1)
def second_opinion() -> Opinion | None:
    """How zbar is asked, or None where it is not installed."""
    try:
        zbar = importlib.import_module("pyzbar.pyzbar")
    except (ImportError, OSError):
        # The package, or the system's library that it loads, is not there.
        return None
    return lambda views: _read(zbar, views)


def _read(zbar: Any, views: Views) -> Codes:
    found = zbar.decode(views.half, symbols=[zbar.ZBarSymbol.QRCODE])
    return tuple(
        DecodedCode(code.data.decode("utf-8", "replace"), _corners(code.polygon)) for code in found
    )


def _corners(polygon: Any) -> tuple[tuple[int, int], ...]:
    return tuple((2 * point.x, 2 * point.y) for point in polygon)
