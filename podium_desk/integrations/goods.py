"""A file of goods or passes: a CSV with one thing that is sold a line.

===================  ==============  =========================================================
column               also            holds
===================  ==============  =========================================================
``code``                             its short name: 2 to 24 letters, digits and hyphens
``naam``             name            what it is called on the screen, the receipt and the pass
``prijs``            price           each, VAT included
``btw``              vat             the rate: 0, 6, 12 or 21
``btw-grond``        vat-basis       why nothing is due, where the rate is 0
``van``, ``tot``     from, until     when it is sold
``beurten``          visits          of a card: how many visits
``korting``          discount        of a pass: ``20%`` off a ticket
``tarief``           tariff          of a pass: the code of the tariff that its holder gets
``plaatsen``         seats           places of each performance, empty for all
``dagen``            days            how many days it holds from its sale
``geldig-tot``       valid-until     the last day it holds
``voorverkoop``      presale         how many days before everybody its holder may buy
``huizen``           houses          short names of other houses where it holds
===================  ==============  =========================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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

GOODS_COLUMNS = {
    "code": "code",
    "naam": "name", "name": "name",
    "prijs": "price", "price": "price",
    "btw": "vat", "vat": "vat",
    "btw-grond": "basis", "vat-basis": "basis",
    "van": "from", "from": "from",
    "tot": "until", "until": "until",
}  # fmt: skip
PASS_COLUMNS = GOODS_COLUMNS | {
    "beurten": "visits", "visits": "visits",
    "korting": "percent", "discount": "percent",
    "tarief": "tariff", "tariff": "tariff",
    "plaatsen": "seats", "seats": "seats",
    "dagen": "days", "days": "days",
    "geldig-tot": "valid_until", "valid-until": "valid_until",
    "voorverkoop": "presale", "presale": "presale",
    "huizen": "houses", "houses": "houses",
}  # fmt: skip
_NEEDED = {"code", "price", "vat"}
_RATES = (0, 6, 12, 21)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,23}")
_PERCENT = re.compile(r"(\d{1,3})\s*%")
_COUNT_MAX = 10_000


@dataclass(frozen=True, slots=True)
class PassRow:
    """What a pass of the file allows, as of `domain.house_passes.PassTerms`; the houses and the
    tariff by the names that were written."""

    visits: int = 0
    percent: int = 0
    tariff: str = ""
    seats: int = 0
    days: int = 0
    valid_until_ms: int = 0
    presale_days: int = 0
    houses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """One thing as the house wrote it down; times are UTC milliseconds, 0 is no limit."""

    line: int
    code: str
    name: str
    price_cents: int
    vat_rate_percent: int
    vat_basis: str = ""
    sold_from_ms: int = 0
    sold_until_ms: int = 0
    terms: PassRow | None = None


def read_goods_rows(
    content: bytes, file_name: str, *, are_passes: bool
) -> Iterator[GoodsRow | ImportRefusal]:
    """The things of the file and a refusal for each row that is none, in the file's order.

    `are_passes`: each row must allow something.
    """
    columns = PASS_COLUMNS if are_passes else GOODS_COLUMNS
    try:
        table = read_table(content, columns, _NEEDED, FileReason.NO_GOODS)
    except UnreadableError as no:
        yield ImportRefusal(file_name, "", no.reason, no.details)
        return
    lines: dict[str, int] = {}
    for line, cells in table.rows:
        try:
            if len(cells) != len(table.columns):
                expected = len(table.columns)
                raise UnreadableError(GoodsReason.WRONG_WIDTH, n=len(cells), expected=expected)
            named = dict(zip(table.columns, cells, strict=True))
            row = _row(line, named, are_passes=are_passes)
            if row.code in lines:
                raise UnreadableError(GoodsReason.TWICE, code=row.code, line=lines[row.code])
            lines[row.code] = line
            yield row
        except UnreadableError as no:
            yield ImportRefusal(file_name, str(line), no.reason, no.details)


def _row(line: int, cells: Mapping[str, str], *, are_passes: bool) -> GoodsRow:
    code, price = as_code(cells["code"]), price_cents(cells["price"])
    if not _CODE.fullmatch(code):
        raise UnreadableError(GoodsReason.WRONG_CODE, value=shown(cells["code"]))
    if price is None:
        raise UnreadableError(GoodsReason.WRONG_PRICE, value=shown(cells["price"]))
    rate, basis = _rate(cells["vat"]), cells.get("basis", "")
    if not rate and not basis:
        raise UnreadableError(GoodsReason.NO_BASIS, code=code)
    from_ms, until_ms = _moment(cells, "from"), _moment(cells, "until", is_end=True)
    if until_ms and from_ms >= until_ms:
        raise UnreadableError(GoodsReason.ENDS_BEFORE_START, code=code)
    terms = _terms(code, cells) if are_passes else None
    name = cells.get("name") or code
    return GoodsRow(line, code, name, price, rate, basis, from_ms, until_ms, terms)


def _terms(code: str, cells: Mapping[str, str]) -> PassRow:
    """What the pass allows; raises for one that allows nothing, or two things in one."""
    percent = _percent(cells.get("percent", ""))
    visits, tariff = _count(cells, "visits"), cells.get("tariff", "")
    rights = [right for right in (visits, percent, tariff) if right]
    presale_days = _count(cells, "presale")
    if len(rights) > 1 or not (rights or presale_days):
        raise UnreadableError(GoodsReason.WRONG_RIGHTS, code=code)
    return PassRow(
        visits, percent, tariff, _count(cells, "seats"), _count(cells, "days"),
        _moment(cells, "valid_until", is_end=True), presale_days,
        tuple(dict.fromkeys(cells.get("houses", "").replace(",", " ").split())),
    )  # fmt: skip


def _rate(written: str) -> int:
    digits = written.removesuffix("%").strip()
    if not digits.isdecimal() or int(digits) not in _RATES:
        raise UnreadableError(GoodsReason.WRONG_VAT, value=shown(written))
    return int(digits)


def _percent(written: str) -> int:
    found = _PERCENT.fullmatch(written)
    if written and (found is None or not 0 < int(found[1]) <= 100):
        raise UnreadableError(GoodsReason.WRONG_CUT, value=shown(written))
    return int(found[1]) if found else 0


def _moment(cells: Mapping[str, str], column: str, *, is_end: bool = False) -> int:
    written = cells.get(column, "")
    found = moment_ms(written, is_end) if written else 0
    if found is None:
        raise UnreadableError(GoodsReason.WRONG_MOMENT, value=shown(written))
    return found


def _count(cells: Mapping[str, str], column: str) -> int:
    written = cells.get(column, "")
    if not written:
        return 0
    if not written.isdecimal() or not 0 < int(written) <= _COUNT_MAX:
        raise UnreadableError(GoodsReason.WRONG_COUNT, value=shown(written))
    return int(written)
