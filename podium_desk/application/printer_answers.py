"""What a device answers a counter of its house that wants a printer (`printer_turns`)."""

from __future__ import annotations

import time

from podium_desk.application.turn_book import TurnBook
from podium_desk.application.workplace import Workplace
from podium_desk.domain.roles import SELLING_ROLES
from sync.exchange.line import StoreRefused
from sync.identity.certificate import CertificateClaims

PRINTER_TOPIC = "printer"
_PLACE_BYTES_MAX = 300


def answer_turn(work: Workplace, claims: CertificateClaims, question: bytes) -> bytes:
    """Which device has the printer that is asked for. Raises `StoreRefused`."""
    if claims.role not in SELLING_ROLES or len(question) > _PLACE_BYTES_MAX:
        raise StoreRefused("bad_request", "only counters print, at an address")
    place = question.decode("utf-8", "replace")
    return str(turns_of(work).answer(place, claims.device)).encode()


def turns_of(work: Workplace) -> TurnBook:
    """The turns of this device."""
    if work.turns is None:
        work.turns = TurnBook(work.claims.device, _steady_ms)
    return work.turns


def _steady_ms() -> int:
    """Of a clock that never jumps."""
    return int(time.monotonic() * 1000)
