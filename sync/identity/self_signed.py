"""A TLS certificate that a device makes for its own key: it says nothing but that key.

Its dates are wide and mean nothing; whoever calls holds the key against what the cluster certified
or against a fingerprint.
"""

from __future__ import annotations

import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from sync.identity.keys import DeviceKey

_NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "podium-desk")])
_FROM = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_UNTIL = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)


def self_signed_pem(key: DeviceKey) -> bytes:
    """The private key with its certificate, as PEM: to be kept as secret as the key."""
    private = Ed25519PrivateKey.from_private_bytes(key.seed)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .sign(private, None)
    )
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + certificate.public_bytes(Encoding.PEM)
