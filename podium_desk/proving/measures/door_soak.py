"""Four hours of an evening at one door, as fast as it goes: a process of the measurement `door`.

Its clock is moved on by hand: a guest every eight seconds, how things stand every second. It says
what the process holds in memory after a quarter of it and at the end.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from podium_desk.bootstrap import wall_ms
from podium_desk.proving.measures.full_door import codes_of_tonight, full_door
from podium_desk.proving.measures.sync_memory import resident_mb

HOURS = 4
SECONDS = HOURS * 3600
GUEST_EVERY_S = 8
_CODES = 900


def main() -> None:
    """Play the evening on the replica in this file."""
    clock_ms = [wall_ms()]
    post = full_door(Path(sys.argv[1]), lambda: clock_ms[0])
    # Some come again and again: most of a long evening is refused, and written down all the same.
    codes = [*codes_of_tonight(post, _CODES), "https://example.com/", "5412345000013"]
    early_mb, scans = 0.0, 0
    for second in range(SECONDS):
        clock_ms[0] += 1000
        if second % GUEST_EVERY_S == 0:
            post.scan(codes[scans % len(codes)])
            scans += 1
        post.status()
        post.work.replica.sql.tidy()
        if second == SECONDS // 4:
            early_mb = resident_mb()
    sys.stdout.write(json.dumps([early_mb, resident_mb(), scans]))


if __name__ == "__main__":
    main()
