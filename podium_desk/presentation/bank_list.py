"""A bank's statement on the till's page: what came in, the orders it fits, and what is booked.

What fits to the cent is booked with one key; what nearly fits waits for a person, line by line.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.coda import NoCoda, read_coda
from podium_desk.application.counter import SaleDone
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.transfers import Fit, Match, Movement
from podium_desk.i18n.format import date_short, money
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.mood import Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from podium_desk.application.jobs import Jobs
    from podium_desk.application.transfers import Transfers
    from podium_desk.i18n.words import Words

_BYTES_MAX = 50_000_000
_TONES = {
    Fit.EXACT: Tone.GOOD, Fit.BOOKED: Tone.GOOD, Fit.NOT_OPEN: Tone.QUIET, Fit.UNKNOWN: Tone.QUIET,
    Fit.LESS: Tone.BAD, Fit.MORE: Tone.BAD, Fit.NEAR: Tone.BAD,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BankRow:
    """One amount that came in. `can_book`: a person may say that it pays the order shown."""

    text: str
    standing: str
    tone: Tone
    can_book: bool


@dataclass(frozen=True, slots=True)
class BankView:
    """The statement; `exact` is how many lines fit to the cent and are still to be booked."""

    rows: tuple[BankRow, ...] = ()
    exact: int = 0


class BankList:
    """Holds one statement. All calls on the screen's thread."""

    def __init__(
        self,
        transfers: Callable[[], Transfers],
        jobs: Jobs,
        words: Callable[[], Words],
        heard: tuple[Callable[[str], None], Callable[[Exception], None]],
    ) -> None:
        """`transfers` is asked on the lane. `heard` is told each change, with what is to be said,
        and each fault."""
        self._transfers = transfers
        self._jobs = jobs
        self._words = words
        self._changed, self._failed = heard
        self._movements: tuple[Movement, ...] = ()
        self._found: tuple[Match, ...] = ()

    @property
    def view(self) -> BankView:
        """The list now."""
        words = self._words()
        exact = sum(one.fit is Fit.EXACT for one in self._found)
        return BankView(tuple(_row(one, words) for one in self._found), exact)

    def clear(self) -> None:
        """No statement is looked at."""
        self._movements = self._found = ()

    def read(self, file: Path) -> None:
        """Read a statement and look what it fits."""

        def work() -> tuple[Movement, ...] | NoCoda | OSError:
            try:
                with file.open("rb") as stream:
                    return read_coda(stream.read(_BYTES_MAX))
            except (NoCoda, OSError) as problem:
                return problem

        def came(outcome: tuple[Movement, ...] | NoCoda | OSError) -> None:
            if isinstance(outcome, tuple):
                self._movements = outcome
                self._look("")
                return
            key = "till.no_coda" if isinstance(outcome, NoCoda) else "till.no_file"
            self._changed(self._words()(key))

        self._jobs.submit(work, came, self._failed)

    def book_exact(self) -> None:
        """Book every line that fits to the cent."""
        found = self._found
        self._book(lambda: [done for _, done in self._transfers().book_exact(found)])

    def book(self, row: int) -> None:
        """A person says that this line pays its order."""
        if not 0 <= row < len(self._found) or not _can_book(self._found[row]):
            return
        one = self._found[row]
        self._book(lambda: [self._transfers().book(one.movement, one.orders[0])])

    def _book(self, work: Callable[[], list[SaleDone | Refusal]]) -> None:
        def came(outcomes: list[SaleDone | Refusal]) -> None:
            words = self._words()
            refused = [one for one in outcomes if isinstance(one, Refusal)]
            said = words("till.bank_booked", n=len(outcomes) - len(refused))
            if refused:
                why = words(f"refusals.{refused[0].reason.value}", **refused[0].details)
                said = f"{said} {why}"
            self._look(said)

        self._jobs.submit(work, came, self._failed)

    def _look(self, said: str) -> None:
        def came(found: tuple[Match, ...]) -> None:
            self._found = found
            self._changed(said or ("" if found else self._words()("till.bank_empty")))

        movements = self._movements
        self._jobs.submit(partial(self._matches, movements), came, self._failed)

    def _matches(self, movements: tuple[Movement, ...]) -> tuple[Match, ...]:
        return self._transfers().matches(movements)


def _row(one: Match, words: Words) -> BankRow:
    move = one.movement
    parts = (
        date_short(move.day, words.language), money(move.amount_cents, words.language),
        move.name, move.communication or move.text,
    )  # fmt: skip
    orders = ", ".join(map(str, one.orders))
    standing = " ".join(filter(None, (words(f"till.fit_{one.fit.value}"), orders)))
    text = " · ".join(part for part in parts if part)
    return BankRow(text, standing, _TONES[one.fit], _can_book(one))


def _can_book(one: Match) -> bool:
    """Too much is not booked: it would have to go back. Of several orders one is not guessed."""
    return one.fit in (Fit.LESS, Fit.NEAR) and len(one.orders) == 1
