"""The witness in a small file of its own, in another place than the database.

One record of fixed length, rewritten in place and not forced to the disk: after a power cut it may
be behind or torn, and then it proves nothing.
"""

from __future__ import annotations

import os
import struct
from _blake2 import blake2b  # `hashlib` has it from there, and loads OpenSSL too.
from io import FileIO
from pathlib import Path

from sync.facts.fact import HASH_BYTES
from sync.store.witness import Head

_CONTENT = struct.Struct(f">QQ{HASH_BYTES}s")
_DIGEST_BYTES = 16


class WitnessFile:
    """A `Witness` in one file. `fault` says why it could not be written, None while it can."""

    def __init__(self, path: Path, is_forced: bool = False) -> None:
        """`is_forced`: each note is on the disk before anybody goes on."""
        self.path = path
        self._is_forced = is_forced
        self.fault: str | None = None
        self._file: FileIO | None = None

    def last(self) -> Head | None:
        """What was noted last; None when there is no file or it is not whole."""
        try:
            record = self.path.read_bytes()
        except OSError:
            # Not there, or not readable any more: it cannot say anything.
            return None
        content, digest = record[: _CONTENT.size], record[_CONTENT.size :]
        if len(content) != _CONTENT.size or digest != _digest(content):
            return None
        return Head(*_CONTENT.unpack(content))

    def note(self, head: Head) -> None:
        """Write this head over the one before."""
        content = _CONTENT.pack(head.origin, head.seq, head.hash)
        try:
            if self._file is None:
                self._file = self._opened()
            self._file.seek(0)
            self._file.write(content + _digest(content))
            if self._is_forced:
                os.fsync(self._file.fileno())
            self.fault = None
        except OSError as error:
            # The sale is durable already and a witness that is behind is harmless.
            self.fault = str(error)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> FileIO:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        return FileIO(self.path, "r+")


class WitnessFolder:
    """The heads of all logs that a store writes, a file each, forced to the disk.

    So when it is there it is whole, and a store that was put back and has reached all of it again
    has forgotten nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[int, WitnessFile] = {}
        self._last: Head | None = None

    def heads(self) -> list[Head]:
        """What was noted last of each log."""
        found = (WitnessFile(path).last() for path in sorted(self.path.glob("*.witness")))
        return [head for head in found if head is not None]

    def last(self) -> Head | None:
        """The newest head of the log that was noted last here."""
        return self._last

    def note(self, head: Head) -> None:
        """Write this head over the one before of its log."""
        file = self._files.get(head.origin)
        if file is None:
            path = self.path / f"{head.origin}.witness"
            file = self._files[head.origin] = WitnessFile(path, is_forced=True)
        file.note(head)
        self._last = head

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()
        self._files.clear()


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES, person=b"podium witness").digest()
