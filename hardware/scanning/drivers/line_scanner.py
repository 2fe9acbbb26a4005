"""A hand scanner on a serial port, or on USB as one (CDC, "virtual COM port"): bytes as scanned.

The best way for most scanners: no layout of a keyboard, nothing typed where it should not be, and
plugged in again it goes on by itself (hardware.md 2). Most scanners change to it by one set-up
code of their manual.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from hardware.scanning.code_assembly import QUIET_S, CodeAssembly
from hardware.scanning.port import ScannedCode, ScannerAbsent, ScannerFault, ScannerGarbled
from hardware.transport.port import Connect, Link, LinkFault

_OPENING_S = 2.0


class LineScanner:
    """Reads codes from a line of bytes. One thread asks."""

    def __init__(
        self,
        name: str,
        connect: Connect,
        assembly: CodeAssembly,
        clock_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`connect` opens the line, at the first call and after it was lost."""
        self.name = name
        self._connect = connect
        self._assembly = assembly
        self._clock_s, self._sleep = clock_s, sleep
        self._link: Link | None = None
        self._ready: deque[ScannedCode | ScannerFault] = deque()

    def next_code(self, deadline_s: float) -> ScannedCode | None:
        """The next code; raises `ScannerAbsent` without a line, `ScannerGarbled` for rubbish."""
        ends_s = self._clock_s() + deadline_s
        while not self._ready:
            left_s = ends_s - self._clock_s()
            if left_s <= 0:
                return None
            # A code that has begun may be whole after a silence.
            wait_s = min(left_s, QUIET_S) if self._assembly.has_begun else left_s
            self._take(wait_s, left_s)
        came = self._ready.popleft()
        if isinstance(came, ScannerFault):
            raise came
        return came

    def close(self) -> None:
        """Let the line go."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _take(self, wait_s: float, left_s: float) -> None:
        try:
            if self._link is None:
                self._link = self._connect(_OPENING_S)
            data = self._link.read(wait_s)
        except LinkFault as fault:
            self.close()
            self._assembly.forget()
            # Nobody is to ask a port that is not there as fast as the machine can.
            self._sleep(left_s)
            raise ScannerAbsent(self.name, fault.why) from fault
        found = self._assembly.feed(data, self._clock_s())
        self._ready += [ScannerGarbled(self.name, why) for why in found.garbled]
        self._ready += [ScannedCode(code) for code in found.codes if code]
