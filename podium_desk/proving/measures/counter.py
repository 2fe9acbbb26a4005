"""The counter at the size of a cluster: a key, the search, its memory, and until it is ready.

One replica with 4,000 performances and 700,000 tickets serves all of them. The window is real,
on Qt's software rasteriser, offscreen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.domain.ids import Unit
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures import counter_memory
from podium_desk.proving.measures.cluster_season import (
    LARGE_HALL_SEATS,
    TICKETS_EACH,
    TONIGHT,
    opened,
    season_counter,
    shown_counter,
)
from podium_desk.proving.measures.counter_start import start_figures
from podium_desk.proving.measures.window import NAME as BARE_WINDOW
from podium_desk.proving.measures.window import run_program
from podium_desk.proving.pairs import spent_ms

if TYPE_CHECKING:
    from podium_desk.ui.shell.counter_bench import BareField, CounterAtWork

ROUNDS = 200
A_TURN = 10
"""So many keys of one window before the other one has its turn."""
BARE_FIELD = "bare_line_edit"
SEARCHES = ("concert", "mozart", "orkest", "jazz", "20:00", "anker", "kwartet", "30/1")


def counter(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """All figures of one counter; each beside its baseline, in turn."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    kassa = season_counter(folder, say)
    say("until it is ready…")
    figures = start_figures(kassa)
    say("memory…")
    figures += _memory(kassa)
    say("keys…")
    return figures + _keys(kassa)


def _memory(kassa: Path) -> list[Figure]:
    """What the counter's process holds after its list, a search and halls, and a bare window's."""
    ours = float(run_program("-m", counter_memory.__name__, str(kassa)))
    bare = float(run_program("-m", counter_memory.__name__))
    return [
        Figure("counter_memory", ours, "MB", 1, BARE_WINDOW, ours / bare),
        Figure(f"{BARE_WINDOW}_memory", bare, "MB", 1, is_baseline=True),
    ]


def _keys(kassa: Path) -> list[Figure]:
    # Qt is loaded by the measurements that show a window.
    from podium_desk.ui.shell.counter_bench import BareField

    device = opened(kassa)
    at_work, bare = shown_counter(device, TONIGHT), BareField()
    try:
        figures = []
        for name, keys in (
            ("counter_best", _best(at_work)),
            ("counter_toggle", _toggle(at_work)),
            ("counter_tariff", _tariff(at_work)),
            ("counter_search", _search(at_work)),
        ):
            figures += _beside(name, *_in_turns(_Hands(at_work, bare), keys), BARE_FIELD)
        return figures
    finally:
        bare.close()
        at_work.close()
        device.close()


Key = tuple[Callable[[], None], Callable[[], None]]
"""A key that is measured, and what a person does after it that is not."""


def _nothing() -> None:
    """The next key follows at once."""


def _best(at_work: CounterAtWork) -> Iterator[Key]:
    """2: two best seats."""
    while True:
        yield partial(at_work.press_best, 2), at_work.empty_basket


def _toggle(at_work: CounterAtWork) -> Iterator[Key]:
    """Space on a seat, and again."""
    for number in cycle(range(TICKETS_EACH + 100, LARGE_HALL_SEATS - 100)):
        unit = Unit(number)
        yield partial(at_work.toggle, unit), _nothing
        yield partial(at_work.toggle, unit), _nothing


def _tariff(at_work: CounterAtWork) -> Iterator[Key]:
    """T, for the two best seats."""
    at_work.press_best(2)
    for _ in range(ROUNDS - 1):
        yield at_work.press_tariff, _nothing
    yield at_work.press_tariff, at_work.empty_basket


def _search(at_work: CounterAtWork) -> Iterator[Key]:
    """Words, letter by letter, each from an empty search on."""
    for word in cycle(SEARCHES):
        at_work.start_search()
        for letter in word[:-1]:
            yield partial(at_work.type_in_search, letter), _nothing
        yield partial(at_work.type_in_search, word[-1]), at_work.leave_search


@dataclass(frozen=True, slots=True)
class _Hands:
    """Whoever types in the counter and, in turn, in the bare window."""

    at_work: CounterAtWork
    bare: BareField


def _in_turns(hands: _Hands, keys: Iterator[Key]) -> tuple[list[float], list[float]]:
    # Qt is loaded by the measurements that show a window.
    from podium_desk.ui.shell.counter_bench import breathe

    ours: list[float] = []
    bare: list[float] = []
    while len(ours) < ROUNDS:
        hands.at_work.front()
        for _ in range(A_TURN):
            press, after = next(keys)
            ours.append(spent_ms(press))
            after()
            breathe()
        hands.bare.front()
        bare += [spent_ms(hands.bare.press) for _ in range(A_TURN)]
    return ours, bare


_SHARES = (("p50", 0.5), ("p99", 0.99))


def _beside(
    name: str,
    ours: list[float],
    bare: list[float],
    baseline: str,
    shares: tuple[tuple[str, float], ...] = _SHARES,
) -> list[Figure]:
    figures = []
    for label, share in shares:
        value, base = quantile(ours, share), quantile(bare, share)
        figures += [
            Figure(f"{name}_{label}", value, "ms", len(ours), baseline, value / base),
            Figure(f"{baseline}_{label}", base, "ms", len(bare), is_baseline=True),
        ]
    return figures
