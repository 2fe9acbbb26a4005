"""Light as pictures of it are reckoned with: single floats, 0 is none and 1 fills the sensor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Light = NDArray[np.float32]
    Grey = NDArray[np.uint8]


def as_light(values: Any) -> Light:
    """These values in the one type that all of it uses."""
    return np.asarray(values, np.float32)


def as_grey(values: Any) -> Grey:
    """These levels, 0 to 255, as the bytes of a picture."""
    return np.asarray(values, np.uint8)
