"""The newest sale of a desk, looked at and printed again as a duplicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation import amounts
from podium_desk.presentation.counter_view import LastSalePanel, TicketPicture

if TYPE_CHECKING:
    from podium_desk.application.counter import CounterDesk, SaleDone, SoldTicket
    from podium_desk.i18n.words import Words

PICTURES_MAX = 9
"""As many as a digit key sells; a larger order shows its first tickets and prints all."""


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
