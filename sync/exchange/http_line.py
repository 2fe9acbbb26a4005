"""The line to the store over HTTP: every call has a deadline that holds for the whole of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from sync.decoding import decode_json
from sync.exchange.line import ExchangeFault, NotAStore, StoreAway, StoreRefused

if TYPE_CHECKING:
    import httpx

CONNECT_TIMEOUT_S = 2.0
_OK = 200
_STORE_OR_PROXY_FAILED = (500, 502, 503, 504)


def store_at(
    url: str, is_pinned: Callable[[bytes], bool] | None = None
) -> Callable[[], httpx.Client]:
    """What makes an HTTP client of the store at this address, when it is first needed.

    By https a store that shows the key that `is_pinned` expects is trusted for it; any other one
    must have a certificate of the web's authorities.
    """

    def connect() -> httpx.Client:
        # httpx is heavy; a window is up before the first call needs it.
        _without_command_line()
        import httpx

        if is_pinned is None or not url.startswith("https:"):
            return httpx.Client(base_url=url, trust_env=False)
        from sync.exchange.pinned_tls import pinned_context

        try:
            context = pinned_context(url, is_pinned)
        except OSError as error:
            raise StoreAway(str(error)) from error
        return httpx.Client(base_url=url, trust_env=False, verify=context or True)

    return connect


def _without_command_line() -> None:
    """Let httpx leave out its own command line, whose colours take as long to load as all else."""
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


class HttpLine:
    """A `Line` over one HTTP client, dialled at the first call."""

    def __init__(self, connect: Callable[[], httpx.Client]) -> None:
        """`connect` makes a client of the store's address."""
        self._connect = connect
        self._http: httpx.Client | None = None

    def close(self) -> None:
        """Hang up. A later call dials again."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        """The body of the answer; raises `StoreAway`, `NotAStore` or `StoreRefused`."""
        # httpx is heavy; a window is up before the first call needs it.
        import httpx

        if self._http is None:
            self._http = self._connect()
        timeout = httpx.Timeout(timeout_s, connect=min(CONNECT_TIMEOUT_S, timeout_s))
        ends_at = time.monotonic() + timeout_s
        try:
            with self._http.stream("POST", path, content=body, timeout=timeout) as response:
                # httpx's timeouts hold for each step; this one holds for the whole call.
                answer = bytearray()
                for chunk in response.iter_bytes():
                    answer += chunk
                    if time.monotonic() > ends_at:
                        raise StoreAway(f"no whole answer within {timeout_s} s")
        except httpx.DecodingError as error:
            raise NotAStore(str(error)) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise NotAStore("its certificate is not the store's") from error
            raise StoreAway(str(error) or type(error).__name__) from error
        if response.status_code == _OK:
            return bytes(answer)
        raise _refusal(response.status_code, bytes(answer))


def _refusal(status_code: int, body: bytes) -> ExchangeFault:
    try:
        said = decode_json(body, dict[str, str])
        return StoreRefused(said["error"], said["message"])
    except (msgspec.MsgspecError, KeyError):
        if status_code in _STORE_OR_PROXY_FAILED:
            return StoreAway(f"the store failed (HTTP {status_code})")
        return NotAStore(f"HTTP {status_code} from something that is not a store")
