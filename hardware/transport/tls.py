"""A private line over TCP, to a device that shows a certificate of its maker's."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from hardware.transport.tcp import Secure


def checked_tls(ca: Path, is_right_name: Callable[[str], bool]) -> Secure:
    """Only who shows a certificate that `ca` signed, for a right common name, is spoken with.

    A device in a house has no name that a browser would know, so its common name is judged instead.
    Raises `OSError` when `ca` cannot be read or is no certificate.
    """
    context = ssl.create_default_context(cafile=str(ca))
    context.check_hostname = False

    def secure(plain: socket.socket) -> socket.socket:
        private = context.wrap_socket(plain)
        name = _common_name(private)
        if not is_right_name(name):
            private.close()
            raise ssl.SSLCertVerificationError(f"a certificate of {name!r}")
        return private

    return secure


def _common_name(private: ssl.SSLSocket) -> str:
    shown = private.getpeercert() or {}
    # A sequence of parts of pairs, which the standard library's types call anything.
    subject = cast("tuple[tuple[tuple[str, str], ...], ...]", shown.get("subject", ()))
    names = [value for part in subject for name, value in part if name == "commonName"]
    return names[0] if names else ""
