"""Runs a door's board on a thread of its own: no screen and no scan ever waits for a relay.

It gives the pulses, counts who went through, tells when the board cannot be reached and goes on
by itself when it is back. At the beginning and at the end everything is switched off.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Condition, Thread

from hardware.signals.port import BoardAbsent, RelayBoard, SignalFault, Wiring
from hardware.signals.switching import Switch, Switching

LOOK_MS = 20.0
"""A turnstile's contact stays closed for some 100 ms; looked at so often none is missed."""
AGAIN_AFTER_S = 1.0
JOIN_S = 2.0


@dataclass(frozen=True, slots=True)
class BoardSeen:
    """How the board does: `fault` is empty while it is there. `passages` is who went through since
    the door opened, None without a contact; `dropped` for whom it did not open."""

    fault: str = ""
    pulses: int = 0
    passages: int | None = None
    dropped: int = 0


class GateSignals:
    """`start`, tell it of scans, and `close`."""

    def __init__(
        self,
        board: RelayBoard,
        wiring: Wiring,
        seen: Callable[[BoardSeen], None],
        clock_ms: Callable[[], float] = lambda: time.monotonic() * 1000,
    ) -> None:
        """`seen` hears each change, on the board's thread."""
        self._board, self._wiring = board, wiring
        self._tell, self._clock_ms = seen, clock_ms
        self._switching = Switching(wiring)
        self._news = Condition()
        self._asked: deque[tuple[str, int]] = deque()
        self._is_closing = False
        self._seen = BoardSeen(passages=None if wiring.passage is None else 0)
        self._is_told = False
        self._was_through = False
        self._thread = Thread(target=self._run, name=f"board {board.name}", daemon=True)

    def start(self) -> None:
        """Begin: everything off."""
        self._switching.was_away(self._clock_ms())
        self._thread.start()

    def admitted(self, token: str, persons: int) -> None:
        """A scan let so many guests in."""
        self._ask(token, persons)

    def refused(self, token: str) -> None:
        """A scan let nobody in."""
        self._ask(token, 0)

    def close(self) -> bool:
        """Switch everything off and end; False when the board did not let go within 2 s."""
        with self._news:
            self._is_closing = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(JOIN_S)
        return not self._thread.is_alive()

    def _ask(self, token: str, persons: int) -> None:
        with self._news:
            self._asked.append((token, persons))
            self._news.notify()

    def _run(self) -> None:
        while not self._is_closing:
            try:
                self._once()
            except SignalFault as fault:
                self._is_away(fault)
        self._end()

    def _once(self) -> None:
        plan = self._switching
        while (asked := self._next_asked()) is not None:
            token, persons = asked
            now_ms = self._clock_ms()
            switches = plan.admitted(token, persons, now_ms) if persons else plan.refused(
                token, now_ms
            )  # fmt: skip
            self._do(switches)
        self._do(plan.due(self._clock_ms()))
        self._look()
        self._note(fault="", dropped=self._switching.pulses_dropped)
        self._wait()

    def _next_asked(self) -> tuple[str, int] | None:
        with self._news:
            return self._asked.popleft() if self._asked else None

    def _do(self, switches: tuple[Switch, ...]) -> None:
        for one in switches:
            try:
                self._board.switch(one.relay, is_on=one.is_on)
            except BoardAbsent:
                self._switching.not_given(one, self._clock_ms())
                raise
            except SignalFault:
                # It may have opened: a second pulse could let somebody in who has no ticket.
                self._switching.not_known(one)
                raise
            if one.is_pulse:
                self._note(pulses=self._seen.pulses + 1)

    def _look(self) -> None:
        """A guest went through when the contact closes."""
        if self._wiring.passage is None:
            return
        is_through = self._board.contact(self._wiring.passage)
        if is_through and not self._was_through:
            self._note(passages=(self._seen.passages or 0) + 1)
        self._was_through = is_through

    def _wait(self) -> None:
        wait_ms = self._switching.wait_ms(self._clock_ms())
        if self._wiring.passage is not None:
            wait_ms = LOOK_MS if wait_ms is None else min(wait_ms, LOOK_MS)
        with self._news:
            if not self._asked and not self._is_closing:
                self._news.wait(None if wait_ms is None else wait_ms / 1000)

    def _is_away(self, fault: SignalFault) -> None:
        self._switching.was_away(self._clock_ms())
        self._note(fault=str(fault))
        with self._news:
            if not self._is_closing:
                self._news.wait(AGAIN_AFTER_S)

    def _end(self) -> None:
        try:
            for relay in self._wiring.relays:
                self._board.switch(relay, is_on=False)
        except SignalFault as fault:
            self._note(fault=str(fault))
        self._board.close()

    def _note(self, **changed: str | int) -> None:
        """Tell what is other than before; the first time, all of it."""
        now = replace(self._seen, **changed)  # type: ignore[arg-type]
        if now != self._seen or not self._is_told:
            self._seen, self._is_told = now, True
            self._tell(now)
