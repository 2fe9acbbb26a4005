"""A nexo terminal of an address: who speaks with whom, under which key and certificate."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.device_url import BadDeviceUrl
from hardware.terminals.drivers.nexo import PATIENCE_S, NexoTerminal
from hardware.terminals.drivers.nexo_line import NexoLine
from hardware.terminals.nexo_crypto import NONCE_BYTES, NexoGuard, NexoKey
from hardware.terminals.nexo_messages import Parties
from hardware.transport.tcp import tcp_connect
from hardware.transport.tls import checked_tls

if TYPE_CHECKING:
    from hardware.device_url import DeviceUrl
    from hardware.transport.tcp import Secure

_OPTIONS = ("poi", "sale", "patience", "key", "version", "passphrase-file")
_PORT, _PRIVATE_PORT = 80, 8443
_MAKER = ".terminal.adyen.com"
_OLDER = "legacy-terminal-certificate"


def nexo_http(url: DeviceUrl) -> NexoTerminal:
    """Without TLS."""
    url.allow_options(*_OPTIONS)
    return _opened(url, _PORT, None)


def nexo_https(url: DeviceUrl) -> NexoTerminal:
    """With TLS: the terminal shows a certificate of Adyen's for its own name."""
    url.allow_options(*_OPTIONS, "ca")
    if "ca" not in url.options:
        raise BadDeviceUrl(url.text, "ca must be the file of Adyen's root certificate")
    poi = url.options.get("poi", "")

    def is_right_name(name: str) -> bool:
        # A terminal is named by its model and number, an older one by what it is.
        whose = name.split(".", 1)[0]
        return whose in (poi, _OLDER) and name.endswith(_MAKER)

    try:
        secure = checked_tls(Path(url.options["ca"]), is_right_name)
    except OSError as error:
        raise BadDeviceUrl(url.text, f"ca cannot be read: {error}") from error
    return _opened(url, _PRIVATE_PORT, secure)


def _opened(url: DeviceUrl, port: int, secure: Secure | None) -> NexoTerminal:
    poi = url.options.get("poi", "")
    if not url.host or not poi:
        raise BadDeviceUrl(url.text, "which host, and which poi (model and number)?")
    parties = Parties(url.options.get("sale", "kassa"), poi)
    place = (f"{url.host}:{url.port or port}", url.path or "/nexo")
    connect = tcp_connect(url.host, url.port or port, secure)
    line = NexoLine(connect, place, parties, _guard(url))
    return NexoTerminal(line, url.number("patience", int(PATIENCE_S)))


def _guard(url: DeviceUrl) -> NexoGuard | None:
    """What encrypts; the passphrase stands in a file of its own, not in the settings."""
    secret = url.options.get("passphrase-file")
    if secret is None:
        return None
    try:
        passphrase = Path(secret).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadDeviceUrl(url.text, f"passphrase-file cannot be read: {error}") from error
    key = NexoKey(url.options.get("key", ""), url.number("version", 1), passphrase)
    return NexoGuard(key, lambda: secrets.token_bytes(NONCE_BYTES))
