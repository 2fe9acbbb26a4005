"""The camera: a flat carrier held in space before a room, and what a lens and a sensor make of it.

The carrier is turned and tilted in perspective, light is added and spread, the lens blurs, the
sensor clips and is noisy, and the picture is packed as JPEG, in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from podium_desk.proving.camera_pictures.carriers import FLAT_MODULE_PX, Flat
from podium_desk.proving.camera_pictures.light import as_grey, as_light
from podium_desk.proving.camera_pictures.recipe import Held, Recipe, Shot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from podium_desk.proving.camera_pictures.light import Grey, Light

_EYE_DISTANCE = 2.5
"""How far the camera is, in heights of the carrier: nearer makes perspective stronger."""


def photograph(
    recipe: Recipe, flats: Sequence[tuple[Flat, Held]], room: Light, rng: np.random.Generator
) -> Grey:
    """The grey picture of these carriers in this room."""
    shot = recipe.shot
    light = as_light(room * (min(shot.light, 1.0) * 0.8))
    for flat, held in flats:
        light = _with_carrier(light, flat, held, recipe)
    module_px = recipe.held.module_px
    if shot.glare:
        light = _glare(light, recipe, rng)
    light = _blurred(light, shot, module_px)
    return _developed(light, shot, rng)


def homography(held: Held, flat: Flat, width: int, height: int) -> NDArray[np.float64]:
    """From the flat carrier's pixels to the frame's."""
    page_height, page_width = flat.light.shape
    middle = flat.corners.mean(axis=0)
    edges = [(0, 0), (page_width, 0), (page_width, page_height), (0, page_height)]
    corners = np.array(edges, np.float64) - middle
    scale = held.module_px / FLAT_MODULE_PX
    placed = [_projected(corner * scale, held, page_height * scale) for corner in corners]
    target = np.array(placed) + np.array([held.x * width, held.y * height])
    source = (corners + middle).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, target.astype(np.float32)), np.float64)


def _projected(point: NDArray[np.float64], held: Held, page_px: float) -> NDArray[np.float64]:
    """Turn in the plane, tilt about an axis in it, and look at it from a distance."""
    turn, tilt, towards = np.radians([held.turn_deg, held.tilt_deg, held.tilt_towards_deg])
    cos, sin = np.cos(turn), np.sin(turn)
    x, y = cos * point[0] - sin * point[1], sin * point[0] + cos * point[1]
    along = x * np.cos(towards) + y * np.sin(towards)
    across = -x * np.sin(towards) + y * np.cos(towards)
    distance = _EYE_DISTANCE * page_px
    nearer = distance / (distance + along * np.sin(tilt))
    along *= np.cos(tilt)
    flat = (
        along * np.cos(towards) - across * np.sin(towards),
        along * np.sin(towards) + across * np.cos(towards),
    )
    return np.asarray(np.array(flat) * nearer, np.float64)


def _with_carrier(light: Light, flat: Flat, held: Held, recipe: Recipe) -> Light:
    shot = recipe.shot
    page = _spread(flat.light, shot)
    shrink = min(1.0, 1.6 * held.module_px / FLAT_MODULE_PX)
    matrix = homography(held, flat, recipe.width, recipe.height)
    small = cv2.resize(page, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    back = np.diag([page.shape[1] / small.shape[1], page.shape[0] / small.shape[0], 1.0])
    size = (recipe.width, recipe.height)
    seen = cv2.warpPerspective(small, matrix @ back, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.ones_like(small), matrix @ back, size, flags=cv2.INTER_LINEAR)
    lit = as_light(seen * shot.light)
    if shot.uneven:
        lit *= _slope(recipe, shot.uneven)
    if shot.moire:
        lit *= _beats(recipe, shot.moire)
    return as_light(light * (1 - mask) + lit * mask)


def _spread(page: Light, shot: Shot) -> Light:
    """A part of a bright screen's light comes back from glass, lens and air over all of it."""
    if not shot.veil:
        return page
    halo = cv2.GaussianBlur(page, (0, 0), 4.0 * FLAT_MODULE_PX / 4)
    spread = np.float32(0.5) * halo + np.float32(0.5 * float(page.mean()))
    return as_light(page * (1 - shot.veil) + spread * shot.veil)


def _slope(recipe: Recipe, share: float) -> Light:
    """A shadow over one side of the ticket, with a soft edge."""
    x = np.linspace(0, 1, recipe.width, dtype=np.float32) - np.float32(recipe.held.x)
    width = 30 * recipe.held.module_px / recipe.width
    row = 1 - share / (1 + np.exp(-x / np.float32(width / 2)))
    return np.broadcast_to(as_light(row), (recipe.height, recipe.width))


def _beats(recipe: Recipe, share: float) -> Light:
    """A screen's pixels beat with the sensor's, and its lamp with the shutter."""
    y, x = np.mgrid[0 : recipe.height, 0 : recipe.width].astype(np.float32)
    pitch = 2.2 * recipe.held.module_px
    waves = np.sin((x * 0.9 + y * 0.35) * np.float32(2 * np.pi / pitch))
    waves += np.sin((y - x * 0.2) * np.float32(2 * np.pi / (pitch * 0.6)))
    lamp = np.sin(y * np.float32(2 * np.pi / (recipe.height / 5)))
    return as_light(1 - share * (0.25 * waves + 0.4 * (lamp > 0.2)))


def _glare(light: Light, recipe: Recipe, rng: np.random.Generator) -> Light:
    """A lamp in the glass or on the gloss: a spot that washes out what lies under it."""
    y, x = np.mgrid[0 : recipe.height, 0 : recipe.width].astype(np.float32)
    held = recipe.held
    reach = 22 * held.module_px
    away = rng.uniform(-0.8, 0.8, 2) * reach
    dx, dy = x - held.x * recipe.width - away[0], y - held.y * recipe.height - away[1]
    angle, long = rng.uniform(0, np.pi), rng.uniform(1.2, 2.5)
    a, b = np.cos(angle) * dx + np.sin(angle) * dy, -np.sin(angle) * dx + np.cos(angle) * dy
    size = reach * (0.35 + 0.5 * recipe.shot.glare)
    spot = np.exp(-(((a / (size * long)) ** 2 + (b / size) ** 2) ** 1.5))
    return as_light(light + 2.2 * recipe.shot.glare * spot)


def _blurred(light: Light, shot: Shot, module_px: float) -> Light:
    seen = cv2.GaussianBlur(light, (0, 0), 0.5)
    radius = shot.defocus_modules * module_px
    if radius > 0.4:
        seen = cv2.filter2D(seen, -1, _disk(radius))
    length = shot.motion_modules * module_px
    if length > 0.8:
        seen = cv2.filter2D(seen, -1, _line(length, shot.motion_deg))
    return as_light(seen)


def _disk(radius: float) -> Light:
    half = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    disk = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return as_light(disk / disk.sum())


def _line(length: float, angle_deg: float) -> Light:
    half = int(np.ceil(length / 2)) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32)
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    along, across = np.abs(x * cos + y * sin), np.abs(y * cos - x * sin)
    line = np.clip(length / 2 + 0.5 - along, 0, 1) * np.clip(1 - across, 0, 1)
    return as_light(line / line.sum())


def _developed(light: Light, shot: Shot, rng: np.random.Generator) -> Grey:
    if shot.light > 1:
        over = np.maximum(light - 1, 0)
        light = as_light(light + 0.35 * cv2.blur(over, (25, 25)) + 0.15 * cv2.blur(over, (75, 75)))
    clean = np.clip(light, 0, 1)
    dice = rng.standard_normal(clean.shape, np.float32)
    deviation = (shot.noise / 255) * np.sqrt(0.25 + 0.75 * clean)
    levels = 255 * np.clip(clean + dice * deviation, 0, 1) ** (1 / 1.6)
    # What a camera does with too little light: the curve is stretched, and the noise with it.
    top = float(np.percentile(levels[::8, ::8], 99))
    levels = levels * min(3.0, max(1.0, 150 / max(top, 1)))
    grey = as_grey(np.clip(levels, 0, 255))
    _, packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, shot.jpeg])
    return as_grey(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE))
