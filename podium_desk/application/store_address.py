"""Which addresses of a store a device takes: https, or http on its own machine (decision 9)."""

from __future__ import annotations

from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadAddress(Exception):
    """An address of a store that cannot be used; `code` is the key of the sentence."""

    def __init__(self, code: str, url: str) -> None:
        super().__init__(url)
        self.code = code
        self.url = url


def check_address(url: str) -> None:
    """Refuse an address that is none, and plain http to another machine (decision 9)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise BadAddress("bad_address", url) from error
    if parts.scheme not in ("http", "https") or not host:
        raise BadAddress("bad_address", url)
    if parts.scheme == "http" and host not in LOOPBACK:
        raise BadAddress("insecure_address", url)
