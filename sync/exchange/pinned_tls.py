"""TLS to a store that no authority of the web knows: its own key is known beforehand.

The certificate that the other side shows is looked at first. When it holds the key that we expect,
the line trusts that certificate and no other; else it must stand the usual checks (a proxy with a
public certificate in front of the store). Nothing is sent before either holds.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOOK_TIMEOUT_S = 3.0
_HTTPS = 443
IsPinned = Callable[[bytes], bool]
"""Whether a public key is the one we expect."""


def pinned_context(url: str, is_pinned: IsPinned) -> ssl.SSLContext | None:
    """What trusts the certificate shown at this address alone; None when its key is another.

    Raises `OSError` when nobody answers there in time.
    """
    shown = _shown_certificate(url)
    key = _device_key_in(shown)
    if key is None or not is_pinned(key):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # The name in it says nothing: the key is what was expected.
    context.check_hostname = False
    context.load_verify_locations(cadata=shown)
    return context


def _shown_certificate(url: str) -> bytes:
    parts = urlsplit(url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    place = (parts.hostname or "", parts.port or _HTTPS)
    with (
        socket.create_connection(place, LOOK_TIMEOUT_S) as line,
        context.wrap_socket(line, server_hostname=parts.hostname) as secured,
    ):
        return secured.getpeercert(binary_form=True) or b""


def _device_key_in(certificate: bytes) -> bytes | None:
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except ValueError:
        return None
    return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else None
