"""Whose turn it is: key strokes wait while places are found, and are refused while money is booked.

A clerk types ahead; nothing that is typed may be lost or overtake what was typed before. The
one exception is a sale under way: a key pressed twice must not book twice (ux.md section 1).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from podium_desk.presentation.looks import Looks

if TYPE_CHECKING:
    from podium_desk.application.jobs import Jobs

T = TypeVar("T")
Wish = Callable[[], None]
Fail = Callable[[Exception], None]


class Turns:
    """Brings wishes, jobs and looks of one screen in order; all calls on the screen's thread."""

    def __init__(self, jobs: Jobs, fail: Fail) -> None:
        self._jobs = jobs
        self._fail = fail
        self._under_way = 0
        self._waiting: deque[Wish] = deque()
        self._kept_scan: Wish | None = None
        self.look = Looks(lambda: jobs, fail).look
        """Reads something beside the turns: no wish waits for it."""
        self.is_booking = False

    @property
    def is_idle(self) -> bool:
        """Whether a wish would be done at once."""
        return not self._under_way and not self.is_booking

    @property
    def is_under_way(self) -> bool:
        """Whether something is being done: what is asked now is taken after it."""
        return self._under_way > 0

    def take(self, wish: Wish) -> None:
        """Do `wish` now, or after what is under way; never while money is being booked."""
        if self.is_booking:
            return
        if self._under_way:
            self._waiting.append(wish)
        else:
            wish()

    def take_scan(self, scan: Callable[[bool], None]) -> None:
        """A code was scanned: in its turn, but while money is booked the newest one is kept, and
        taken after it (True). It is somebody's ticket, and no key that was pressed twice."""
        if self.is_booking:
            self._kept_scan = partial(scan, True)
        else:
            self.take(partial(scan, False))

    def take_next(self, wish: Wish) -> None:
        """Do `wish` as the next thing: it goes on with one that was taken, before what waits."""
        if self._under_way:
            self._waiting.appendleft(wish)
        elif not self.is_booking:
            wish()

    def forget_waiting(self) -> None:
        """What was typed ahead counted on something that did not happen."""
        self._waiting.clear()

    def run(
        self,
        work: Callable[[], T],
        came: Callable[[T], None],
        elsewhere: tuple[Jobs, Fail] | None = None,
    ) -> None:
        """Run `work` on the lane, or `elsewhere`; wishes wait until `came` has seen its outcome."""
        jobs, fail = elsewhere or (self._jobs, self._fail)
        self._under_way += 1

        def done(outcome: T) -> None:
            self._under_way -= 1
            came(outcome)
            self._go_on()

        def failed(error: Exception) -> None:
            self._under_way -= 1
            self.forget_waiting()
            fail(error)

        jobs.submit(work, done, failed)

    def find(
        self, typed: Callable[[], str], find: Callable[[str], T], came: Callable[[str, T], None]
    ) -> None:
        """Find what is typed by the time the lane is free: keys that come while it is busy with
        other work are looked for once. `came` hears what was looked for, and what was found."""

        def work() -> tuple[str, T]:
            text = typed()
            return text, find(text)

        self.run(work, lambda found: came(*found))

    def book(self, work: Callable[[], T], came: Callable[[T], None], failed: Fail) -> None:
        """Run `work` that books money; every wish is refused until its outcome is known. So is what
        was typed ahead behind it: it would be done in the middle of the next sale."""
        self.is_booking = True
        self.forget_waiting()

        def done(outcome: T) -> None:
            self.is_booking = False
            came(outcome)
            self._take_kept()

        def not_known(error: Exception) -> None:
            self.is_booking = False
            failed(error)
            self._take_kept()

        self._jobs.submit(work, done, not_known)

    def _take_kept(self) -> None:
        kept, self._kept_scan = self._kept_scan, None
        if kept is not None:
            self.take(kept)

    def _go_on(self) -> None:
        while self._waiting and not self._under_way and not self.is_booking:
            self._waiting.popleft()()
