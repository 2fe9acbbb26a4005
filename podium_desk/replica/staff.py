"""The records that only the counters and offices of a house get: its staff and its tills' rules.

They stand under a number of their own beside the house's, its staff shelf, so that a device
either follows all of them or hears nothing of them.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from podium_desk.domain.roles import Role
from podium_desk.domain.staff import Clerk
from podium_desk.domain.till import TillRules
from podium_desk.replica.codec import record_from_bytes
from sync.identity.certificate import CertificateClaims
from sync.store.port import StoreDamaged
from sync.store.records import RecordTable

CLERK = "clerk"
"""Key: the clerk's number. Body: `domain.staff.Clerk`; withdrawn when somebody leaves."""
TILL_RULES = "till_rules"
"""Key: ``rules``. Body: `domain.till.TillRules`."""
RULES_KEY = "rules"
STAFF_ROLES = frozenset({Role.COUNTER, Role.OFFICE})
_D = TypeVar("_D")


def staff_shelf(house: int) -> int:
    """The number under which the staff records of a house stand."""
    return -house


def may_read_shelf(reader: CertificateClaims, number: int) -> bool:
    """Whether a device gets the records under this number; the programme is for everybody."""
    if number >= 0:
        return True
    return reader.house == -number and reader.role in STAFF_ROLES


def clerks_of(records: RecordTable, house: int) -> list[Clerk]:
    """The staff of a house, by name."""
    found = [_stored(record.body, Clerk) for record in records.of_kind(staff_shelf(house), CLERK)]
    return sorted(found, key=lambda clerk: (clerk.name.casefold(), clerk.number))


def clerk_at(records: RecordTable, house: int, number: int) -> Clerk | None:
    """One of them; None when there is none, or no longer."""
    record = records.get(staff_shelf(house), CLERK, str(number))
    return None if record is None else _stored(record.body, Clerk)


def till_rules(records: RecordTable, house: int) -> TillRules:
    """What a house wants at its tills; the usual until it says so."""
    record = records.get(staff_shelf(house), TILL_RULES, RULES_KEY)
    return TillRules() if record is None else _stored(record.body, TillRules)


def _stored(body: bytes | None, kind: type[_D]) -> _D:
    try:
        return record_from_bytes(body or b"", kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreDamaged(f"a {kind.__name__} cannot be read: {error}") from error
