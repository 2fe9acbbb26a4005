"""A pass of the house: what it allows, its number to scan or type, its last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from podium_desk.documents.content import Content
from podium_desk.documents.notices import legal_line, notices
from podium_desk.domain.house_passes import spoken_pass
from podium_desk.i18n.format import date_long, money
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PassPrint:
    """What one pass says. `valid_until` is the first moment it holds no more, aware, in the zone of
    its house; None when it holds for ever. `price_cents` is the definitive price (domain.md 5.6).
    """

    houses: tuple[str, ...]
    legal_name: str
    enterprise_number: str
    number: str
    name: str
    price_cents: int
    visits: int
    percent: int
    seats: int
    valid_until: datetime | None
    order_number: str
    duplicate_number: int = 0
    is_training: bool = False


def pass_content(printed: PassPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    price = money(printed.price_cents, words.language)
    return Content(
        words.language,
        {
            "houses": " · ".join(printed.houses),
            "name": printed.name,
            "rights": "\n".join(_rights(printed, words)),
            "valid": _valid(printed, words),
            "number": printed.number,
            "spoken_number": spoken_pass(printed.number),
            "use": words("documents.pass_use"),
            "price": words("documents.pass_price", price=price),
            "order": words("documents.order", order=printed.order_number),
            "order_number": printed.order_number,
            "legal_name": printed.legal_name,
            "enterprise_number": printed.enterprise_number,
            "legal": legal_line(printed.legal_name, printed.enterprise_number),
        },
        {"notices": notices(printed.is_training, printed.duplicate_number, words)},
    )


def _rights(printed: PassPrint, words: Words) -> Iterator[str]:
    if printed.visits:
        yield words("documents.pass_visits", n=printed.visits)
    if printed.percent:
        yield words("documents.pass_percent", percent=printed.percent)
    if printed.seats:
        yield words("documents.pass_seats", n=printed.seats)


def _valid(printed: PassPrint, words: Words) -> str:
    if printed.valid_until is None:
        return ""
    last = (printed.valid_until - timedelta(milliseconds=1)).date()
    return words("documents.pass_valid", day=date_long(last, words.language))
