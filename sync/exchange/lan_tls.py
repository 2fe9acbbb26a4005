"""TLS 1.3 between devices without any authority of the web: each shows its own device key.

The certificate is made by the device itself and says nothing but its Ed25519 key; the dates in it
are not looked at. Whoever calls reads that key, which the handshake proves, and holds it against
what the cluster certified (`peer_trust`).
"""

from __future__ import annotations

import ssl
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PublicKey,
)

from sync.exchange.line import NotAStore
from sync.identity.keys import DeviceKey
from sync.identity.self_signed import self_signed_pem


def server_context(key: DeviceKey) -> ssl.SSLContext:
    """For the side that is called: it proves to hold this device's key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.num_tickets = 0
    # The ssl module reads certificates from files only; this one is gone before anybody calls.
    with tempfile.TemporaryDirectory(prefix="podium-desk-") as folder:
        file = Path(folder) / "device.pem"
        file.touch(mode=0o600)
        file.write_bytes(self_signed_pem(key))
        context.load_cert_chain(file)
    return context


def client_context() -> ssl.SSLContext:
    """For the side that calls: it takes any key, and `peer_key` says which one it was."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def peer_key(connection: ssl.SSLSocket) -> bytes:
    """The key that the called side proved to hold; `NotAStore` when it is none of a device."""
    der = connection.getpeercert(binary_form=True)
    try:
        key = None if der is None else x509.load_der_x509_certificate(der).public_key()
    except ValueError as error:
        raise NotAStore("a certificate that cannot be read") from error
    if not isinstance(key, Ed25519PublicKey):
        raise NotAStore("no device key")
    return key.public_bytes_raw()
