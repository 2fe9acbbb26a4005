"""The newest sale of a desk, looked at and printed again as a duplicate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.presentation import amounts
from podium_desk.presentation.counter_view import LastSalePanel, TicketPicture, Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import CounterDesk, SaleDone, SoldTicket
    from podium_desk.domain.refusals import Refusal
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns

PICTURES_MAX = 9
"""As many as a digit key sells; a larger order shows its first tickets and prints all."""


class LastSaleDesk:
    """Looks at the newest sale and prints it again, in turn with what else a clerk asks."""

    def __init__(
        self, desk: CounterDesk, turns: Turns, state: CounterState, show: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._turns = turns
        self._state = state
        self._show = show

    def look(self, words: Words) -> None:
        """Open the panel, or say that there is no sale yet."""

        def came(last: LastSale | None) -> None:
            self._state.last_sale = last
            self._state.toast = None if last else _toast(words, "counter.no_last_sale")
            self._show()

        if not self._state.has_panel:
            self._turns.run(partial(read_last_sale, self._desk), came)

    def print_again(self, words: Words) -> None:
        """Print the sale that is looked at as a duplicate, and close the panel."""
        last = self._state.last_sale
        if last is None:
            return

        def printed(refusal: Refusal | None) -> None:
            self._state.close_panel()
            self._state.refusal = refusal
            self._state.toast = _toast(words, "counter.printed_again") if refusal is None else None
            self._show()

        self._turns.run(partial(self._desk.reprint, last.sale.order), printed)


@dataclass(frozen=True, slots=True)
class LastSale:
    """A sale with the picture, as PNG, of each of its first tickets."""

    sale: SaleDone
    pictures: tuple[bytes, ...]


def read_last_sale(desk: CounterDesk) -> LastSale | None:
    """The newest sale, None when this desk has none; runs on the lane."""
    sale = desk.last_sale()
    if sale is None:
        return None
    return LastSale(sale, tuple(desk.preview(ticket.id) for ticket in sale.tickets[:PICTURES_MAX]))


def last_sale_panel(last: LastSale, words: Words) -> LastSalePanel:
    """The sale in words, with its pictures."""
    sale = last.sale
    total = amounts.money(sale.total_cents, words.language)
    named = zip(sale.tickets, last.pictures, strict=False)
    return LastSalePanel(
        detail=words(
            "counter.last_sale_detail", n=len(sale.tickets), total=total, order=str(sale.order)
        ),
        pictures=tuple(TicketPicture(_name(ticket, words), png) for ticket, png in named),
    )


def _name(ticket: SoldTicket, words: Words) -> str:
    place = " ".join(part for part in (ticket.zone, ticket.row, ticket.number) if part)
    return words("counter.ticket_of", place=place)


def _toast(words: Words, key: str) -> Toast:
    return Toast(words(key), is_good=False)
