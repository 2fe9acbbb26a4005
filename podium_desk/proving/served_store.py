"""The central store as a process of the demo: the real server on another clock.

``python -m podium_desk.proving.served_store FOLDER PORT CLOCK_OFFSET_MS`` prints the port it
took and serves until a signal.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from podium_desk.bootstrap import wall_ms
from podium_desk.central.folder import CentralFolder
from podium_desk.central.serving import Address, serve


def main(folder: str, port: str, clock_offset_ms: str) -> None:
    """Serve the store in `folder` on loopback."""
    offset_ms = int(clock_offset_ms)

    def ready(url: str) -> None:
        print(urlsplit(url).port, flush=True)

    address = Address("127.0.0.1", int(port))
    place = CentralFolder(Path(folder), Path(folder).parent / "witness")
    serve(place, address, ready, lambda: wall_ms() + offset_ms)


if __name__ == "__main__":
    main(*sys.argv[1:4])
