"""A bank's statement on the till's page: what came in, the orders it fits, and what is booked.

What fits to the cent is booked with one key; what nearly fits waits for a person, line by line, who
also says which of several orders a line pays.
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
    from podium_desk.application.order_desk import OrderSeen
    from podium_desk.domain.ids import OrderId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.login import TillDesk

    Orders = dict[OrderId, OrderSeen]

_BYTES_MAX = 50_000_000
_TONES = {
    Fit.EXACT: Tone.GOOD, Fit.BOOKED: Tone.GOOD, Fit.NOT_OPEN: Tone.QUIET, Fit.UNKNOWN: Tone.QUIET,
    Fit.LESS: Tone.BAD, Fit.MORE: Tone.BAD, Fit.NEAR: Tone.BAD,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BankRow:
    """One amount that came in. `can_book`: a person may say that it pays the order shown, or the
    one of `choices` that they choose first."""

    text: str
    standing: str
    tone: Tone
    can_book: bool
    choices: tuple[str, ...] = ()
    """The orders that it fits, where they are several; a digit chooses one."""


@dataclass(frozen=True, slots=True)
class BankView:
    """The statement; `exact` is how many lines fit to the cent and are still to be booked."""

    rows: tuple[BankRow, ...] = ()
    exact: int = 0


class BankList:
    """Holds one statement. All calls on the screen's thread."""

    def __init__(
        self,
        desk: Callable[[], TillDesk],
        jobs: Jobs,
        words: Callable[[], Words],
        heard: tuple[Callable[[str], None], Callable[[Exception], None]],
    ) -> None:
        """`desk` is asked on the lane. `heard` is told each change, with what is to be said,
        and each fault."""
        self._desk = desk
        self._jobs = jobs
        self._words = words
        self._changed, self._failed = heard
        self._movements: tuple[Movement, ...] = ()
        self._found: tuple[Match, ...] = ()
        self._orders: Orders = {}

    @property
    def view(self) -> BankView:
        """The list now."""
        words = self._words()
        exact = sum(one.fit is Fit.EXACT for one in self._found)
        return BankView(tuple(_row(one, self._orders, words) for one in self._found), exact)

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
        self._book(lambda: [done for _, done in self._desk().transfers.book_exact(found)])

    def book(self, row: int, choice: int = 0) -> None:
        """A person says that this line pays its order, or this one of several."""
        if not 0 <= row < len(self._found) or not _can_book(self._found[row]):
            return
        one = self._found[row]
        if 0 <= choice < len(one.orders):
            order = one.orders[choice]
            self._book(lambda: [self._desk().transfers.book(one.movement, order)])

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
        def came(outcome: tuple[tuple[Match, ...], Orders]) -> None:
            found, self._orders = outcome
            self._found = found
            self._changed(said or ("" if found else self._words()("till.bank_empty")))

        movements = self._movements
        self._jobs.submit(partial(self._matches, movements), came, self._failed)

    def _matches(self, movements: tuple[Movement, ...]) -> tuple[tuple[Match, ...], Orders]:
        """On the lane: what the lines fit, and the orders between which a person has to choose."""
        desk = self._desk()
        found = desk.transfers.matches(movements)
        several = {order for one in found if _is_choice(one) for order in one.orders}
        seen = ((order, desk.orders.look(order)) for order in several)
        return found, {order: one for order, one in seen if not isinstance(one, Refusal)}


def _row(one: Match, known: Orders, words: Words) -> BankRow:
    move = one.movement
    parts = (
        date_short(move.day, words.language), money(move.amount_cents, words.language),
        move.name, move.communication or move.text,
    )  # fmt: skip
    orders = ", ".join(map(str, one.orders))
    standing = " ".join(filter(None, (words(f"till.fit_{one.fit.value}"), orders)))
    text = " · ".join(part for part in parts if part)
    choices = tuple(_choice(order, known.get(order), words) for order in one.orders)
    return BankRow(
        text, standing, _TONES[one.fit], _can_book(one), choices if _is_choice(one) else ()
    )


def _choice(order: OrderId, seen: OrderSeen | None, words: Words) -> str:
    """An order by its number, whose it is, what it is for and what it owes."""
    if seen is None:
        return str(order)
    name = "" if seen.customer is None else seen.customer.name
    title = seen.kept[0].title.in_language(words.language) if seen.kept else ""
    parts = (str(order), name, title, money(seen.rest_cents, words.language))
    return " · ".join(part for part in parts if part)


def _can_book(one: Match) -> bool:
    """Too much is not booked: it would have to go back."""
    return one.fit in (Fit.LESS, Fit.NEAR)


def _is_choice(one: Match) -> bool:
    """Of several orders none is guessed."""
    return _can_book(one) and len(one.orders) > 1
