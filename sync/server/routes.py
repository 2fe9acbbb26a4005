"""The exchange as ASGI routes: binary in, binary out, refusals as JSON with a stable code."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from sync.server.news import NewsBoard
from sync.server.service import NEWS, RequestRefused, SyncService
from sync.store.port import StoreFault, StoreFull

BODY_BYTES_MAX = 32 * 1024 * 1024
_BINARY = "application/vnd.podium-desk.sync"


def sync_routes(service: SyncService, news: NewsBoard) -> APIRouter:
    """Routes for enrolment, push, pull, ask and news under ``/sync``."""
    router = APIRouter(prefix="/sync", tags=["sync"])

    async def wait_for_news(body: bytes) -> bytes:
        envelope, mark = await run_in_threadpool(service.asked_for_news, body)
        newer = await news.newer_than(mark)
        return await run_in_threadpool(service.news_answer, envelope, newer)

    async def handle(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _refusal(RequestRefused("too_large", "the request is too large", 413))
        try:
            if request.url.path == NEWS:
                content = await wait_for_news(body)
            else:
                content = await run_in_threadpool(
                    service.answer, request.url.path, body, _address(request)
                )
                news.poke()
        except RequestRefused as error:
            return _refusal(error)
        except StoreFault as error:
            code = "store_full" if isinstance(error, StoreFull) else "store_fault"
            return _refusal(RequestRefused(code, str(error), 507))
        return Response(content, media_type=_BINARY)

    for name, summary in (
        ("enrol", "Trade a one-time code for a certificate"),
        ("push", "Bring facts"),
        ("pull", "Fetch facts, records and certificates"),
        ("ask", "Ask for exclusive rights"),
        ("personal", "Bring and fetch what is encrypted of persons"),
        ("news", "Wait for something new"),
        ("recall", "Bring a store that was put back its own past"),
        ("snapshot", "What a newcomer begins with"),
        ("piece", "A piece of it"),
    ):
        router.add_api_route(
            f"/{name}", handle, methods=["POST"], summary=summary, operation_id=f"sync_{name}",
            response_class=Response,
        )  # fmt: skip
    known = {route.path for route in router.routes if isinstance(route, APIRoute)}
    for path in sorted({*service.also, *service.outside} - known):
        router.add_api_route(
            path.removeprefix(router.prefix), handle, methods=["POST"],
            operation_id=path.strip("/").replace("/", "_"), response_class=Response,
        )  # fmt: skip
    return router


def _address(request: Request) -> str:
    return "" if request.client is None else request.client.host


async def _body(request: Request) -> bytes | None:
    """The request's bytes, None as soon as they are too many."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES_MAX:
            return None
    return bytes(body)


def _refusal(error: RequestRefused) -> Response:
    return JSONResponse({"error": error.code, "message": str(error)}, error.status)
