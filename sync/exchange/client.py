"""The store as a device sees it: every call has a deadline and a typed outcome (`line`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from sync.exchange.line import Line, NotAStore
from sync.exchange.messages import (
    AskAnswer,
    AskRequest,
    EnrolAnswer,
    EnrolRequest,
    Envelope,
    NewsAnswer,
    NewsRequest,
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

CALL_TIMEOUT_S = 10.0
NONCE_BYTES = 12
_A = TypeVar("_A", bound=msgspec.Struct)


class StoreClient:
    """Calls one store for one device. Its methods raise `ExchangeFault` and nothing else."""

    def __init__(
        self, line: Line, key: DeviceKey, nonce: Callable[[], bytes], device: int = 0
    ) -> None:
        """`device` is 0 until enrolled."""
        self._line = line
        self._key = key
        self._nonce = nonce
        self.device = device
        self.store_public: bytes | None = None

    def close(self) -> None:
        """Hang up. A later call dials again."""
        self._line.close()

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

    def news(self, request: NewsRequest, timeout_s: float) -> NewsAnswer:
        """Wait until the store has something new, or has had nothing for a while."""
        return self._call("/sync/news", request, NewsAnswer, timeout_s)

    def nonce(self) -> bytes:
        """Fresh random bytes for a request."""
        return self._nonce()

    def _call(
        self, path: str, message: msgspec.Struct, kind: type[_A], timeout_s: float = CALL_TIMEOUT_S
    ) -> _A:
        request = seal_request(path, message, self.device, self._key)
        answer = self._line.call(path, request, timeout_s)
        try:
            envelope = msgspec.msgpack.decode(answer, type=Envelope)
            if self.store_public and not is_answer_to(request, envelope, self.store_public):
                raise NotAStore("the answer is not signed by this cluster's store")
            return from_wire(envelope.payload, kind)
        except (msgspec.MsgspecError, WireError) as error:
            raise NotAStore(f"what answers is not a Podium Desk store: {error}") from error
