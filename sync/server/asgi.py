"""ASGI: its types, and a way past the framework for what devices ask all day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Shortcut:
    """ASGI middleware: what is posted to these routes goes past the framework's own routing.

    The routes stay in the framework, which describes them and refuses other methods. They need
    nothing of what it does for each request, an eighth of the CPU that an ask costs the server.
    """

    def __init__(self, app: AsgiApp, routes: APIRouter) -> None:
        self._app = app
        self._endpoints = {
            route.path: route.endpoint for route in routes.routes if isinstance(route, APIRoute)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request here, or pass it on."""
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        endpoint = self._endpoints.get(scope["path"]) if is_post else None
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        response = await endpoint(Request(scope, receive))
        await response(scope, receive, send)
