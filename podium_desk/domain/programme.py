"""What is on: houses, productions, performances, tariffs and their VAT."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from podium_desk.domain.bank import BankAccount
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId
from podium_desk.domain.tariff_terms import FOR_EVERYBODY, TariffTerms
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass


class PerformanceStatus(StrEnum):
    """What the public is told of a performance (UiTdatabank's status and availability)."""

    AVAILABLE = "available"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    SOLD_OUT = "sold_out"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class House:
    """An arts or culture house of the cluster: organiser, seller or both."""

    id: HouseId
    slug: str
    name: str
    legal_name: str = ""
    enterprise_number: str = ""
    timezone: str = "Europe/Brussels"
    language: str = "nl"
    street: str = ""
    postal_code: str = ""
    locality: str = ""
    iban: str = ""
    bic: str = ""

    @property
    def account(self) -> BankAccount | None:
        """Where transfers for it go; None while it has told no account."""
        return BankAccount(self.legal_name or self.name, self.iban, self.bic) if self.iban else None


@dataclass(frozen=True, slots=True)
class Performance:
    """One date of a production. `plan` names the hall plan; none means it is not on sale here.

    `start` and `end` are aware datetimes. `identity` is what an import knows it by: the event's
    own id and its start (architecture.md, decision 11).
    """

    id: PerformanceId
    house: HouseId
    identity: str
    title: Text
    start: datetime
    end: datetime | None
    hall: Text
    genre: str
    status: PerformanceStatus
    plan: str | None
    vat_rate_percent: int
    vat_basis: str
    tariffs: tuple[TariffId, ...]
    age_range: str = ""
    source: str = ""
    status_since_ms: int = 0
    """When its status became what it is, in UTC milliseconds; 0 for from the beginning."""
    sold_from_ms: int = 0
    """When everybody may buy, in UTC milliseconds; 0 for from the beginning."""
    presale_from_ms: int = 0
    """When who has a pass may buy, before the others; 0 for no presale."""
    doors_open: datetime | None = None
    """When the doors open; None for at the start."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """A price and who may have it, of one performance.

    `prices_cents` is per category name; the key "" holds for categories not named.
    `is_base` marks the one that a seat gets when nobody chooses.
    """

    id: TariffId
    performance: PerformanceId
    code: str
    name: Text
    prices_cents: dict[str, int]
    is_base: bool
    needs_proof: bool = False
    terms: TariffTerms = FOR_EVERYBODY
    quick_key: str = ""
    """The letter that chooses it at a counter, in capitals; "" leaves it to the screen."""
    valid_from_ms: int | None = None
    """When its tickets are valid at the doors, in UTC milliseconds, both ends inclusive; None for
    no bound. Of a time slot, say."""
    valid_until_ms: int | None = None

    def price_cents(self, category: str) -> int | None:
        """What a seat of this category costs, None when the tariff is not sold for it."""
        return self.prices_cents.get(category, self.prices_cents.get(""))
