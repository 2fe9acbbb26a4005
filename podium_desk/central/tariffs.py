"""A performance's tariffs, put together from what was imported and what the house changed.

Layers, later over earlier: `priceInfo` of the event; the house's changes of whole prices; the price
ranks of the hall as a percentage; the house's changes for one price rank. A change may be for all
performances of the house, for one event, or for one performance; the narrower one wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.programme import Performance, Tariff
from podium_desk.domain.text import Text
from podium_desk.integrations.tariff_terms import SAYS_NOTHING, TermChange
from podium_desk.integrations.tariffs import TariffRow
from podium_desk.integrations.uitdatabank.events import ImportedTariff
from podium_desk.integrations.uitdatabank.prices import BASE_CODE
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import PERFORMANCE, TARIFFS
from sync.decoding import decode
from sync.store.port import Sql

TARIFFS_OF_HOUSE_MAX = 999
EVERY_PERFORMANCE = ""
"""The target of a change that holds for the whole house."""
RecordEntry = tuple[int, str, str, bytes | None]


@dataclass(frozen=True, slots=True)
class TariffLayers:
    """Everything that a performance's tariffs come from; changes and terms from wide to narrow."""

    imported: tuple[ImportedTariff, ...]
    ranks: dict[str, int]
    """Price rank to percent of the whole price."""
    changes: tuple[TariffRow, ...]
    language: str
    terms: tuple[tuple[str, TermChange], ...] = ()
    """Tariff code to what the house says of its terms."""


@dataclass(slots=True)
class TariffDraft:
    """A tariff while its layers are laid."""

    code: str
    name: Text
    is_base: bool
    prices_cents: dict[str, int]
    needs_proof: bool = False
    terms: TermChange = SAYS_NOTHING


def effective(layers: TariffLayers) -> list[TariffDraft]:
    """The tariffs of these layers, base first, each price in whole cents."""
    drafts = {
        tariff.code: TariffDraft(tariff.code, tariff.name, tariff.is_base, {"": tariff.price_cents})
        for tariff in layers.imported
    }
    for row in layers.changes:
        _apply(drafts, row, layers.language, is_whole=True)
    for draft in drafts.values():
        _apply_ranks(draft, layers.ranks)
    for row in layers.changes:
        _apply(drafts, row, layers.language, is_whole=False)
    for code, said in layers.terms:
        if code in drafts:
            drafts[code].terms = said.over(drafts[code].terms)
    ordered = list(drafts.values())
    if ordered and not any(draft.is_base for draft in ordered):
        chosen = drafts.get(BASE_CODE, ordered[0])
        chosen.is_base = True
    return sorted(ordered, key=lambda draft: not draft.is_base)


def rank_price_cents(whole_cents: int, percent: int) -> int:
    """A price rank's price: the percentage of the whole one, to the nearest 10 cents."""
    return (whole_cents * percent + 500) // 1000 * 10


def _apply(drafts: dict[str, TariffDraft], row: TariffRow, language: str, is_whole: bool) -> None:
    if (row.category == "") is not is_whole:
        return
    draft = drafts.get(row.code)
    if draft is None:
        name = Text.of(language, row.name or row.code)
        draft = drafts[row.code] = TariffDraft(row.code, name, False, {})
    if row.name:
        draft.name = replace(draft.name, words={**draft.name.words, draft.name.main: row.name})
    if row.price_cents is not None:
        draft.prices_cents[row.category] = row.price_cents
    draft.needs_proof = draft.needs_proof or row.needs_proof


def _apply_ranks(draft: TariffDraft, ranks: dict[str, int]) -> None:
    whole = draft.prices_cents.get("")
    if whole is None:
        return
    for category, percent in ranks.items():
        draft.prices_cents[category] = rank_price_cents(whole, percent)


class TariffBook:
    """The layers of one house in the store's own tables."""

    def __init__(self, sql: Sql, house: HouseId, language: str) -> None:
        self._sql = sql
        self._house = house
        self._language = language

    def keep_imported(self, event: str, tariffs: Sequence[ImportedTariff]) -> None:
        """What UiTdatabank now says of an event's prices, instead of what it said before."""
        self._sql.run(
            "DELETE FROM imported_tariff WHERE house = ? AND event = ?", (self._house, event)
        )
        self._sql.run_many(
            "INSERT INTO imported_tariff VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (self._house, event, place, tariff.code, msgspec.msgpack.encode(tariff.name),
                 tariff.price_cents, int(tariff.is_base))
                for place, tariff in enumerate(tariffs)
            ],
        )  # fmt: skip

    def keep_ranks(self, performance: PerformanceId, ranks: dict[str, int]) -> None:
        """The price ranks of a performance, instead of those it had."""
        self._sql.run(
            "DELETE FROM price_rank WHERE house = ? AND performance = ?",
            (self._house, performance),
        )
        self._sql.run_many(
            "INSERT INTO price_rank VALUES (?, ?, ?, ?)",
            [(self._house, performance, name, percent) for name, percent in ranks.items()],
        )

    def keep_change(self, row: TariffRow) -> bool | None:
        """A change by the house: True when it is new, False when it changes one, None for none."""
        has_new_terms = self._keep_terms(row)
        if row.price_cents is None:
            return False if has_new_terms else None
        key = (self._house, row.target, row.code, row.category)
        values = (row.name, row.price_cents, int(row.needs_proof))
        known = self._sql.row(
            "SELECT name, price_cents, needs_proof FROM tariff_change"
            " WHERE house = ? AND target = ? AND code = ? AND category = ?",
            key,
        )
        if known == values:
            return False if has_new_terms else None
        self._sql.run(
            "INSERT INTO tariff_change VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (house, target, code, category) DO UPDATE SET name = excluded.name,"
            " price_cents = excluded.price_cents, needs_proof = excluded.needs_proof",
            (*key, *values),
        )
        return known is None

    def _keep_terms(self, row: TariffRow) -> bool:
        """Put what a row says of terms on top of what was said; whether anything changed."""
        known = dict(self._terms(row.target)).get(row.code, SAYS_NOTHING)
        said = row.terms.over(known)
        if said == known:
            return False
        self._sql.run(
            "INSERT INTO tariff_term VALUES (?, ?, ?, ?)"
            " ON CONFLICT (house, target, code) DO UPDATE SET said = excluded.said",
            (self._house, row.target, row.code, msgspec.msgpack.encode(said)),
        )
        return True

    def records(self, performance: Performance, event: str) -> list[RecordEntry]:
        """The performance and its tariffs as they are to be in the catalogue."""
        tariffs = tuple(
            Tariff(
                self.number(draft.code), performance.id, draft.code, draft.name,
                draft.prices_cents, draft.is_base, draft.needs_proof, draft.terms.terms(),
                draft.terms.quick_key or "", draft.terms.valid_from_ms or None,
                draft.terms.valid_until_ms or None,
            )
            for draft in effective(self._layers(performance.id, event))
        )  # fmt: skip
        listed = replace(performance, tariffs=tuple(tariff.id for tariff in tariffs))
        key = str(performance.id)
        return [
            (self._house, TARIFFS, key, record_to_bytes(tariffs)),
            (self._house, PERFORMANCE, key, record_to_bytes(listed)),
        ]

    def has_room(self, codes: Iterable[str]) -> bool:
        """Whether the house has numbers left for those of these codes that are new."""
        return len(self.codes() | set(codes)) <= TARIFFS_OF_HOUSE_MAX

    def codes(self) -> frozenset[str]:
        """Every tariff code that the house ever had."""
        rows = self._sql.rows("SELECT code FROM tariff_number WHERE house = ?", (self._house,))
        return frozenset(code for (code,) in rows)

    def number(self, code: str) -> TariffId:
        """The number of a tariff code in this house, given once; see `has_room`."""
        key = (self._house, code)
        query = "SELECT number FROM tariff_number WHERE house = ? AND code = ?"
        row = self._sql.row(query, key)
        if row is None:
            self._sql.run(
                "INSERT INTO tariff_number SELECT ?, ?, ? + COUNT(*) + 1 FROM tariff_number"
                " WHERE house = ?",
                (*key, self._house * (TARIFFS_OF_HOUSE_MAX + 1), self._house),
            )
            row = self._sql.row(query, key)
        assert row is not None, "the number was given just now"
        return TariffId(row[0])

    def _layers(self, performance: PerformanceId, event: str) -> TariffLayers:
        targets = (EVERY_PERFORMANCE, event, str(performance))
        changes = [row for target in targets for row in self._changes(target)]
        terms = [said for target in targets for said in self._terms(target)]
        return TariffLayers(
            tuple(self._imported(event)), self._ranks(performance), tuple(changes),
            self._language, tuple(terms),
        )  # fmt: skip

    def _imported(self, event: str) -> Iterable[ImportedTariff]:
        rows = self._sql.rows(
            "SELECT code, name, price_cents, is_base FROM imported_tariff"
            " WHERE house = ? AND event = ? ORDER BY place",
            (self._house, event),
        )
        for code, name, price_cents, is_base in rows:
            text = decode(name, Text)
            yield ImportedTariff(code, text, price_cents, bool(is_base))

    def _ranks(self, performance: PerformanceId) -> dict[str, int]:
        return dict(
            self._sql.rows(
                "SELECT category, percent FROM price_rank"
                " WHERE house = ? AND performance = ? ORDER BY category",
                (self._house, performance),
            )
        )

    def _changes(self, target: str) -> list[TariffRow]:
        rows = self._sql.rows(
            "SELECT code, name, category, price_cents, needs_proof FROM tariff_change"
            " WHERE house = ? AND target = ? ORDER BY code, category",
            (self._house, target),
        )
        return [
            TariffRow(0, target, code, name, category, price_cents, bool(needs_proof))
            for code, name, category, price_cents, needs_proof in rows
        ]

    def _terms(self, target: str) -> list[tuple[str, TermChange]]:
        rows = self._sql.rows(
            "SELECT code, said FROM tariff_term WHERE house = ? AND target = ? ORDER BY code",
            (self._house, target),
        )
        return [(code, decode(said, TermChange)) for code, said in rows]
