"""Repeatable measurements: each beside its named baseline, in turn, in the same run.

These machines are shared and noisy, so a figure is a median (p50) or a 99th percentile over many
rounds and is read as a ratio to its baseline, never alone.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from podium_desk.proving.pairs import Pair

Rows = list[dict[str, Any]]


Measure = Callable[[Path, Callable[[str], None]], Pair]


def run_bench(names: list[str], rounds: int, say: Callable[[str], None]) -> Rows:
    """Measure these, in the order named; 0 rounds means each one's own number."""
    rows: Rows = []
    for name in names:
        say(f"{name}…")
        with tempfile.TemporaryDirectory(prefix="podium-bench-") as folder:
            rows += _rows(MEASURES[name](Path(folder), say), rounds)
    return rows


def _rows(pair: Pair, rounds: int) -> Rows:
    count = rounds or pair.rounds
    for _ in range(pair.warm_up):
        pair.measured()
        pair.baseline()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(count):
        ours.append(_spent_ms(pair.measured))
        theirs.append(_spent_ms(pair.baseline))
        pair.rest()
    rows = []
    for label, share in (("p50", 0.50), ("p99", 0.99)):
        if label == "p99" and count < 50:
            continue
        value, base = _quantile(ours, share), _quantile(theirs, share)
        rows.append(_row(f"{pair.name}_{label}", value, pair.baseline_name, value / base, count))
        rows.append(_row(f"{pair.baseline_name}_{label}", base, None, None, count))
    return rows


def _row(
    name: str, value: float, baseline: str | None, ratio: float | None, count: int
) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 4),
        "unit": "ms",
        "baseline": baseline,
        "ratio": None if ratio is None else round(ratio, 3),
        "n": count,
        "is_baseline": baseline is None,
    }


def _spent_ms(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _sale_commit(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.sale import sale_commit

    return sale_commit(folder, say)


def _admission(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.admission import admission

    return admission(folder, say)


def _season_import(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.season import season_import

    return season_import(folder, say)


def _window_start(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.window import window_start

    return window_start(folder, say)


def _map_repaint(folder: Path, say: Callable[[str], None]) -> Pair:
    from podium_desk.proving.measures.seat_map import map_repaint

    return map_repaint(folder, say)


MEASURES: dict[str, Measure] = {
    "sale_commit": _sale_commit,
    "admission": _admission,
    "season_import": _season_import,
    "window_start": _window_start,
    "map_repaint": _map_repaint,
}
"""Every measurement by name; the heavy parts of each are loaded when it is run."""
