"""A device's questions to its store about UiTPAS: none is waited for longer than a clerk can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from podium_desk.application.uitpas import ANSWER_S
from sync.exchange.line import ExchangeFault

_A = TypeVar("_A", bound=msgspec.Struct)
SILENCE_S = 10.0
"""After a store that did not answer in time, so long nobody waits for it again."""


class AsksStore(Protocol):
    """The store, by a line of its own: `sync.exchange.client.StoreClient`."""

    def request(self, path: str, message: msgspec.Struct, kind: type[_A], timeout_s: float) -> _A:
        """A request and its answer; raises `ExchangeFault`."""
        ...

    def nonce(self) -> bytes:
        """Fresh random bytes for a request."""
        ...


class StoreAsking:
    """One counter's questions about UiTPAS. Not for the lane: it waits for the store."""

    def __init__(self, store: AsksStore, now_s: Callable[[], float]) -> None:
        """`now_s` is a clock that never goes back."""
        self._store = store
        self._now_s = now_s
        self._silent_until_s = 0.0

    @property
    def is_silent(self) -> bool:
        """Whether the store did not answer just now."""
        return self._now_s() < self._silent_until_s

    def nonce(self) -> bytes:
        """Fresh random bytes for a question."""
        return self._store.nonce()

    def ask(self, path: str, message: msgspec.Struct, kind: type[_A]) -> _A | None:
        """The store's answer, None when it gave none in time."""
        try:
            return self._store.request(path, message, kind, ANSWER_S)
        except ExchangeFault:
            self._silent_until_s = self._now_s() + SILENCE_S
            return None
