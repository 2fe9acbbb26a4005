"""Cash as it is typed: integer cents only, quick notes, change, and the coins to hand out.

Digits are whole euros until a comma or point starts the cents: ``50`` is fifty euros,
``22,5`` is 22.50 (ux.md section 6). A quick key sets the amount; it never adds to what stands.
"""

from __future__ import annotations

from dataclasses import replace

from podium_desk.domain.money import cash_due
from podium_desk.late_dataclass import dataclass

_EURO_DIGITS = 4
_CENT_DIGITS = 2


@dataclass(frozen=True, slots=True)
class CashEntry:
    """What was handed over, as far as it is typed; with nothing typed it is the exact amount."""

    total_cents: int
    euros: str = ""
    cents: str | None = None
    quick_cents: int | None = None

    @property
    def due_cents(self) -> int:
        """What must be paid, rounded."""
        return cash_due(self.total_cents)

    @property
    def rounding_cents(self) -> int:
        """What rounding adds to, or takes from, the total."""
        return self.due_cents - self.total_cents

    @property
    def tendered_cents(self) -> int:
        """What the customer handed over."""
        if self.quick_cents is not None:
            return self.quick_cents
        if not self.is_typed:
            return self.due_cents
        return int(self.euros or "0") * 100 + int((self.cents or "").ljust(_CENT_DIGITS, "0"))

    @property
    def change_cents(self) -> int:
        """What to give back; negative while too little was handed over."""
        return self.tendered_cents - self.due_cents

    @property
    def is_typed(self) -> bool:
        """Whether anything stands in the amount field."""
        return bool(self.euros) or self.cents is not None

    @property
    def is_enough(self) -> bool:
        """Whether the sale can be closed with this."""
        return self.change_cents >= 0

    def digit(self, digit: int) -> CashEntry:
        """One more digit; a digit too many changes nothing."""
        start = self if self.quick_cents is None else CashEntry(self.total_cents)
        if start.cents is None:
            euros = (start.euros + str(digit)).lstrip("0")
            return start if len(euros) > _EURO_DIGITS else replace(start, euros=euros or "0")
        if len(start.cents) == _CENT_DIGITS:
            return start
        return replace(start, cents=start.cents + str(digit))

    def separator(self) -> CashEntry:
        """The cents start here; a second separator changes nothing."""
        start = self if self.quick_cents is None else CashEntry(self.total_cents)
        return start if start.cents is not None else replace(start, cents="")

    def backspace(self) -> CashEntry:
        """Take back exactly one key; a quick amount is one key."""
        if self.quick_cents is not None:
            return CashEntry(self.total_cents)
        if self.cents:
            return replace(self, cents=self.cents[:-1])
        if self.cents is not None:
            return replace(self, cents=None)
        return replace(self, euros=self.euros[:-1])

    def quick(self, cents: int) -> CashEntry:
        """A quick key: exactly this amount, whatever was typed before."""
        return CashEntry(self.total_cents, quick_cents=cents)

    def typed(self, decimal_sign: str) -> str:
        """The amount field's text, e.g. ``22,5``; empty while nothing is typed."""
        if self.quick_cents is not None or not self.is_typed:
            return ""
        euros = self.euros or "0"
        return euros if self.cents is None else f"{euros}{decimal_sign}{self.cents}"
