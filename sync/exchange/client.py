"""The store as a device sees it, over HTTP: every call has a deadline and a typed outcome.

Faults::

    ExchangeFault
    ├── StoreAway        nobody answers there, or too late: work goes on, try again later
    ├── NotAStore        something else answers at that address
    ├── OwnLogOutdated   our own data is older than what the store has of it: repair it
    └── StoreRefused     the store understood and said no; `code` says which no
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import msgspec

from sync.exchange.messages import (
    AskAnswer,
    AskRequest,
    EnrolAnswer,
    EnrolRequest,
    Envelope,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    from_wire,
    is_answer_to,
    seal_request,
)
from sync.facts.batch import WireError
from sync.identity.certificate import Certificate, CertificateError, check
from sync.identity.keys import DeviceKey

if TYPE_CHECKING:
    import httpx

CALL_TIMEOUT_S = 10.0
CONNECT_TIMEOUT_S = 2.0
NONCE_BYTES = 12
_OK = 200
_STORE_OR_PROXY_FAILED = (500, 502, 503, 504)
_A = TypeVar("_A", bound=msgspec.Struct)


class ExchangeFault(Exception):
    """The exchange with the store did not happen."""


class StoreAway(ExchangeFault):
    """Nobody answers at the store's address within the deadline."""


class NotAStore(ExchangeFault):
    """What answers is not our store: another program, another cluster, or a forged answer."""


class OwnLogOutdated(ExchangeFault):
    """The store has facts of this device that the device does not know: an older copy was put
    back. Selling on would sell the same places again; the way out is a repair."""


class StoreRefused(ExchangeFault):
    """The store said no. `code` is stable: it is the key of the sentence for people."""

    def __init__(self, code: str, explanation: str) -> None:
        super().__init__(explanation)
        self.code = code


def store_at(url: str) -> Callable[[], httpx.Client]:
    """What makes an HTTP client of the store at this address, when it is first needed."""

    def connect() -> httpx.Client:
        # httpx is heavy; a window is up before the first call needs it.
        import httpx

        return httpx.Client(base_url=url, trust_env=False)

    return connect


class StoreClient:
    """Calls one store for one device."""

    def __init__(
        self,
        connect: Callable[[], httpx.Client],
        key: DeviceKey,
        nonce: Callable[[], bytes],
        device: int = 0,
    ) -> None:
        """`connect` makes a client of the store's address; `device` is 0 until enrolled."""
        self._connect = connect
        self._http: httpx.Client | None = None
        self._key = key
        self._nonce = nonce
        self.device = device
        self.store_public: bytes | None = None

    def close(self) -> None:
        """Hang up. A later call dials again."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def enrol(self, code: str, name: str, now_ms: int) -> EnrolAnswer:
        """Trade a one-time code for a certificate; checks that the answer hangs together."""
        request = EnrolRequest(code, name, self._key.public, self._nonce(), now_ms)
        answer = self._call("/sync/enrol", request, EnrolAnswer)
        try:
            own = check(Certificate.from_bytes(answer.certificate), answer.authority_public)
            check(Certificate.from_bytes(answer.store_certificate), answer.authority_public)
        except CertificateError as error:
            raise NotAStore(str(error)) from error
        if own.public_key != self._key.public:
            raise NotAStore("the certificate is not for this device's key")
        return answer

    def push(self, request: PushRequest) -> PushAnswer:
        """Bring facts."""
        return self._call("/sync/push", request, PushAnswer)

    def pull(self, request: PullRequest) -> PullAnswer:
        """Fetch what is new."""
        return self._call("/sync/pull", request, PullAnswer)

    def ask(self, request: AskRequest, timeout_s: float) -> AskAnswer:
        """Ask for rights, with a short deadline: a clerk and a guest are waiting."""
        return self._call("/sync/ask", request, AskAnswer, timeout_s)

    def nonce(self) -> bytes:
        """Fresh random bytes for a request."""
        return self._nonce()

    def _call(
        self, path: str, message: msgspec.Struct, kind: type[_A], timeout_s: float = CALL_TIMEOUT_S
    ) -> _A:
        request = seal_request(path, message, self.device, self._key)
        answer = self._post(path, request, timeout_s)
        try:
            envelope = msgspec.msgpack.decode(answer, type=Envelope)
            if self.store_public and not is_answer_to(request, envelope, self.store_public):
                raise NotAStore("the answer is not signed by this cluster's store")
            return from_wire(envelope.payload, kind)
        except (msgspec.MsgspecError, WireError) as error:
            raise NotAStore(f"what answers is not a Podium Desk store: {error}") from error

    def _post(self, path: str, content: bytes, timeout_s: float) -> bytes:
        # httpx is heavy; a window is up before the first call needs it.
        import httpx

        if self._http is None:
            self._http = self._connect()
        timeout = httpx.Timeout(timeout_s, connect=min(CONNECT_TIMEOUT_S, timeout_s))
        ends_at = time.monotonic() + timeout_s
        try:
            with self._http.stream("POST", path, content=content, timeout=timeout) as response:
                # httpx's timeouts hold for each step; this one holds for the whole call.
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if time.monotonic() > ends_at:
                        raise StoreAway(f"no whole answer within {timeout_s} s")
        except httpx.DecodingError as error:
            raise NotAStore(str(error)) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise StoreAway(str(error) or type(error).__name__) from error
        if response.status_code == _OK:
            return bytes(body)
        raise _refusal(response.status_code, bytes(body))


def _refusal(status_code: int, body: bytes) -> ExchangeFault:
    try:
        said = msgspec.json.decode(body, type=dict[str, str])
        return StoreRefused(said["error"], said["message"])
    except (msgspec.MsgspecError, KeyError):
        if status_code in _STORE_OR_PROXY_FAILED:
            return StoreAway(f"the store failed (HTTP {status_code})")
        return NotAStore(f"HTTP {status_code} from something that is not a store")
