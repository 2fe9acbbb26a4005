"""A device that does not come back gives all it holds by QR codes, and another one carries them.

The giving side says what goes, and once it is done shows one code after another, as often as
wanted. The taking side hears parts in any order from a scanner, a camera or pictures, until all are
there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from podium_desk.application.closing import Closed, NotTaken
from podium_desk.domain.closing_code import read_part
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.one_deed import OneDeed
from podium_desk.presentation.question import Question

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from podium_desk.application.jobs import Jobs
    from podium_desk.i18n.words import Words

T = TypeVar("T")
_NOT_WHOLE = "closing_not_whole"


class Closes(Protocol):
    """What is asked of the device; every method runs on the replica's lane."""

    def to_close(self) -> Closed:
        """What would go back."""
        ...

    def close_out(self) -> tuple[str, ...]:
        """Give it back; the texts of the codes."""
        ...

    def take_closing(self, texts: tuple[str, ...], /) -> tuple[Closed, ...] | NotTaken:
        """Carry another device's code."""
        ...


@dataclass(frozen=True, slots=True)
class CodeShown:
    """One code on the screen. `text` is what stands in it; `number` counts from 1."""

    text: str
    number: int
    count: int
    heading: str
    lines: tuple[str, ...]

    @property
    def has_next(self) -> bool:
        """Whether another one follows."""
        return self.number < self.count


@dataclass(frozen=True, slots=True)
class TakingShown:
    """What is known of a code that is being taken in. `is_done`: it is carried now."""

    heading: str
    lines: tuple[str, ...]
    notice: str
    is_done: bool


class Closing:
    """Keeps how far a person has come on either side; called on the screen's thread."""

    def __init__(
        self,
        desk: Closes,
        jobs: Jobs,
        words_now: Callable[[], Words],
        told: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`told` shows the page anew with a notice, which may be empty."""
        self._desk = desk
        self._words_now = words_now
        self._told = told
        self._deed = OneDeed(jobs, self.drop, failed)
        self._to_close: Closed | None = None
        self._codes: tuple[str, ...] = ()
        self._at = 0
        self._parts: tuple[str, ...] | None = None
        self._taken: tuple[Closed, ...] = ()
        self._notice = ""

    @property
    def is_busy(self) -> bool:
        """Whether the device is doing something."""
        return self._deed.is_busy

    @property
    def question(self) -> Question | None:
        """What closing comes to, while it is asked."""
        if self._to_close is None:
            return None
        words, n, sold = self._words_now(), self._to_close.free, self._to_close.sold
        lines = (
            words("closing.gives_back", n=n),
            words("closing.hands_on", n=sold),
            words("closing.after"),
        )
        return Question(words("closing.question"), lines, words("closing.yes"), words("closing.no"))

    @property
    def code(self) -> CodeShown | None:
        """The code that is shown now."""
        if not self._codes:
            return None
        words, number, count = self._words_now(), self._at + 1, len(self._codes)
        lines = [words("closing.show_to")]
        if count > 1:
            lines.append(words("closing.all_of_them", n=count))
        heading = words("closing.code_n", number=number, count=count)
        return CodeShown(self._codes[self._at], number, count, heading, tuple(lines))

    @property
    def taking(self) -> TakingShown | None:
        """What is known of the code that is being taken in."""
        if self._parts is None:
            return None
        words = self._words_now()
        if self._taken:
            told = tuple(
                words("closing.kept", n=one.free, device=one.name, sold=one.sold)
                for one in self._taken
            )
            return TakingShown(words("closing.carried"), told, self._notice, True)
        lines = (words("closing.take_how"), words("closing.parts_read", n=len(self._parts)))
        return TakingShown(words("closing.take"), lines, self._notice, False)

    def ask(self) -> None:
        """Say what closing for good would give back."""
        self._submit(self._desk.to_close, self._foreseen)

    def confirm(self) -> None:
        """Give all back, and show it."""
        if self._to_close is not None:
            self._submit(self._desk.close_out, self._closed)

    def step(self, by: int) -> None:
        """Another one of the codes."""
        if self._codes:
            self._at = min(max(self._at + by, 0), len(self._codes) - 1)
            self._told("")

    def begin_taking(self) -> None:
        """Wait for the parts of another device's code."""
        self._parts, self._taken, self._notice = (), (), ""
        self._told("")

    def take(self, *texts: str) -> None:
        """Texts that were scanned; others than a closing code's are told and left."""
        if self._parts is None or self._taken:
            self.begin_taking()
        parts = self._parts or ()
        fresh = tuple(plain for text in texts if (plain := "".join(text.split()).upper()))
        self._notice = ""
        if not fresh or any(read_part(text) is None for text in fresh):
            self._notice = self._words_now()("closing.no_part_here")
            self._told("")
            return
        self._parts = tuple(dict.fromkeys(parts + fresh))
        self._try_parts(self._parts)

    def take_pictures(self, read: Callable[[Path], list[str]], files: list[Path]) -> None:
        """Pictures of the codes; `read` gives the texts on one."""
        self._submit(lambda: [text for file in files for text in read(file)], self._pictures_read)

    def back(self) -> bool:
        """One step back; False when there is none to take."""
        was_open = self._to_close is not None or bool(self._codes) or self._parts is not None
        if not was_open or self.is_busy:
            return False
        self.drop()
        self._told("")
        return True

    def drop(self) -> None:
        """Nobody looks any more."""
        self._to_close, self._codes, self._at = None, (), 0
        self._parts, self._taken, self._notice = None, (), ""

    def _submit(self, work: Callable[[], T], done: Callable[[T], str | None]) -> None:
        """`done` gives the key of what is to be said, if anything."""

        def came(outcome: T) -> None:
            self._told(self._words_now()(said) if (said := done(outcome)) else "")

        self._deed.submit(work, came)

    def _foreseen(self, found: Closed) -> None:
        self._to_close = found

    def _closed(self, texts: tuple[str, ...]) -> str | None:
        self._to_close, self._codes, self._at = None, texts, 0
        return None if texts else "closing.nothing_held"

    def _pictures_read(self, texts: list[str]) -> None:
        self.take(*texts)

    def _try_parts(self, parts: tuple[str, ...]) -> None:
        self._submit(partial(self._desk.take_closing, parts), partial(self._was_taken, parts))

    def _was_taken(self, tried: tuple[str, ...], outcome: tuple[Closed, ...] | NotTaken) -> None:
        if not isinstance(outcome, NotTaken):
            self._taken = outcome
            return
        missing = ", ".join(str(number) for number in outcome.missing)
        self._notice = self._words_now()(f"closing.{outcome.code}", missing=missing)
        if outcome.code != _NOT_WHOLE:
            # What does not belong together is read anew.
            self._parts = ()
        elif self._parts is not None and self._parts != tried:
            # A scanner was faster than the answer.
            self._try_parts(self._parts)
