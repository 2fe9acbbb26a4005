"""Serving a central store over HTTP until a signal: one server a file, TLS beyond loopback."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import os
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from filelock import FileLock, Timeout

from podium_desk.central.app import create_app, create_service
from podium_desk.central.bancontact.answering import offer_qr
from podium_desk.central.bancontact.callbacks import Callbacks, callback_routes
from podium_desk.central.bancontact.lines import qr_lines
from podium_desk.central.bootstrap import open_central, own_certificate, wall_ms
from podium_desk.central.database import is_on_server
from podium_desk.central.folder import CentralFolder
from podium_desk.central.operator import read_token
from podium_desk.central.refusals import (
    AlreadyServed,
    CannotListen,
    NotACentralStore,
    WrongTls,
)
from podium_desk.central.snapshots import offer_snapshots
from podium_desk.central.uitpas.answering import offer_uitpas
from podium_desk.central.uitpas.catching_up import CatchingUp
from podium_desk.central.uitpas.lines import house_lines
from podium_desk.central.uitpas.running import running
from podium_desk.config import FaultBook
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from types import FrameType

GRACE_S = 5
"""How long requests under way may take after a signal."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 is any free one. Certificate and key are PEM files, for TLS."""

    host: str
    port: int
    tls_certificate: Path | None = None
    tls_key: Path | None = None

    @property
    def has_tls(self) -> bool:
        """Whether there is all that TLS needs."""
        return self.tls_certificate is not None and self.tls_key is not None

    def url(self, port: int) -> str:
        """The address as a device is given it, with the port that was really taken."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.has_tls else 'http'}://{host}:{port}"


def serve(
    folder: CentralFolder,
    address: Address,
    ready: Callable[[str], None],
    now_ms: Callable[[], int] = wall_ms,
) -> None:
    """Serve until SIGTERM or SIGINT; `ready` hears the address once requests are answered.

    Beyond loopback never plain HTTP (architecture.md, decision 9): without a certificate of its
    own the store shows its key, which devices know by the code they enrol with.

    Raises `CentralFault`, `StoreFault` and `OSError`.
    """
    wants_tls = address.tls_certificate is not None or address.tls_key is not None
    if not wants_tls and not is_loopback(address.host):
        tls = own_certificate(folder)
        address = replace(address, tls_certificate=tls, tls_key=tls)
    _check_tls(address)
    with (
        _alone(folder),
        contextlib.closing(listen(address)) as listener,
        contextlib.closing(open_central(folder, now_ms)) as central,
    ):
        service = create_service(central)
        offer_snapshots(service, folder)
        lines = house_lines(folder, time.monotonic)
        offer_uitpas(central, service, lines)
        bancontact = qr_lines(folder, time.monotonic)
        qr = offer_qr(central, service, bancontact)
        app = create_app(central, service, read_token(folder))
        port = int(listener.getsockname()[1])
        app.include_router(callback_routes(Callbacks(qr, bancontact, time.monotonic)))
        ears = Ears(lambda: ready(address.url(port)), app.state.news.close)
        server = _Server(_config(app, address), ears)
        catching_up = CatchingUp(central, service.lock, lines)
        with (
            contextlib.closing(lines),
            contextlib.closing(bancontact),
            running(catching_up, FaultBook(folder.path).keep),
        ):
            server.run(sockets=[listener])


@contextlib.contextmanager
def _alone(folder: CentralFolder) -> Iterator[None]:
    """One program serves a file; a database on a server may be served by several."""
    if is_on_server(folder):
        yield
        return
    if not folder.database.exists():
        raise NotACentralStore(folder=str(folder.path), missing=folder.database.name)
    lock = FileLock(folder.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AlreadyServed(folder=str(folder.path)) from error
    with lock:
        yield


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told when the server answers, and when it is about to end."""

    ready: Callable[[], None]
    ending: Callable[[], None]


class _Server(uvicorn.Server):
    """Says when it is ready, and takes a signal as a reason to end well."""

    def __init__(self, config: uvicorn.Config, ears: Ears) -> None:
        super().__init__(config)
        self._ears = ears

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ears.ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn raises the signal once more at the end; a clean end is a status of 0 here."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        loop = asyncio.get_running_loop()

        def leave(number: int, frame: FrameType | None) -> None:
            # Requests that wait for news would hold the end up.
            loop.call_soon_threadsafe(self._ears.ending)
            self.handle_exit(number, frame)

        before = {number: signal.signal(number, leave) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _check_tls(address: Address) -> None:
    certificate, key = address.tls_certificate, address.tls_key
    if certificate is None and key is None:
        return
    try:
        if certificate is None or key is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except OSError as error:
        raise WrongTls(certificate=str(certificate or "–"), private_key=str(key or "–")) from error


def listen(address: Address) -> socket.socket:
    """The socket that requests come to; raises `CannotListen`."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        listener = socket.create_server((address.host, address.port), family=family)
    except (OSError, OverflowError) as error:
        known = isinstance(error, OSError) and error.errno
        why = os.strerror(known) if known else str(error)
        raise CannotListen(host=address.host, port=address.port, why=why) from error
    # Lines that are accepted inherit it. Without it the body of an answer waits 40 ms for the
    # caller's word that the head came: asyncio sees to it for its own listeners only.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _config(app: object, address: Address) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=address.tls_certificate,
        ssl_keyfile=address.tls_key,
    )
