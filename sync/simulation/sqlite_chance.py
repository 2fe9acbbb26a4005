"""The random numbers that SQLite itself draws, from a seed: they salt its write-ahead logs."""

from __future__ import annotations

import itertools
import tempfile
from functools import cache
from pathlib import Path
from random import Random

import apsw

_numbers = itertools.count(1)


def seed_sqlite(rng: Random) -> None:
    """Let SQLite's own random numbers follow from a seed too: they salt its write-ahead logs."""
    _open_a_real_file()
    source = _SeedVfs(rng)
    try:
        apsw.randomness(0)
        apsw.randomness(1)
    finally:
        source.unregister()


@cache
def _open_a_real_file() -> None:
    """SQLite forgets its seed when it opens the first real file of a process; so do that before.

    Snapshots are made in real files, in the middle of an evening.
    """
    with tempfile.TemporaryDirectory() as folder:
        connection = apsw.Connection(str(Path(folder) / "first.sqlite"))
        connection.execute("PRAGMA user_version = 1")
        connection.close()


class _SeedVfs(apsw.VFS):
    """Where SQLite draws the seed of its random numbers from, while it is the default."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        super().__init__(f"simulated seed {next(_numbers)}", base="", makedefault=True)

    def xRandomness(self, numbytes: int) -> bytes:
        return self._rng.randbytes(numbytes)
