"""One call to UiTPAS: a token, a deadline for all of it, and what became of it.

A client access token is asked for with the house's secret, kept until shortly before its end and
asked anew once when it is refused (domain.md 2.1). It is never looked into.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import field
from urllib.parse import urlencode

import httpx

from podium_desk.domain.uitpas import PassNo
from podium_desk.integrations.uitpas.answers import Garbled, decoded, object_of, text
from podium_desk.integrations.uitpas.problems import Problem, read_problem
from podium_desk.late_dataclass import dataclass

LIMIT_S = 3.0
"""How long a call may take, the token's included (domain.md 2.8)."""
RENEW_BEFORE_S = 300.0
_TOKEN_PATH = "/realms/uitid/protocol/openid-connect/token"  # noqa: S105 - an address
_OK = range(200, 300)
_UNAUTHORIZED = 401
_SERVER_FAULT = 500


class UitpasAway(Exception):
    """No answer in time, or one that is none. `may_have_acted`: it may have done what was asked."""

    def __init__(self, why: str, may_have_acted: bool) -> None:
        super().__init__(why)
        self.may_have_acted = may_have_acted


@dataclass(frozen=True, slots=True)
class Credentials:
    """What publiq gave a house, and where its servers are."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str
    auth_url: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: `content` is a JSON body, or empty."""

    method: str
    path: str
    content: bytes = b""

    @property
    def only_reads(self) -> bool:
        """Whether it may be made again without harm."""
        return self.method == "GET"


class Caller:
    """Makes calls with one house's credentials; several threads may use it at once."""

    def __init__(
        self,
        credentials: Credentials,
        connect: Callable[[], httpx.Client],
        now_s: Callable[[], float],
    ) -> None:
        """`connect` makes an HTTP client when it is first needed; `now_s` never goes back."""
        self._credentials = credentials
        self._connect = connect
        self._now_s = now_s
        self._http: httpx.Client | None = None
        self._token = ""
        self._good_until_s = 0.0
        self._lock = threading.Lock()

    def close(self) -> None:
        """Hang up."""
        with self._lock:
            if self._http is not None:
                self._http.close()
                self._http = None

    def call(self, ask: Ask, limit_s: float = LIMIT_S) -> bytes | Problem:
        """The body of a success, or the problem. Raises `UitpasAway`."""
        ends_at_s = self._now_s() + limit_s
        token = self._fresh_token("", ends_at_s)
        if isinstance(token, Problem):
            return token
        status, body = self._sent(ask, token, ends_at_s)
        if status == _UNAUTHORIZED:
            token = self._fresh_token(token, ends_at_s)
            if isinstance(token, Problem):
                return token
            status, body = self._sent(ask, token, ends_at_s)
        if status in _OK:
            return body
        if status >= _SERVER_FAULT:
            raise UitpasAway(f"HTTP {status}", may_have_acted=not ask.only_reads)
        return read_problem(status, body)

    def _fresh_token(self, refused: str, ends_at_s: float) -> str | Problem:
        """A token other than the refused one; threads of one moment may each ask for one."""
        with self._lock:
            if self._token and self._token != refused and self._now_s() < self._good_until_s:
                return self._token
        status, body = self._exchange(self._token_request(), ends_at_s, only_reads=True)
        if status >= _SERVER_FAULT:
            raise UitpasAway(f"HTTP {status} instead of a token", may_have_acted=False)
        if status not in _OK:
            return Problem(PassNo.NOT_ALLOWED, "", status)
        try:
            told = object_of(decoded(body))
            token, lasts_s = text(told, "access_token"), told.get("expires_in")
        except Garbled as error:
            raise UitpasAway("no token", may_have_acted=False) from error
        with self._lock:
            self._token = token
            span_s = float(lasts_s) if isinstance(lasts_s, int) else 0.0
            self._good_until_s = self._now_s() + max(span_s - RENEW_BEFORE_S, span_s / 2)
        return token

    def _token_request(self) -> httpx.Request:
        held = self._credentials
        form = urlencode({
            "grant_type": "client_credentials",
            "client_id": held.client_id,
            "client_secret": held.client_secret,
        })  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return httpx.Request(
            "POST", held.auth_url.rstrip("/") + _TOKEN_PATH, content=form, headers=headers
        )

    def _sent(self, ask: Ask, token: str, ends_at_s: float) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if ask.content:
            headers["Content-Type"] = "application/json"
        request = httpx.Request(
            ask.method, self._credentials.api_url.rstrip("/") + ask.path, headers=headers,
            content=ask.content or None,
        )  # fmt: skip
        return self._exchange(request, ends_at_s, ask.only_reads)

    def _exchange(
        self, request: httpx.Request, ends_at_s: float, only_reads: bool
    ) -> tuple[int, bytes]:
        """Status and body, whole and in time."""
        left_s = ends_at_s - self._now_s()
        if left_s <= 0:
            raise UitpasAway("no time left", may_have_acted=False)
        request.extensions = {"timeout": httpx.Timeout(left_s).as_dict()}
        try:
            response = self._client().send(request, stream=True)
            try:
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    # httpx counts each step; this holds for the whole of it.
                    if self._now_s() > ends_at_s:
                        raise UitpasAway("no whole answer in time", not only_reads)
            finally:
                response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL) as error:
            raise UitpasAway(type(error).__name__, may_have_acted=False) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise UitpasAway(type(error).__name__, may_have_acted=not only_reads) from error
        return response.status_code, bytes(body)

    def _client(self) -> httpx.Client:
        with self._lock:
            if self._http is None:
                self._http = self._connect()
            return self._http


def dialled() -> httpx.Client:
    """An HTTP client that goes by no proxy of the environment."""
    return httpx.Client(trust_env=False)
