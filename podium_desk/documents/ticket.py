"""The ticket on 80 mm paper: all that domain.md 5.11 asks, readable at arm's length.

From top to bottom in the order a guest and a volunteer ask: whose evening, what, when and where,
which seat, the code with the price beside it, and below it what is only ever looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from podium_desk.documents import styles
from podium_desk.documents.page import (
    Banner,
    Block,
    Column,
    Columns,
    Gap,
    Page,
    QrCode,
    Rule,
    Text,
    VerticalAlign,
)
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.i18n.format import date_long, money, time_short
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

_CODE_SIZE_MM = 44.0


@dataclass(frozen=True, slots=True)
class TicketPrint:
    """What one ticket says, in the customer's language where it is words (domain.md 5.11).

    `start` and `doors_open` are aware, in the venue's zone. `price_cents` is the definitive price:
    all in (law of 30 July 2013). `tariff` is neutral: it never tells why a price is reduced.
    `seller` names the house that sold it when that is not the organiser. `vat_rate_percent` 0
    means exempt, on the legal ground `vat_basis`. `row` and `number` are empty for a free place.
    """

    title: str
    start: datetime
    hall: str
    zone: str
    row: str
    number: str
    tariff: str
    price_cents: int
    organiser_legal_name: str
    organiser_enterprise_number: str
    ticket_number: str
    order_number: str
    short_code: str
    code: str
    vat_rate_percent: int
    vat_basis: str = ""
    house: str = ""
    """The organising house as the public knows it."""
    seller: str = ""
    doors_open: datetime | None = None
    door: str = ""
    conditions: str = ""
    duplicate_number: int = 0
    """0 is the first print; a reprint says DUPLICAAT with its number."""
    is_training: bool = False
    persons: int = 1
    """More than one for a group's ticket: `price_cents` is then of all together."""
    places: tuple[RowOfPlaces, ...] = ()
    """All its places, row by row."""
    prices: tuple[tuple[int, int], ...] = ()
    """So many places at so many cents each."""


def ticket_page(ticket: TicketPrint, words: Words) -> Page:
    """The ticket as a page for 72 mm of printable width (58 mm paper works too)."""
    return Page(
        (
            *_banners(ticket, words),
            Text(ticket.house or ticket.organiser_legal_name, styles.HOUSE),
            Gap(1),
            Rule(0.6),
            Gap(2),
            *headline(ticket, words),
            Gap(2.2),
            Rule(),
            Gap(1.4),
            *seat_blocks(ticket, words),
            Gap(1.6),
            Rule(),
            _code_and_price(ticket, words),
            Rule(),
            Gap(1.2),
            Text("\n".join(small_print(ticket, words)), styles.SMALL),
            *_conditions(ticket),
            *_training_foot(ticket, words),
        )
    )


def headline(ticket: TicketPrint, words: Words) -> tuple[Block, ...]:
    """What, when and where."""
    language = words.language
    when = words(
        "documents.when",
        date=_capital(date_long(ticket.start.date(), language)),
        time=time_short(ticket.start, language),
    )
    return (
        Text(ticket.title, styles.TITLE),
        Gap(1.2),
        Text(when, styles.WHEN),
        *(Text(place, styles.BODY) for place in _places(ticket, words)),
    )


def seat_blocks(ticket: TicketPrint, words: Words) -> tuple[Block, ...]:
    """Zone, row and seat in the largest type of the paper, or that places are free."""
    if ticket.persons > 1:
        return _group_blocks(ticket, words)
    if not ticket.number:
        zone = (Text(ticket.zone, styles.BODY),) if ticket.zone else ()
        return (Text(words("documents.free_place"), styles.ZONE), *zone)
    cells = [
        (words("documents.zone"), ticket.zone, styles.ZONE, 1.5),
        (words("documents.row"), ticket.row, styles.SEAT, 1.0),
        (words("documents.seat"), ticket.number, styles.SEAT, 1.0),
    ]
    filled = [cell for cell in cells if cell[1]]
    labels = tuple(Column((Text(label, styles.LABEL),), share) for label, _, _, share in filled)
    values = tuple(Column((Text(value, style),), share) for _, value, style, share in filled)
    return (Columns(labels), Columns(values, align=VerticalAlign.BASELINE))


def _group_blocks(ticket: TicketPrint, words: Words) -> tuple[Block, ...]:
    """How many it is for, in the largest type, and every row with its seats."""
    numbered = [one for one in ticket.places if one.numbers]
    rows = [
        " · ".join(filter(None, (one.zone, f"{words('documents.row')} {one.row}", one.numbers)))
        if one.row else " · ".join(filter(None, (one.zone, one.numbers)))
        for one in numbered
    ]  # fmt: skip
    free = sum(one.count for one in ticket.places) - sum(one.count for one in numbered)
    zones = [one.zone for one in ticket.places if not one.numbers]
    if free:
        rows.append(" · ".join(filter(None, (words("documents.free_place"), *zones))))
    return (
        Text(words("documents.persons", n=ticket.persons), styles.SEAT),
        *(Text(row, styles.WHEN) for row in rows),
    )


def price_blocks(ticket: TicketPrint, words: Words) -> tuple[Block, ...]:
    """The definitive price in the words of the law of 30 July 2013, with its VAT."""
    return (
        Text(words("documents.definitive_price"), styles.LABEL),
        Text(money(ticket.price_cents, words.language), styles.PRICE),
        *(Text(each, styles.BODY) for each in _prices_each(ticket, words)),
        Text(words("documents.all_in"), styles.SMALL),
        Text(vat_note(ticket.vat_rate_percent, ticket.vat_basis, words), styles.SMALL),
    )


def _prices_each(ticket: TicketPrint, words: Words) -> Iterator[str]:
    """What a group pays for each, as ``25 × € 6,00``."""
    for count, cents in ticket.prices if ticket.persons > 1 else ():
        yield words("documents.times", n=count, name=money(cents, words.language))


def vat_note(rate_percent: int, basis: str, words: Words) -> str:
    """The VAT in a price: its rate, or that and why there is none."""
    if rate_percent:
        return words("documents.vat_included", rate=rate_percent)
    if basis:
        return words("documents.vat_exempt_by", basis=basis)
    return words("documents.vat_exempt")


def small_print(ticket: TicketPrint, words: Words) -> Iterator[str]:
    """Who organises and sells, and the numbers to ask help with."""
    yield words(
        "documents.organiser",
        name=ticket.organiser_legal_name,
        number=ticket.organiser_enterprise_number,
    ).rstrip(" ·")
    if ticket.seller:
        yield words("documents.sold_by", name=ticket.seller)
    yield words("documents.numbers", ticket=ticket.ticket_number, order=ticket.order_number)


def _code_and_price(ticket: TicketPrint, words: Words) -> Columns:
    beside = (
        Text(ticket.tariff, styles.STRONG),
        Gap(2),
        *price_blocks(ticket, words),
        Gap(3),
        Text(words("documents.short_code"), styles.LABEL),
        Text(ticket.short_code, styles.SHORT_CODE),
    )
    code = QrCode(ticket.code, _CODE_SIZE_MM)
    return Columns(
        (Column((code,)), Column(beside)),
        gap_mm=0,
        align=VerticalAlign.MIDDLE,
        column_mm_min=20,
    )


def _places(ticket: TicketPrint, words: Words) -> Iterator[str]:
    door = words("documents.door", door=ticket.door) if ticket.door else ""
    yield " · ".join(filter(None, (ticket.hall, door)))
    if ticket.doors_open:
        yield words("documents.doors_open", time=time_short(ticket.doors_open, words.language))


def _banners(ticket: TicketPrint, words: Words) -> Iterator[Block]:
    if ticket.is_training:
        yield Banner(words("documents.training"), styles.BANNER)
        yield Gap(2)
    if ticket.duplicate_number:
        yield Banner(words("documents.duplicate", n=ticket.duplicate_number), styles.BANNER)
        yield Gap(2)


def _conditions(ticket: TicketPrint) -> Iterator[Block]:
    if ticket.conditions:
        yield Gap(0.8)
        yield Text(ticket.conditions, styles.SMALL)


def _training_foot(ticket: TicketPrint, words: Words) -> Iterator[Block]:
    if ticket.is_training:
        yield Gap(2)
        yield Banner(words("documents.training"), styles.BANNER)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
