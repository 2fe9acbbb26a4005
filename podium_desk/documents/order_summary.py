"""The summary of an order: its places and its tickets, for a customer to take along."""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.documents import styles
from podium_desk.documents.content import Content
from podium_desk.documents.notices import notices
from podium_desk.documents.page import Block, Pair, Text
from podium_desk.documents.receipt import ReceiptPrint, group_lines, order_fields
from podium_desk.i18n.format import money
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SummaryTicket:
    """One ticket of the order: its place as read aloud, and what finds it again."""

    place: str
    ticket_number: str
    short_code: str


@dataclass(frozen=True, slots=True)
class SummaryPrint:
    """What a summary says: the order as on a receipt, for whom, and what of it is paid."""

    order: ReceiptPrint
    tickets: tuple[SummaryTicket, ...]
    rest_cents: int
    name: str = ""


def summary_content(summary: SummaryPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    order, language = summary.order, words.language
    rest = money(summary.rest_cents, language) if summary.rest_cents else ""
    return Content(
        language,
        {
            **order_fields(order, words),
            "heading": words("documents.summary"),
            "name": summary.name,
            "total_label": words("documents.total"),
            "total": money(order.total_cents, language),
            "paid_label": words("documents.summary_paid"),
            "paid": money(order.total_cents - summary.rest_cents, language),
            "rest_label": words("documents.slip_rest"),
            "rest": rest,
            "no_receipt": words("documents.summary_note"),
        },
        {
            "notices": notices(order.is_training, order.duplicate_number, words),
            "lines": tuple(group_lines(order, words)),
            "tickets": tuple(_tickets(summary, words)),
        },
    )


def summary_title(summary: SummaryPrint, words: Words) -> str:
    """What a PDF reader shows in its title bar."""
    return words("documents.order", order=summary.order.order_number)


def _tickets(summary: SummaryPrint, words: Words) -> Iterator[Block]:
    if summary.tickets:
        yield Text(words("documents.summary_tickets"), styles.ENTRY)
    for ticket in summary.tickets:
        place = ticket.place or words("documents.free_place")
        yield Pair(f"{place} · {ticket.ticket_number}", ticket.short_code, styles.SMALL)
