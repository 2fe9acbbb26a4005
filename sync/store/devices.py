"""The devices of the cluster: their certificates, and the last fact accepted of a revoked one."""

from __future__ import annotations

from dataclasses import dataclass

from sync.identity.certificate import Certificate, CertificateClaims, CertificateError
from sync.store.port import Sql, StoreDamaged


@dataclass(frozen=True, slots=True)
class Device:
    """A device as the store made it known. Facts after `revoked_after` are not accepted."""

    certificate: Certificate
    claims: CertificateClaims
    revoked_after: int | None


class DeviceTable:
    """Certificates by device number."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, certificate: Certificate, revoked_after: int | None = None) -> None:
        """Keep a certificate that was checked."""
        claims = certificate.claims
        self._sql.run(
            "INSERT INTO device VALUES (?, ?, ?, ?) ON CONFLICT (house, device)"
            " DO UPDATE SET certificate = excluded.certificate,"
            " revoked_after = excluded.revoked_after",
            (claims.house, claims.device, certificate.to_bytes(), revoked_after),
        )

    def get(self, device: int) -> Device | None:
        """The device of this number, None when it was never heard of."""
        row = self._sql.row(
            "SELECT certificate, revoked_after FROM device WHERE device = ?", (device,)
        )
        return None if row is None else _device(row[0], row[1])

    def all(self) -> list[Device]:
        """Every known device, by house and number."""
        rows = self._sql.rows(
            "SELECT certificate, revoked_after FROM device ORDER BY house, device"
        )
        return [_device(*row) for row in rows]

    def of_house(self, house: int) -> list[Device]:
        """The known devices of one house, by number."""
        rows = self._sql.rows(
            "SELECT certificate, revoked_after FROM device WHERE house = ? ORDER BY device",
            (house,),
        )
        return [_device(*row) for row in rows]

    def next_number(self) -> int:
        """A device number not used yet."""
        row = self._sql.row("SELECT COALESCE(MAX(device), 0) + 1 FROM device")
        return 1 if row is None else int(row[0])


def _device(certificate_bytes: bytes, revoked_after: int | None) -> Device:
    try:
        certificate = Certificate.from_bytes(certificate_bytes)
        return Device(certificate, certificate.claims, revoked_after)
    except CertificateError as error:
        raise StoreDamaged(str(error)) from error
