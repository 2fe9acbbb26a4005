"""A waiting list to hang up: closed with its digest, or in the order of its draw.

Numbers of entries only: whose they are the customers know, and nobody else has to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from textwrap import wrap

from podium_desk.documents import styles
from podium_desk.documents.content import Content
from podium_desk.documents.notices import notices
from podium_desk.documents.page import Block, Text
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


def draw_content(sheet: DrawPrint, words: Words) -> Content:
    """All that a layout may place of it."""
    title = "documents.draw_order" if sheet.said else "documents.draw_closed"
    day = f"{date_long(sheet.start.date(), words.language)}, {sheet.start:%H:%M}"
    digest = "\n".join(wrap(sheet.digest, _DIGEST_WIDTH))
    return Content(
        words.language,
        {
            "house": sheet.house,
            "heading": words(title),
            "title": sheet.title,
            "day": day,
            "performance": words("documents.draw_performance", number=sheet.performance),
            "digest_label": words("documents.draw_digest"),
            "digest": digest,
            "said": words("documents.draw_said", said=sheet.said) if sheet.said else "",
            "check": words("documents.draw_check"),
        },
        {
            "notices": notices(sheet.is_training, sheet.duplicate_number, words),
            "entries": tuple(_entries(sheet)),
        },
    )


def _entries(sheet: DrawPrint) -> Iterator[Block]:
    for place, line in enumerate(sheet.lines, 1):
        yield Text(f"{place}.  {line}" if sheet.said else line, styles.SMALL)
