"""The simulator as an ASGI application: tokens, the API's routes, and switches for the weather.

The switches stand under ``/simulator/weather`` and need no token, since the real API has no such
thing: it may be served to this machine only.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from podium_desk.integrations.uitpas.simulator import saying
from podium_desk.integrations.uitpas.simulator.requests import Json, Query, Requests
from podium_desk.integrations.uitpas.simulator.rewarding import Rewarding
from podium_desk.integrations.uitpas.simulator.saying import Said
from podium_desk.integrations.uitpas.simulator.world import Weather, World

TOKEN_PATH = "/realms/uitid/protocol/openid-connect/token"  # noqa: S105 - an address
WEATHER_PATH = "/simulator/weather"
TOKEN_LASTS_S = 86_400
_HANGS_S = 3600.0
_BAD_GATEWAY = 502
Answer = tuple[int, object]
Scope = dict[str, Any]


def utc_now() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


class Simulator:
    """An ASGI application. `client` is the id and the secret that it gives tokens for."""

    def __init__(self, client: tuple[str, str], now: Callable[[], datetime] = utc_now) -> None:
        """`now` is aware; limits of a week are counted by it."""
        self.world = World(now)
        self.requests = Requests(self.world, Rewarding(self.world))
        self.tokens: set[str] = set()
        self.calls: deque[str] = deque(maxlen=1000)
        """Method and path of each request, for whoever watches."""
        self._client = client

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request; a silent one is never answered."""
        if scope["type"] != "http":
            raise RuntimeError("this simulator speaks HTTP only")
        method, path = scope["method"], scope["path"]
        body = await _body(receive)
        self.calls.append(f"{method} {path}")
        if path == WEATHER_PATH:
            await _send(send, self._weather(method, body))
            return
        weather = self.world.weather
        if weather.is_out:
            await asyncio.sleep(_HANGS_S)
        if weather.latency_s:
            await asyncio.sleep(weather.latency_s)
        query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        answer = self._answer(method, path, query, (_bearer(scope), body))
        if weather.silent_after_accept and method != "GET" and path != TOKEN_PATH:
            weather.silent_after_accept -= 1
            await asyncio.sleep(_HANGS_S)
        if weather.is_garbled:
            await _send(send, (200, "<html>"))
            return
        await _send(send, answer)

    def forget_tokens(self) -> None:
        """From now on every token that was given is refused."""
        self.tokens.clear()

    def _answer(self, method: str, path: str, query: Query, said: tuple[str, bytes]) -> Answer:
        bearer, body = said
        if path == TOKEN_PATH:
            return self._token(body)
        if self.world.weather.is_rate_limited:
            return _problem(Said("rate-limited", 429))
        if bearer not in self.tokens:
            return 401, {"type": "https://api.publiq.be/probs/auth/unauthorized", "status": 401}
        outcome: Json | Said | None
        if method == "GET":
            outcome = self._get(path, query)
        elif method == "DELETE":
            outcome = self._delete(path)
        else:
            outcome = self._post(path, body)
        if isinstance(outcome, Said):
            return _problem(outcome)
        if outcome is None:
            return 204, None
        return (201 if method == "POST" and path != "/ticket-sales" else 200), outcome

    def _token(self, body: bytes) -> Answer:
        form = dict(parse_qsl(body.decode()))
        is_known = (form.get("client_id"), form.get("client_secret")) == self._client
        if form.get("grant_type") != "client_credentials" or not is_known:
            return 401, {"error": "unauthorized_client"}
        token = secrets.token_urlsafe(24)
        self.tokens.add(token)
        return 200, {
            "access_token": token, "expires_in": TOKEN_LASTS_S, "token_type": "Bearer",
        }  # fmt: skip

    def _get(self, path: str, query: Query) -> Json | Said:
        requests = self.requests
        parts = path.strip("/").split("/")
        if len(parts) == 3 and parts[0] == "rewards" and parts[2] == "redeem-status":
            return requests.get_redeem_status(parts[1], query)
        match path:
            case "/permissions":
                return requests.get_permissions()
            case "/passes":
                return requests.get_pass(query)
            case "/tariffs":
                return requests.get_tariffs(query)
            case "/tariffs/static":
                return requests.get_static(query)
            case "/ticket-sales":
                return requests.get_sales(query)
            case "/rewards":
                return requests.get_rewards()
            case _:
                return saying.NOT_FOUND

    def _delete(self, path: str) -> Said | None:
        parent, _, number = path.rpartition("/")
        known = {
            "/ticket-sales": self.requests.delete_sale,
            "/rewards/redeemed": self.requests.delete_redeemed,
            "/checkins": self.requests.delete_check_in,
        }
        return known[parent](number) if parent in known else saying.NOT_FOUND

    def _post(self, path: str, body: bytes) -> Json | Said:
        known = {
            "/ticket-sales": self.requests.post_sales,
            "/rewards/redeemed": self.requests.post_redeemed,
            "/checkins": self.requests.post_check_in,
        }
        if path not in known:
            return saying.NOT_FOUND
        if not body:
            return saying.BODY_MISSING
        try:
            value = json.loads(body)
        except ValueError:
            return saying.BODY_SYNTAX
        return known[path](value)

    def _weather(self, method: str, body: bytes) -> Answer:
        """Read the switches, or turn those that are named."""
        if method == "POST":
            wanted = json.loads(body)
            known = {one.name for one in fields(Weather)}
            for name in known & set(wanted):
                setattr(self.world.weather, name, wanted[name])
        return 200, asdict(self.world.weather)


def _problem(said: Said) -> Answer:
    return said.status, said.document


def _bearer(scope: Scope) -> str:
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return str(token) if scheme == "Bearer" else ""


async def _body(receive: Any) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


async def _send(send: Any, answer: Answer) -> None:
    status, value = answer
    kind = b"application/problem+json" if status >= 400 else b"application/json"
    body = b"" if value is None else json.dumps(value, ensure_ascii=False).encode()
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
