"""Whole codes out of the bytes that a scanner sends over a line, one piece at a time.

A scanner ends a code with a suffix (carriage return, line feed or tab; a set-up code can make it
none) and may put a prefix before it. Pieces come as the line cuts them. A code whose form tells its
own end (`hardware.scanning.code_ends`) is known at its last letter. What is left without a suffix
when nothing more comes is half a code, from a scanner that was unplugged or moved away, and is
never taken for a whole one, unless the scanner was set to send no suffix.

Such a scanner's other codes end by silence. Bytes of a line come without gaps, so a short one does,
where an empty read shows it: bytes that were read late may have come in time. Where this code came
with longer gaps (a wireless one), or as a code that tells its end and is half, it is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hardware.scanning.code_ends import (
    HALF_AFTER_S,
    TAIL_AFTER_S,
    TAIL_LETTERS_MAX,
    UNKNOWN,
    OwnCodes,
)

CODE_BYTES_MAX = 4096
"""More than any code holds (QR version 40: 2,953 bytes): a scanner at the wrong speed."""
QUIET_S = 0.08
"""A converter from serial to USB keeps bytes back for up to 16 ms."""
QUIET_TIMES = 4
"""The short silence must be so many times the slowest gap within the code."""
SUFFIX_BYTES = b"\r\n\t"


@dataclass(frozen=True, slots=True)
class Assembled:
    """What is known after some bytes: whole codes, and why others could not be read."""

    codes: tuple[str, ...] = ()
    garbled: tuple[str, ...] = ()


@dataclass(slots=True)
class CodeAssembly:
    """Collects bytes of one line; `at_s` is any steady clock. `own` are codes that tell their own
    end."""

    prefix: str = ""
    has_suffix: bool = True
    own: OwnCodes = UNKNOWN
    _kept: bytearray = field(default_factory=bytearray)
    _last_at_s: float = 0.0
    _slowest_gap_s: float = 0.0
    _told_end_at_s: float = float("-inf")
    """When a code that told its own end came last, or what its scanner sent behind it."""
    _is_tail: bool = False
    """Whether what is kept began right behind such a code."""

    @property
    def has_begun(self) -> bool:
        """Whether something came that is no whole code yet."""
        return bool(self._kept)

    def feed(self, data: bytes, at_s: float) -> Assembled:
        """Take what came; empty `data` says that nothing did."""
        codes: list[str] = []
        garbled: list[str] = []
        if self._kept and at_s - self._last_at_s >= self._waits_s(is_silent=not data):
            self._end_by_silence(codes, garbled)
        if data:
            gap_s = at_s - self._last_at_s if self._kept else 0.0
            self._slowest_gap_s = max(self._slowest_gap_s, gap_s)
            self._last_at_s = at_s
        for byte in data:
            self._take(byte, codes, garbled)
        return Assembled(tuple(codes), tuple(garbled))

    def forget(self) -> None:
        """The line was lost: what had come of a code is none."""
        self._clear()

    def _take(self, byte: int, codes: list[str], garbled: list[str]) -> None:
        if byte in SUFFIX_BYTES:
            self._end(codes, garbled)
            return
        if len(self._kept) >= CODE_BYTES_MAX:
            self._clear()
            garbled.append(f"more than {CODE_BYTES_MAX} bytes without an end")
            return
        if not self._kept:
            self._is_tail = self._last_at_s - self._told_end_at_s <= TAIL_AFTER_S
        self._kept.append(byte)
        if self.own.is_whole(self._text()):
            self._end(codes, garbled)
            self._told_end_at_s = self._last_at_s

    def _waits_s(self, *, is_silent: bool) -> float:
        """How long after its last byte what is kept is still waited for."""
        is_short = (
            is_silent
            and not self.has_suffix
            and self._slowest_gap_s * QUIET_TIMES <= QUIET_S
            and not self.own.has_begun(self._text())
        )
        return QUIET_S if is_short else HALF_AFTER_S

    def _end_by_silence(self, codes: list[str], garbled: list[str]) -> None:
        if not self.has_suffix or self._is_rest():
            self._end(codes, garbled)
            return
        garbled.append(f"half a code: {len(self._kept)} bytes without an end")
        self._clear()

    def _end(self, codes: list[str], garbled: list[str]) -> None:
        """A suffix came; a second one behind it (CR LF) ends nothing."""
        if not self._kept:
            return
        text, is_rest = self._text(), self._is_rest()
        self._clear()
        if is_rest:
            self._told_end_at_s = self._last_at_s
        elif not text.isprintable() or "\N{REPLACEMENT CHARACTER}" in text:
            garbled.append("bytes that are no letters: is the speed (baud) right?")
        else:
            codes.append(text.strip(" "))

    def _text(self) -> str:
        return self._kept.decode("ascii", errors="replace").removeprefix(self.prefix)

    def _is_rest(self) -> bool:
        """Whether it is what a scanner sends behind its code."""
        return self._is_tail and len(self._kept) <= TAIL_LETTERS_MAX

    def _clear(self) -> None:
        self._kept.clear()
        self._slowest_gap_s, self._is_tail = 0.0, False
