"""What stands behind a ticket: a foyer out of focus, with edges, lamps and small things."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from podium_desk.proving.camera_pictures.light import as_grey, as_light

if TYPE_CHECKING:
    from podium_desk.proving.camera_pictures.light import Grey, Light

KINDS = 12


@lru_cache(maxsize=2 * KINDS)
def background(kind: int, width: int, height: int) -> Light:
    """One of `KINDS` rooms as light from 0 to 1. Do not write in it."""
    rng = np.random.default_rng([kind, 77])
    room = np.full((height, width), rng.uniform(0.2, 0.5), np.float32)
    for cells in (4, 12, 40, 160):
        noise = rng.normal(0, 0.30 / cells**0.35, (cells, cells * 2)).astype(np.float32)
        room += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    drawn = as_grey(np.clip(room, 0.02, 1.0) * 255)
    for _ in range(int(rng.integers(15, 60))):
        _thing(drawn, rng)
    soft = cv2.GaussianBlur(drawn, (0, 0), float(rng.uniform(0.6, 2.5)))
    return as_light(soft) / np.float32(255)


def _thing(room: Grey, rng: np.random.Generator) -> None:
    height, width = room.shape
    x, y = int(rng.integers(width)), int(rng.integers(height))
    size = int(rng.integers(8, 200))
    tone = int(rng.integers(256))
    kind = int(rng.integers(4))
    if kind == 0:
        cv2.rectangle(room, (x, y), (x + size, y + int(size * rng.uniform(0.2, 2))), tone, -1)
    elif kind == 1:
        cv2.circle(room, (x, y), size // 2, tone, -1, cv2.LINE_AA)
    elif kind == 2:
        end = (int(rng.integers(width)), int(rng.integers(height)))
        cv2.line(room, (x, y), end, tone, int(rng.integers(1, 8)), cv2.LINE_AA)
    else:
        font, scale = cv2.FONT_HERSHEY_SIMPLEX, float(rng.uniform(0.4, 3))
        cv2.putText(room, "PODIUM 12", (x, y), font, scale, tone, int(scale * 2) + 1, cv2.LINE_AA)
