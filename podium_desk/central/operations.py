"""The operator's routes: the status page, the same for programs, and figures for Prometheus."""

from __future__ import annotations

import time
from dataclasses import asdict
from threading import RLock
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from podium_desk.application.incident_list import incident_as_data
from podium_desk.central.metrics import CONTENT_TYPE, Figures, metrics_text
from podium_desk.central.operator import Access, OperatorDoor
from podium_desk.central.overview import (
    DeviceAtStore,
    StoreOverview,
    StoreWatch,
    moment,
)
from podium_desk.central.page import language_of, status_page
from podium_desk.central.uitpas.overview import UitpasMatter
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from sync.server.asgi import AsgiApp, Message, Receive, Scope, Send

_UNAUTHORIZED = 401
_KEPT_APART = frozenset(
    ("/sync/enrol", "/sync/push", "/sync/pull", "/sync/ask", "/sync/news", "/health", "/metrics",
     "/status", "/status.json")
)  # fmt: skip
_NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True, slots=True)
class Operations:
    """What the operator's routes stand on; `lock` guards the one connection to the database."""

    watch: StoreWatch
    figures: Figures
    door: OperatorDoor
    lock: RLock

    def overview(self) -> StoreOverview:
        """How the store stands now."""
        with self.lock:
            return self.watch.overview()


def operator_routes(operations: Operations) -> APIRouter:
    """Routes for people who look after the store, closed to everybody else."""
    router = APIRouter(tags=["operations"])

    @router.get("/status", summary="The status page", response_class=HTMLResponse)
    def page(request: Request, language: str = "") -> Response:
        refusal = _refusal(operations.door, request)
        if refusal is not None:
            return refusal
        spoken = language_of(language, request.headers.get("accept-language", ""))
        html = status_page(operations.overview(), Words(spoken))
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return HTMLResponse(html, headers={**_NO_STORE, **policy})

    @router.get("/status.json", summary="The status page for programs")
    def document(request: Request) -> Response:
        refusal = _refusal(operations.door, request)
        if refusal is not None:
            return refusal
        return JSONResponse(overview_as_data(operations.overview()), headers=_NO_STORE)

    @router.get("/metrics", summary="Figures for Prometheus", response_class=PlainTextResponse)
    def metrics(request: Request) -> Response:
        refusal = _refusal(operations.door, request)
        if refusal is not None:
            return refusal
        text = metrics_text(operations.figures, operations.overview())
        return Response(text, headers=_NO_STORE, media_type=CONTENT_TYPE)

    return router


class MeasuredRequests:
    """ASGI middleware: counts how long each request takes, by path and status."""

    def __init__(self, app: AsgiApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and look at the clock before and after."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun_s, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            # Paths that have a name in them count as one, so that there are never many.
            path = scope["path"] if scope["path"] in _KEPT_APART else "other"
            self._figures.took(path, status, time.perf_counter() - begun_s)


def overview_as_data(overview: StoreOverview) -> dict[str, Any]:
    """The store's state for programs."""
    return {
        "cluster": overview.cluster,
        "now": overview.now.isoformat(timespec="seconds"),
        "facts": overview.facts,
        "houses": [
            {"house": house.number, "name": house.name,
             "devices": [_device_as_data(device) for device in house.devices]}
            for house in overview.houses
        ],
        "incidents": [incident_as_data(listed) for listed in overview.incidents],
        "uitpas": [_matter_as_data(matter) for matter in overview.uitpas],
        "settled": [asdict(listed.settlement) for listed in overview.settled],
    }  # fmt: skip


def _matter_as_data(matter: UitpasMatter) -> dict[str, Any]:
    return {
        "house": matter.house,
        "token": matter.token,
        "state": matter.state,
        "why": matter.why,
        "tries": matter.tries,
        "since": matter.since.isoformat(timespec="seconds"),
    }


def _device_as_data(device: DeviceAtStore) -> dict[str, Any]:
    return {
        "device": device.device,
        "name": device.name,
        "role": device.role,
        "last_contact": moment(device.heard_ms),
        "clock_error_ms": device.clock_error_ms,
        "unsent": device.unsent,
        "version": device.version,
        "is_revoked": device.is_revoked,
        "held": device.places,
        "stranded": device.stranded,
        "rights": {str(one.performance): one.count for one in device.held},
    }


def _refusal(door: OperatorDoor, request: Request) -> Response | None:
    """None for an operator; else the answer that asks for the token."""
    client = None if request.client is None else request.client.host
    access = door.access(client, request.headers)
    if access is Access.GRANTED:
        return None
    return JSONResponse(
        {"error": access.value, "message": "this page is for the operator of the store"},
        _UNAUTHORIZED,
        {"WWW-Authenticate": 'Basic realm="Podium Desk operator", charset="UTF-8"', **_NO_STORE},
    )
