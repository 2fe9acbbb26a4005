"""Where devices answer on a network, as text: ``host:port``, an IPv6 address in brackets."""

from __future__ import annotations


class NotAnAddress(ValueError):
    """A text that is no ``host:port``."""


def split_address(text: str, port: int | None = None) -> tuple[str, int]:
    """Host and port in ``kassa1:8471``, ``192.168.1.40:8471`` or ``[fe80::1%eth0]:8471``.

    `port` is taken where the text has none; then a bare IPv6 address needs no brackets. Raises
    `NotAnAddress`.
    """
    host, colon, number = _parted(text.strip(), port is not None)
    if not colon and port is not None:
        number = str(port)
    if not host or not number.isdecimal() or not 0 < int(number) < 65536:
        raise NotAnAddress(text)
    return host, int(number)


def joined_address(host: str, port: int) -> str:
    """The text of a host and a port; what `split_address` reads."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _parted(text: str, port_may_lack: bool) -> tuple[str, str, str]:
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")) or ":" not in host:
            raise NotAnAddress(text)
        return host, rest[:1], rest[1:]
    if text.count(":") > 1:
        # Without brackets nobody can tell where the address ends and the port begins.
        if not port_may_lack:
            raise NotAnAddress(text)
        return text, "", ""
    return text.partition(":")
