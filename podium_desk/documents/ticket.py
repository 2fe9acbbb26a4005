"""The ticket: all that domain.md 5.11 asks, in the customer's language, for any layout of it.

The layouts stand in `resources/layouts/ticket-*.toml`: a roll, a box of tickets with stubs, a
wristband, a sheet to print at home.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from podium_desk.documents import styles
from podium_desk.documents.content import Content
from podium_desk.documents.notices import notices, unbroken
from podium_desk.documents.page import (
    Banner,
    Block,
    Column,
    Columns,
    Gap,
    Text,
    VerticalAlign,
)
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.i18n.format import date_long, money, time_short
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

_BARE_DOOR_MAX = 3
"""A door that is called 2 or B; others have a name that says it."""


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


def ticket_content(ticket: TicketPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    return Content(
        words.language,
        {
            **_evening(ticket, words),
            **_place(ticket, words),
            **_price(ticket, words),
            **_numbers(ticket, words),
            **_home(ticket, words),
        },
        {
            "notices": notices(ticket.is_training, ticket.duplicate_number, words),
            "training_foot": _training_foot(ticket, words),
            "large_seat": _large_seat(ticket, words),
        },
    )


def ticket_title(ticket: TicketPrint, words: Words) -> str:
    """What a PDF reader shows in its title bar."""
    return words("documents.home_title", title=ticket.title, ticket=ticket.ticket_number)


def vat_note(rate_percent: int, basis: str, words: Words) -> str:
    """The VAT in a price: its rate, or that and why there is none."""
    if rate_percent:
        return words("documents.vat_included", rate=rate_percent)
    if basis:
        return words("documents.vat_exempt_by", basis=basis)
    return words("documents.vat_exempt")


def _evening(ticket: TicketPrint, words: Words) -> dict[str, str]:
    """What, when and where."""
    date = _capital(date_long(ticket.start.date(), words.language))
    time = time_short(ticket.start, words.language)
    door = ticket.door
    if door and len(door) <= _BARE_DOOR_MAX:
        door = words("documents.door", door=door)
    opening = ticket.doors_open and time_short(ticket.doors_open, words.language)
    return {
        "house": ticket.house or ticket.organiser_legal_name,
        "title": ticket.title,
        "when": words("documents.when", date=date, time=time),
        "date": date,
        "time": time,
        "doors_open": words("documents.doors_open", time=opening) if opening else "",
        "hall": ticket.hall,
        "door": door,
        "places": " · ".join(filter(None, (ticket.hall, door))),
    }


def _place(ticket: TicketPrint, words: Words) -> dict[str, str]:
    free = "" if ticket.number else words("documents.free_place")
    if ticket.persons > 1:
        place = "\n".join((words("documents.persons", n=ticket.persons), *_rows(ticket, words)))
    else:
        place = " · ".join(filter(None, (ticket.zone, free or _seat(ticket, words))))
    return {
        "zone": ticket.zone,
        "row": ticket.row,
        "seat": ticket.number,
        "zone_label": words("documents.zone") if ticket.zone else "",
        "row_label": words("documents.row") if ticket.row else "",
        "seat_label": words("documents.seat") if ticket.number else "",
        "free_place": free,
        "place": place,
    }


def _seat(ticket: TicketPrint, words: Words) -> str:
    if not ticket.row:
        return words("documents.seat_alone", seat=ticket.number)
    return words("documents.row_and_seat", row=ticket.row, seat=ticket.number)


def _rows(ticket: TicketPrint, words: Words) -> list[str]:
    """Every row of a group's places, with its seats."""
    numbered = [one for one in ticket.places if one.numbers]
    rows = [" · ".join(filter(None, (one.zone, _row(one, words), one.numbers))) for one in numbered]
    if len(numbered) < len(ticket.places):
        zones = [one.zone for one in ticket.places if not one.numbers]
        rows.append(" · ".join(filter(None, (words("documents.free_place"), *zones))))
    return rows


def _row(row: RowOfPlaces, words: Words) -> str:
    return f"{words('documents.row')} {row.row}" if row.row else ""


def _price(ticket: TicketPrint, words: Words) -> dict[str, str]:
    """The definitive price in the words of the law of 30 July 2013, with its VAT."""
    return {
        "tariff": ticket.tariff,
        "price": money(ticket.price_cents, words.language),
        "price_label": words("documents.definitive_price"),
        "prices_each": "\n".join(_prices_each(ticket, words)),
        "all_in": words("documents.all_in"),
        "vat": vat_note(ticket.vat_rate_percent, ticket.vat_basis, words),
    }


def _prices_each(ticket: TicketPrint, words: Words) -> Iterator[str]:
    """What a group pays for each, as ``25 × € 6,00``."""
    for count, cents in ticket.prices if ticket.persons > 1 else ():
        yield words("documents.times", n=count, name=money(cents, words.language))


def _numbers(ticket: TicketPrint, words: Words) -> dict[str, str]:
    """Who organises and sells, the code, and the numbers to ask help with."""
    organiser = words(
        "documents.organiser",
        name=ticket.organiser_legal_name,
        number=unbroken(ticket.organiser_enterprise_number),
    )
    ticket_number, order_number = ticket.ticket_number, ticket.order_number
    return {
        "organiser": organiser.rstrip(" ·"),
        "seller": words("documents.sold_by", name=ticket.seller) if ticket.seller else "",
        "numbers": words("documents.numbers", ticket=ticket_number, order=order_number),
        "ticket_number": ticket_number,
        "order_number": order_number,
        "code": ticket.code,
        "short_code": ticket.short_code,
        "short_code_label": words("documents.short_code"),
        "conditions": ticket.conditions,
        "duplicate": _duplicate(ticket, words),
        "training": words("documents.training") if ticket.is_training else "",
    }


def _home(ticket: TicketPrint, words: Words) -> dict[str, str]:
    """What only a sheet that is printed at home has room for."""
    order, short_code = ticket.order_number, ticket.short_code
    return {
        "how_title": words("documents.home_how"),
        **{f"how_{step}": words(f"documents.home_how_{step}") for step in (1, 2, 3)},
        "conditions_title": words("documents.home_conditions") if ticket.conditions else "",
        "help_title": words("documents.home_help"),
        "help": words("documents.home_help_text", order=order, short_code=short_code),
    }


def _large_seat(ticket: TicketPrint, words: Words) -> tuple[Block, ...]:
    """Zone, row and seat in the largest type of the paper, or that places are free; of a group how
    many it is for, and every row with its seats."""
    if ticket.persons > 1:
        persons = Text(words("documents.persons", n=ticket.persons), styles.SEAT)
        return (persons, *(Text(row, styles.WHEN) for row in _rows(ticket, words)))
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


def _duplicate(ticket: TicketPrint, words: Words) -> str:
    n = ticket.duplicate_number
    return words("documents.duplicate", n=n) if n else ""


def _training_foot(ticket: TicketPrint, words: Words) -> tuple[Block, ...]:
    if not ticket.is_training:
        return ()
    return (Gap(2), Banner(words("documents.training"), styles.BANNER))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
