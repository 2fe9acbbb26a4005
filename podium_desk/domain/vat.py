"""VAT out of prices that include it, per total of a rate and never per line (domain.md 5.3).

A rate belongs to a performance and its seller and stands on each sale line as a snapshot; an
exemption is a rate of 0 with its own legal basis, so it is totalled apart from other zeros.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class VatPart:
    """A gross amount (with VAT) under one rate and legal basis."""

    rate_percent: int
    basis: str
    gross_cents: int


@dataclass(frozen=True, slots=True)
class VatTotal:
    """All that was charged under one rate and basis: ``gross = net + vat``."""

    rate_percent: int
    basis: str
    gross_cents: int
    vat_cents: int

    @property
    def net_cents(self) -> int:
        """The amount without VAT."""
        return self.gross_cents - self.vat_cents


def vat_totals(parts: Iterable[VatPart]) -> tuple[VatTotal, ...]:
    """The VAT of a receipt or a day: one total per rate and basis, highest rate first."""
    gross: dict[tuple[int, str], int] = {}
    for part in parts:
        key = (part.rate_percent, part.basis)
        gross[key] = gross.get(key, 0) + part.gross_cents
    return tuple(
        VatTotal(rate, basis, cents, vat_within(cents, rate))
        for (rate, basis), cents in sorted(
            gross.items(), key=lambda item: (-item[0][0], item[0][1])
        )
    )


def vat_within(gross_cents: int, rate_percent: int) -> int:
    """The VAT inside a gross amount: ``gross x rate / (100 + rate)``, half a cent away from zero.

    A refund (negative) gives the exact opposite of the sale it undoes.
    """
    whole = 100 + rate_percent
    size = (2 * abs(gross_cents) * rate_percent + whole) // (2 * whole)
    return size if gross_cents >= 0 else -size
