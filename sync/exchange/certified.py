"""Certificates and revocations that come from outside: believed for their signatures alone."""

from __future__ import annotations

from sync.identity.certificate import Certificate, check
from sync.identity.revocation import Revocation, check_revocation
from sync.store.replica import Replica


def take_device(
    replica: Replica,
    certificate_bytes: bytes,
    revocation_bytes: bytes | None,
    authority_public: bytes,
) -> None:
    """Keep what the cluster says of a device; `CertificateError` when it did not say so."""
    certificate = Certificate.from_bytes(certificate_bytes)
    check(certificate, authority_public)
    replica.devices.put(certificate)
    if revocation_bytes is not None:
        take_revocation(replica, revocation_bytes, authority_public)


def take_revocation(replica: Replica, revocation_bytes: bytes, authority_public: bytes) -> None:
    """Keep a revocation, whoever brings it; `CertificateError` when the cluster did not say so."""
    revocation = Revocation.from_bytes(revocation_bytes)
    check_revocation(revocation, authority_public)
    replica.revoke(revocation)


def revocations_of(replica: Replica) -> tuple[bytes, ...]:
    """Every revocation that is known, as it travels."""
    told = (device.passed_on[1] for device in replica.devices.all())
    return tuple(revocation for revocation in told if revocation is not None)
