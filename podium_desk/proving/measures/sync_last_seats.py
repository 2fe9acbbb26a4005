"""Sixty-four counters after the last fifty seats of an evening: fifty are sold, never one more."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from podium_desk.proving.figures import Figure
from podium_desk.proving.measures.crowded_store import CrowdedStore, crowded_store, let_go
from podium_desk.proving.measures.workbench import HOUSE_NUMBER
from podium_desk.replica.queries import sold_count
from sync.facts.fact import origin_of

CLIENTS = 64
SEATS = 50
ROUNDS = 3
ABSENT = origin_of(60_000, 0)


def sync_last_seats(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """How long until the last seat is sold: asked for, granted, and spent in a durable sale."""
    took = []
    with crowded_store(folder, ROUNDS) as store:
        for pool in range(1, ROUNDS + 1):
            say(f"{CLIENTS} clients after {SEATS} seats…")
            took.append(_sold_out(store, folder / f"round{pool}", pool))
    return [
        Figure("sync_last_seats", sorted(took)[ROUNDS // 2], "s", ROUNDS),
        Figure("sync_last_seats_sold", SEATS, "seats", ROUNDS),
    ]


def _sold_out(store: CrowdedStore, folder: Path, pool: int) -> float:
    folder.mkdir()
    # New counters each time, for their logs are new; all other seats are somebody else's.
    store.counters.clear()
    central = store.bench.central
    store.bench.give(range(SEATS, store.bench.plan.unit_count), pool, ABSENT)
    met = let_go(store.plan(lambda number: (pool, _mixed(number)), CLIENTS, str(folder), 1))
    began = min(one.started_s for one in met)
    granted = [unit for one in met for _, unit in one.granted]
    assert sorted(granted) == list(range(SEATS)), "each seat was granted once"
    assert sum(one.sold for one in met) == SEATS
    assert sold_count(central.sql, HOUSE_NUMBER, pool) == SEATS, "the store heard of every sale"
    return max(one.sold_s for one in met) - began


def _mixed(number: int) -> tuple[int, ...]:
    """The seats in the order in which a client likes them; each likes others first."""
    seats = list(range(SEATS))
    random.Random(number).shuffle(seats)
    return tuple(seats)
