"""What one picture is of: the ticket's carrier, where it is held, and the camera's troubles.

Lengths are in modules of the code, so that a code of many modules is as hard as one of few.
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.late_dataclass import dataclass


class Carrier(StrEnum):
    """What the code stands on."""

    PHONE = "phone"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Held:
    """Where the ticket is: its middle as shares of the frame, angles in degrees."""

    module_px: float = 6.0
    x: float = 0.5
    y: float = 0.5
    turn_deg: float = 0.0
    tilt_deg: float = 0.0
    tilt_towards_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Harm:
    """What happened to the ticket itself; 0 is nothing, 1 about the worst that is seen."""

    is_inverted: bool = False
    cracks: float = 0.0
    fading: float = 0.0
    dead_lines: float = 0.0
    thumb: float = 0.0
    logo: float = 0.0


@dataclass(frozen=True, slots=True)
class Shot:
    """What the camera makes of it.

    `light` is how much of the sensor's range white paper or a phone's white fills, above 1 it is
    clipped; `veil` the share of that light that spreads over all of the phone; `noise` the
    deviation at white, in grey levels.
    """

    light: float = 0.8
    veil: float = 0.0
    uneven: float = 0.0
    glare: float = 0.0
    moire: float = 0.0
    defocus_modules: float = 0.0
    motion_modules: float = 0.0
    motion_deg: float = 0.0
    noise: float = 2.0
    jpeg: int = 88


@dataclass(frozen=True, slots=True)
class Recipe:
    """One picture. A code that is empty gives a ticket without one."""

    carrier: Carrier
    held: Held = Held()
    harm: Harm = Harm()
    shot: Shot = Shot()
    width: int = 1280
    height: int = 720
