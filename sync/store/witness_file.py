"""The witness in a small file of its own, in another place than the database.

One record of fixed length, rewritten in place and not forced to the disk: after a power cut it may
be behind or torn, and then it proves nothing.
"""

from __future__ import annotations

import struct
from hashlib import blake2b
from io import FileIO
from pathlib import Path

from sync.facts.fact import HASH_BYTES
from sync.store.witness import Head

_CONTENT = struct.Struct(f">QQ{HASH_BYTES}s")
_DIGEST_BYTES = 16


class WitnessFile:
    """A `Witness` in one file. `fault` says why it could not be written, None while it can."""

    def __init__(self, path: Path) -> None:
        self.path = path
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


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES, person=b"podium witness").digest()
