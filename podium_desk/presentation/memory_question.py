"""What a clerk says of a counter's memory after a start without contact.

Until the store or another device confirms that this data is the newest, the counter sells a small
reserve only (architecture.md, decision 6). A person may confirm it instead, and reads first how
many places are sold twice if the data is an older copy after all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.presentation.counter_view import Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import CounterDesk
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns


class MemoryQuestion:
    """Asks the question and takes the answer, in turn with what else a clerk asks."""

    def __init__(
        self,
        desk: CounterDesk,
        turns: Turns,
        state: CounterState,
        surround: tuple[Callable[[], None], Callable[[], Words]],
    ) -> None:
        """`surround` shows the view anew, and gives the words of the language now."""
        self._desk = desk
        self._turns = turns
        self._state = state
        self._show, self._words = surround

    def ask(self) -> None:
        """Open the panel that states the exposure; nothing when nothing waits."""
        self._turns.take(self._open)

    def confirm(self) -> None:
        """The person says that this data is the newest; only while the panel is read."""
        self._turns.take(self._confirm)

    def _open(self) -> None:
        if not self._state.has_panel:
            self._state.is_memory_asked = True
            self._show()

    def _confirm(self) -> None:
        if self._state.is_asking_memory:
            self._turns.run(self._desk.confirm_memory, self._confirmed)

    def _confirmed(self, places: int) -> None:
        self._state.close_panel()
        text = self._words()("memory.confirmed_here", n=places)
        self._state.toast = Toast(text, is_good=False)
        self._show()
