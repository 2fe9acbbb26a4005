"""The hard set: eighteen conditions that a door meets, each in five degrees, from a seed.

How hard the degrees are was set by what zxing-cpp's own default call reads of them (some 78 of
100, as of the set that `hardware.md` measured), before any rescue was tried on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.camera_pictures.backgrounds import KINDS, background
from podium_desk.proving.camera_pictures.camera import photograph
from podium_desk.proving.camera_pictures.carriers import draw_flat
from podium_desk.proving.camera_pictures.recipe import Carrier, Harm, Held, Recipe, Shot
from podium_desk.proving.camera_pictures.tickets import signed_codes

if TYPE_CHECKING:
    from podium_desk.proving.camera_pictures.light import Grey

DEGREES = 5
SEVERAL = "several"
NO_CODE = "no code"


@dataclass(frozen=True, slots=True)
class CameraPicture:
    """One picture and the texts of the codes that stand in it."""

    condition: str
    grey: Grey
    texts: tuple[str, ...]


def hard_pictures(seed: int, per_condition: int) -> Iterator[CameraPicture]:
    """All single-code conditions, then `several`, then pictures without a code."""
    codes = iter(signed_codes(seed, per_condition * (len(CONDITIONS) + 4)))
    for number, (name, cook) in enumerate(CONDITIONS.items()):
        for index in range(per_condition):
            rng = np.random.default_rng([seed, number, index])
            # The worst degree is 1, the mildest 0.
            recipe = cook(rng, (index % DEGREES) / (DEGREES - 1))
            yield picture_of(name, recipe, (next(codes),), rng)
    for name, count in ((SEVERAL, 3), (NO_CODE, 0)):
        for index in range(per_condition):
            rng = np.random.default_rng([seed, len(name), 1000 + index])
            texts = tuple(next(codes) for _ in range(count))
            yield picture_of(name, _plain(rng), texts, rng)


def picture_of(
    condition: str, recipe: Recipe, texts: tuple[str, ...], rng: np.random.Generator
) -> CameraPicture:
    """The picture that this recipe makes of tickets with these codes, side by side."""
    room = background(int(rng.integers(KINDS)), recipe.width, recipe.height)
    if len(texts) > 1:
        recipe = replace(recipe, held=replace(recipe.held, module_px=3.2))
    places = np.linspace(0, 1, 2 * max(1, len(texts)) + 1)[1::2]
    flats = []
    for text, x in zip(texts or ("",), places, strict=True):
        flat = draw_flat(text, recipe.carrier, recipe.harm, rng)
        held = recipe.held if len(texts) < 2 else replace(recipe.held, x=float(x))
        flats.append((flat, held))
    return CameraPicture(condition, photograph(recipe, flats, room, rng), texts)


def _plain(rng: np.random.Generator) -> Recipe:
    """A ticket held well enough, in fair light."""
    is_phone = rng.random() < 0.5
    is_large = rng.random() < 0.3
    held = Held(
        module_px=float(rng.uniform(4.5, 7.5) * (1.3 if is_large else 1)),
        x=float(rng.uniform(0.42, 0.58)), y=float(rng.uniform(0.47, 0.53)),
        turn_deg=float(rng.normal(0, 6)), tilt_deg=float(rng.uniform(0, 15)),
        tilt_towards_deg=float(rng.uniform(0, 360)),
    )  # fmt: skip
    shot = Shot(
        light=float(rng.uniform(0.5, 0.95)), uneven=float(rng.uniform(0, 0.3)),
        defocus_modules=float(rng.uniform(0, 0.2)), noise=float(rng.uniform(1.5, 5)),
    )  # fmt: skip
    return Recipe(
        carrier=Carrier.PHONE if is_phone else Carrier.PAPER, held=held, shot=shot,
        width=1920 if is_large else 1280, height=1080 if is_large else 720,
    )  # fmt: skip


def _rotated(rng: np.random.Generator, degree: float) -> Recipe:
    recipe = _plain(rng)
    turn = float(rng.uniform(0, 360))
    tilt = 20 + 15 * degree
    return replace(recipe, held=replace(recipe.held, turn_deg=turn, tilt_deg=tilt))


def _perspective(rng: np.random.Generator, degree: float) -> Recipe:
    recipe = _plain(rng)
    tilt = 20 + 42 * degree
    return replace(recipe, held=replace(recipe.held, tilt_deg=tilt))


def _motion(rng: np.random.Generator, degree: float) -> Recipe:
    length, angle = 0.6 + 2.2 * degree, float(rng.uniform(0, 180))
    return _shot(_plain(rng), motion_modules=length, motion_deg=angle)


def _defocus(rng: np.random.Generator, degree: float) -> Recipe:
    return _shot(_plain(rng), defocus_modules=0.35 + 0.95 * degree)


def _low_light(rng: np.random.Generator, degree: float) -> Recipe:
    light, noise = 0.165 - 0.105 * degree, float(rng.uniform(6, 9))
    return _shot(_plain(rng), light=light, noise=noise, defocus_modules=0.25)


def _overexposed(rng: np.random.Generator, degree: float) -> Recipe:
    recipe = replace(_plain(rng), carrier=Carrier.PHONE)
    light = float(rng.uniform(1.2, 1.6)) + 2.2 * degree
    return _shot(recipe, light=light, veil=0.15 + 0.25 * degree)


def _glare(rng: np.random.Generator, degree: float) -> Recipe:
    return _shot(_plain(rng), glare=0.15 + 0.6 * degree)


def _inverted(rng: np.random.Generator, degree: float) -> Recipe:
    recipe = replace(_plain(rng), carrier=Carrier.PHONE, harm=Harm(is_inverted=True))
    return _shot(recipe, defocus_modules=0.1 + 0.2 * degree)


def _cracked(rng: np.random.Generator, degree: float) -> Recipe:
    return replace(_plain(rng), carrier=Carrier.PHONE, harm=Harm(cracks=0.05 + 0.5 * degree))


def _moire(rng: np.random.Generator, degree: float) -> Recipe:
    recipe = replace(_plain(rng), carrier=Carrier.PHONE)
    return _shot(recipe, moire=0.2 + 0.5 * degree)


def _small(rng: np.random.Generator, degree: float) -> Recipe:
    recipe = _plain(rng)
    recipe = replace(recipe, held=replace(recipe.held, module_px=3.4 - 1.7 * degree))
    return _shot(recipe, defocus_modules=0.0)


def _faded(rng: np.random.Generator, degree: float) -> Recipe:
    return replace(_plain(rng), carrier=Carrier.PAPER, harm=Harm(fading=0.35 + 0.48 * degree))


def _dead_lines(rng: np.random.Generator, degree: float) -> Recipe:
    harm = Harm(fading=0.1, dead_lines=0.05 + 0.45 * degree)
    return replace(_plain(rng), carrier=Carrier.PAPER, harm=harm)


def _thumb(rng: np.random.Generator, degree: float) -> Recipe:
    return replace(_plain(rng), harm=Harm(thumb=0.26 * degree - 0.04))


def _logo(rng: np.random.Generator, degree: float) -> Recipe:
    return replace(_plain(rng), harm=Harm(logo=0.12 + 0.10 * degree))


def _mixed(rng: np.random.Generator, degree: float) -> Recipe:
    recipe = _plain(rng)
    is_phone = recipe.carrier is Carrier.PHONE
    harm = Harm(
        cracks=0.2 * degree * is_phone,
        fading=0.4 * degree * (not is_phone),
        dead_lines=0.0 if is_phone else 0.1 * degree,
    )
    held = replace(recipe.held, tilt_deg=10 + 25 * degree, turn_deg=float(rng.normal(0, 25)))
    return _shot(
        replace(recipe, harm=harm, held=held), uneven=0.2 + 0.4 * degree, noise=4 + 5 * degree,
        defocus_modules=0.15 + 0.3 * degree, motion_modules=0.5 * degree,
    )  # fmt: skip


def _shot(recipe: Recipe, **changes: Any) -> Recipe:
    return replace(recipe, shot=replace(recipe.shot, **changes))


Cook = Callable[[np.random.Generator, float], Recipe]
CONDITIONS: dict[str, Cook] = {
    "nominal": lambda rng, _degree: _plain(rng),
    "rotated": _rotated,
    "perspective": _perspective,
    "motion": _motion,
    "defocus": _defocus,
    "low light": _low_light,
    "overexposed": _overexposed,
    "glare": _glare,
    "inverted": _inverted,
    "cracked": _cracked,
    "moire": _moire,
    "small": _small,
    "thermal faded": _faded,
    "dead lines": _dead_lines,
    "thumb": _thumb,
    "logo": _logo,
    "mixed": _mixed,
}
"""The conditions with one code in view; with `several` there are eighteen."""
