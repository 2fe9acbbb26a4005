"""A card that a clerk books as paid though its terminal told of something else.

What the terminal told and why the clerk believes otherwise stay with the payment, as its reference:
whoever settles it later has both amounts (ux.md section 10).
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.late_dataclass import dataclass

_MARK = "despite"
_DIFFERS = frozenset({"amount", "currency", "reference"})


class Why(StrEnum):
    """Why it is booked all the same. No words of the clerk's own: a fact is never forgotten."""

    SLIP = "slip"
    """The terminal's own slip shows this payment."""
    BANK = "bank"
    """The customer's bank shows it."""
    OTHER_CUSTOMER = "other_customer"
    """What the terminal told of was another customer's."""


@dataclass(frozen=True, slots=True)
class Despite:
    """What was told: the amount in cents, and in what it differs: it is another ``amount``, of
    another ``currency``, or of a payment with another ``reference``."""

    differs: str
    told_cents: int
    why: Why

    @property
    def reference(self) -> str:
        """It as the reference of the payment."""
        return f"{_MARK} {self.differs} {self.told_cents} {self.why.value}"

    @classmethod
    def of(cls, reference: str) -> Despite | None:
        """What a payment's reference says of it; None for any other reference."""
        match reference.split(" "):
            case [mark, differs, cents, why] if mark == _MARK and cents.isdecimal():
                is_known = differs in _DIFFERS and why in set(Why)
                return cls(differs, int(cents), Why(why)) if is_known else None
            case _:
                return None
