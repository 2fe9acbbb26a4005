"""Whom a device believes on the venue's own network: certified devices of its own house.

Dates are not looked at: a dead clock battery must not end the evening (architecture.md,
decision 8). A certificate and the key that the other side proves to hold are enough, unless the
store said that the device was revoked.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.exchange.certified import take_revocation
from sync.exchange.line import StoreRefused
from sync.identity.certificate import Certificate, CertificateClaims, CertificateError, check
from sync.identity.keys import DeviceKey
from sync.store.devices import DeviceTable
from sync.store.replica import Replica


@dataclass(frozen=True, slots=True)
class Member:
    """Who this device is among its peers, and who certifies them."""

    certificate: Certificate
    key: DeviceKey
    authority_public: bytes

    @property
    def claims(self) -> CertificateClaims:
        """What the cluster says of this device."""
        return self.certificate.claims


def peer_claims(
    member: Member, devices: DeviceTable, certificate_bytes: bytes, public_key: bytes
) -> CertificateClaims:
    """What the cluster says of a peer that proved to hold `public_key`; it is known from then on.

    Raises `StoreRefused` (`foreign_device`, `other_house`, `revoked`) for one that is no peer.
    """
    claims = _certified(member, certificate_bytes)
    if claims.public_key != public_key:
        raise StoreRefused("foreign_device", "the certificate is another device's")
    if claims.house != member.claims.house:
        raise StoreRefused("other_house", "a device of another house is no peer")
    known = devices.get(claims.device)
    if known is None:
        devices.put(Certificate.from_bytes(certificate_bytes))
    elif known.is_revoked:
        raise StoreRefused("revoked", "this device was revoked")
    elif known.claims.public_key != public_key:
        raise StoreRefused("foreign_device", "the cluster knows that device by another key")
    return claims


def take_certificates(
    member: Member, devices: DeviceTable, certificates: tuple[bytes, ...]
) -> None:
    """Keep certificates that a peer passes on and that were not known.

    What is known stays as it is. A revocation proves itself, so it is taken from anybody.
    """
    for data in certificates:
        claims = _certified(member, data)
        if devices.get(claims.device) is None:
            devices.put(Certificate.from_bytes(data))


def take_revocations(member: Member, replica: Replica, revocations: tuple[bytes, ...]) -> None:
    """Keep revocations that a peer passes on; each proves itself."""
    for data in revocations:
        try:
            take_revocation(replica, data, member.authority_public)
        except CertificateError as error:
            raise StoreRefused("foreign_device", str(error)) from error


def _certified(member: Member, certificate_bytes: bytes) -> CertificateClaims:
    try:
        certificate = Certificate.from_bytes(certificate_bytes)
        claims = check(certificate, member.authority_public)
    except CertificateError as error:
        raise StoreRefused("foreign_device", str(error)) from error
    if claims.cluster != member.claims.cluster:
        raise StoreRefused("foreign_device", "a device of another cluster")
    return claims
