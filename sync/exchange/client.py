"""The store as a device sees it: every call has a deadline and a typed outcome (`line`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from sync.decoding import decode
from sync.exchange.line import Line, NotAStore, StoreRefused
from sync.exchange.messages import (
    PERSONAL,
    RECALL,
    AskAnswer,
    AskRequest,
    EnrolAnswer,
    EnrolRequest,
    Envelope,
    NewsAnswer,
    NewsRequest,
    PersonalAnswer,
    PersonalRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    RecallAnswer,
    RecallRequest,
    from_wire,
    is_answer_to,
    outside_of,
    seal_request,
)
from sync.facts.batch import WireError
from sync.identity.certificate import Certificate, CertificateError, check
from sync.identity.fingerprint import FINGERPRINT_LETTERS, fingerprint, grouped, letters_of
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
        """Trade a one-time code for a certificate; checks that the answer hangs together.

        A code that ends with a store's fingerprint is good for that store only.
        """
        short, pin = split_code(code)
        message = EnrolRequest(short, name, self._key.public, self._nonce(), now_ms)
        request = seal_request("/sync/enrol", message, self.device, self._key)
        envelope = self._envelope(self._line.call("/sync/enrol", request, CALL_TIMEOUT_S))
        answer = self._message(envelope, EnrolAnswer)
        try:
            own = check(Certificate.from_bytes(answer.certificate), answer.authority_public)
            store = check(Certificate.from_bytes(answer.store_certificate), answer.authority_public)
        except CertificateError as error:
            raise NotAStore(str(error)) from error
        if not is_answer_to(request, envelope, store.public_key):
            raise NotAStore("the answer is not signed by the store that it names")
        if pin and fingerprint(store.public_key) != pin:
            raise NotAStore("the store has another fingerprint than the code names")
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

    def personal(self, request: PersonalRequest) -> PersonalAnswer:
        """Bring and fetch what is encrypted of persons."""
        return self._call(PERSONAL, request, PersonalAnswer)

    def recall(self, request: RecallRequest) -> RecallAnswer:
        """Bring the store what it has forgotten of itself."""
        return self._call(RECALL, request, RecallAnswer)

    def nonce(self) -> bytes:
        """Fresh random bytes for a request."""
        return self._nonce()

    def request(self, path: str, message: msgspec.Struct, kind: type[_A], timeout_s: float) -> _A:
        """Any other request and its answer."""
        return self._call(path, message, kind, timeout_s)

    def _call(
        self, path: str, message: msgspec.Struct, kind: type[_A], timeout_s: float = CALL_TIMEOUT_S
    ) -> _A:
        request = seal_request(path, message, self.device, self._key)
        envelope = self._envelope(self._line.call(path, request, timeout_s))
        if self.store_public and not is_answer_to(request, envelope, self.store_public):
            raise NotAStore("the answer is not signed by this cluster's store")
        return self._message(envelope, kind)

    def _envelope(self, answer: bytes) -> Envelope:
        try:
            return decode(answer, Envelope)
        except msgspec.MsgspecError as error:
            raise NotAStore(f"what answers is not a Podium Desk store: {error}") from error

    def _message(self, envelope: Envelope, kind: type[_A]) -> _A:
        try:
            outside = outside_of(envelope, is_caller=False)
            # Facts that were taken anyway are noted as taken.
            if outside is not None and kind is not PushAnswer:
                raise StoreRefused(outside.value, "the two programs speak different forms")
            return from_wire(envelope.payload, kind)
        except (msgspec.MsgspecError, WireError) as error:
            raise NotAStore(f"what answers is not a Podium Desk store: {error}") from error


def split_code(code: str) -> tuple[str, str]:
    """The one-time letters of a code, and the store's fingerprint behind them, perhaps empty."""
    letters = letters_of(code)
    if len(letters) <= FINGERPRINT_LETTERS:
        return code, ""
    return grouped(letters[:-FINGERPRINT_LETTERS]), letters[-FINGERPRINT_LETTERS:]


def pinned_by(code: str) -> Callable[[bytes], bool]:
    """Whether a key is the store's, as far as a one-time code tells."""
    _, pin = split_code(code)
    return lambda public_key: bool(pin) and fingerprint(public_key) == pin
