"""A pass of the house on 80 mm paper: what it allows, its number to scan or type, its last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from podium_desk.documents import styles
from podium_desk.documents.page import Banner, Block, Gap, Page, QrCode, Rule, Text
from podium_desk.domain.house_passes import spoken_pass
from podium_desk.i18n.format import date_long, money
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

_CODE_SIZE_MM = 34.0


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


def pass_page(printed: PassPrint, words: Words) -> Page:
    """The pass as a page for 72 mm of printable width."""
    legal = " · ".join(filter(None, (printed.legal_name, printed.enterprise_number)))
    return Page(
        (
            *_banners(printed, words),
            Text(" · ".join(printed.houses), styles.HOUSE),
            Gap(1),
            Rule(0.6),
            Gap(2),
            Text(printed.name, styles.TITLE),
            Gap(1.5),
            *(Text(line, styles.STRONG) for line in _rights(printed, words)),
            Gap(2),
            QrCode(printed.number, _CODE_SIZE_MM),
            Gap(1.5),
            Text(spoken_pass(printed.number), styles.centred(styles.SHORT_CODE)),
            Gap(2),
            Rule(),
            Gap(1.5),
            Text(words("documents.pass_use"), styles.SMALL),
            Text(
                words("documents.pass_price", price=money(printed.price_cents, words.language)),
                styles.SMALL,
            ),
            Text(words("documents.order", order=printed.order_number), styles.SMALL),
            Text(legal, styles.SMALL),
        )
    )


def _rights(printed: PassPrint, words: Words) -> Iterator[str]:
    if printed.visits:
        yield words("documents.pass_visits", n=printed.visits)
    if printed.percent:
        yield words("documents.pass_percent", percent=printed.percent)
    if printed.seats:
        yield words("documents.pass_seats", n=printed.seats)
    if printed.valid_until is not None:
        last = (printed.valid_until - timedelta(milliseconds=1)).date()
        yield words("documents.pass_valid", day=date_long(last, words.language))


def _banners(printed: PassPrint, words: Words) -> Iterator[Block]:
    if printed.is_training:
        yield Banner(words("documents.training"), styles.BANNER)
        yield Gap(2)
    if printed.duplicate_number:
        yield Banner(words("documents.duplicate", n=printed.duplicate_number), styles.BANNER)
        yield Gap(2)
