"""The waiting list on the screen: put on, offer to the next, close, draw, strike off."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.domain.customers import Customer
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.waiting_list import Apart, EntryStanding
from podium_desk.presentation import amounts
from podium_desk.presentation.lists_view import (
    Deed,
    DeedView,
    Form,
    FormField,
    ListContent,
    ListRow,
)

if TYPE_CHECKING:
    from datetime import tzinfo

    from podium_desk.application.basket_shelf import ParkedSeen
    from podium_desk.application.waiting_lists import ListSeen, WaitingSeen
    from podium_desk.domain.ids import FactId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.lists import Answers, ListTable

_APART = {"1": Apart.TOGETHER, "2": Apart.PAIRS, "3": Apart.ANYWHERE}
"""How far apart, by the number that is typed."""
_SHORT_DIGEST = 12


class WaitingList:
    """Who waits for places of a performance."""

    def __init__(self, table: ListTable) -> None:
        self._table = table
        self._list: ListSeen | None = None

    def begin(self) -> None:
        """Look who waits."""
        self._list = None
        self._look()

    def content(self, words: Words) -> ListContent:
        """Everybody in the order of turns, with what can be done."""
        known = self._list
        if known is None:
            return ListContent()
        waits = any(one.standing is EntryStanding.WAITING for one in known.entries)
        draws = "lists.wait_draw" if known.digest else "lists.wait_close"
        deeds = (
            DeedView(Deed.MAIN, words("lists.wait_offer"), waits and known.free > 0),
            DeedView(Deed.ADD, words("lists.wait_add")),
            DeedView(Deed.SPECIAL, words(draws), not known.said and (waits or bool(known.digest))),
            DeedView(Deed.REMOVE, words("lists.wait_strike"), bool(known.entries)),
            DeedView(Deed.PRINT, words("lists.wait_print"), bool(known.digest)),
        )
        zone = self._zone
        rows = tuple(_row(one, zone, words) for one in known.entries)
        empty = words("lists.wait_none", n=known.free)
        return ListContent(rows, _summary(known, words), empty, deeds)

    def ask(self, deed: Deed, row: int) -> None:
        """Do this; an offer goes to the next whom the free places suit."""
        known, words, number = self._list, self._table.words, self._table.number
        if known is None:
            return
        match deed:
            case Deed.MAIN:
                self._table.run(lambda desk: desk.waiting.offer(number), self._offered)
            case Deed.ADD:
                self._table.ask(_form(words, ("", "", "2", "1")), self._add)
            case Deed.SPECIAL if known.digest:
                field = FormField(words("lists.field_said"))
                about = words("lists.wait_draw_about", digest=known.digest)
                form = Form(words("lists.wait_draw"), about, words("lists.wait_draw_yes"), (field,))
                self._table.ask(form, self._draw)
            case Deed.SPECIAL:
                form = Form(
                    words("lists.wait_close"), words("lists.wait_close_about"),
                    words("lists.wait_close_yes"),
                )  # fmt: skip
                self._table.ask(form, self._close)
            case Deed.REMOVE:
                one = known.entries[row]
                title = words("lists.guest_strike_ask", name=one.customer.name or str(one.id))
                places = words("lists.places", n=one.count)
                form = Form(title, places, words("lists.strike"))
                self._table.ask(form, partial(self._strike, one))
            case Deed.PRINT:
                self._table.run(lambda desk: desk.print_draw(number), self._printed)
            case _:
                pass

    def _look(self) -> None:
        number = self._table.number
        self._table.run(lambda desk: desk.waiting.listed(number), self._came)

    def _came(self, known: ListSeen) -> None:
        self._list = known

    def _offered(self, outcome: ParkedSeen | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._table.refuse(outcome)
        else:
            words, customer = self._table.words, outcome.customer
            self._table.say(words(
                "lists.wait_offered", name=customer.name, contact=customer.phone,
                n=len(outcome.lines), time=_moment(outcome.until_ms, self._zone, words),
            ))  # fmt: skip
        self._look()

    def _add(self, typed: Answers) -> None:
        name, contact, count, apart = typed
        places = int(count) if count.isascii() and count.isdecimal() else 0
        number, customer = self._table.number, Customer(name, contact)
        wanted = _APART.get(apart, Apart.TOGETHER)
        self._table.run(
            lambda desk: desk.waiting.add(number, customer, places, wanted),
            partial(self._added, typed),
        )

    def _added(self, typed: Answers, outcome: FactId | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._table.ask(_form(self._table.words, typed), self._add)
            self._table.refuse(outcome)
            return
        self._table.say(self._table.words("lists.wait_added", name=typed[0], number=str(outcome)))
        self._look()

    def _close(self, _typed: Answers) -> None:
        number = self._table.number
        self._table.run(lambda desk: desk.waiting.close(number), self._closed)

    def _closed(self, outcome: str | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._table.refuse(outcome)
        else:
            self._table.say(self._table.words("lists.wait_closed", digest=outcome))
        self._look()

    def _draw(self, typed: Answers) -> None:
        number, said = self._table.number, typed[0]
        self._table.run(lambda desk: desk.waiting.draw(number, said), self._drawn)

    def _drawn(self, outcome: ListSeen | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._table.refuse(outcome)
        else:
            self._table.say(self._table.words("lists.wait_drawn", said=outcome.said))
        self._look()

    def _strike(self, one: WaitingSeen, _typed: Answers) -> None:
        number = self._table.number
        self._table.run(lambda desk: desk.waiting.withdraw(number, one.id), self._struck)

    def _struck(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._table.refuse(refusal)
        self._look()

    def _printed(self, _outcome: None) -> None:
        self._table.say(self._table.words("lists.wait_printed"))

    @property
    def _zone(self) -> tzinfo | None:
        row = self._table.performance
        return None if row is None else row.start.tzinfo


def _form(words: Words, typed: Answers) -> Form:
    name, contact, count, apart = typed
    return Form(
        words("lists.wait_add"),
        words("lists.wait_add_about"),
        words("lists.guest_add_yes"),
        (
            FormField(words("lists.field_name"), name),
            FormField(words("lists.field_contact"), contact),
            FormField(words("lists.field_count"), count),
            FormField(words("lists.field_apart"), apart, words("lists.apart_hint")),
        ),
    )


def _row(one: WaitingSeen, zone: tzinfo | None, words: Words) -> ListRow:
    name = " · ".join(filter(None, (one.customer.name, one.customer.phone)))
    number = words("lists.wait_number", number=str(one.id))
    lot = words("lists.wait_lot") if one.is_drawn else ""
    parts = (words("lists.places", n=one.count), words(f"lists.apart_{one.apart.value}"), number)
    side = (
        words(f"lists.wait_{one.standing.value}")
        if one.until_ms is None
        else words("lists.wait_until", time=_moment(one.until_ms, zone, words))
    )
    return ListRow(name or str(one.id), " · ".join(filter(None, (*parts, lot))), side)


def _summary(known: ListSeen, words: Words) -> str:
    waiting = sum(one.standing is EntryStanding.WAITING for one in known.entries)
    if not known.entries:
        return ""
    parts = [words("lists.wait_sum", n=waiting, free=known.free)]
    if known.said:
        parts.append(words("lists.wait_drawn", said=known.said))
    elif known.digest:
        parts.append(words("lists.wait_is_closed", digest=known.digest[:_SHORT_DIGEST]))
    if known.holder:
        parts.append(words("lists.wait_holder", device=known.holder))
    return " · ".join(parts)


def _moment(until_ms: int, zone: tzinfo | None, words: Words) -> str:
    """A day and time on the clocks of the house."""
    return amounts.day_and_time(datetime.fromtimestamp(until_ms / 1000, zone), words.language)
