"""Where Bancontact tells how a payment ended: believed only when its signature is right.

A store in a house has no address that Bancontact reaches; there counters ask every second. The
keys are fetched when a signature names one that is not known, at most once a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from podium_desk.central.bancontact.answering import QrAnswers
from podium_desk.central.bancontact.lines import QrLines
from podium_desk.integrations.bancontact.client import (
    BancontactAway,
    BancontactRefused,
    read_payment,
)
from podium_desk.integrations.bancontact.signatures import header_of
from sync.decoding import decode_json

PATH = "/bancontact/callback"
_PATH_CLAIM = "https://payconiq.com/path"
_BODY_BYTES_MAX = 20_000
_KEYS_EVERY_S = 60.0


class Callbacks:
    """Checks and takes the callbacks of all houses."""

    def __init__(self, answers: QrAnswers, lines: QrLines, now_s: Callable[[], float]) -> None:
        self._answers = answers
        self._lines = lines
        self._now_s = now_s
        self._keys: dict[int, tuple[float, Mapping[str, Any]]] = {}

    def take(self, house: int, signature: str, body: bytes) -> int:
        """The HTTP status: 200 when it was taken, 401 for a signature that is not Bancontact's."""
        line = self._lines.of(house)
        if line is None or len(body) > _BODY_BYTES_MAX:
            return 404
        header = header_of(signature, body, self._known(house))
        if header is None:
            try:
                header = header_of(signature, body, self._fetched(house))
            except (BancontactAway, BancontactRefused):
                return 503
        if header is None or header.get(_PATH_CLAIM) != line.kept.callback_url:
            return 401
        try:
            told = read_payment(decode_json(body, dict[str, Any]))
        except (BancontactAway, msgspec.MsgspecError):
            return 400
        return 200 if self._answers.called_back(house, told) else 404

    def _known(self, house: int) -> Mapping[str, Any]:
        return self._keys.get(house, (0.0, {"keys": []}))[1]

    def _fetched(self, house: int) -> Mapping[str, Any]:
        """The keys as they are now; those of a minute ago when they were just fetched."""
        known, line = self._keys.get(house), self._lines.of(house)
        if line is None or (known is not None and self._now_s() - known[0] < _KEYS_EVERY_S):
            return self._known(house)
        keys = line.attempt(lambda client: client.keys())
        self._keys[house] = (self._now_s(), keys)
        return keys


def callback_routes(callbacks: Callbacks) -> APIRouter:
    """The address that Bancontact calls."""
    router = APIRouter()

    @router.post(f"{PATH}/{{house}}", include_in_schema=False)
    async def called(house: int, request: Request) -> Response:
        body = await request.body()
        signature = request.headers.get("signature", "")
        # The keys may have to be fetched, which must hold no other request up.
        status = await run_in_threadpool(callbacks.take, house, signature, body)
        return Response(status_code=status)

    return router
