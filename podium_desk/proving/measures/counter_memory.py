"""What a counter's process holds in memory: a process of the measurement `counter`.

With a data folder it is the counter at work there; without one it is a bare window.
"""

from __future__ import annotations

import sys
from pathlib import Path

from podium_desk.domain.ids import Unit
from podium_desk.proving.measures.cluster_season import TONIGHT, opened, shown_counter
from podium_desk.proving.measures.sync_memory import resident_mb

SEATS = range(400, 420)


def main() -> None:
    """Show the window, use it, and print its megabytes."""
    if len(sys.argv) > 1:
        _use_counter(Path(sys.argv[1]))
    else:
        _show_bare_window()


def _use_counter(kassa: Path) -> None:
    """The list, a search through all of it, seats of the large hall, and how things stand."""
    device = opened(kassa)
    at_work = shown_counter(device, TONIGHT)
    at_work.front()
    for unit in SEATS:
        at_work.toggle(Unit(unit))
    at_work.start_search()
    for letter in "orkest":
        at_work.type_in_search(letter)
    at_work.leave_search()
    sys.stdout.write(str(resident_mb()))
    at_work.close()
    device.close()


def _show_bare_window() -> None:
    from podium_desk.ui.shell.counter_bench import BareField

    bare = BareField()
    bare.press()
    sys.stdout.write(str(resident_mb()))
    bare.close()


if __name__ == "__main__":
    main()
