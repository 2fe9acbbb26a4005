"""A sale elsewhere is heard in well under a second, over a real server and without polling."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path

from harness.processes import StoreProcess, call

from podium_desk.application.lane import ReplicaLane
from podium_desk.bootstrap import open_device
from podium_desk.replica.queries import totals


def test_a_sale_elsewhere_is_heard_at_once(tmp_path: Path) -> None:
    seller, listener = tmp_path / "kassa1", tmp_path / "kassa2"
    with StoreProcess(tmp_path, hours=1) as store:
        store.enrol(seller)
        store.enrol(listener)
        lane = ReplicaLane()
        with contextlib.closing(open_device(listener, lane)) as device:
            heard = threading.Event()

            def look(_changes: object) -> None:
                if lane(lambda: totals(device.work.replica.sql).orders):
                    heard.set()

            device.listen(look)
            device.start_line()
            ear = device.line._ear
            ends = time.monotonic() + 10
            while (ear is None or not ear.is_heard()) and time.monotonic() < ends:
                time.sleep(0.02)
            # The first round after the ear's first word is over: the next would be far away.
            time.sleep(1.5)
            words = ("--performance", store.performances[0], "--best", 1, "--pay", "cash")
            assert call("sell", seller, *words, "--json").status == 0
            began = time.monotonic()
            call("sync", seller, "--json")
            assert heard.wait(5)
            took_s = time.monotonic() - began
            assert took_s < 3, "a process starts in it"
            # The server ends at once, though somebody waits there.
            assert store._process is not None
            store._process.terminate()
            assert store._process.wait(4) == 0
