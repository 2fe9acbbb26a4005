"""Loopback lines that a test can cut: every connection between two programs goes through here."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from dataclasses import field
from typing import Any, TypeVar

from podium_desk.late_dataclass import dataclass

T = TypeVar("T")
_CHUNK_BYTES = 64 * 1024


@dataclass
class Wires:
    """Forwards each (from, to) pair on a port of its own; `cut` severs all lines of a program."""

    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _cut: set[str] = field(default_factory=set)
    _servers: list[asyncio.Server] = field(default_factory=list)
    _open: dict[asyncio.StreamWriter, tuple[str, str]] = field(default_factory=dict)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Wires:
        self._thread = threading.Thread(target=self._loop.run_forever, name="wires", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread is not None
        self._thread.join(5)
        self._loop.close()

    def line(self, source: str, target: str, target_port: int, port: int = 0) -> int:
        """A port on which `source` reaches `target`, until one of them is cut."""
        return self._do(self._listen((source, target), target_port, port))

    def cut(self, name: str) -> None:
        """Nobody reaches this program and it reaches nobody."""
        self._do(self._sever(name))

    def heal(self, name: str) -> None:
        """Its lines work again."""
        self._cut.discard(name)

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self, pair: tuple[str, str], target_port: int, port: int) -> int:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._serve(pair, target_port, (reader, writer))

        server = await asyncio.start_server(accept, "127.0.0.1", port)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _serve(
        self,
        pair: tuple[str, str],
        target_port: int,
        near: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        if self._cut & set(pair):
            near[1].close()
            return
        try:
            far = await asyncio.open_connection("127.0.0.1", target_port)
        except OSError:
            near[1].close()
            return
        for writer in (near[1], far[1]):
            self._open[writer] = pair
        await asyncio.gather(_pump(near[0], far[1]), _pump(far[0], near[1]))
        for writer in (near[1], far[1]):
            self._open.pop(writer, None)

    async def _sever(self, name: str) -> None:
        self._cut.add(name)
        for writer, pair in list(self._open.items()):
            if name in pair:
                writer.transport.abort()

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        for writer in list(self._open):
            writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=5)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until either side ends."""
    with contextlib.suppress(OSError):
        while data := await reader.read(_CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
    writer.close()
