"""Names on a door's disk, sealed under a key that is not on that disk (docs/decisions/0021).

The key is random, and lies in the memory of the machine: where the system has a folder for the
session of its user that lives in memory and ends with it (``XDG_RUNTIME_DIR`` on a tmpfs). So a
program that was killed finds its names again, and whoever takes the machine away when it is off
finds a sealed file and nothing that opens it. Without such a folder nothing is written at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from podium_desk.config import replace_file
from sync.records.personal import KEY_BYTES, NONCE_BYTES, seal, unseal

_BOUND_TO = "names of the evening"
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_MOUNTS = Path("/proc/self/mounts")


class SealedNames:
    """A door's `NameShelf` on disk. `key` is the file in memory, None where there is no such."""

    def __init__(self, sealed: Path, key: Path | None, secret: Callable[[int], bytes]) -> None:
        self._sealed = sealed
        self._key = key
        self._secret = secret

    def keep(self, told: bytes) -> None:
        """Seal these bytes under a new key, instead of what was there; empty ones leave nothing.

        Raises `OSError`.
        """
        self._sealed.unlink(missing_ok=True)
        if self._key is None:
            return
        self._key.unlink(missing_ok=True)
        if told:
            key = self._secret(KEY_BYTES)
            _write_for_user(self._key, key)
            replace_file(self._sealed, seal(key, self._secret(NONCE_BYTES), _BOUND_TO, told))

    def kept(self) -> bytes:
        """What was sealed; empty when there is nothing, or its key ended with the session."""
        if self._key is None or not self._key.exists() or not self._sealed.exists():
            self._sealed.unlink(missing_ok=True)
            return b""
        return unseal(self._key.read_bytes(), _BOUND_TO, self._sealed.read_bytes()) or b""


def session_folder(environment: Mapping[str, str], mounts: Path = _MOUNTS) -> Path | None:
    """The folder of this user's session that is in memory and ends with it; None without one."""
    named = environment.get("XDG_RUNTIME_DIR", "")
    if not named or not Path(named).is_dir() or not mounts.exists():
        return None
    folder = Path(named).resolve()
    kinds = dict(_mounted(mounts))
    home = next((part for part in (folder, *folder.parents) if str(part) in kinds), None)
    return folder if home is not None and kinds[str(home)] in _IN_MEMORY else None


def _mounted(mounts: Path) -> list[tuple[str, str]]:
    """Where each file system stands, and its kind; the last one over a place counts."""
    lines = (line.split() for line in mounts.read_text(encoding="utf-8").splitlines())
    return [(parts[1], parts[2]) for parts in lines if len(parts) > 2]


def _write_for_user(path: Path, secret: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
