"""What goes back for a cancelled performance, on the screen: the list, one by one or all of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation import amounts
from podium_desk.presentation.lists_view import Deed, DeedView, Form, ListContent, ListRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from podium_desk.application.cancelled_performances import OwedBack
    from podium_desk.application.lists_desk import ListsDesk
    from podium_desk.domain.ids import OrderId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.lists import Answers, ListTable


class BackList:
    """The orders of a cancelled performance that get something back."""

    def __init__(
        self, table: ListTable, write: Callable[[str, Iterable[OwedBack]], None] | None = None
    ) -> None:
        """`write` keeps the list in a file, which it lets a person choose by a proposed name."""
        self._table = table
        self._write = write
        self._owed: list[OwedBack] = []
        self._is_whole = False
        self._done: list[OwedBack] = []
        self._wanted: list[OwedBack] = []
        self._refused: Refusal | None = None

    def begin(self) -> None:
        """Look what everybody gets, order by order."""
        self._owed, self._is_whole, self._wanted = [], False, []
        number = self._table.number
        self._table.run(lambda desk: desk.cancelled.orders(number), self._orders_came)

    def content(self, words: Words) -> ListContent:
        """The orders, each with its sums by means."""
        rows = tuple(_row(one, words) for one in self._owed)
        has_some = any(_is_payable(one) for one in self._owed)
        is_ready = self._is_whole and has_some
        deeds = (
            DeedView(Deed.MAIN, words("lists.back_one"), has_some),
            DeedView(Deed.ALL, words("lists.back_all_but_cash"), is_ready),
            DeedView(Deed.SPECIAL, words("lists.back_all"), is_ready),
            DeedView(Deed.WRITE, words("lists.write"), bool(rows) and self._write is not None),
        )
        return ListContent(rows, _summary(self._owed, words), words("lists.back_none"), deeds)

    def ask(self, deed: Deed, row: int) -> None:
        """Pay the marked order back, or all of them, or keep the list in a file."""
        words = self._table.words
        match deed:
            case Deed.MAIN:
                one = self._owed[row]
                if one.why_not is not None:
                    self._table.refuse(Refusal(one.why_not))
                    return
                title = words("lists.back_one_ask", order=str(one.order), name=one.name)
                self._confirm(title.rstrip(), [one])
            case Deed.ALL:
                wanted = [one for one in self._payable() if not _has_cash(one)]
                self._confirm(words("lists.back_all_but_cash"), wanted)
            case Deed.SPECIAL:
                self._confirm(words("lists.back_all"), self._payable())
            case Deed.WRITE if self._write is not None:
                self._write(f"{self._table.number}.csv", tuple(self._owed))
            case _:
                pass

    def _payable(self) -> list[OwedBack]:
        return [one for one in self._owed if _is_payable(one)]

    def _confirm(self, title: str, wanted: list[OwedBack]) -> None:
        words = self._table.words
        if not wanted:
            self._table.say(words("lists.back_nothing_so"))
            return
        form = Form(title, _summary(wanted, words), words("lists.back_yes"))
        self._table.ask(form, partial(self._pay_back, wanted))

    def _pay_back(self, wanted: list[OwedBack], _typed: Answers) -> None:
        self._wanted, self._done = wanted, []
        self._go_on()

    def _go_on(self) -> None:
        """Pay back what is wanted and not done yet, from the beginning or after a manager's word,
        which counts for one order."""
        number, paid = self._table.number, {one.order for one in self._done}
        self._table.say("")
        self._refused = None

        def work(order: OrderId) -> Callable[[ListsDesk], OwedBack | Refusal]:
            return lambda desk: desk.cancelled.pay_back_order(number, order)

        works = [work(one.order) for one in self._wanted if one.order not in paid]
        text = self._table.words("lists.back_under_way")
        self._table.steps(works, self._paid, self._ended, text)
        self._table.show()

    def _paid(self, outcome: OwedBack | Refusal) -> bool:
        """A refusal ends it: the next one would be refused alike, and its reason is read. Above the
        clerk's limit a manager may let it go on."""
        if isinstance(outcome, Refusal):
            self._table.refuse(outcome)
            self._refused = outcome
            return False
        self._done.append(outcome)
        self._owed = [one for one in self._owed if one.order != outcome.order]
        return True

    def _ended(self) -> None:
        words, done = self._table.words, self._done
        together = amounts.money(sum(one.cents for one in done), words.language)
        said = words("lists.back_done", n=len(done), amount=together)
        left = len(self._wanted) - len(done)
        if left:
            said = f"{said} {words('lists.back_left', n=left)}"
        # Why it ended stays to be read.
        self._table.said = said
        self._table.ask_above_limit(self._refused, self._go_on)

    def _orders_came(self, orders: tuple[OrderId, ...] | Refusal) -> None:
        if isinstance(orders, Refusal):
            self._table.refuse(orders)
            return
        number = self._table.number

        def work(order: OrderId) -> Callable[[ListsDesk], OwedBack | None]:
            return lambda desk: desk.cancelled.owed_to(number, order)

        text = self._table.words("lists.back_looking")
        self._table.steps([work(one) for one in orders], self._owed_came, self._all_came, text)

    def _owed_came(self, owed: OwedBack | None) -> bool:
        if owed is not None:
            self._owed.append(owed)
        return True

    def _all_came(self) -> None:
        self._is_whole = True


def _is_payable(one: OwedBack) -> bool:
    """Whether this desk can pay it now: the rights are here or at the store."""
    return one.why_not is None and not one.holder


def _has_cash(one: OwedBack) -> bool:
    return any(means is PaymentMeans.CASH for means, _cents in one.parts)


def _row(one: OwedBack, words: Words) -> ListRow:
    parts = " + ".join(_part(means, cents, words) for means, cents in one.parts)
    where = words("lists.back_at", device=one.holder) if one.holder else ""
    why = "" if one.why_not is None else words(f"refusals.{one.why_not.value}")
    tickets = words("lists.tickets", n=len(one.tickets))
    return ListRow(
        f"{one.order}  {one.name}".rstrip(),
        " · ".join(filter(None, (tickets, parts, where, why))),
        amounts.money(one.cents, words.language),
        is_trouble=not _is_payable(one),
    )


def _part(means: PaymentMeans, cents: int, words: Words) -> str:
    return f"{words(f'orders.means_{means.value}')} {amounts.money(cents, words.language)}"


def _summary(owed: Iterable[OwedBack], words: Words) -> str:
    """How many orders, what they come to, and of that each means."""
    sums: dict[PaymentMeans, int] = {}
    count = 0
    for one in owed:
        count += 1
        for means, cents in one.parts:
            sums[means] = sums.get(means, 0) + cents
    if not count:
        return ""
    together = amounts.money(sum(sums.values()), words.language)
    parts = [_part(means, cents, words) for means, cents in sums.items()]
    return " · ".join((words("lists.back_sum", n=count, amount=together), *parts))
