"""Short sounds through whatever this computer has to play them; silence where it has nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from podium_desk.resources import resource_path

if TYPE_CHECKING:
    from pathlib import Path

_PLAYERS = ("pw-play", "paplay", "aplay", "afplay")

Run = Callable[[Sequence[str]], object]


def _start(command: Sequence[str]) -> object:
    """Play in the background; a player that cannot play says so to nobody."""
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


class Sounds:
    """Plays `resources/sounds/<name>.wav` without waiting for it."""

    def __init__(
        self, which: Callable[[str], str | None] = shutil.which, run: Run = _start
    ) -> None:
        self._run = run
        self._player = next((path for path in map(which, _PLAYERS) if path), None)
        self._playing: list[object] = []
        self.is_muted = False

    @property
    def is_able(self) -> bool:
        """Whether this computer has anything to play with."""
        return sys.platform == "win32" or self._player is not None

    def play(self, name: str) -> None:
        """Play ``ok``, ``check``, ``no`` or ``tick``."""
        if self.is_muted:
            return
        path = resource_path("sounds", f"{name}.wav")
        if sys.platform == "win32":
            _play_on_windows(path)
        elif self._player is not None:
            self._playing = [one for one in self._playing if _is_running(one)]
            self._playing.append(self._run((self._player, str(path))))


def _is_running(player: object) -> bool:
    """Asking a player that has ended also lets the system forget it."""
    return isinstance(player, subprocess.Popen) and player.poll() is None


def _play_on_windows(path: Path) -> None:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)
