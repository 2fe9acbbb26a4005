"""A file of discounts: a CSV with one promotion code a line.

========================  ======================  =================================================
column                    also                    holds
========================  ======================  =================================================
``code``                                          what the customer says, in any case
``korting``               discount                ``10%``; ``5,00`` off each ticket; ``=12,00`` for
                                                  each ticket
``naam``                  name                    what it is called on the screen and the ticket
``voorstelling``          performance, event      numbers of performances and ids of events, with
                                                  spaces between; empty: all of the house
``tarief``                tariff                  codes of tariffs, with spaces between; empty: all
``van``, ``tot``          from, until             when it holds
``hoogstens``             most                    so many tickets of one order at most
``keer``                  uses                    so many orders in all
========================  ======================  =================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from podium_desk.domain.discounts import Cut
from podium_desk.integrations.csv_table import moment_ms, price_cents, read_table
from podium_desk.integrations.refusals import (
    DiscountReason,
    FileReason,
    ImportRefusal,
    Progress,
    UnreadableError,
    no_progress,
    shown,
)
from podium_desk.integrations.uitdatabank.prices import code_of
from podium_desk.late_dataclass import dataclass

DISCOUNT_COLUMNS = {
    "code": "code",
    "korting": "cut", "discount": "cut",
    "naam": "name", "name": "name",
    "voorstelling": "targets", "performance": "targets", "event": "targets",
    "tarief": "tariffs", "tariff": "tariffs",
    "van": "from", "from": "from",
    "tot": "until", "until": "until",
    "hoogstens": "most", "most": "most",
    "keer": "uses", "uses": "uses",
}  # fmt: skip
_NEEDED = {"code", "cut"}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,23}")
_PERCENT = re.compile(r"(\d{1,3})\s*%")
_COUNT_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class DiscountRow:
    """One discount as the house wrote it down; whether its targets exist only the store knows.

    `cut` and `value` as of `domain.discounts.Discount`; times are UTC milliseconds, 0 is no limit.
    """

    line: int
    code: str
    cut: Cut
    value: int
    name: str = ""
    targets: tuple[str, ...] = ()
    tariffs: tuple[str, ...] = ()
    valid_from_ms: int = 0
    valid_until_ms: int = 0
    most_in_order: int = 0
    uses: int = 0


def is_discount_file(content: bytes) -> bool:
    """Whether a CSV file names the columns of discounts, and not those of tariffs."""
    try:
        read_table(content, DISCOUNT_COLUMNS, _NEEDED, FileReason.NO_DISCOUNTS)
    except UnreadableError:
        return False
    return True


def read_discount_rows(
    content: bytes, file_name: str, progress: Progress = no_progress
) -> Iterator[DiscountRow | ImportRefusal]:
    """The discounts of the file and a refusal for each row that is none, in the file's order."""
    try:
        table = read_table(content, DISCOUNT_COLUMNS, _NEEDED, FileReason.NO_DISCOUNTS)
    except UnreadableError as no:
        yield ImportRefusal(file_name, "", no.reason, no.details)
        return
    lines: dict[str, int] = {}
    for done, (line, cells) in enumerate(table.rows, 1):
        try:
            if len(cells) != len(table.columns):
                expected = len(table.columns)
                raise UnreadableError(DiscountReason.WRONG_WIDTH, n=len(cells), expected=expected)
            row = discount_row(line, dict(zip(table.columns, cells, strict=True)))
            if row.code in lines:
                raise UnreadableError(DiscountReason.TWICE, code=row.code, line=lines[row.code])
            lines[row.code] = line
            yield row
        except UnreadableError as no:
            yield ImportRefusal(file_name, str(line), no.reason, no.details)
        progress(done, len(table.rows))


def discount_row(line: int, cells: Mapping[str, str]) -> DiscountRow:
    """A discount from its cells by column; raises `UnreadableError`."""
    code = as_code(cells["code"])
    if not _CODE.fullmatch(code):
        raise UnreadableError(DiscountReason.WRONG_CODE, value=shown(cells["code"]))
    cut, value = _cut(cells["cut"])
    from_ms = _moment(cells.get("from", ""), is_end=False)
    until_ms = _moment(cells.get("until", ""), is_end=True)
    if until_ms and from_ms >= until_ms:
        raise UnreadableError(DiscountReason.ENDS_BEFORE_START, code=code)
    return DiscountRow(
        line=line,
        code=code,
        cut=cut,
        value=value,
        name=cells.get("name", ""),
        targets=_words(cells.get("targets", "")),
        tariffs=tuple(code_of(word) for word in _words(cells.get("tariffs", ""))),
        valid_from_ms=from_ms,
        valid_until_ms=until_ms,
        most_in_order=_count(cells.get("most", "")),
        uses=_count(cells.get("uses", "")),
    )


def as_code(written: str) -> str:
    """A code as it is kept, however somebody wrote it."""
    return written.strip().upper()


def _cut(written: str) -> tuple[Cut, int]:
    percent = _PERCENT.fullmatch(written)
    if percent and 0 < int(percent[1]) <= 100:
        return Cut.PERCENT, int(percent[1])
    is_price = written.startswith("=")
    cents = None if percent else price_cents(written.removeprefix("=").strip())
    if cents is None or (cents == 0 and not is_price):
        raise UnreadableError(DiscountReason.WRONG_CUT, value=shown(written))
    return (Cut.PRICE if is_price else Cut.AMOUNT), cents


def _moment(written: str, is_end: bool) -> int:
    found = moment_ms(written, is_end) if written else 0
    if found is None:
        raise UnreadableError(DiscountReason.WRONG_MOMENT, value=shown(written))
    return found


def _count(written: str) -> int:
    if not written:
        return 0
    if not written.isdecimal() or not 0 < int(written) <= _COUNT_MAX:
        raise UnreadableError(DiscountReason.WRONG_COUNT, value=shown(written))
    return int(written)


def _words(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(written.replace(",", " ").split()))
