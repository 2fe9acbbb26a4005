"""A ticket that comes before a camera, frame by frame: it slides in, focus hunts, exposure settles.

The difficult ones stay hard when all has settled: dim, too bright, cracked, beating with the
screen, or in a hand that shakes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.camera_pictures.backgrounds import KINDS, background
from podium_desk.proving.camera_pictures.camera import photograph
from podium_desk.proving.camera_pictures.carriers import Flat, draw_flat
from podium_desk.proving.camera_pictures.recipe import Carrier, Harm, Held, Recipe, Shot
from podium_desk.proving.camera_pictures.tickets import signed_codes

if TYPE_CHECKING:
    from podium_desk.proving.camera_pictures.light import Grey, Light

FRAMES = 36
SLIDES_IN_FRAMES = 5


class Trouble(StrEnum):
    """What stays hard about a sequence."""

    DIM = "dim"
    BRIGHT = "bright"
    CRACKED = "cracked"
    MOIRE = "moire"
    SHAKE = "shake"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Settled:
    """The recipe when hand, focus and exposure have come to rest, and how much the hand shakes."""

    recipe: Recipe
    shake_modules: float


@dataclass(frozen=True, slots=True)
class Sequence:
    """One ticket's coming: ask for its frames, which are made as they are asked for."""

    trouble: Trouble
    text: str
    seed: tuple[int, int]

    def frames(self) -> Iterator[Grey]:
        """The 36 frames, 1280 x 720, as at 12 a second."""
        rng = np.random.default_rng(self.seed)
        settled = _settled(self.trouble, rng)
        flat = draw_flat(self.text, settled.recipe.carrier, settled.recipe.harm, rng)
        room = background(int(rng.integers(KINDS)), 1280, 720)
        hunting = float(rng.uniform(1.8, 3.0))
        for number in range(FRAMES):
            yield _frame(settled, flat, room, (number, hunting), rng)


def hard_sequences(seed: int, count: int) -> list[Sequence]:
    """So many difficult ones, each trouble in turn."""
    troubles = list(Trouble)
    return [
        Sequence(troubles[number % len(troubles)], text, (seed, number))
        for number, text in enumerate(signed_codes(seed, count))
    ]


def waiting_frames(seed: int, count: int) -> Iterator[Grey]:
    """A foyer where nobody holds up a ticket, with the camera's noise and somebody who passes."""
    rng = np.random.default_rng(seed)
    room = background(int(rng.integers(KINDS)), 1280, 720)
    passer = draw_flat("", Carrier.PHONE, Harm(is_inverted=True), rng)
    plain = Recipe(Carrier.PHONE, shot=Shot(light=0.6, noise=4.0))
    for number in range(count):
        recipe = replace(plain, held=Held(x=number / max(1, count - 1)))
        yield photograph(recipe, [(passer, recipe.held)], room, rng)


def _frame(
    settled: Settled,
    flat: Flat,
    room: Light,
    moment: tuple[int, float],
    rng: np.random.Generator,
) -> Grey:
    number, hunting = moment
    rest = float(np.exp(-number / 7.0))
    left_to_go = max(0.0, 1 - number / SLIDES_IN_FRAMES)
    recipe, shot = settled.recipe, settled.recipe.shot
    held = replace(
        recipe.held,
        x=recipe.held.x - 0.6 * left_to_go**2,
        turn_deg=recipe.held.turn_deg + float(rng.normal(0, 1)),
        tilt_deg=recipe.held.tilt_deg + float(rng.normal(0, 3)) + 15 * left_to_go,
    )
    blurred = abs(float(np.cos(number / hunting)))
    shot = replace(
        shot,
        light=shot.light * (1 + 1.5 * rest),
        defocus_modules=shot.defocus_modules + 1.1 * rest * blurred,
        motion_modules=3 * left_to_go + float(rng.uniform(0, settled.shake_modules)),
        motion_deg=float(rng.uniform(0, 180)) if not left_to_go else 0.0,
    )
    return photograph(replace(recipe, held=held, shot=shot), [(flat, held)], room, rng)


def _settled(trouble: Trouble, rng: np.random.Generator) -> Settled:
    held = Held(
        module_px=float(rng.uniform(4.2, 6.0)), turn_deg=float(rng.normal(0, 12)),
        tilt_deg=float(rng.uniform(5, 25)), tilt_towards_deg=float(rng.uniform(0, 360)),
    )  # fmt: skip
    phone = Recipe(Carrier.PHONE, held=held, shot=Shot(light=0.8, defocus_modules=0.3, noise=4.0))
    match trouble:
        case Trouble.DIM:
            carrier = Carrier.PHONE if rng.random() < 0.5 else Carrier.PAPER
            shot = Shot(light=float(rng.uniform(0.06, 0.1)), defocus_modules=0.3, noise=8.5)
            return Settled(replace(phone, carrier=carrier, shot=shot), 0.9)
        case Trouble.BRIGHT:
            light, veil = float(rng.uniform(1.5, 2.4)), float(rng.uniform(0.15, 0.25))
            return Settled(replace(phone, shot=replace(phone.shot, light=light, veil=veil)), 0.8)
        case Trouble.CRACKED:
            harm = Harm(cracks=float(rng.uniform(0.2, 0.45)))
            return Settled(replace(phone, harm=harm), 1.8)
        case Trouble.MOIRE:
            moire = float(rng.uniform(0.4, 0.65))
            return Settled(replace(phone, shot=replace(phone.shot, moire=moire)), 1.8)
        case Trouble.SHAKE:
            return Settled(replace(phone, shot=replace(phone.shot, defocus_modules=0.45)), 2.6)
        case Trouble.FAR:
            far = replace(held, module_px=float(rng.uniform(1.7, 2.3)))
            return Settled(replace(phone, held=far), 1.8)
