"""Who works at a house's counters, what they may do without asking, and how a wrong PIN slows down.

A clerk is a record of the catalogue, written at the store, that only the counters and offices of
the house get (`replica.staff`). The PIN is kept as a salted hash: four digits are few, so it keeps
out a colleague and a passer-by, not somebody who has the disk.
"""

from __future__ import annotations

from enum import StrEnum

from podium_desk.domain.ids import HouseId
from podium_desk.late_dataclass import dataclass

PIN_DIGITS = 4
INVOICE_LIMIT_CENTS = 50_000
BADGE_LETTERS_MIN = 8
"""As many as tell a scanner from typing (hardware.md 2)."""
_FREE_TRIES = 2
_WAITS_S = (5, 15, 60, 300)


class StaffRole(StrEnum):
    """What somebody does at the house."""

    SELLER = "seller"
    VOLUNTEER = "volunteer"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Clerk:
    """One person of a house's staff.

    `refund_limit_cents` is what this clerk may pay back in one go without a manager.
    `badge_hash` is empty for who has no badge.
    """

    number: int
    house: HouseId
    name: str
    role: StaffRole
    pin_salt: bytes
    pin_hash: bytes
    badge_hash: bytes = b""
    refund_limit_cents: int = 0
    override: bool = False
    """May decide against what a terminal or the screen says."""
    totals: bool = False
    """May see what the day has brought in."""

    @property
    def is_manager(self) -> bool:
        """A manager has no limits."""
        return self.role is StaffRole.MANAGER

    def may_refund(self, cents: int) -> bool:
        """Whether this much may be paid back without a manager's PIN."""
        return self.is_manager or cents <= self.refund_limit_cents

    def may_invoice(self, cents: int) -> bool:
        """Whether this much may be put on an invoice without a manager's PIN: a volunteer nothing,
        a seller what a small group costs."""
        limit_cents = INVOICE_LIMIT_CENTS if self.role is StaffRole.SELLER else 0
        return self.is_manager or cents <= limit_cents

    @property
    def may_override(self) -> bool:
        """Whether this clerk may say that a card was paid though its terminal does not."""
        return self.is_manager or self.override

    @property
    def may_see_totals(self) -> bool:
        """Whether this clerk may take an X report."""
        return self.is_manager or self.totals


def is_pin(text: str) -> bool:
    """Whether this could be a PIN: four digits of the plain kind."""
    return len(text) == PIN_DIGITS and text.isascii() and text.isdecimal()


def is_badge(text: str) -> bool:
    """Whether this could be a badge's code."""
    return BADGE_LETTERS_MIN <= len(text) <= 64 and text.isascii() and text.isprintable()


def badge_hash(code: str, salt: bytes) -> bytes:
    """What is kept of a badge: it is long and nobody chose it, so a plain salted hash will do."""
    # It loads OpenSSL, which a start does without.
    from hashlib import blake2b

    return blake2b(code.strip().upper().encode(), salt=salt, digest_size=32).digest()


def wait_s(failures: int) -> int:
    """How long nobody may try this clerk's PIN after so many wrong ones in a row."""
    if failures <= _FREE_TRIES:
        return 0
    return _WAITS_S[min(failures - _FREE_TRIES, len(_WAITS_S)) - 1]


def wait_left_ms(failures: int, last_ms: int, now_ms: int) -> int:
    """How much of it is left. A clock that went back makes the wait begin again, never shorter."""
    whole = wait_s(failures) * 1000
    gone = now_ms - last_ms
    return whole if gone < 0 else max(0, whole - gone)
