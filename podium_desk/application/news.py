"""An ear at the store: told at once that there is something new, instead of asking each second.

It waits on a line and a thread of its own. When it cannot (the store is away, a proxy cuts
waiting lines), rounds go on at their own pace and nothing else changes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from sync.exchange.client import StoreClient
from sync.exchange.line import ExchangeFault
from sync.exchange.messages import NewsRequest

TIMEOUT_S = 30.0
"""Longer than the store waits before it answers all the same."""
GAP_S = 0.2
"""Between two pieces of news, so that a busy evening does not make a round of each sale."""
AGAIN_S_MAX = 60.0
SHORT_S = 1.0
"""Who answers sooner that there is nothing new does not wait: it cannot tell us anything."""


class NewsEar:
    """Calls `wake` whenever the store says that there is something new."""

    def __init__(
        self, client: StoreClient, wake: Callable[[], None], elapsed_s: Callable[[], float]
    ) -> None:
        """`client` is this ear's own: a call of it lasts half a minute. `elapsed_s` never goes
        back."""
        self._client = client
        self._wake = wake
        self._elapsed_s = elapsed_s
        self._stop = threading.Event()
        self._is_heard = threading.Event()
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)

    def is_heard(self) -> bool:
        """Whether the store would tell us at once, so that rounds may be rare."""
        return self._is_heard.is_set()

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End; a call under way is cut off, and its thread is not waited for."""
        self._stop.set()
        self._client.close()

    def _run(self) -> None:
        mark, again_s = 0, SHORT_S
        while not self._stop.is_set():
            newest = self._listen(mark)
            if newest is None:
                self._is_heard.clear()
                self._stop.wait(again_s)
                again_s = min(AGAIN_S_MAX, again_s * 2)
                continue
            again_s = SHORT_S
            self._is_heard.set()
            if newest != mark:
                mark = newest
                self._wake()
                self._stop.wait(GAP_S)

    def _listen(self, mark: int) -> int | None:
        """The store's mark once it changed or has not for a while; None when nobody waits there."""
        began = self._elapsed_s()
        try:
            answer = self._client.news(NewsRequest(mark, self._client.nonce()), TIMEOUT_S)
        except ExchangeFault:
            return None
        is_early = self._elapsed_s() - began < SHORT_S
        return None if is_early and answer.mark == mark else answer.mark
