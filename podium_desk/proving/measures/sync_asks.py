"""Seats asked of the store over HTTP by sixteen counters that hold no right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures.crowd import Met
from podium_desk.proving.measures.crowded_store import crowded_store, let_go
from podium_desk.proving.measures.durable_row import NAME, durable_row
from podium_desk.proving.pairs import spent_ms

CLIENTS = 16
PERFORMANCES = 4
ASKS_OF_CLIENT = 150
COMMITS = 100


def sync_asks(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """Asks a second, and how long one takes: a signed request, a durable grant, a signed answer."""
    row = durable_row(folder)
    commit_ms = quantile([spent_ms(row.commit) for _ in range(COMMITS)], 0.5)
    with crowded_store(folder, PERFORMANCES) as store:
        say(f"{CLIENTS} clients…")
        met = let_go(store.plan(_seats_of, CLIENTS))
    spent = [ms for one in met for ms in one.spent_ms]
    granted = [seat for one in met for seat in one.granted]
    assert len(set(granted)) == len(granted) == len(spent), "every ask was granted, once"
    per_second = len(spent) / span_s(met)
    return [
        Figure("sync_asks", per_second, "/s", len(spent), f"{NAME}s, one after the other",
               per_second * commit_ms / 1000),
        Figure("sync_asks_p50", quantile(spent, 0.5), "ms", len(spent)),
        Figure("sync_asks_p99", quantile(spent, 0.99), "ms", len(spent)),
        Figure(NAME, commit_ms, "ms", COMMITS, is_baseline=True),
    ]  # fmt: skip


def span_s(met: list[Met]) -> float:
    """From the first client's start to the last one's end."""
    return max(one.ended_s for one in met) - min(one.started_s for one in met)


def _seats_of(number: int) -> tuple[int, tuple[int, ...]]:
    """Each client has its own seats of one of the performances."""
    first = (number // PERFORMANCES) * ASKS_OF_CLIENT
    return number % PERFORMANCES + 1, tuple(range(first, first + ASKS_OF_CLIENT))
