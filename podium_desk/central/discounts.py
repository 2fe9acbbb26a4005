"""The discounts of a house in its catalogue: taken from a file or a command, ended, listed.

A discount stays in the catalogue when it has ended, so that old tickets can be explained, and a
code that can be used so many times keeps the number of its amount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from podium_desk.central.cluster import Central
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.season import Outcome
from podium_desk.domain.discounts import Discount
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.programme import House
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.integrations.discounts import DiscountRow, as_code, discount_row
from podium_desk.integrations.refusals import ImportRefusal, UnreadableError, explain
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_from_bytes, record_to_bytes
from podium_desk.replica.kinds import DISCOUNT

AMOUNTS_FROM = 1 << 50
"""Amounts of codes are numbered from here in each house: far from those of performances."""


@dataclass(frozen=True, slots=True)
class NotAdded:
    """Why a discount was not taken: the stable code, and the sentence for people."""

    reason: str
    sentence: str


def add_written(
    central: Central, house: House, cells: Mapping[str, str], words: Words
) -> Discount | NotAdded:
    """Take a discount that somebody wrote down outside a file, by the columns of one."""
    try:
        row = discount_row(1, cells)
    except UnreadableError as no:
        refusal = ImportRefusal(cells["code"], "1", no.reason, no.details)
        return NotAdded(no.reason.value, explain(refusal, words))
    discounts = HouseDiscounts(central, HouseProgramme(central, house))
    with central.sql.transaction():
        central.sql.lock((house.id,))
        outcome = discounts.take(row)
    if isinstance(outcome, CentralRefusal):
        return NotAdded(outcome.reason.value, outcome.sentence(words))
    kept = discounts.one(row.code)
    assert kept is not None, "it was written just now"
    return kept


class HouseDiscounts:
    """Reads and writes the discounts of one house; writing happens in the caller's block."""

    def __init__(self, central: Central, programme: HouseProgramme) -> None:
        self._central = central
        self._programme = programme
        self._house = programme.house

    def all(self) -> list[Discount]:
        """Every discount of the house, ended ones too, by code."""
        records = self._central.replica.records.of_kind(self._house.id, DISCOUNT)
        found = [record_from_bytes(record.body or b"", Discount) for record in records]
        return sorted(found, key=lambda discount: discount.code)

    def take_all(self, rows: Sequence[DiscountRow]) -> list[Outcome | CentralRefusal]:
        """What became of each row."""
        return [self.take(row) for row in rows]

    def take(self, row: DiscountRow) -> Outcome | CentralRefusal:
        """Bring a discount into the catalogue, a new one or one that changes.

        Refuses a performance, an event or a tariff that the house does not have, and fewer uses
        than before: desks may have been given them.
        """
        known = self.one(row.code)
        wanted = self._wanted(row)
        if isinstance(wanted, CentralRefusal):
            return wanted
        if known is not None and 0 < wanted.uses < known.uses:
            details: dict[str, str | int] = {"code": row.code, "uses": known.uses}
            return CentralRefusal(CentralReason.DISCOUNT_FEWER_USES, details)
        amount = 0 if known is None else known.amount
        if wanted.uses and not amount:
            amount = self._next_amount()
        if not self._write(replace(wanted, amount=amount)):
            return Outcome.UNCHANGED
        return Outcome.IMPORTED if known is None else Outcome.UPDATED

    def end(self, code: str) -> Discount | CentralRefusal:
        """Let a discount hold no longer, from now on; one that has ended stays as it is."""
        known, now_ms = self.one(as_code(code)), self._central.now_ms()
        if known is None:
            listed = ", ".join(discount.code for discount in self.all()) or "–"
            details: dict[str, str | int] = {"code": code, "known": listed}
            return CentralRefusal(CentralReason.UNKNOWN_DISCOUNT, details)
        if known.valid_until_ms and known.valid_until_ms <= now_ms:
            return known
        ended = replace(known, valid_until_ms=now_ms)
        self._write(ended)
        return ended

    def one(self, code: str) -> Discount | None:
        """The discount of this code, None when there is none."""
        record = self._central.replica.records.get(self._house.id, DISCOUNT, code)
        if record is None or record.body is None:
            return None
        return record_from_bytes(record.body, Discount)

    def _wanted(self, row: DiscountRow) -> Discount | CentralRefusal:
        performances: list[PerformanceId] = []
        for target in row.targets:
            found = self._programme.named(target)
            if not found:
                return _refuse(CentralReason.DISCOUNT_UNKNOWN_TARGET, row, target)
            performances += [performance.id for performance in found]
        codes = self._programme.tariffs.codes()
        for tariff in row.tariffs:
            if tariff not in codes:
                return _refuse(CentralReason.DISCOUNT_UNKNOWN_TARIFF, row, tariff)
        return Discount(
            house=self._house.id,
            code=row.code,
            name=Text.of(self._house.language, row.name or row.code),
            cut=row.cut,
            value=row.value,
            performances=tuple(dict.fromkeys(performances)),
            tariffs=row.tariffs,
            valid_from_ms=row.valid_from_ms,
            valid_until_ms=row.valid_until_ms,
            most_in_order=row.most_in_order,
            uses=row.uses,
        )

    def _next_amount(self) -> int:
        return max([AMOUNTS_FROM, *(discount.amount for discount in self.all())]) + 1

    def _write(self, discount: Discount) -> bool:
        entry = (self._house.id, DISCOUNT, discount.code, record_to_bytes(discount))
        return bool(self._central.replica.write_records([entry]))


def _refuse(reason: CentralReason, row: DiscountRow, named: str) -> CentralRefusal:
    return CentralRefusal(reason, {"line": row.line, "code": row.code, "named": named})
