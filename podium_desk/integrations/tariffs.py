"""A tariff file: a CSV that adds tariffs to the season and changes those that are there.

The first line names the columns, in any order, in Dutch or English:

========================  ==========================  =============================================
column                    also                        holds
========================  ==========================  =============================================
``voorstelling``          performance, event          performance number, event id, or empty: all
                                                      performances of the house
``code``                                              the tariff's code; ``base`` is the base price,
                                                      others are made from the name
                                                      (``-26 jaar`` is ``min-26-jaar``)
``naam``                  name                        the name; empty keeps the one that is there,
                                                      and of a new tariff the name is the code
``categorie``             category                    a price rank of the hall, empty: all of it
``prijs``                 price                       euro: ``12,50``, ``€ 12.50``, ``gratis``
``bewijs``                proof                       whether a proof is asked: ja, nee; empty: nee
========================  ==========================  =============================================

``code`` and ``prijs`` must be there; the others may be left out. Separator ``;``, ``,`` or tab;
UTF-8 with or without byte order mark. A wrong row is refused with its line number; the other rows
are taken.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from podium_desk.integrations.refusals import (
    FileReason,
    ImportRefusal,
    Progress,
    TariffReason,
    UnreadableError,
    clean_line,
    no_progress,
    shown,
)
from podium_desk.integrations.uitdatabank.prices import cents_of, code_of

_COLUMNS = {
    "voorstelling": "target",
    "performance": "target",
    "event": "target",
    "code": "code",
    "naam": "name",
    "name": "name",
    "categorie": "category",
    "category": "category",
    "prijs": "price",
    "price": "price",
    "bewijs": "proof",
    "proof": "proof",
}
_NEEDED = {"code", "price"}
_FREE = ("gratis", "free", "vrij")
_YES_OR_NO = {"": False, "nee": False, "no": False, "0": False, "ja": True, "yes": True, "1": True}
_AMOUNT = re.compile(r"(?:€|EUR)?\s*(\d{1,6}(?:[.,]\d{1,2})?)\s*(?:€|EUR)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One line: set the price of tariff `code` for `category` ("" is all) of `target` ("" is all).

    `target` is a performance's number or an event's id; whether it exists only the store knows.
    `name` is "" when the row does not give one.
    """

    line: int
    target: str
    code: str
    name: str
    category: str
    price_cents: int
    needs_proof: bool


def read_tariff_rows(
    content: bytes, file_name: str, progress: Progress = no_progress
) -> Iterator[TariffRow | ImportRefusal]:
    """The rows of the file and a refusal for each that is none, in the order of the file.

    `progress` hears how many rows of how many are done.
    """
    try:
        columns, rows = _table(content)
    except UnreadableError as no:
        yield ImportRefusal(file_name, "", no.reason, no.details)
        return
    lines: dict[tuple[str, str, str], int] = {}
    for done, (line, cells) in enumerate(rows, 1):
        try:
            yield _row(line, cells, columns, lines)
        except UnreadableError as no:
            yield ImportRefusal(file_name, str(line), no.reason, no.details)
        progress(done, len(rows))


def _table(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The columns' names, and each row that holds anything with its line number."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableError(FileReason.ENCODING) from problem
    if not text.strip():
        raise UnreadableError(FileReason.EMPTY)
    separator = max(";,\t", key=_first_line(text).count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [(reader.line_num, [clean_line(cell) for cell in row]) for row in reader]
    except csv.Error as problem:
        raise UnreadableError(FileReason.NO_TARIFFS) from problem
    # Excel may tell its separator in a line of its own above the names.
    filled = [row for row in rows if any(row[1]) and not row[1][0].lower().startswith("sep=")]
    columns = [_COLUMNS.get(name.lower(), "") for name in filled[0][1]] if filled else []
    if not set(columns) >= _NEEDED:
        raise UnreadableError(FileReason.NO_TARIFFS)
    return columns, filled[1:]


def _first_line(text: str) -> str:
    """The line with the columns' names."""
    lines = [line for line in text.splitlines() if line.strip()]
    return next((line for line in lines if not line.lower().startswith("sep=")), "")


def _row(
    line: int, cells: list[str], columns: list[str], lines: dict[tuple[str, str, str], int]
) -> TariffRow:
    if len(cells) != len(columns):
        raise UnreadableError(TariffReason.WRONG_WIDTH, n=len(cells), expected=len(columns))
    values = dict(zip(columns, cells, strict=True))
    if not values["code"]:
        raise UnreadableError(TariffReason.NO_CODE)
    code = code_of(values["code"])
    key = (values.get("target", ""), code, values.get("category", ""))
    if key in lines:
        raise UnreadableError(TariffReason.TWICE, code=code, line=lines[key])
    row = TariffRow(
        line=line,
        target=key[0],
        code=code,
        name=values.get("name", ""),
        category=key[2],
        price_cents=_price_cents(values["price"]),
        needs_proof=_needs_proof(values.get("proof", "")),
    )
    lines[key] = line
    return row


def _price_cents(written: str) -> int:
    if not written:
        raise UnreadableError(TariffReason.NO_PRICE)
    if written.lower() in _FREE:
        return 0
    amount = _AMOUNT.fullmatch(written)
    cents = cents_of(Decimal(amount[1].replace(",", "."))) if amount else None
    if cents is None:
        raise UnreadableError(TariffReason.WRONG_PRICE, value=shown(written))
    return cents


def _needs_proof(written: str) -> bool:
    if written.lower() not in _YES_OR_NO:
        raise UnreadableError(TariffReason.WRONG_PROOF, value=shown(written))
    return _YES_OR_NO[written.lower()]
