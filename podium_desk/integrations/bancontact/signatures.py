"""The detached JWS that signs a callback: made by the simulator, checked by the store.

ES256 over ``header.payload``, both base64url, the payload left out of what is sent (RFC 7515 and
appendix F). The header names the key, the time and the address that it was sent to.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

_SIDE_BYTES = 32
_PARTS = 3


def sign(key: EllipticCurvePrivateKey, header: Mapping[str, Any], body: bytes) -> str:
    """The value of the ``Signature`` header for this body."""
    head = _text({"alg": "ES256", **header})
    r, s = decode_dss_signature(key.sign(_signed(head, body), ECDSA(SHA256())))
    raw = r.to_bytes(_SIDE_BYTES) + s.to_bytes(_SIDE_BYTES)
    return f"{head}..{_base64(raw)}"


def header_of(signature: str, body: bytes, keys: Mapping[str, Any]) -> dict[str, Any] | None:
    """The header of a signature that one of these keys (a JWKS) made for this body; None for any
    other."""
    parts = signature.split(".")
    try:
        if len(parts) != _PARTS or parts[1]:
            return None
        header = json.loads(_bytes(parts[0]))
        raw = _bytes(parts[2])
        key = _key_of(header, keys)
        if key is None or len(raw) != 2 * _SIDE_BYTES:
            return None
        der = encode_dss_signature(
            int.from_bytes(raw[:_SIDE_BYTES]), int.from_bytes(raw[_SIDE_BYTES:])
        )
        key.verify(der, _signed(parts[0], body), ECDSA(SHA256()))
    except (ValueError, TypeError, KeyError, InvalidSignature):
        return None
    return header if isinstance(header, dict) else None


def jwk_of(key: EllipticCurvePublicKey, kid: str) -> dict[str, str]:
    """A public key as a JWKS tells it."""
    numbers = key.public_numbers()
    x, y = (_base64(side.to_bytes(_SIDE_BYTES)) for side in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid, "x": x, "y": y}


def _key_of(header: Mapping[str, Any], keys: Mapping[str, Any]) -> EllipticCurvePublicKey | None:
    """The key that the header names; a header of another algorithm names none."""
    if header["alg"] != "ES256":
        return None
    for one in keys["keys"]:
        if one.get("kid") == header["kid"] and one.get("crv") == "P-256":
            x, y = (int.from_bytes(_bytes(one[side])) for side in ("x", "y"))
            return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
    return None


def _signed(head: str, body: bytes) -> bytes:
    return f"{head}.{_base64(body)}".encode()


def _text(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
