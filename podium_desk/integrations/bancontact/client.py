"""The Payment V3 API as a client: a payment is made, looked at, looked for and stopped.

Only refunds know an idempotency key, so after silence a payment is looked for by our own reference
before anything is asked anew (domain.md 6.2).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

import httpx

from podium_desk.domain.qr_pay import QrState
from podium_desk.late_dataclass import dataclass

LIMIT_S = 2.5
_OK = range(200, 300)
_NOT_FOUND = 404
_SERVER_FAULT = 500
_TOO_MANY = 429
_DESCRIPTION_MAX = 140
_REFERENCE_MAX = 35
_STATES = {
    "PENDING": QrState.PENDING,
    "IDENTIFIED": QrState.IDENTIFIED,
    "AUTHORIZED": QrState.AUTHORISED,
    # The customer may try again until the payment ends.
    "AUTHORIZATION_FAILED": QrState.PENDING,
    "PENDING_MERCHANT_ACKNOWLEDGEMENT": QrState.AUTHORISED,
    "SUCCEEDED": QrState.SUCCEEDED,
    "FAILED": QrState.FAILED,
    "CANCELLED": QrState.CANCELLED,
    "VOIDED": QrState.CANCELLED,
    "EXPIRED": QrState.EXPIRED,
}


class BancontactAway(Exception):
    """No answer in time, or one that is none: what was asked may have been done."""


class BancontactRefused(Exception):
    """It answered, and did nothing; `code` is its own."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"HTTP {status} {code}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Credentials:
    """What Bancontact gave a house, and where its servers are. `callback_url` is where they reach
    this store; empty where they cannot, and then payments are asked for every second."""

    api_key: str = field(repr=False)
    api_url: str
    jwks_url: str
    callback_url: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A payment to make. `callback_url` may be empty: then it is only looked at."""

    amount_cents: int
    reference: str
    description: str
    callback_url: str = ""


@dataclass(frozen=True, slots=True)
class QrPayment:
    """A payment as Bancontact tells it; `picture` is the text of the code that a customer scans."""

    id: str
    state: QrState
    amount_cents: int
    reference: str
    picture: str = ""


class BancontactClient:
    """Calls with one house's key; several threads may use it at once."""

    def __init__(self, credentials: Credentials, connect: Callable[[], httpx.Client]) -> None:
        self._credentials = credentials
        self._http = connect()

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def create(self, wanted: Wanted) -> QrPayment:
        """Make a payment. Raises `BancontactAway` and `BancontactRefused`."""
        body: dict[str, Any] = {
            "amount": wanted.amount_cents,
            "currency": "EUR",
            "reference": wanted.reference[:_REFERENCE_MAX],
            "description": wanted.description[:_DESCRIPTION_MAX],
        }
        if wanted.callback_url:
            body["callbackUrl"] = body["identifyCallbackUrl"] = wanted.callback_url
        return read_payment(self._call("POST", "/v3/payments", body))

    def look(self, payment: str) -> QrPayment:
        """A payment as it is now. Raises as `create`."""
        return read_payment(self._call("GET", f"/v3/payments/{payment}"))

    def find(self, reference: str) -> QrPayment | None:
        """The payment with our reference, None when there is none. Raises as `create`."""
        found = self._call("POST", "/v3/payments/search?size=2", {"reference": reference})
        details = found.get("details")
        if not isinstance(details, list):
            raise BancontactAway("no list of payments")
        ours = [one for one in map(read_payment, details) if one.reference == reference]
        return ours[0] if ours else None

    def cancel(self, payment: str) -> None:
        """Ask to stop a payment; whether that came in time is told by `look`. Raises
        `BancontactAway`."""
        try:
            self._call("DELETE", f"/v3/payments/{payment}")
        except BancontactRefused as refused:
            if refused.status not in (_NOT_FOUND, 422):
                raise BancontactAway(str(refused)) from refused

    def keys(self) -> Mapping[str, Any]:
        """The keys that sign its callbacks. Raises as `create`."""
        return self._call("GET", self._credentials.jwks_url)

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        url = path if "://" in path else self._credentials.api_url.rstrip("/") + path
        headers = {"Authorization": f"Bearer {self._credentials.api_key}"}
        try:
            answer = self._http.request(method, url, json=body, headers=headers, timeout=LIMIT_S)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise BancontactAway(type(error).__name__) from error
        if answer.status_code >= _SERVER_FAULT or answer.status_code == _TOO_MANY:
            raise BancontactAway(f"HTTP {answer.status_code}")
        told = _object(answer.content) if answer.content else {}
        if answer.status_code not in _OK:
            raise BancontactRefused(answer.status_code, str(told.get("code", "")))
        return told


def read_payment(told: object) -> QrPayment:
    """A payment from its JSON; raises `BancontactAway` for one of another form."""
    if not isinstance(told, dict):
        raise BancontactAway("no payment")
    amount, state = told.get("amount"), _STATES.get(str(told.get("status")))
    if not isinstance(amount, int) or state is None or not told.get("paymentId"):
        raise BancontactAway(f"a payment of another form: {told.get('status')}")
    links = told.get("_links")
    deeplink = links.get("deeplink") if isinstance(links, dict) else None
    picture = deeplink.get("href", "") if isinstance(deeplink, dict) else ""
    return QrPayment(
        str(told["paymentId"]), state, amount, str(told.get("reference", "")), str(picture)
    )


def _object(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError as error:
        raise BancontactAway("no JSON") from error
    if not isinstance(told, dict):
        raise BancontactAway("no JSON object")
    return told


def dialled() -> httpx.Client:
    """An HTTP client that goes by no proxy of the environment."""
    return httpx.Client(trust_env=False)
