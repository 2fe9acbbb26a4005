"""Whole codes out of the bytes that a scanner sends over a line, one piece at a time.

A scanner ends a code with a suffix (carriage return, line feed or tab; a set-up code can make it
none) and may put a prefix before it. Pieces come as the line cuts them. What is left without a
suffix when nothing more comes is half a code, from a scanner that was unplugged or moved away, and
is never taken for a whole one, unless the scanner was set to send no suffix.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CODE_BYTES_MAX = 4096
"""More than any code holds (QR version 40: 2,953 bytes): a scanner at the wrong speed."""
HALF_AFTER_S = 0.3
"""A scanner pauses for milliseconds within a code; a person scans again after a second."""
SUFFIX_BYTES = b"\r\n\t"


@dataclass(frozen=True, slots=True)
class Assembled:
    """What is known after some bytes: whole codes, and why others could not be read."""

    codes: tuple[str, ...] = ()
    garbled: tuple[str, ...] = ()


@dataclass(slots=True)
class CodeAssembly:
    """Collects bytes of one line; `at_s` is any steady clock."""

    prefix: str = ""
    has_suffix: bool = True
    _kept: bytearray = field(default_factory=bytearray)
    _last_at_s: float = 0.0

    def feed(self, data: bytes, at_s: float) -> Assembled:
        """Take what came; empty `data` says that nothing did."""
        begun = self._begun_too_long_ago(at_s)
        if data:
            self._last_at_s = at_s
        codes: list[str] = []
        garbled = list(begun.garbled)
        codes += begun.codes
        for byte in data:
            if byte in SUFFIX_BYTES:
                self._end(codes, garbled)
            elif len(self._kept) >= CODE_BYTES_MAX:
                self._kept.clear()
                garbled.append(f"more than {CODE_BYTES_MAX} bytes without an end")
            else:
                self._kept.append(byte)
        return Assembled(tuple(codes), tuple(garbled))

    def forget(self) -> None:
        """The line was lost: what had come of a code is none."""
        self._kept.clear()

    def _begun_too_long_ago(self, at_s: float) -> Assembled:
        if not self._kept or at_s - self._last_at_s < HALF_AFTER_S:
            return Assembled()
        codes: list[str] = []
        garbled: list[str] = []
        if self.has_suffix:
            garbled.append(f"half a code: {len(self._kept)} bytes without an end")
            self._kept.clear()
        else:
            self._end(codes, garbled)
        return Assembled(tuple(codes), tuple(garbled))

    def _end(self, codes: list[str], garbled: list[str]) -> None:
        """A suffix came; a second one behind it (CR LF) ends nothing."""
        if not self._kept:
            return
        text = self._kept.decode("ascii", errors="replace")
        self._kept.clear()
        if not text.isprintable() or "\N{REPLACEMENT CHARACTER}" in text:
            garbled.append("bytes that are no letters: is the speed (baud) right?")
        else:
            codes.append(text.removeprefix(self.prefix).strip(" "))
