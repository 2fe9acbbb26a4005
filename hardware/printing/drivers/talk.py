"""One conversation with a printer over an open line, within one deadline, in any language."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, Self, TypeVar

from hardware.printing.port import PrinterState, nobody_watches
from hardware.transport.port import Link

Answer = TypeVar("Answer")

CHUNK_BYTES = 4096
PATIENCE_S = 0.1
QUIET_S = 0.03


class Reader(Protocol[Answer]):
    """Cuts what a printer says into answers; `noise_bytes` counts what its family never sends."""

    noise_bytes: int

    def feed(self, data: bytes) -> list[Answer]:
        """Take what came; return the answers that are now whole, in order."""
        ...

    def state_in(self, answer: Answer) -> PrinterState | None:
        """Return the state that an answer tells, if it tells one."""
        ...


class Talk(Generic[Answer]):
    """Sends and hears until `until` (monotonic seconds); keeps the last state that was heard."""

    def __init__(self, link: Link, until: float, reader: Reader[Answer]) -> None:
        self._link = link
        self._until = until
        self._reader = reader
        self._answers: deque[Answer] = deque()
        self._said = b""
        self.state = PrinterState.UNKNOWN
        self.watch: Callable[[PrinterState], None] = nobody_watches

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._link.close()

    @property
    def can_answer(self) -> bool:
        """Whether bytes can come back on this line at all."""
        return self._link.answers

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
        """Whether bytes came that this family never sends: then no short answer is believed."""
        return self._reader.noise_bytes > 0

    def send(self, data: bytes) -> bool:
        """Hand over all of `data`, hearing what comes meanwhile; whether it went out in time."""
        rest = memoryview(data)
        while rest:
            if self.is_over:
                return False
            patience_s = min(PATIENCE_S, self._left_s(self._until))
            taken = self._link.write(bytes(rest[:CHUNK_BYTES]), patience_s)
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

    def next_that(self, is_it: Callable[[Answer], bool], within_s: float) -> Answer | None:
        """Return the next answer that `is_it`, within so many seconds; others are passed over."""
        until = time.monotonic() + within_s
        while (answer := self.next_answer(until)) is not None:
            if is_it(answer):
                return answer
        return None

    def pause(self, seconds: float) -> None:
        """Hear for so long what is said, and keep only the state in it."""
        self.next_that(lambda _any: False, seconds)

    def forget(self) -> None:
        """Pass over what was said up to now."""
        self._hear(0)
        self._answers.clear()

    def raw_answer(self, question: bytes, within_s: float) -> bytes:
        """Ask in another language: return the bytes that came, empty when none did in time."""
        self.forget()
        self._said = b""
        self.send(question)
        until = min(time.monotonic() + within_s, self._until)
        while not self._said and self._left_s(until) > 0:
            self._hear(self._left_s(until))
        if self._said:
            self._hear(QUIET_S)
        self._answers.clear()
        return self._said

    def now(self, state: PrinterState) -> None:
        """Note what the printer says of itself, and tell it when it is new."""
        if state is not self.state:
            self.state = state
            self.watch(state)

    def _hear(self, timeout_s: float) -> None:
        data = self._link.read(timeout_s)
        self._said += data
        for answer in self._reader.feed(data):
            state = self._reader.state_in(answer)
            if state is not None:
                self.now(state)
            self._answers.append(answer)

    @staticmethod
    def _left_s(until: float) -> float:
        return until - time.monotonic()
