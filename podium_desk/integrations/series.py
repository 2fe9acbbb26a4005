"""A file of subscriptions: a CSV with one series a line.

==================  ==============  ==========================================================
column              also            holds
==================  ==============  ==========================================================
``code``                            its short name: 2 to 24 letters, digits and hyphens
``naam``            name            what it is called on the screen
``voorstellingen``  performances    their numbers or ids of events, with spaces between
``prijs``           price           of a fixed series: ``85,00``, or ``Rang 1=85,00 | Rang 2=70,00``
``stappen``         steps           of a choice: ``4:10% 6:20%``, or ``4:=15,00`` for each
``van``, ``tot``    from, until     when it is sold
==================  ==============  ==========================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from podium_desk.domain.discounts import Cut
from podium_desk.integrations.csv_table import moment_ms, price_cents, read_table
from podium_desk.integrations.discounts import as_code
from podium_desk.integrations.refusals import (
    FileReason,
    GoodsReason,
    ImportRefusal,
    UnreadableError,
    shown,
)
from podium_desk.late_dataclass import dataclass

SERIES_COLUMNS = {
    "code": "code",
    "naam": "name", "name": "name",
    "voorstellingen": "performances", "performances": "performances",
    "prijs": "price", "price": "price",
    "stappen": "steps", "steps": "steps",
    "van": "from", "from": "from",
    "tot": "until", "until": "until",
}  # fmt: skip
_NEEDED = {"code", "performances"}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,23}")
_PERCENT = re.compile(r"(\d{1,3})\s*%")


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series as the house wrote it down; a fixed one has prices by category, a choice has
    steps: (from so many, how it is cut, the value)."""

    line: int
    code: str
    name: str
    targets: tuple[str, ...]
    prices_cents: Mapping[str, int]
    steps: tuple[tuple[int, Cut, int], ...]
    sold_from_ms: int = 0
    sold_until_ms: int = 0


def read_series_rows(content: bytes, file_name: str) -> Iterator[SeriesRow | ImportRefusal]:
    """The series of the file and a refusal for each row that is none, in the file's order."""
    try:
        table = read_table(content, SERIES_COLUMNS, _NEEDED, FileReason.NO_SERIES)
    except UnreadableError as no:
        yield ImportRefusal(file_name, "", no.reason, no.details)
        return
    for line, cells in table.rows:
        try:
            if len(cells) != len(table.columns):
                expected = len(table.columns)
                raise UnreadableError(GoodsReason.WRONG_WIDTH, n=len(cells), expected=expected)
            yield _row(line, dict(zip(table.columns, cells, strict=True)))
        except UnreadableError as no:
            yield ImportRefusal(file_name, str(line), no.reason, no.details)


def _row(line: int, cells: Mapping[str, str]) -> SeriesRow:
    code = as_code(cells["code"])
    if not _CODE.fullmatch(code):
        raise UnreadableError(GoodsReason.WRONG_CODE, value=shown(cells["code"]))
    prices, steps = _prices(cells.get("price", "")), _steps(cells.get("steps", ""))
    targets = tuple(dict.fromkeys(cells["performances"].replace(",", " ").split()))
    if bool(prices) == bool(steps) or len(targets) < 2:
        raise UnreadableError(GoodsReason.WRONG_SERIES, code=code)
    from_ms, until_ms = _moment(cells, "from"), _moment(cells, "until", is_end=True)
    if until_ms and from_ms >= until_ms:
        raise UnreadableError(GoodsReason.ENDS_BEFORE_START, code=code)
    return SeriesRow(
        line, code, cells.get("name") or code, targets, prices, steps, from_ms, until_ms
    )


def _prices(written: str) -> dict[str, int]:
    prices: dict[str, int] = {}
    for part in filter(None, (one.strip() for one in written.split("|"))):
        category, _, price = part.rpartition("=")
        cents = price_cents(price.strip())
        if cents is None:
            raise UnreadableError(GoodsReason.WRONG_PRICE, value=shown(part))
        prices[category.strip()] = cents
    return prices


def _steps(written: str) -> tuple[tuple[int, Cut, int], ...]:
    steps = []
    for part in written.split():
        least, _, cut = (one.strip() for one in part.partition(":"))
        if not least.isdecimal() or int(least) < 2:
            raise UnreadableError(GoodsReason.WRONG_COUNT, value=shown(part))
        percent = _PERCENT.fullmatch(cut)
        cents = None if percent else price_cents(cut.removeprefix("=").strip())
        if percent and 0 < int(percent[1]) <= 100:
            steps.append((int(least), Cut.PERCENT, int(percent[1])))
        elif cents is not None:
            steps.append((int(least), Cut.PRICE if cut.startswith("=") else Cut.AMOUNT, cents))
        else:
            raise UnreadableError(GoodsReason.WRONG_CUT, value=shown(part))
    return tuple(sorted(steps))


def _moment(cells: Mapping[str, str], column: str, *, is_end: bool = False) -> int:
    written = cells.get(column, "")
    found = moment_ms(written, is_end) if written else 0
    if found is None:
        raise UnreadableError(GoodsReason.WRONG_MOMENT, value=shown(written))
    return found
