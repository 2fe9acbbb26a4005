"""A payment by telephone with a picture on the screen, Bancontact Pay: how far it is.

Source: Bancontact Payment V3 API (domain.md 6.2). It needs the line while the customer pays; there
is no way to do it without.
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.late_dataclass import dataclass


class QrState(StrEnum):
    """How far one payment is, as far as anybody knows."""

    ASKING = "asking"
    """Written down and perhaps asked for; nobody has seen its picture."""
    PENDING = "pending"
    """The picture stands; nobody has scanned it, or a try was refused by the customer's bank."""
    IDENTIFIED = "identified"
    """A customer has scanned it."""
    AUTHORISED = "authorised"
    """The customer agreed; the bank's word is awaited."""
    SUCCEEDED = "succeeded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"
    WRONG_AMOUNT = "wrong_amount"
    """Paid, but not what was asked: a person looks."""
    UNKNOWN = "unknown"
    """Nobody answers who knows."""

    @property
    def is_final(self) -> bool:
        """Whether it stays so."""
        return self in _FINAL

    @property
    def is_not_taken(self) -> bool:
        """Whether it is certain that no money was taken, and none will be."""
        return self in (QrState.CANCELLED, QrState.EXPIRED, QrState.FAILED)


_FINAL = frozenset({
    QrState.SUCCEEDED, QrState.CANCELLED, QrState.EXPIRED, QrState.FAILED, QrState.WRONG_AMOUNT,
})  # fmt: skip


class QrOffer(StrEnum):
    """Whether a counter offers it."""

    NONE = "none"
    REAL = "real"
    SIMULATED = "simulated"


@dataclass(frozen=True, slots=True)
class QrRules:
    """Whether a house takes Bancontact Pay; every device of it knows. No secret in it.

    `is_simulated`: the store speaks with a simulator, and every screen says so.
    """

    is_active: bool = True
    is_simulated: bool = False

    @property
    def offer(self) -> QrOffer:
        """What its counters offer."""
        if not self.is_active:
            return QrOffer.NONE
        return QrOffer.SIMULATED if self.is_simulated else QrOffer.REAL
