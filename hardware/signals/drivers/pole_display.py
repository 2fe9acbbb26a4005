"""A pole display for the customer: two lines of twenty letters on a serial port.

It speaks the commands of Epson's DM-D displays, which nearly all others can be set to: ``1B 40``
begins anew, ``1B 74 n`` chooses the code page (19 is PC858, western letters with the euro) and
``0C`` clears it and goes home; twenty letters fill a line and the next goes on below. From general
knowledge of Epson's DM-D110 command manual; no real one was tried.
"""

from __future__ import annotations

from hardware.signals.port import BoardAbsent, BoardLost
from hardware.transport.port import Connect, Link, LinkAbsent, LinkFault

LETTERS = 20
INITIALISE, CODE_PAGE_858, CLEAR = b"\x1b@", b"\x1bt\x13", b"\x0c"
_WRITE_S = 1.0


class SerialPole:
    """One display; opened at the first call, and again after it was lost."""

    def __init__(self, name: str, connect: Connect) -> None:
        self.name = name
        self._connect = connect
        self._link: Link | None = None

    def show(self, first: str, second: str) -> None:
        """Show two lines; a letter that it does not have is shown without its accent, or as a
        dot."""
        data = CLEAR + _line(first) + _line(second)
        try:
            if self._link is None:
                self._link = self._connect(_WRITE_S)
                self._send(INITIALISE + CODE_PAGE_858)
            self._send(data)
        except LinkAbsent as fault:
            raise BoardAbsent(self.name, fault.why) from fault
        except LinkFault as fault:
            self.close()
            raise BoardLost(self.name, fault.why) from fault

    def close(self) -> None:
        """Close the port."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _send(self, data: bytes) -> None:
        assert self._link is not None, "it was opened"
        while data:
            taken = self._link.write(data, _WRITE_S)
            if not taken:
                self.close()
                raise BoardLost(self.name, "it does not read")
            data = data[taken:]


def _line(text: str) -> bytes:
    return b"".join(_letter(letter) for letter in text[:LETTERS]).ljust(LETTERS)


def _letter(letter: str) -> bytes:
    import unicodedata

    for known in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        code = known.encode("cp858", errors="ignore")
        if code >= b" ":
            return code
    return b"."
