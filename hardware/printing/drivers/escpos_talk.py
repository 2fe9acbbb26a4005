"""One conversation with an ESC/POS printer over an open line, within one deadline."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self

from hardware.printing.escpos_bytes import status_request
from hardware.printing.escpos_status import (
    Answer,
    AnswerReader,
    AutomaticStatus,
    RealtimeStatus,
    realtime_state,
)
from hardware.printing.port import PrinterState, nobody_watches
from hardware.transport.port import Link

STATUS_S = 1.0
"""A printer answers DLE EOT in milliseconds; one that does not by now never will."""
PATIENCE_S = 0.1


class Talk:
    """Sends and hears until `until` (monotonic seconds); keeps the last state that was heard."""

    def __init__(self, link: Link, until: float) -> None:
        self._link = link
        self._until = until
        self._reader = AnswerReader()
        self._answers: deque[Answer] = deque()
        self.state = PrinterState.UNKNOWN
        self.watch: Callable[[PrinterState], None] = nobody_watches

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._link.close()

    @property
    def answers(self) -> bool:
        """Whether the printer can say anything on this line, and did when it was asked."""
        return self._link.answers and self.state is not PrinterState.UNKNOWN

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self._left_s(self._until) <= 0

    @property
    def is_noisy(self) -> bool:
        """Whether bytes came that no ESC/POS printer sends: then no short answer is believed."""
        return self._reader.noise_bytes > 0

    def ask_state(self) -> PrinterState:
        """Ask DLE EOT 2, 3 and 4 one by one, since the answers do not name their question."""
        if not self._link.answers:
            return PrinterState.UNKNOWN
        bits: list[int] = []
        for kind in (2, 3, 4):
            self.send(status_request(kind))
            status = self._await_realtime()
            if status is None:
                return PrinterState.UNKNOWN
            bits.append(status.bits)
        self.state = realtime_state(*bits)
        return self.state

    def send(self, data: bytes) -> bool:
        """Hand over all of `data`, hearing what comes meanwhile; whether it went out in time."""
        rest = memoryview(data)
        while rest:
            if self.is_over:
                return False
            taken = self._link.write(bytes(rest[:4096]), min(PATIENCE_S, self._left_s(self._until)))
            rest = rest[taken:]
            if taken == 0:
                self._hear(0)
        return True

    def next_answer(self, until: float | None = None) -> Answer | None:
        """Return the next answer, or None when the deadline (or `until`, if sooner) has passed."""
        end = self._until if until is None else min(until, self._until)
        while not self._answers:
            left_s = self._left_s(end)
            if left_s <= 0:
                return None
            self._hear(left_s)
        return self._answers.popleft()

    def _await_realtime(self) -> RealtimeStatus | None:
        until = time.monotonic() + STATUS_S
        while (answer := self.next_answer(until)) is not None:
            if isinstance(answer, RealtimeStatus):
                return answer
        return None

    def _hear(self, timeout_s: float) -> None:
        for answer in self._reader.feed(self._link.read(timeout_s)):
            if isinstance(answer, AutomaticStatus):
                self._now(answer.state)
            self._answers.append(answer)

    def _now(self, state: PrinterState) -> None:
        if state is not self.state:
            self.state = state
            self.watch(state)

    @staticmethod
    def _left_s(until: float) -> float:
        return until - time.monotonic()
