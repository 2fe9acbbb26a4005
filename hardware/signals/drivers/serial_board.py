"""A cheap board of relays on USB that is a serial port ("LCUS"): four bytes switch one relay.

``A0``, the relay from 1 on, 1 or 0, and the sum of the three in one byte, at 9600 baud
(hardware.md 4). It answers nothing, so that nobody knows whether it switched, and has no contacts.
"""

from __future__ import annotations

from hardware.signals.port import BoardAbsent, BoardLost
from hardware.transport.port import Connect, Link, LinkAbsent, LinkFault

HEAD = 0xA0
_WRITE_S = 0.5


class SerialBoard:
    """One board; opened at the first call, and again after it was lost."""

    def __init__(self, name: str, connect: Connect) -> None:
        self.name = name
        self._connect = connect
        self._link: Link | None = None

    def switch(self, relay: int, *, is_on: bool) -> None:
        """Switch one relay."""
        command = bytes((HEAD, relay, is_on, (HEAD + relay + is_on) & 0xFF))
        try:
            if self._link is None:
                self._link = self._connect(_WRITE_S)
            written = self._link.write(command, _WRITE_S)
        except LinkAbsent as fault:
            raise BoardAbsent(self.name, fault.why) from fault
        except LinkFault as fault:
            self.close()
            raise BoardLost(self.name, fault.why) from fault
        if written != len(command):
            self.close()
            raise BoardLost(self.name, "it took half a command")

    def contact(self, number: int) -> bool:
        """It has none."""
        raise BoardAbsent(self.name, f"it has no contact {number}")

    def close(self) -> None:
        """Close the port."""
        link, self._link = self._link, None
        if link is not None:
            link.close()
