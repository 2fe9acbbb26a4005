"""The memory of a program whose house has a million facts: flat in history.

The program is a process of its own, so that nothing else is counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.plain_facts import plain_batches, plain_replica

FACTS = 1_000_000
EARLY = 100_000


def sync_memory(_folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """What the process holds in all after a million facts taken and read again page by page."""
    say(f"{FACTS} facts…")
    done = subprocess.run(
        [sys.executable, "-m", "podium_desk.proving.measures.sync_memory"],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    early_mb, late_mb = json.loads(done.stdout)
    return [
        Figure("sync_memory", late_mb, "MB", FACTS),
        Figure("sync_memory_growth", late_mb - early_mb, "MB", FACTS - EARLY),
    ]


def _main() -> None:
    """Take the facts, then read them all, and say what was held after each part."""
    with tempfile.TemporaryDirectory() as folder:
        replica = plain_replica(Path(folder) / "replica.sqlite", 1)
        taken, early_mb = 0, 0.0
        for batch in plain_batches(FACTS):
            taken += replica.receive(batch)
            replica.sql.tidy()
            early_mb = early_mb or (resident_mb() if taken >= EARLY else 0.0)
        for origin in replica.log.heads():
            seq = 0
            while (page := replica.batch_after(origin, seq, None)) is not None:
                seq += len(page.items)
        sys.stdout.write(json.dumps([early_mb, resident_mb()]))
        replica.sql.close()


def resident_mb() -> float:
    """What this process holds in memory, in megabytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    _main()
