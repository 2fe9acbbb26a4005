"""A reader of contactless cards through PC/SC: the number (UID) of the chip that is laid on it.

Nothing of a card but its number is asked, and nothing is kept: a UiTPAS is looked up by it
(``chipNumber``, capital hexadecimal), a badge logs a clerk in. One card laid down is one code,
however long it lies.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from hardware.scanning.pcsc import STATE_PRESENT, Pcsc, PcscFault, PcscMissing
from hardware.scanning.port import CodeKind, ScannedCode, ScannerAbsent, ScannerGarbled

GET_UID = bytes.fromhex("FFCA000000")
"""PC/SC part 3, 3.2.2.1.3: get data, the UID."""
WELL = b"\x90\x00"


class ChipReader:
    """Waits for cards on the reader whose name begins with `wanted`, or on the first one."""

    def __init__(
        self,
        wanted: str = "",
        open_pcsc: Callable[[], Pcsc] = Pcsc,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._wanted = wanted
        self._open_pcsc = open_pcsc
        self._sleep = sleep
        self._pcsc: Pcsc | None = None
        self._reader = ""
        self._state = 0

    @property
    def name(self) -> str:
        """The reader's own name, once it was seen."""
        return self._reader or self._wanted or "PC/SC"

    def next_code(self, deadline_s: float) -> ScannedCode | None:
        """The number of a card that is laid down within `deadline_s`."""
        ends_s = time.monotonic() + deadline_s
        try:
            pcsc = self._opened()
            while (left_s := ends_s - time.monotonic()) > 0:
                was_there = bool(self._state & STATE_PRESENT)
                self._state = pcsc.wait_for_change(self._reader, self._state, left_s)
                if self._state & STATE_PRESENT and not was_there:
                    return self._number(pcsc)
        except (PcscFault, PcscMissing) as fault:
            raise self._lost(str(fault), ends_s) from fault
        return None

    def close(self) -> None:
        """End the way to the reader."""
        pcsc, self._pcsc = self._pcsc, None
        self._state = 0
        if pcsc is not None:
            pcsc.close()

    def _opened(self) -> Pcsc:
        if self._pcsc is None:
            self._pcsc = self._open_pcsc()
            names = [name for name in self._pcsc.readers() if name.startswith(self._wanted)]
            if not names:
                raise PcscMissing("no such reader is plugged in")
            self._reader = names[0]
        return self._pcsc

    def _number(self, pcsc: Pcsc) -> ScannedCode:
        try:
            answer = pcsc.answer(self._reader, GET_UID)
        except PcscFault as fault:
            raise ScannerGarbled(self.name, f"hold the card still ({fault})") from fault
        if not answer.endswith(WELL) or len(answer) <= len(WELL):
            raise ScannerGarbled(self.name, "this card tells no number")
        return ScannedCode(answer[: -len(WELL)].hex().upper(), CodeKind.CHIP)

    def _lost(self, why: str, ends_s: float) -> ScannerAbsent:
        name = self.name
        self.close()
        self._sleep(max(0.0, ends_s - time.monotonic()))
        return ScannerAbsent(name, why)
