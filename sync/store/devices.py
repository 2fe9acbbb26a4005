"""The devices of the cluster: their certificates, and how far a revoked one is believed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sync.identity.certificate import Certificate, CertificateClaims, CertificateError
from sync.identity.revocation import Revocation
from sync.store.commits import CommitWatch
from sync.store.port import Sql, StoreDamaged


@dataclass(frozen=True, slots=True)
class Device:
    """A device as the store made it known."""

    certificate: Certificate
    claims: CertificateClaims
    revocation: Revocation | None

    @property
    def is_revoked(self) -> bool:
        """Whether it was lost: it gets nothing more, and nothing new of it counts."""
        return self.revocation is not None

    def is_believed(self, origin: int, seq: int) -> bool:
        """Whether a fact of one of its logs counts."""
        return self.revocation is None or self.revocation.believes(origin, seq)

    def has_moved(self, origin: int, seq: int) -> bool:
        """Whether a fact of one of its logs moves rights, be it believed or not."""
        return self.revocation is None or seq <= self.revocation.last_moved(origin)

    @property
    def passed_on(self) -> tuple[bytes, bytes | None]:
        """Certificate and revocation as they travel."""
        told = None if self.revocation is None else self.revocation.to_bytes()
        return self.certificate.to_bytes(), told


class DeviceTable:
    """Certificates by device number.

    A scan asks for a ticket's seller and for who is at work, and a guest waits for it; so where
    nobody else writes this table, what was read is kept until it is written here.
    """

    def __init__(self, sql: Sql, kept_under: CommitWatch | None = None) -> None:
        """`kept_under` is what all that writes in these data goes through, None where other
        programs write in them too."""
        self._sql = sql
        self._kept_under = kept_under
        self._devices: dict[int, Device] = {}
        self._at_work: dict[tuple[int, ...], frozenset[int]] = {}

    def put(self, certificate: Certificate) -> None:
        """Keep a certificate that was checked. What is known of a revocation stays."""
        claims = certificate.claims
        self._sql.run(
            "INSERT INTO device VALUES (?, ?, ?, NULL) ON CONFLICT (house, device)"
            " DO UPDATE SET certificate = excluded.certificate",
            (claims.house, claims.device, certificate.to_bytes()),
        )
        self._forget()

    def revoke(self, revocation: Revocation) -> bool:
        """Keep a revocation that was checked, over an earlier one, never taken back; whether it
        was news."""
        claims = revocation.claims
        known = self.get(claims.device)
        if known is None:
            return False
        earlier = known.revocation
        if earlier is not None and earlier.claims.revoked_ms >= claims.revoked_ms:
            return False
        self._sql.run(
            "UPDATE device SET revocation = ? WHERE house = ? AND device = ?",
            (revocation.to_bytes(), known.claims.house, claims.device),
        )
        self._forget()
        return True

    def get(self, device: int) -> Device | None:
        """The device of this number, None when it was never heard of."""
        known = self._devices.get(device)
        if known is not None:
            return known
        row = self._sql.row(
            "SELECT certificate, revocation FROM device WHERE device = ?", (device,)
        )
        if row is None:
            return None
        known = _device(row[0], row[1])
        if self._may_keep():
            self._devices[device] = known
        return known

    def all(self) -> list[Device]:
        """Every known device, by house and number."""
        rows = self._sql.rows("SELECT certificate, revocation FROM device ORDER BY house, device")
        return [_device(*row) for row in rows]

    def of_house(self, house: int) -> list[Device]:
        """The known devices of one house, by number."""
        rows = self._sql.rows(
            "SELECT certificate, revocation FROM device WHERE house = ? ORDER BY device",
            (house,),
        )
        return [_device(*row) for row in rows]

    def at_work(self, *houses: int) -> frozenset[int]:
        """The numbers of the devices of these houses that were not revoked."""
        known = self._at_work.get(houses)
        if known is not None:
            return known
        among = ", ".join("?" * len(houses))
        rows = self._sql.rows(
            f"SELECT device FROM device WHERE house IN ({among}) AND revocation IS NULL", houses
        )
        found = frozenset(device for (device,) in rows)
        if self._may_keep():
            self._at_work[houses] = found
        return found

    def revoked_of(self, house: int) -> tuple[tuple[bytes, bytes], ...]:
        """Certificate and revocation of each revoked device of a house, as they travel."""
        told = (device.passed_on for device in self.of_house(house))
        return tuple((certificate, no) for certificate, no in told if no is not None)

    def next_number(self) -> int:
        """A device number not used yet."""
        row = self._sql.row("SELECT COALESCE(MAX(device), 0) + 1 FROM device")
        return 1 if row is None else int(row[0])

    def _may_keep(self) -> bool:
        """What is read inside a transaction may still be undone."""
        return self._kept_under is not None and not self._kept_under.is_in_transaction

    def _forget(self) -> None:
        self._devices.clear()
        self._at_work.clear()


@lru_cache(maxsize=1024)
def _device(certificate_bytes: bytes, revocation_bytes: bytes | None) -> Device:
    """What is asked with every message and never changes for the same bytes."""
    try:
        certificate = Certificate.from_bytes(certificate_bytes)
        told = None if revocation_bytes is None else Revocation.from_bytes(revocation_bytes)
        return Device(certificate, certificate.claims, told)
    except CertificateError as error:
        raise StoreDamaged(str(error)) from error
