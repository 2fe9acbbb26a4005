"""The ticket that a customer prints at home or keeps on a telephone: A4, folded in four to A6.

The quarter with the ticket comes to lie in front; the other three say how to use it, on what
conditions, and whom to ask.
"""

from __future__ import annotations

from dataclasses import replace

from podium_desk.documents import styles
from podium_desk.documents.page import (
    Block,
    Column,
    Columns,
    Gap,
    Page,
    Panel,
    Rule,
    Sheet,
    Text,
)
from podium_desk.documents.ticket import TicketPrint, small_print, ticket_page
from podium_desk.i18n.words import Words

_MARGIN_MM = 12.0
_FRAME_MM = 5.0
_PAPER_WIDTH_MM = 72.0
"""What a ticket on 80 mm paper is set for: the front quarter is that ticket, enlarged."""
_HALF_WIDTH_MM = 105.0
_HALF_HEIGHT_MM = 148.5


def home_ticket_sheet(ticket: TicketPrint, words: Words) -> Sheet:
    """One ticket as an A4 sheet for `pdf.sheets_pdf`."""
    quarters = (
        (ticket_page(replace(ticket, conditions=""), words), 0.0, 0.0),
        (Page(_instructions(words)), _HALF_WIDTH_MM, 0.0),
        (Page(_conditions(ticket, words)), 0.0, _HALF_HEIGHT_MM),
        (Page(_help(ticket, words)), _HALF_WIDTH_MM, _HALF_HEIGHT_MM),
    )
    front, *others = (_quarter(page, x, y) for page, x, y in quarters)
    framed = replace(front, set_width_mm=_PAPER_WIDTH_MM, frame_mm=_FRAME_MM)
    return Sheet((framed, *others), is_folded_in_four=True)


def home_ticket_title(ticket: TicketPrint, words: Words) -> str:
    """What a PDF reader shows in its title bar."""
    return words("documents.home_title", title=ticket.title, ticket=ticket.ticket_number)


def _quarter(page: Page, x_mm: float, y_mm: float) -> Panel:
    width_mm, height_mm = _HALF_WIDTH_MM - 2 * _MARGIN_MM, _HALF_HEIGHT_MM - 2 * _MARGIN_MM
    return Panel(page, x_mm + _MARGIN_MM, y_mm + _MARGIN_MM, width_mm, height_mm, width_mm)


def _instructions(words: Words) -> tuple[Block, ...]:
    steps = (words(f"documents.home_how_{step}") for step in (1, 2, 3))
    return (
        *_heading(words("documents.home_how")),
        *(block for number, step in enumerate(steps, 1) for block in _step(number, step)),
    )


def _step(number: int, words: str) -> tuple[Block, ...]:
    return (
        Columns(
            (
                Column((Text(str(number), styles.STRONG),), 1),
                Column((Text(words, styles.BODY),), 12),
            )
        ),
        Gap(3),
    )


def _conditions(ticket: TicketPrint, words: Words) -> tuple[Block, ...]:
    if not ticket.conditions:
        return ()
    return (
        *_heading(words("documents.home_conditions")),
        Text(ticket.conditions, styles.BODY),
    )


def _help(ticket: TicketPrint, words: Words) -> tuple[Block, ...]:
    how = words("documents.home_help_text", order=ticket.order_number, short_code=ticket.short_code)
    return (
        *_heading(words("documents.home_help")),
        Text(how, styles.BODY),
        Gap(3),
        Text("\n".join(small_print(ticket, words)), styles.SMALL),
    )


def _heading(words: str) -> tuple[Block, ...]:
    return (Text(words, styles.HEADING), Gap(1.2), Rule(0.6), Gap(3))
