"""When each device was last heard by the store, and what it said of itself then.

For people only: no safety rule reads it. The store writes it, and tells the devices of a house
of each other.
"""

from __future__ import annotations

import msgspec

from sync.store.port import Sql

_CLOCK_STEP_MS = 1000


class Contact(msgspec.Struct, frozen=True, array_like=True):
    """One device's last contact with the store. Times are UTC milliseconds.

    `clock_error_ms` is its uncorrected clock minus the store's. `said_seq` is how long it said
    its newest log `origin` to be: what the store has less of is still to come.
    """

    house: int
    device: int
    heard_ms: int
    clock_error_ms: int
    version: str
    origin: int
    said_seq: int

    def is_news_after(self, known: Contact, resolution_ms: int) -> bool:
        """Whether it says more than `known`, or was much later."""
        return (
            self.heard_ms - known.heard_ms >= resolution_ms
            or abs(self.clock_error_ms - known.clock_error_ms) >= _CLOCK_STEP_MS
            or (self.version, self.origin, self.said_seq)
            != (known.version, known.origin, known.said_seq)
        )


class ContactTable:
    """The newest contact of each device."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def keep(self, contact: Contact, resolution_ms: int) -> bool:
        """Keep a contact if it is news; False when nothing was written."""
        known = self.of(contact.house, contact.device)
        if known is not None and not contact.is_news_after(known, resolution_ms):
            return False
        with self._sql.transaction():
            self._sql.run(
                "INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (house, device)"
                " DO UPDATE SET heard_ms = excluded.heard_ms,"
                " clock_error_ms = excluded.clock_error_ms, version = excluded.version,"
                " origin = excluded.origin, said_seq = excluded.said_seq",
                (contact.house, contact.device, contact.heard_ms, contact.clock_error_ms,
                 contact.version, contact.origin, contact.said_seq),
            )  # fmt: skip
        return True

    def of(self, house: int, device: int) -> Contact | None:
        """A device's newest contact, None when it was never heard."""
        row = self._sql.row(
            "SELECT house, device, heard_ms, clock_error_ms, version, origin, said_seq"
            " FROM contact WHERE house = ? AND device = ?",
            (house, device),
        )
        return None if row is None else Contact(*row)

    def heard_ms(self, house: int) -> dict[int, int]:
        """When each device of a house was heard, for those that were."""
        return dict(
            self._sql.rows("SELECT device, heard_ms FROM contact WHERE house = ?", (house,))
        )

    def all(self, house: int | None = None) -> list[Contact]:
        """The newest contact of every device, of one house or of all."""
        of_house = "" if house is None else " WHERE house = ?"
        rows = self._sql.rows(
            "SELECT house, device, heard_ms, clock_error_ms, version, origin, said_seq"
            f" FROM contact{of_house} ORDER BY house, device",
            () if house is None else (house,),
        )
        return [Contact(*row) for row in rows]
