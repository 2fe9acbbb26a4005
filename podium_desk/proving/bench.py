"""Repeatable measurements: each beside its named baseline, in turn, in the same run.

These machines are shared and noisy, so a figure is a median (p50) or a 99th percentile over many
rounds and is read as a ratio to its baseline, never alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.pairs import Pair, spent_ms

Rows = list[dict[str, Any]]


Measure = Callable[[Path, Callable[[str], None]], Pair | list[Figure]]


def run_bench(names: list[str], rounds: int, say: Callable[[str], None]) -> Rows:
    """Measure these, in the order named; 0 rounds means each one's own number."""
    rows: Rows = []
    for name in names:
        say(f"{name}…")
        with tempfile.TemporaryDirectory(prefix="podium-bench-") as folder:
            outcome = MEASURES[name](Path(folder), say)
            figures = _figures(outcome, rounds) if isinstance(outcome, Pair) else outcome
            rows += [figure.row() for figure in figures]
    return rows


def named(names: list[str]) -> list[str]:
    """The measurements meant by these names: one of `GROUPS` is all of it, none is all."""
    wanted = [n for name in names for n in GROUPS.get(name, [name])]
    return wanted or list(MEASURES)


def _figures(pair: Pair, rounds: int) -> list[Figure]:
    count = rounds or pair.rounds
    for _ in range(pair.warm_up):
        pair.measured()
        pair.baseline()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(count):
        ours.append(spent_ms(pair.measured))
        theirs.append(spent_ms(pair.baseline))
        pair.rest()
    figures = []
    for label, share in (("p50", 0.50), ("p99", 0.99)):
        if label == "p99" and count < 50:
            continue
        value, base = quantile(ours, share), quantile(theirs, share)
        figures += [
            Figure(f"{pair.name}_{label}", value, "ms", count, pair.baseline_name, value / base),
            Figure(f"{pair.baseline_name}_{label}", base, "ms", count, is_baseline=True),
        ]
    return figures


def _sale_commit(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.sale import sale_commit

    return sale_commit(folder, say)


def _admission(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.admission import admission

    return admission(folder, say)


def _door(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.door import door

    return door(folder, say)


def _door_paint(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.door_paint import door_paint

    return door_paint(folder, say)


def _print(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.print_tickets import print_tickets

    return print_tickets(folder, say)


def _customer_find(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.customer_find import customer_find

    return customer_find(folder, say)


def _order_find(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.order_find import order_find

    return order_find(folder, say)


def _decode(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.decode import decode

    return decode(folder, say)


def _paper_ticket(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.paper import ticket_dots

    return ticket_dots(folder, say)


def _paper_cpu(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.paper import ticket_dots_cpu

    return ticket_dots_cpu(folder, say)


def _paper_first(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.paper import first_ticket_dots

    return first_ticket_dots(folder, say)


def _season_import(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.season import season_import

    return season_import(folder, say)


def _window_start(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.window import window_start

    return window_start(folder, say)


def _map_repaint(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.seat_map import map_repaint

    return map_repaint(folder, say)


def _counter(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.counter import counter

    return counter(folder, say)


def _counter_news(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.counter_news import counter_news

    return counter_news(folder, say)


def _sync_asks(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_asks import sync_asks

    return sync_asks(folder, say)


def _sync_last_seats(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_last_seats import sync_last_seats

    return sync_last_seats(folder, say)


def _sync_ingest(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_ingest import sync_ingest

    return sync_ingest(folder, say)


def _sync_bootstrap(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_bootstrap import sync_bootstrap

    return sync_bootstrap(folder, say)


def _sync_tell(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_tell import sync_tell

    return sync_tell(folder, say)


def _sync_merge(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_merge import sync_merge

    return sync_merge(folder, say)


def _sync_merge_evening(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_merge_evening import sync_merge_evening

    return sync_merge_evening(folder, say)


def _sync_catch_up(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_catch_up import sync_catch_up

    return sync_catch_up(folder, say)


def _sync_memory(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_memory import sync_memory

    return sync_memory(folder, say)


def _sync_wire_batch(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_sizes import sync_wire_batch

    return sync_wire_batch(folder, say)


def _sync_wire_single(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_sizes import sync_wire_single

    return sync_wire_single(folder, say)


def _sync_disk(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.sync_sizes import sync_disk

    return sync_disk(folder, say)


def _printing(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.printing import printing

    return printing(folder, say)


def _scanning(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.scanning import scanning

    return scanning(folder, say)


def _paying(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    from podium_desk.proving.measures.paying import paying

    return paying(folder, say)


MEASURES: dict[str, Measure] = {
    "sale_commit": _sale_commit,
    "admission": _admission,
    "decode": _decode,
    "door": _door,
    "door_paint": _door_paint,
    "print": _print,
    "customer_find": _customer_find,
    "order_find": _order_find,
    "paper_ticket": _paper_ticket,
    "paper_cpu": _paper_cpu,
    "paper_first": _paper_first,
    "printing": _printing,
    "scanning": _scanning,
    "paying": _paying,
    "season_import": _season_import,
    "window_start": _window_start,
    "map_repaint": _map_repaint,
    "counter": _counter,
    "counter_news": _counter_news,
    "sync_merge": _sync_merge,
    "sync_merge_evening": _sync_merge_evening,
    "sync_catch_up": _sync_catch_up,
    "sync_memory": _sync_memory,
    "sync_wire_batch": _sync_wire_batch,
    "sync_wire_single": _sync_wire_single,
    "sync_disk": _sync_disk,
    "sync_asks": _sync_asks,
    "sync_last_seats": _sync_last_seats,
    "sync_bootstrap": _sync_bootstrap,
    "sync_ingest": _sync_ingest,
    "sync_tell": _sync_tell,
}
"""Every measurement by name; the heavy parts of each are loaded when it is run."""

GROUPS = {
    group: [name for name in MEASURES if name.startswith(f"{group}_")]
    for group in ("sync", "paper")
}
"""What one name stands for: all of the replica engine, all of the papers."""
