"""Holds a folder for one program, by a lock that the system lets go when the program ends.

It is the lock that `filelock` takes, so that programs of different versions know each other's;
that package takes as long to load as a hall to read, for what a device needs two calls for.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class FolderLock:
    """A lock on a file, held from `take` until `release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take it at once; False when another program has it. Raises `OSError` where there can be
        no such file."""
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            if not _is_locked(descriptor):
                os.close(descriptor)
                return False
            if os.fstat(descriptor).st_nlink:
                self._descriptor = descriptor
                return True
            # Whoever had it took the file away as we came: this lock would be nobody's.
            os.close(descriptor)

    def release(self) -> None:
        """Let go; nothing when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":

    def _is_locked(descriptor: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:

    def _is_locked(descriptor: int) -> bool:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
