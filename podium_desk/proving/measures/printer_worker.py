"""An emulated ticket printer as a process of its own: a measurement's printer, which shares no lock
of the interpreter with the counter. It writes when each ticket was cut, on the machine's clock."""

from __future__ import annotations

import sys
import time

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.paper_picture import PaperPicture
from hardware.emulators.printer import EmulatedPrinter
from hardware.emulators.tcp_server import TcpPrinterServer


def main() -> None:
    """Serve until the input ends; the first line is the address, each other one a moment."""

    def cut(_ticket: PaperPicture) -> None:
        print(time.monotonic(), flush=True)

    with TcpPrinterServer(EmulatedPrinter(EscPos, on_ticket=cut)) as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
