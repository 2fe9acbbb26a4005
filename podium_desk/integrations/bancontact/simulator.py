"""A simulator of the Payment V3 API: customers who scan, agree, refuse or walk away, and weather.

It is made from the API's pages and was never held against the real one. The switches stand under
``/simulator/weather`` and need no key, since the real API has no such thing: it is served to this
machine only.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from podium_desk.integrations.bancontact.signatures import jwk_of, sign
from podium_desk.late_dataclass import dataclass

KEY = "only-a-simulator"
"""The key that it answers to: published, since it guards nothing."""
JWKS_PATH = "/.well-known/jwks.json"
WEATHER_PATH = "/simulator/weather"
_KID = "podium-desk-simulator"
_CLAIM = "https://payconiq.com/"
_HANGS_S = 3600.0
_ONE = re.compile(r"/v3/payments/([0-9a-f]{24})")
_DONE = ("SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED")
Answer = tuple[int, object]


@dataclass(frozen=True, slots=True)
class Weather:
    """How the customer and the line are. `customer` is ``approve``, ``refuse``, ``leave`` (never
    scans) or ``other_amount``; `seconds` is how long they take.

    `latency_s` holds each answer up; `is_down` answers 503; `loses_answers` does what was asked
    and never says so.
    """

    customer: str = "approve"
    seconds: float = 6.0
    expires_s: float = 120.0
    latency_s: float = 0.0
    is_down: bool = False
    loses_answers: bool = False


@dataclass(frozen=True, slots=True)
class _Payment:
    id: str
    amount_cents: int
    reference: str
    description: str
    callback_url: str
    since_s: float
    customer: str
    seconds: float
    expires_s: float
    is_cancelled: bool = False


class BancontactSimulator:
    """An ASGI application."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self.weather = Weather()
        self.calls: list[str] = []
        self._clock_s = clock_s
        self._payments: dict[str, _Payment] = {}
        self._key = generate_private_key(SECP256R1())
        self._told: set[asyncio.Task[None]] = set()

    @property
    def taken_cents(self) -> int:
        """What customers paid in all."""
        paid = (one for one in self._payments.values() if self._status(one) == "SUCCEEDED")
        return sum(_paid_cents(one) for one in paid)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request, as the weather is."""
        if scope["type"] != "http":
            raise RuntimeError("this simulator speaks HTTP only")
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        method, path = scope["method"], scope["path"]
        self.calls.append(f"{method} {path}")
        if path == WEATHER_PATH:
            self._change_weather(body)
            await _send(send, (200, asdict(self.weather)))
            return
        if self.weather.latency_s:
            await asyncio.sleep(self.weather.latency_s)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        answer = self.answer(method, path, headers.get("authorization", ""), body)
        self._call_back(method, answer)
        if self.weather.loses_answers:
            await asyncio.sleep(_HANGS_S)
        await _send(send, answer)

    def answer(self, method: str, path: str, authorization: str, body: bytes) -> Answer:
        """The answer to a request."""
        if self.weather.is_down:
            return 503, {"code": "SERVICE_UNAVAILABLE"}
        if path == JWKS_PATH:
            return 200, {"keys": [jwk_of(self._key.public_key(), _KID)]}
        if authorization != f"Bearer {KEY}":
            return 401, {"code": "UNAUTHORIZED"}
        one = _ONE.fullmatch(path)
        if one is not None:
            return self._one(method, one[1])
        if method == "POST" and path in ("/v3/payments", "/v3/payments/search"):
            try:
                told = json.loads(body)
                return self._create(told) if path == "/v3/payments" else self._search(told)
            except (ValueError, KeyError, TypeError):
                return 400, {"code": "BODY_MISSING_OR_MALFORMED"}
        return 404, {"code": "NOT_FOUND"}

    def callback(self, payment: str) -> tuple[str, bytes]:
        """The signature and the body of what is told about a payment now."""
        told = self._payments[payment]
        body = json.dumps(self._as_json(told), separators=(",", ":")).encode()
        claims = {"iat": "2026-11-28T20:00:00Z", "jti": payment[:16], "path": told.callback_url,
                  "iss": "Bancontact", "sub": "simulated"}  # fmt: skip
        named = {_CLAIM + name: value for name, value in claims.items()}
        header = {"typ": "jose+json", "kid": _KID, **named, "crit": list(named)}
        return sign(self._key, header, body), body

    def _create(self, told: dict[str, Any]) -> Answer:
        amount, reference = told["amount"], told.get("reference", "")
        if not isinstance(amount, int) or amount < 1 or len(reference) > 35:
            return 400, {"code": "FIELD_IS_INVALID"}
        made = _Payment(
            secrets.token_hex(12), amount, reference, told.get("description", ""),
            told.get("callbackUrl", ""), self._clock_s(), self.weather.customer,
            self.weather.seconds, self.weather.expires_s,
        )  # fmt: skip
        self._payments[made.id] = made
        return 201, self._as_json(made)

    def _search(self, told: dict[str, Any]) -> Answer:
        found = [one for one in self._payments.values() if one.reference == told["reference"]]
        details = [self._as_json(one) for one in found]
        return 200, {"size": len(details), "totalElements": len(details), "details": details}

    def _one(self, method: str, number: str) -> Answer:
        payment = self._payments.get(number)
        if payment is None:
            return 404, {"code": "PAYMENT_NOT_FOUND"}
        if method == "GET":
            return 200, self._as_json(payment)
        if method != "DELETE":
            return 405, {"code": "METHOD_NOT_ALLOWED"}
        if self._status(payment) not in ("PENDING", "IDENTIFIED"):
            return 422, {"code": "PAYMENT_NOT_PENDING"}
        self._payments[number] = replace(payment, is_cancelled=True)
        return 204, None

    def _status(self, payment: _Payment) -> str:
        """A customer scans after a third of the time and agrees after two."""
        if payment.is_cancelled:
            return "CANCELLED"
        part = (self._clock_s() - payment.since_s) / max(payment.seconds, 0.001)
        if payment.customer == "leave":
            is_over = self._clock_s() - payment.since_s >= payment.expires_s
            return "EXPIRED" if is_over else "PENDING"
        if part < 1 / 3:
            return "PENDING"
        if part < 2 / 3:
            return "IDENTIFIED"
        if payment.customer == "refuse":
            return "FAILED"
        return "AUTHORIZED" if part < 1 else "SUCCEEDED"

    def _as_json(self, payment: _Payment) -> dict[str, Any]:
        status = self._status(payment)
        link = f"https://pay.bancontact.net/pay/2/{payment.id}"
        cents = _paid_cents(payment) if status == "SUCCEEDED" else payment.amount_cents
        return {
            "paymentId": payment.id, "status": status, "amount": cents, "currency": "EUR",
            "reference": payment.reference, "description": payment.description,
            "_links": {"self": {"href": f"/v3/payments/{payment.id}"}, "deeplink": {"href": link},
                       "cancel": {"href": f"/v3/payments/{payment.id}"}},
        }  # fmt: skip

    def _call_back(self, method: str, answer: Answer) -> None:
        """Tell the address of a payment that was just made, once it has ended."""
        told = answer[1]
        if method != "POST" or not isinstance(told, dict) or "paymentId" not in told:
            return
        payment = self._payments[told["paymentId"]]
        if payment.callback_url:
            task = asyncio.create_task(self._tell(payment))
            self._told.add(task)
            task.add_done_callback(self._told.discard)

    async def _tell(self, payment: _Payment) -> None:
        while self._status(self._payments[payment.id]) not in _DONE:
            await asyncio.sleep(0.2)
        signature, body = self.callback(payment.id)
        headers = {"Signature": signature, "Content-Type": "application/json"}
        async with httpx.AsyncClient(trust_env=False) as line:
            with contextlib.suppress(httpx.HTTPError):
                await line.post(payment.callback_url, content=body, headers=headers)

    def _change_weather(self, body: bytes) -> None:
        told = json.loads(body or b"{}")
        known = {one.name for one in fields(Weather)}
        self.weather = replace(
            self.weather, **{name: value for name, value in told.items() if name in known}
        )


def _paid_cents(payment: _Payment) -> int:
    return payment.amount_cents - (100 if payment.customer == "other_amount" else 0)


async def _send(send: Any, answer: Answer) -> None:
    status, value = answer
    body = b"" if value is None else json.dumps(value, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
