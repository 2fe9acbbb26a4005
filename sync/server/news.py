"""Telling devices at once that there is something new: one look for all who wait.

A device asks with the mark it was last told and is answered when the mark has changed, or after a
while all the same, so that proxies and firewalls see life on the line. Waiting costs no thread;
however many wait, the store is looked at by one task, as another program may have written to it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from fastapi.concurrency import run_in_threadpool

from sync.store.port import StoreFault

WAIT_S = 20.0
"""A request is answered after this long at the latest: shorter than proxies keep a line."""
LOOK_S = 0.2
"""Between looks at what other programs wrote; what comes over this server is told at once."""
_UNKNOWN = -1


class NewsBoard:
    """Where requests for news wait. Used on the server's event loop only."""

    def __init__(self, look: Callable[[], int]) -> None:
        """`look` tells the store's mark; it runs on a thread and may raise `StoreFault`."""
        self._look = look
        self._mark = _UNKNOWN
        self._waiting = 0
        self._changed = asyncio.Event()
        self._poked = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None
        self._is_closed = False

    async def newer_than(self, mark: int, wait_s: float = WAIT_S) -> int:
        """The mark once it is another one; the same after `wait_s` seconds or at the end."""
        if self._watch is None and not self._is_closed:
            # Nobody has looked since the last one left.
            self._mark = _UNKNOWN
            self._watch = asyncio.create_task(self._keep_looking())
        self._waiting += 1
        with contextlib.suppress(TimeoutError):
            try:
                async with asyncio.timeout(wait_s):
                    while self._mark in (_UNKNOWN, mark) and not self._is_closed:
                        await self._changed.wait()
            finally:
                self._waiting -= 1
        return mark if self._mark == _UNKNOWN else self._mark

    def poke(self) -> None:
        """Something was written over this server: look now."""
        self._poked.set()

    def close(self) -> None:
        """The server ends: let everybody go."""
        self._is_closed = True
        self._changed.set()
        self._poked.set()

    async def _keep_looking(self) -> None:
        try:
            while not self._is_closed:
                # A store that fails now is asked again; those who wait are answered in time.
                with contextlib.suppress(StoreFault):
                    self._note(await run_in_threadpool(self._look))
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await self._poked.wait()
                self._poked.clear()
                if not self._waiting:
                    return
        finally:
            self._watch = None

    def _note(self, mark: int) -> None:
        if mark != self._mark:
            self._mark = mark
            self._changed.set()
            self._changed = asyncio.Event()
