"""Who may log in at a counter, as its tiles show them; and the tiles of the last time, kept beside
the data, so that the log-in stands before the data is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.config import replace_file
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ClerkTile:
    """Somebody who may log in, as a tile shows them."""

    number: int
    name: str
    role: str
    is_manager: bool


@dataclass(frozen=True, slots=True)
class LogIn:
    """Who may log in here and who did. Without staff nobody has to: `is_needed` is False."""

    tiles: tuple[ClerkTile, ...]
    clerk: ClerkTile | None
    is_needed: bool


class TilesKept:
    """The tiles in a file of the device's folder. They let nobody in: the data judges the PIN."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[ClerkTile, ...] = ()

    def read(self) -> tuple[ClerkTile, ...]:
        """Who could log in the last time; nobody when that is not known, or cannot be read."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
            self._known = tuple(_tile(line) for line in lines)
        except (FileNotFoundError, ValueError):
            self._known = ()
        return self._known

    def keep(self, tiles: tuple[ClerkTile, ...]) -> None:
        """Keep these for the next start. Raises `OSError`."""
        if tiles == self._known:
            return
        replace_file(self._path, "".join(map(_line, tiles)).encode())
        self._known = tiles


def _line(tile: ClerkTile) -> str:
    name = " ".join(tile.name.split())
    return f"{tile.number}\t{int(tile.is_manager)}\t{tile.role}\t{name}\n"


def _tile(line: str) -> ClerkTile:
    number, is_manager, role, name = line.split("\t")
    return ClerkTile(int(number), name, role, bool(int(is_manager)))
