"""The guest list on the screen: give out, put on, read from a file, strike off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.domain.guests import GuestLine, GuestStanding, GuestWish
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation.counter_words import refusal_sentence
from podium_desk.presentation.lists_view import (
    Deed,
    DeedView,
    Form,
    FormField,
    ListContent,
    ListRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from podium_desk.application.counter import SaleDone
    from podium_desk.application.guests import GuestSeen
    from podium_desk.application.lists_desk import ListsDesk
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.lists import Answers, ListTable

_TOLD_MAX = 6
"""So many refused lines of a file are told one by one."""


class GuestList:
    """The guests of a performance."""

    def __init__(
        self, table: ListTable, new_token: Callable[[], str], read: Callable[[], str | None]
    ) -> None:
        """`read` gives the text of a file that a person chooses, None for none."""
        self._table = table
        self._new_token = new_token
        self._read = read
        self._guests: tuple[GuestSeen, ...] = ()
        self._refused: list[str] = []
        self._added = 0

    def begin(self) -> None:
        """Look who is on it."""
        self._guests = ()
        self._look()

    def content(self, words: Words) -> ListContent:
        """The guests, each with places, reason and whether they have their tickets."""
        some = bool(self._guests)
        deeds = (
            DeedView(Deed.MAIN, words("lists.guest_give"), some),
            DeedView(Deed.ADD, words("lists.guest_add")),
            DeedView(Deed.REMOVE, words("lists.guest_strike"), some),
            DeedView(Deed.READ, words("lists.guest_read")),
        )
        rows = tuple(_row(one, words) for one in self._guests)
        return ListContent(rows, _summary(self._guests, words), words("lists.guest_none"), deeds)

    def ask(self, deed: Deed, row: int) -> None:
        """Do this with the marked guest, or with a new one."""
        words = self._table.words
        match deed:
            case Deed.MAIN:
                one = self._guests[row]
                token = self._new_token()
                self._table.run(
                    lambda desk: desk.guests.give_out(one.order, token), partial(self._given, one)
                )
            case Deed.ADD:
                self._table.ask(_form(words), self._add)
            case Deed.REMOVE:
                one = self._guests[row]
                places = words("lists.places", n=one.count)
                form = Form(
                    words("lists.guest_strike_ask", name=one.name), places, words("lists.strike")
                )
                self._table.ask(form, partial(self._strike, one))
            case Deed.READ:
                text = self._read()
                if text is not None:
                    number = self._table.number
                    self._table.run(lambda desk: desk.guests.read(number, text), self._lines_came)
            case _:
                pass

    def _look(self) -> None:
        number = self._table.number
        self._table.run(lambda desk: desk.guests.listed(number), self._came)

    def _came(self, guests: tuple[GuestSeen, ...]) -> None:
        self._guests = guests

    def _given(self, one: GuestSeen, outcome: SaleDone | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._table.refuse(outcome)
        else:
            self._table.say(self._table.words("lists.guest_has", name=one.name, n=one.count))
        self._look()

    def _add(self, typed: Answers) -> None:
        name, count, reason, granted_by, seats = typed
        places = int(count) if count.isascii() and count.isdecimal() else 0
        wish = GuestWish(name, places, reason, granted_by, seats)
        number, token = self._table.number, self._new_token()
        again = partial(self._added_one, wish)
        self._table.run(lambda desk: desk.guests.add(number, wish, token), again)

    def _added_one(self, wish: GuestWish, outcome: GuestSeen | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._table.ask(_form(self._table.words, wish), self._add)
            self._table.refuse(outcome)
            return
        words = self._table.words
        seats = ", ".join(outcome.seats)
        self._table.say(words("lists.guest_added", name=outcome.name, seats=seats))
        self._look()

    def _strike(self, one: GuestSeen, _typed: Answers) -> None:
        self._table.run(lambda desk: desk.guests.strike(one.order), self._struck)

    def _struck(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._table.refuse(refusal)
        self._look()

    # From a file

    def _lines_came(self, lines: tuple[GuestLine, ...]) -> None:
        words = self._table.words
        wishes = [one.outcome for one in lines if isinstance(one.outcome, GuestWish)]
        told = [_line_told(one, words) for one in lines if isinstance(one.outcome, Refusal)]
        about = words("lists.guest_file", n=len(wishes), places=sum(w.count for w in wishes))
        title = words("lists.guest_read")
        if not wishes:
            self._table.notice = "\n".join(told[:_TOLD_MAX]) or about
            return
        form = Form(title, "\n".join((about, *told[:_TOLD_MAX])), words("lists.guest_add_all"))
        self._table.ask(form, partial(self._add_all, wishes))

    def _add_all(self, wishes: list[GuestWish], _typed: Answers) -> None:
        number = self._table.number
        self._refused, self._added = [], 0

        def work(wish: GuestWish, token: str) -> Callable[[ListsDesk], GuestSeen | Refusal]:
            return lambda desk: desk.guests.add(number, wish, token)

        works = [work(wish, self._new_token()) for wish in wishes]
        names = [wish.name for wish in wishes]
        came = partial(self._one_of_file, iter(names))
        self._table.steps(works, came, self._file_ended, self._table.words("lists.guest_reading"))

    def _one_of_file(self, names: Iterator[str], outcome: GuestSeen | Refusal) -> bool:
        """One that has no places is told at the end; the others go on."""
        name = next(names)
        if isinstance(outcome, Refusal):
            sentence = refusal_sentence(outcome, self._table.words)
            self._refused.append(f"{name}: {sentence}")
        else:
            self._added += 1
        return True

    def _file_ended(self) -> None:
        self._table.said = self._table.words("lists.guest_file_added", n=self._added)
        self._table.notice = "\n".join(self._refused[:_TOLD_MAX])
        self._look()


def _form(words: Words, wish: GuestWish | None = None) -> Form:
    before = wish or GuestWish("", 1, "")
    return Form(
        words("lists.guest_add"),
        words("lists.guest_add_hint"),
        words("lists.guest_add_yes"),
        (
            FormField(words("lists.field_name"), before.name),
            FormField(words("lists.field_count"), str(before.count)),
            FormField(words("lists.field_reason"), before.reason, words("lists.reason_hint")),
            FormField(words("lists.field_granted_by"), before.granted_by),
            FormField(words("lists.field_seats"), before.seats, words("lists.seats_hint")),
        ),
    )


def _row(one: GuestSeen, words: Words) -> ListRow:
    places = words("lists.places", n=one.count)
    by = words("lists.granted_by", name=one.granted_by) if one.granted_by else ""
    where = words("lists.back_at", device=one.holder) if one.holder else ""
    parts = (places, ", ".join(one.seats), one.reason, by, where)
    return ListRow(
        one.name or str(one.order),
        " · ".join(filter(None, parts)),
        words(f"lists.guest_{one.standing.value}"),
        is_trouble=bool(one.holder),
    )


def _summary(guests: tuple[GuestSeen, ...], words: Words) -> str:
    kept = [one for one in guests if one.standing is not GuestStanding.STRUCK]
    if not kept:
        return ""
    has_tickets = (GuestStanding.GIVEN, GuestStanding.INSIDE)
    given = sum(one.count for one in kept if one.standing in has_tickets)
    return words("lists.guest_sum", n=len(kept), places=sum(one.count for one in kept), given=given)


def _line_told(line: GuestLine, words: Words) -> str:
    """Why a line of a file is no guest."""
    assert isinstance(line.outcome, Refusal), "chosen by the caller"
    sentence = refusal_sentence(line.outcome, words)
    return words("lists.guest_line", number=line.number, why=sentence)
