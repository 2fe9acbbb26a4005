"""What a counter's window makes before a clerk first needs it.

So the first customer of a day is served as the others are.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.ui.kit.polish import polished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from podium_desk.ui.screens.counter.window import CounterWindow

LINES = 9
"""Of the basket: as many as one digit fills."""


def pieces_ahead(window: CounterWindow) -> Iterator[Callable[[], object]]:
    """Each piece is short, and made once: the usual pages, and lines of the basket."""
    yield from (partial(polished, make) for make in window.pages.usual())
    yield from (partial(window.basket.make_spare, count) for count in range(1, LINES + 1))
