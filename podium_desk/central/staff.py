"""The staff of a house and the rules of its tills: records that its counters and offices follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from podium_desk.application.pins import SALT_BYTES, pin_hash
from podium_desk.central.cluster import Central
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.domain.daybook import is_account
from podium_desk.domain.ids import HouseId
from podium_desk.domain.programme import House
from podium_desk.domain.staff import Clerk, StaffRole, badge_hash, is_badge, is_pin
from podium_desk.domain.till import TillRules
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.staff import (
    CLERK,
    RULES_KEY,
    TILL_RULES,
    clerk_at,
    clerks_of,
    staff_shelf,
    till_rules,
)

NAME_LETTERS_MAX = 40


@dataclass(frozen=True, slots=True)
class ClerkChange:
    """What is told of a clerk; None leaves it as it is. `badge` empty takes the badge away."""

    name: str | None = None
    role: StaffRole | None = None
    pin: str | None = None
    badge: str | None = None
    refund_limit_cents: int | None = None
    may_override: bool | None = None
    may_see_totals: bool | None = None


class Staff:
    """The staff of one house. `secret` makes so many random bytes."""

    def __init__(self, central: Central, house: House, secret: Callable[[int], bytes]) -> None:
        self._central = central
        self._house = house.id
        self._secret = secret

    def add(self, change: ClerkChange) -> Clerk | CentralRefusal:
        """Somebody new, who needs a name and a PIN."""
        with self._central.sql.transaction():
            self._central.sql.lock((staff_shelf(self._house),))
            blank = Clerk(self._new_number(), HouseId(self._house), "", StaffRole.SELLER, b"", b"")
            return self._write(blank, replace(change, pin=change.pin or "", name=change.name or ""))

    def change(self, number: int, change: ClerkChange) -> Clerk | CentralRefusal:
        """Change what is told of somebody."""
        with self._central.sql.transaction():
            self._central.sql.lock((staff_shelf(self._house),))
            known = clerk_at(self._central.replica.records, self._house, number)
            if known is None:
                return CentralRefusal(CentralReason.UNKNOWN_CLERK, {"number": number})
            return self._write(known, change)

    def remove(self, number: int) -> Clerk | CentralRefusal:
        """Somebody left: no log-in any more, at each device from its next contact on."""
        known = clerk_at(self._central.replica.records, self._house, number)
        if known is None:
            return CentralRefusal(CentralReason.UNKNOWN_CLERK, {"number": number})
        self._put(CLERK, str(number), None)
        return known

    def list(self) -> list[Clerk]:
        """Everybody, by name."""
        return clerks_of(self._central.replica.records, self._house)

    def rules(self) -> TillRules:
        """What the house wants at its tills."""
        return till_rules(self._central.replica.records, self._house)

    def set_rules(self, rules: TillRules) -> TillRules | CentralRefusal:
        """Say what the house wants; refused for an amount below 0 and an account not known."""
        for name, _code in rules.ledger:
            if not is_account(name):
                return CentralRefusal(CentralReason.UNKNOWN_ACCOUNT, {"account": name})
        amounts = (rules.reason_above_cents, rules.approval_above_cents, rules.keep_cents)
        if min(amounts) < 0:
            return CentralRefusal(CentralReason.NEGATIVE_AMOUNT)
        self._put(TILL_RULES, RULES_KEY, record_to_bytes(rules))
        return rules

    def _write(self, known: Clerk, change: ClerkChange) -> Clerk | CentralRefusal:
        changed = self._changed(known, change)
        if isinstance(changed, CentralRefusal):
            return changed
        for other in self.list():
            if other.number == changed.number:
                continue
            if other.name.casefold() == changed.name.casefold():
                return CentralRefusal(CentralReason.CLERK_EXISTS, {"name": changed.name})
            if change.badge and other.badge_hash == badge_hash(change.badge, other.pin_salt):
                return CentralRefusal(CentralReason.BADGE_TAKEN, {"name": other.name})
        self._put(CLERK, str(changed.number), record_to_bytes(changed))
        return changed

    def _changed(self, known: Clerk, change: ClerkChange) -> Clerk | CentralRefusal:
        name = known.name if change.name is None else " ".join(change.name.split())
        if not 0 < len(name) <= NAME_LETTERS_MAX or not name.isprintable():
            return CentralRefusal(CentralReason.WRONG_CLERK_NAME, {"max": NAME_LETTERS_MAX})
        if change.pin is not None and not is_pin(change.pin):
            return CentralRefusal(CentralReason.WRONG_PIN_FORM)
        if change.badge and not is_badge(change.badge.strip()):
            return CentralRefusal(CentralReason.WRONG_BADGE)
        if change.refund_limit_cents is not None and change.refund_limit_cents < 0:
            return CentralRefusal(CentralReason.NEGATIVE_AMOUNT)
        return self._sealed(replace(
            known, name=name,
            role=known.role if change.role is None else change.role,
            refund_limit_cents=(known.refund_limit_cents if change.refund_limit_cents is None
                                else change.refund_limit_cents),
            override=known.override if change.may_override is None else change.may_override,
            totals=known.totals if change.may_see_totals is None else change.may_see_totals,
        ), change)  # fmt: skip

    def _sealed(self, clerk: Clerk, change: ClerkChange) -> Clerk:
        """With the PIN and the badge that were told; the salt stays, so that the other one does."""
        salt = clerk.pin_salt or self._secret(SALT_BYTES)
        clerk = replace(clerk, pin_salt=salt)
        if change.pin is not None:
            clerk = replace(clerk, pin_hash=pin_hash(change.pin, salt))
        if change.badge is not None:
            kept = badge_hash(change.badge, salt) if change.badge else b""
            clerk = replace(clerk, badge_hash=kept)
        return clerk

    def _new_number(self) -> int:
        """One that nobody had, also not who left: devices remember tries by number."""
        rows = self._central.sql.rows(
            "SELECT key FROM record WHERE house = ? AND kind = ?",
            (staff_shelf(self._house), CLERK),
        )
        return max((int(row[0]) for row in rows), default=0) + 1

    def _put(self, kind: str, key: str, body: bytes | None) -> None:
        self._central.replica.write_records([(staff_shelf(self._house), kind, key, body)])
