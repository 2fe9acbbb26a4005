"""A waiting list on 80 mm paper, to hang up: closed with its digest, or in the order of its draw.

Numbers of entries only: whose they are the customers know, and nobody else has to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from textwrap import wrap

from podium_desk.documents import styles
from podium_desk.documents.page import Banner, Block, Gap, Page, Rule, Text
from podium_desk.i18n.format import date_long
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

_DIGEST_WIDTH = 16


@dataclass(frozen=True, slots=True)
class DrawPrint:
    """What the sheet says. `lines` are the entries of the closed list (``2.0.11 2 together``): in
    the order of the draw once `said` is the number that it was drawn with. `start` is aware."""

    house: str
    title: str
    start: datetime
    performance: int
    digest: str
    said: str
    lines: tuple[str, ...]
    duplicate_number: int = 0
    is_training: bool = False


def draw_page(sheet: DrawPrint, words: Words) -> Page:
    """The sheet as a page for 72 mm of printable width."""
    day = f"{date_long(sheet.start.date(), words.language)}, {sheet.start:%H:%M}"
    title = "documents.draw_order" if sheet.said else "documents.draw_closed"
    return Page(
        (
            *_banners(sheet, words),
            Text(sheet.house, styles.HOUSE),
            Gap(1),
            Rule(0.6),
            Gap(2),
            Text(words(title), styles.TITLE),
            Gap(1),
            Text(sheet.title, styles.STRONG),
            Text(day, styles.SMALL),
            Text(words("documents.draw_performance", number=sheet.performance), styles.SMALL),
            Gap(2),
            Text(words("documents.draw_digest"), styles.STRONG),
            *(Text(part, styles.SMALL) for part in wrap(sheet.digest, _DIGEST_WIDTH)),
            *_said(sheet, words),
            Gap(2),
            Rule(),
            Gap(1.5),
            *_entries(sheet),
            Gap(1.5),
            Rule(),
            Gap(1.5),
            Text(words("documents.draw_check"), styles.SMALL),
        )
    )


def _said(sheet: DrawPrint, words: Words) -> Iterator[Block]:
    if sheet.said:
        yield Gap(1.5)
        yield Text(words("documents.draw_said", said=sheet.said), styles.STRONG)


def _entries(sheet: DrawPrint) -> Iterator[Block]:
    for place, line in enumerate(sheet.lines, 1):
        yield Text(f"{place}.  {line}" if sheet.said else line, styles.SMALL)


def _banners(sheet: DrawPrint, words: Words) -> Iterator[Block]:
    if sheet.is_training:
        yield Banner(words("documents.training"), styles.BANNER)
        yield Gap(2)
    if sheet.duplicate_number:
        yield Banner(words("documents.duplicate", n=sheet.duplicate_number), styles.BANNER)
        yield Gap(2)
