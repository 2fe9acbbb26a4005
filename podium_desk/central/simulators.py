"""Serves a simulator on this machine, for the demo, for tests and for practice."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable

import uvicorn

from podium_desk.central.refusals import CannotListen

LOOPBACK = "127.0.0.1"


def serve_here(app: object, port: int, ready: Callable[[str], None]) -> None:
    """Serve an ASGI application until a signal, to this machine only; `ready` hears the address.

    Raises `CannotListen`.
    """
    try:
        listener = socket.create_server((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        number = error.errno if isinstance(error, OSError) and error.errno else errno.EINVAL
        raise CannotListen(host=LOOPBACK, port=port, why=os.strerror(number)) from error
    with listener:
        config = uvicorn.Config(
            app,  # type: ignore[arg-type]
            log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=1,
        )  # fmt: skip
        ready(f"http://{LOOPBACK}:{listener.getsockname()[1]}")
        uvicorn.Server(config).run(sockets=[listener])
