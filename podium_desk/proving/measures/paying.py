"""Whether the counter's window stands still while customers pay.

The counter knows a cluster's season and stands at a hall of 2,036 seats, with a display for the
customer and an emulated printer. First with cash and a terminal that stands alone, where the clerk
types the amount and says that it was paid; then the program begins again with a ZVT terminal, whose
customers take a while. Each sale ends with its tickets and receipt, and the next one begins. The
printer and the terminal are processes of their own. The first of each counts like the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.config import DataFolder, Settings
from podium_desk.proving.figures import Figure
from podium_desk.proving.measures import terminal_worker
from podium_desk.proving.measures.cluster_season import opened, season_counter
from podium_desk.proving.measures.printing import emulated_printer
from podium_desk.proving.measures.stalls import stall_figures
from podium_desk.proving.measures.whole_counter import clerk_at

if TYPE_CHECKING:
    from podium_desk.ui.shell.clerk_bench import ClerkAtWork
    from podium_desk.ui.shell.heartbeat import Turn

    Turns = tuple[list[Turn], list[Turn]]

ROUNDS = 4
IDLE_S = 6.0
"""The list of performances is read again every five seconds, whoever does what."""
A_BANKNOTE = "200"


def paying(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """The turns of the window while it sells, beside the same window left alone."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    kassa = season_counter(folder, say)
    with emulated_printer() as (printer, _), _terminal() as zvt:
        settings = DataFolder(kassa).settings
        Settings.read(settings).keep(settings, printer=printer)
        turns: Turns = ([], [])
        say("cash, and a terminal that stands alone…")
        _at_work(kassa, "", (_cash, _card), turns)
        say("a terminal on the line…")
        _at_work(kassa, zvt, (_card,), turns)
    return stall_figures("paying_window", *turns)


def _at_work(
    kassa: Path, terminal: str, sales: tuple[Callable[[ClerkAtWork], None], ...], turns: Turns
) -> None:
    """Start the program on the counter's folder, and sell so in turn."""
    busy, idle = turns
    device = opened(kassa)
    try:
        clerk = clerk_at(device, device.desk(), terminal)
        try:
            for _ in range(ROUNDS):
                for sale in sales:
                    sale(clerk)
                clerk.look_at_last_sale()
                busy += clerk.heart.take()
                clerk.rest(IDLE_S)
                idle += clerk.heart.take()
        finally:
            clerk.close()
    finally:
        device.close()


def _cash(clerk: ClerkAtWork) -> None:
    clerk.hold(2)
    clerk.pay_cash(A_BANKNOTE)


def _card(clerk: ClerkAtWork) -> None:
    clerk.hold(6)
    clerk.pay_card()


@contextmanager
def _terminal() -> Iterator[str]:
    """The address of a terminal."""
    worker = subprocess.Popen(
        [sys.executable, "-m", terminal_worker.__name__],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdout is not None, "the pipe was asked for"
    try:
        yield worker.stdout.readline().strip()
    finally:
        worker.communicate("")
