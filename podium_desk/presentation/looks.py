"""What a screen reads now and then: one answer of a kind at a time, and no old one for good."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from podium_desk.application.jobs import Jobs

T = TypeVar("T")


class Looks:
    """Runs looks on the lane, by name; all calls on the screen's thread."""

    def __init__(self, jobs: Callable[[], Jobs], fail: Callable[[Exception], None]) -> None:
        self._jobs = jobs
        self._fail = fail
        self._under_way: dict[str, Callable[[], None] | None] = {}
        """With what is to be looked at once more behind each."""

    def look(
        self,
        name: str,
        work: Callable[[], T],
        came: Callable[[T], None],
        *,
        is_news: bool = False,
    ) -> None:
        """Read something; a slow look is not asked again before it has answered.

        With `is_news` it is then asked once more, however often: what it read may be of before.
        """
        if name in self._under_way:
            if is_news:
                self._under_way[name] = partial(self.look, name, work, came)
            return
        self._under_way[name] = None

        def done(outcome: T) -> None:
            again = self._under_way.pop(name)
            came(outcome)
            if again is not None:
                again()

        def failed(error: Exception) -> None:
            again = self._under_way.pop(name)
            self._fail(error)
            if again is not None:
                again()

        self._jobs().submit(work, done, failed)
