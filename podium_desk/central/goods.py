"""The goods and passes of a house in its catalogue: taken from a file, listed.

What is not sold any more stays, so that old sales can be explained: its last day is written.
"""

from __future__ import annotations

from pathlib import Path

from podium_desk.central.cluster import Central
from podium_desk.central.import_report import ImportReport
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.season import Outcome
from podium_desk.domain.goods import Goods
from podium_desk.domain.house_passes import PassTerms
from podium_desk.domain.ids import HouseId
from podium_desk.domain.programme import House
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.integrations.csv_table import moment_ms
from podium_desk.integrations.goods import GoodsRow, PassRow, read_goods_rows
from podium_desk.integrations.refusals import ImportRefusal
from podium_desk.replica.codec import record_from_bytes, record_to_bytes
from podium_desk.replica.house_passes import UseRow, uses_between
from podium_desk.replica.kinds import GOODS

_EVER_MS = 1 << 62


class HouseGoods:
    """Reads and writes the goods of one house; writing happens in the caller's block."""

    def __init__(self, central: Central, house: House) -> None:
        self._central = central
        self._house = house

    def all(self) -> list[Goods]:
        """Everything the house ever sold beside places, by code."""
        records = self._central.replica.records.of_kind(self._house.id, GOODS)
        found = [record_from_bytes(record.body or b"", Goods) for record in records]
        return sorted(found, key=lambda goods: goods.code)

    def take(self, row: GoodsRow) -> Outcome | CentralRefusal:
        """Bring one thing into the catalogue, new or changed.

        Refuses a house that the cluster does not have, and a pass that becomes a plain thing or
        the other way round: those that were sold would lose what they are.
        """
        known = next((one for one in self.all() if one.code == row.code), None)
        terms = None if row.terms is None else self._terms(row, row.terms)
        if isinstance(terms, CentralRefusal):
            return terms
        if known is not None and (known.pass_terms is None) != (terms is None):
            return _refuse(CentralReason.GOODS_OTHER_KIND, row)
        goods = Goods(
            self._house.id, row.code, Text.of(self._house.language, row.name), row.price_cents,
            row.vat_rate_percent, row.vat_basis, row.sold_from_ms, row.sold_until_ms, terms,
        )  # fmt: skip
        entry = (self._house.id, GOODS, row.code, record_to_bytes(goods))
        if not self._central.replica.write_records([entry]):
            return Outcome.UNCHANGED
        return Outcome.IMPORTED if known is None else Outcome.UPDATED

    def _terms(self, row: GoodsRow, written: PassRow) -> PassTerms | CentralRefusal:
        houses: list[HouseId] = []
        by_slug = {one.slug: one.id for one in self._central.catalogue.houses().values()}
        for slug in written.houses:
            if slug not in by_slug:
                return _refuse(CentralReason.GOODS_UNKNOWN_HOUSE, row, named=slug)
            houses.append(by_slug[slug])
        return PassTerms(
            written.visits, written.percent, written.tariff, written.seats, written.days,
            written.valid_until_ms, written.presale_days,
            tuple(house for house in houses if house != self._house.id),
        )  # fmt: skip


def import_goods(
    central: Central, house: House, path: Path, words: Words, *, are_passes: bool
) -> ImportReport:
    """Take a file of goods or of passes; the outcome of each row stands in the report."""
    report, goods = ImportReport(words), HouseGoods(central, house)
    try:
        content = path.read_bytes()
    except OSError as error:
        report.refuse_file(path.name, error)
        return report
    with central.sql.transaction():
        central.sql.lock((house.id,))
        for row in read_goods_rows(content, path.name, are_passes=are_passes):
            outcome = row if isinstance(row, ImportRefusal) else goods.take(row)
            if isinstance(outcome, ImportRefusal):
                report.refuse(outcome)
            elif isinstance(outcome, CentralRefusal):
                report.refuse_here(path.name, str(outcome.details["line"]), outcome)
            else:
                report.count(outcome)
    return report


def uses_of_passes(
    central: Central, house: House, from_day: str, until_day: str
) -> list[UseRow] | None:
    """What the passes of a house were used for between two days as written, both in it, "" for
    without end; None for a day that is none."""
    from_ms = moment_ms(from_day) if from_day else 0
    until_ms = moment_ms(until_day, is_end=True) if until_day else _EVER_MS
    if from_ms is None or until_ms is None:
        return None
    return uses_between(central.replica.sql, house.id, from_ms, until_ms)


def _refuse(reason: CentralReason, row: GoodsRow, **details: str) -> CentralRefusal:
    return CentralRefusal(reason, {"line": row.line, "code": row.code, **details})
