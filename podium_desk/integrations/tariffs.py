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
``prijs``                 price                       euro: ``12,50``, ``€ 12.50``, ``gratis``;
                                                      empty in a row that says terms only
``bewijs``                proof                       whether a proof is asked: ja, nee; empty: nee
========================  ==========================  =============================================

``code`` and ``prijs`` must be there; the others may be left out, and so may those of the terms
(`tariff_terms`). A wrong row is refused with its line number; the other rows are taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.domain.counter_letters import COUNTER_LETTERS, TARIFF_LETTERS
from podium_desk.integrations.csv_table import price_cents, read_table, yes_or_no
from podium_desk.integrations.refusals import (
    FileReason,
    ImportRefusal,
    Progress,
    TariffReason,
    UnreadableError,
    no_progress,
    shown,
)
from podium_desk.integrations.tariff_terms import (
    SAYS_NOTHING,
    TERM_COLUMNS,
    TermChange,
    Value,
    read_terms,
)
from podium_desk.integrations.uitdatabank.prices import code_of
from podium_desk.late_dataclass import dataclass

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
    **TERM_COLUMNS,
}
_NEEDED = {"code", "price"}


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One line: set the price of tariff `code` for `category` ("" is all) of `target` ("" is all).

    `target` is a performance's number or an event's id; whether it exists only the store knows.
    `name` is "" when the row does not give one. The terms are the tariff's, in every category; a
    row without a price, None, says terms only.
    """

    line: int
    target: str
    code: str
    name: str
    category: str
    price_cents: int | None
    needs_proof: bool
    terms: TermChange = SAYS_NOTHING


class _Seen:
    """What earlier rows said, so that a row that contradicts one is refused."""

    def __init__(self) -> None:
        self._prices: dict[tuple[str, str, str], int] = {}
        self._terms: dict[tuple[str, str, str], tuple[Value, int]] = {}

    def take(self, row: TariffRow) -> None:
        """Remember a row; raises `UnreadableError` when an earlier one says otherwise."""
        key = (row.target, row.code, row.category)
        if key in self._prices:
            raise UnreadableError(TariffReason.TWICE, code=row.code, line=self._prices[key])
        for name, value in row.terms.said().items():
            said, line = self._terms.get((row.target, row.code, name), (value, row.line))
            if said != value:
                raise UnreadableError(TariffReason.TERMS_DIFFER, code=row.code, line=line)
        self._prices[key] = row.line
        for name, value in row.terms.said().items():
            self._terms[row.target, row.code, name] = (value, row.line)


def read_tariff_rows(
    content: bytes, file_name: str, progress: Progress = no_progress
) -> Iterator[TariffRow | ImportRefusal]:
    """The rows of the file and a refusal for each that is none, in the order of the file.

    `progress` hears how many rows of how many are done.
    """
    try:
        table = read_table(content, _COLUMNS, _NEEDED, FileReason.NO_TARIFFS)
    except UnreadableError as no:
        yield ImportRefusal(file_name, "", no.reason, no.details)
        return
    seen = _Seen()
    for done, (line, cells) in enumerate(table.rows, 1):
        try:
            row = _row(line, cells, table.columns)
            seen.take(row)
            yield row
        except UnreadableError as no:
            yield ImportRefusal(file_name, str(line), no.reason, no.details)
        progress(done, len(table.rows))


def _row(line: int, cells: tuple[str, ...], columns: tuple[str, ...]) -> TariffRow:
    if len(cells) != len(columns):
        raise UnreadableError(TariffReason.WRONG_WIDTH, n=len(cells), expected=len(columns))
    values = dict(zip(columns, cells, strict=True))
    if not values["code"]:
        raise UnreadableError(TariffReason.NO_CODE)
    terms, proof = read_terms(values), _needs_proof(values.get("proof", ""))
    _check_letter(terms.quick_key or "", values["code"])
    says_terms_only = not values["price"] and not proof and terms != SAYS_NOTHING
    return TariffRow(
        line=line,
        target=values.get("target", ""),
        code=code_of(values["code"]),
        name=values.get("name", ""),
        category=values.get("category", ""),
        price_cents=None if says_terms_only else _price_cents(values["price"]),
        needs_proof=proof,
        terms=terms,
    )


def _check_letter(letter: str, code: str) -> None:
    """A key of the counter would be out of reach after a number."""
    if letter in COUNTER_LETTERS:
        free = " ".join(TARIFF_LETTERS)
        raise UnreadableError(
            TariffReason.LETTER_TAKEN, letter=letter, code=shown(code), letters=free
        )


def _price_cents(written: str) -> int:
    if not written:
        raise UnreadableError(TariffReason.NO_PRICE)
    cents = price_cents(written)
    if cents is None:
        raise UnreadableError(TariffReason.WRONG_PRICE, value=shown(written))
    return cents


def _needs_proof(written: str) -> bool:
    found = yes_or_no(written)
    if found is None:
        raise UnreadableError(TariffReason.WRONG_PROOF, value=shown(written))
    return found
