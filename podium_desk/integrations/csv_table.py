"""A table as houses save it from a spreadsheet: names of columns, rows, and what stands in a cell.

Separator ``;``, ``,`` or tab; UTF-8 with or without byte order mark. The first line names the
columns, in any order.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from decimal import Decimal

from podium_desk.integrations.refusals import FileReason, Reason, UnreadableError, clean_line
from podium_desk.integrations.uitdatabank.fields import BRUSSELS
from podium_desk.integrations.uitdatabank.prices import cents_of
from podium_desk.late_dataclass import dataclass

_YES_OR_NO = {"": False, "nee": False, "no": False, "0": False, "ja": True, "yes": True, "1": True}
_FREE = ("gratis", "free", "vrij")
_AMOUNT = re.compile(r"(?:€|EUR)?\s*(\d{1,6}(?:[.,]\d{1,2})?)\s*(?:€|EUR)?", re.IGNORECASE)
_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
_MOMENT_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns by the reader's names, "" for one it does not know, and each filled row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Line number and cells."""


def read_table(
    content: bytes, names: Mapping[str, str], needed: Set[str], nothing: Reason
) -> Table:
    """The table in a file; `names` are a column's possible headings to the reader's own name.

    Raises `UnreadableError`: not UTF-8, empty, or `nothing` where a needed column is missing.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableError(FileReason.ENCODING) from problem
    if not text.strip():
        raise UnreadableError(FileReason.EMPTY)
    separator = max(";,\t", key=_first_line(text).count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [(reader.line_num, tuple(clean_line(cell) for cell in row)) for row in reader]
    except csv.Error as problem:
        raise UnreadableError(nothing) from problem
    # Excel may tell its separator in a line of its own above the names.
    filled = [row for row in rows if any(row[1]) and not row[1][0].lower().startswith("sep=")]
    columns = tuple(names.get(name.lower(), "") for name in filled[0][1]) if filled else ()
    if not set(columns) >= needed:
        raise UnreadableError(nothing)
    return Table(columns, tuple(filled[1:]))


def price_cents(written: str) -> int | None:
    """An amount in euro (``12,50``, ``€ 12.50``) or ``gratis``, in cents; None when it is none."""
    if written.lower() in _FREE:
        return 0
    amount = _AMOUNT.fullmatch(written)
    return cents_of(Decimal(amount[1].replace(",", "."))) if amount else None


def yes_or_no(written: str) -> bool | None:
    """``ja`` or ``nee``, in either language, empty is no; None for anything else."""
    return _YES_OR_NO.get(written.lower())


def moment_ms(written: str, is_end: bool = False) -> int | None:
    """A moment in Belgian time as UTC milliseconds, None when it is none.

    A day alone is its first moment; as the end of something that day still counts.
    """
    for form in _MOMENT_FORMS:
        found = _parsed(written, form)
        if found is not None:
            return _utc_ms(found)
    for form in _DAY_FORMS:
        found = _parsed(written, form)
        if found is not None:
            return _utc_ms(found + timedelta(days=1) if is_end else found)
    return None


def _parsed(written: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(written, form).replace(tzinfo=BRUSSELS)
    except ValueError:
        return None


def _utc_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _first_line(text: str) -> str:
    """The line with the columns' names."""
    lines = [line for line in text.splitlines() if line.strip()]
    return next((line for line in lines if not line.lower().startswith("sep=")), "")
