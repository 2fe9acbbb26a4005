"""Who may see the operator's pages: this machine itself, or whoever shows the operator's token.

The token travels in a header and never in an address, which ends up in logs and histories.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Callable, Mapping
from enum import StrEnum

from podium_desk.central.folder import CentralFolder
from podium_desk.config import write_secret
from podium_desk.late_dataclass import dataclass

TOKEN_BYTES = 24
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Access(StrEnum):
    """Whether a request may see the operator's pages."""

    GRANTED = "granted"
    NEEDS_TOKEN = "needs_token"  # noqa: S105 - the name of an answer
    WRONG_TOKEN = "wrong_token"  # noqa: S105 - the name of an answer


@dataclass(frozen=True, slots=True)
class OperatorDoor:
    """Lets operators in. `token` is empty as long as none was made: then this machine only."""

    token: str

    def access(self, client: str | None, headers: Mapping[str, str]) -> Access:
        """Judge a request by where it comes from and what it shows."""
        shown = _shown_token(headers.get("authorization", ""))
        if shown:
            is_right = bool(self.token) and hmac.compare_digest(shown.encode(), self.token.encode())
            return Access.GRANTED if is_right else Access.WRONG_TOKEN
        return Access.GRANTED if _is_this_machine(client, headers) else Access.NEEDS_TOKEN


def read_token(folder: CentralFolder) -> str:
    """The operator's token, empty when none was made."""
    path = folder.operator_token
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def make_token(folder: CentralFolder, random_bytes: Callable[[int], bytes]) -> str:
    """A new token; the one before is worth nothing from the server's next start."""
    token = base64.urlsafe_b64encode(random_bytes(TOKEN_BYTES)).decode().rstrip("=")
    folder.operator_token.unlink(missing_ok=True)
    write_secret(folder.operator_token, token.encode())
    return token


def _shown_token(authorization: str) -> str:
    """The token of a ``Bearer`` header, or the password that a browser asked for."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        _, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "?"
    return password or "?"


def _is_this_machine(client: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request was made on this machine, to this machine, by nobody else's order.

    A proxy on this machine, or a web page that gave its own name our address, is somebody else.
    """
    host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
    if client is None or host not in _LOCAL_NAMES:
        return False
    if any(name in headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False
