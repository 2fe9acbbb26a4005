"""One of several server processes that take batches: ``… ingest_worker FOLDER BATCHES``.

It opens the central store of the folder, reads the batches of the file, says that it is ready,
and at a line on stdin takes them one after the other, each durably. It prints when it began and
when it had done, by the clock that all processes of the machine share.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from podium_desk.central.bootstrap import open_central
from podium_desk.central.folder import CentralFolder
from sync.decoding import decode
from sync.facts.batch import Batch


def main(folder: str, batches: str) -> None:
    """Take the batches when told to."""
    central = open_central(CentralFolder(Path(folder), Path(folder) / "witness"))
    work = decode(Path(batches).read_bytes(), list[Batch])
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    taken = sum(central.replica.receive(batch) for batch in work)
    print(taken, began, time.monotonic(), flush=True)
    central.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
