"""A phone's page and a paper ticket drawn flat, seen from straight above, as light from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import segno

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.camera_pictures.light import as_light
from podium_desk.proving.camera_pictures.recipe import Carrier, Harm

if TYPE_CHECKING:
    from podium_desk.proving.camera_pictures.light import Light

FLAT_MODULE_PX = 10
QUIET_MODULES = 4
_DOT_PX = 5
"""A printer's dot: two to a module, as on 80 mm paper."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A carrier: its light, and the code's corners in it (x, y), clockwise from its top left."""

    light: Light
    corners: Light


def draw_flat(text: str, carrier: Carrier, harm: Harm, rng: np.random.Generator) -> Flat:
    """Draw a carrier with this code; with no text it has lines of words in the code's place."""
    code = _code_light(text, harm, rng)
    is_phone = carrier is Carrier.PHONE
    side = code.shape[0]
    width, height = (round(side * 1.25), round(side * 2.1)) if is_phone else (
        round(side * 1.3), round(side * 1.9)
    )  # fmt: skip
    page = np.full((height, width), 0.1 if harm.is_inverted else 1.0, np.float32)
    _write_lines(page, rng, top=round(height * 0.06), bottom=round(height * 0.22))
    _write_lines(page, rng, top=round(height * 0.82), bottom=round(height * 0.96))
    left, top = (width - side) // 2, round((height - side) * 0.55)
    page[top : top + side, left : left + side] = code
    page = _phone(page, harm, rng) if is_phone else _paper(page, harm, rng)
    quiet = QUIET_MODULES * FLAT_MODULE_PX
    a, b = np.array([left, top]) + quiet, np.array([left, top]) + side - quiet
    corners = np.array([a, (b[0], a[1]), b, (a[0], b[1])], np.float32)
    if harm.thumb:
        _cover(page, corners, harm.thumb, rng)
    return Flat(page, corners)


def _code_light(text: str, harm: Harm, rng: np.random.Generator) -> Light:
    if not text:
        words = np.ones((57 * FLAT_MODULE_PX, 57 * FLAT_MODULE_PX), np.float32)
        _write_lines(words, rng, 20, words.shape[0] - 20)
        return words
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    modules = np.array([list(row) for row in matrix], np.uint8)
    small = np.pad(1.0 - modules, QUIET_MODULES, constant_values=1.0)
    light = as_light(np.kron(small, np.ones((FLAT_MODULE_PX, FLAT_MODULE_PX))))
    if harm.logo:
        _stick_logo(light, harm.logo, rng)
    return as_light(1.0 - light) if harm.is_inverted else light


def _stick_logo(code: Light, share: float, rng: np.random.Generator) -> None:
    side = code.shape[0]
    half = round(side * share / 2)
    middle = side // 2
    code[middle - half : middle + half, middle - half : middle + half] = 1.0
    centre, radius = (middle, middle), round(half * 0.75)
    cv2.circle(code, centre, radius, float(rng.uniform(0.1, 0.5)), -1)


def _write_lines(page: Light, rng: np.random.Generator, top: int, bottom: int) -> None:
    """Lines of words: small blocks, as letters look from afar."""
    ink = 0.85 if page[top, 0] < 0.5 else 0.15
    for y in range(top, bottom - 24, 44):
        x = 30
        while x < page.shape[1] - 80:
            length = int(rng.integers(14, 60))
            cv2.rectangle(page, (x, y), (x + length, y + 20), ink, -1)
            x += length + int(rng.integers(8, 24))
            if rng.random() < 0.08:
                break


def _phone(page: Light, harm: Harm, rng: np.random.Generator) -> Light:
    """A screen is never all black; a cracked one has bright and dark lines from one point."""
    if harm.cracks:
        _crack(page, harm.cracks, rng)
    return as_light(page * 0.97 + 0.03)


def _crack(page: Light, share: float, rng: np.random.Generator) -> None:
    height, width = page.shape
    start = np.array([rng.uniform(0.1, 0.9) * width, rng.uniform(0.2, 0.8) * height])
    for _ in range(round(4 + 20 * share)):
        angle, point = rng.uniform(0, 2 * np.pi), start.copy()
        thickness = max(1, round(rng.uniform(0.05, 0.15 + 0.4 * share) * FLAT_MODULE_PX))
        tone = float(rng.choice([0.0, 0.25, 0.8, 1.0]))
        for _ in range(8):
            angle += rng.normal(0, 0.35)
            step = rng.uniform(0.05, 0.16) * width
            after = point + step * np.array([np.cos(angle), np.sin(angle)])
            cv2.line(page, _pixel(point), _pixel(after), tone, thickness, cv2.LINE_AA)
            point = after


def _paper(page: Light, harm: Harm, rng: np.random.Generator) -> Light:
    """Heat makes round dots that grow into their neighbours, in bands, and they fade."""
    burnt = cv2.dilate(as_light(1.0 - page), np.ones((2, 2), np.uint8))
    ink = as_light(cv2.GaussianBlur(burnt, (0, 0), 1.6))
    dots = as_light(rng.normal(0, 0.06 + 0.10 * harm.fading, _dots(page)))
    grain = cv2.resize(dots, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    weaker = 1.0 - 0.25 * harm.fading * rng.random((page.shape[0] // 40 + 1, 1), np.float32)
    bands = np.kron(weaker, np.ones((40, 1), np.float32))[: page.shape[0]]
    ink = as_light(np.clip(ink * (1 + grain) * bands, 0, 1))
    if harm.dead_lines:
        _kill_lines(ink, harm.dead_lines, rng)
    darkest = 0.88 - 0.72 * harm.fading
    return as_light(0.95 - darkest * ink)


def _kill_lines(ink: Light, share: float, rng: np.random.Generator) -> None:
    """Dots of the printer's head that burn no more: white lines along the paper."""
    for _ in range(round(1 + 14 * share)):
        width = _DOT_PX * int(rng.integers(1, 3 + round(2 * share)))
        x = int(rng.integers(0, ink.shape[1] - width))
        ink[:, x : x + width] = 0.0


def _dots(page: Light) -> tuple[int, int]:
    return (page.shape[0] // _DOT_PX + 1, page.shape[1] // _DOT_PX + 1)


def _cover(page: Light, corners: Light, share: float, rng: np.random.Generator) -> None:
    """A thumb that comes in from the side, over a part of the code."""
    corner = corners[int(rng.integers(4))]
    side = float(corners[1][0] - corners[0][0])
    inwards = corners.mean(axis=0) - corner
    inwards /= np.linalg.norm(inwards)
    middle = corner + inwards * side * (0.55 * share - 0.32)
    axes = (round(side * 0.30), round(side * 0.19))
    angle = float(np.degrees(np.arctan2(inwards[1], inwards[0])))
    skin = float(rng.uniform(0.35, 0.6))
    cv2.ellipse(page, _pixel(middle), axes, angle, 0, 360, skin, -1, cv2.LINE_AA)


def _pixel(point: Light) -> tuple[int, int]:
    return (round(float(point[0])), round(float(point[1])))
