"""What is known of an ESC/POS printer before it is asked: paper, cutter, proof.

The models have names in `escpos_profiles.toml`, for an address like
``escpos+tcp://host?profile=tm-t88v``; what the address says besides counts more.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import resources

FRAGMENT_ROWS_MAX = 128
UNSAFE_HEIGHT_ROWS = 48
"""Pictures of a multiple of so many rows jam cheap printers (hardware.md 1.1)."""


class Proof(Enum):
    """How the printer confirms a ticket; AUTO asks it once."""

    AUTO = "auto"
    PROCESS_ID = "process-id"
    BARRIER = "barrier"
    NONE = "none"


class Cut(Enum):
    """How a ticket ends: fed to the cutter and cut, cut where it stands, or fed to be torn off."""

    FEED = "feed"
    HERE = "here"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EscPosProfile:
    """What is known of the printer on the other end: 576 dots at 203 dpi is an 80 mm roll."""

    width_dots: int = 576
    dpi: int = 203
    proof: Proof = Proof.AUTO
    fragment_rows: int = FRAGMENT_ROWS_MAX
    cut: Cut = Cut.FEED

    def __post_init__(self) -> None:
        is_safe = self.fragment_rows % UNSAFE_HEIGHT_ROWS != 0
        if not (1 <= self.fragment_rows <= FRAGMENT_ROWS_MAX and is_safe):
            raise ValueError(f"pictures of {self.fragment_rows} rows")


@lru_cache(maxsize=1)
def escpos_profiles() -> dict[str, EscPosProfile]:
    """Return the models that are known by name."""
    text = resources.files("hardware.printing").joinpath("escpos_profiles.toml").read_text("utf-8")
    return {
        name: EscPosProfile(
            row["width"], row["dpi"], Proof(row["proof"]), row["fragment"], Cut(row["cut"])
        )
        for name, row in tomllib.loads(text).items()
    }
