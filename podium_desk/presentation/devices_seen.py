"""What is seen of a counter's devices beside its printer: told by whoever hears them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.counter_state import CounterState


class DevicesSeen:
    """Keeps it for the strip."""

    def __init__(self, state: CounterState, show: Callable[[], None]) -> None:
        self._state = state
        self._show = show

    def scanners_gone(self, names: tuple[str, ...]) -> None:
        """These scanners cannot be reached now; empty when all are there again."""
        self._state.scanners_gone = names
        self._show()
